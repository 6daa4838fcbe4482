// A shelf for texts without a keyword: where the texts of the same window that use their words stand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace eightbells {

// One text of a window. `shelf` of an example; without one it asks, or is left out when it is unclear.
struct NeighbourText {
  enum class Role { example, asks, unclear };
  std::vector<std::uint64_t> words;  // what words_for_neighbours gave
  Role role = Role::unclear;
  std::size_t shelf = 0;
};

// Each word once, in no special order.
[[nodiscard]] std::vector<std::uint64_t> words_for_neighbours(std::string_view title, std::string_view text);

// By text: the shelf of one that asks, where its neighbours leave little doubt; else nothing. The order of
// the texts does not change the result. Nothing at all for a small window, or one where many texts ask.
[[nodiscard]] std::vector<std::optional<std::size_t>> shelves_by_neighbours(
    const std::vector<NeighbourText>& texts, std::size_t shelves);

}  // namespace eightbells
