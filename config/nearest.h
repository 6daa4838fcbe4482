// The known name nearest to what was typed, for "did you mean".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

// Optimal string alignment distance in code points: insertions, deletions, substitutions, and swaps of
// neighbours.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// The name of `known` at the least distance from `typed`, if that is near enough to be a slip (a third of the
// letters, at least one; case does not count). The first of several.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view typed,
                                                      const std::vector<std::string>& known);

// "; did you mean 'name'?", or nothing.
[[nodiscard]] std::string nearest_hint(std::string_view typed, const std::vector<std::string>& known);

}  // namespace eightbells
