// Multipliers, units and number words, read at a place of a text.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "daemon/editor/numbers.h"

namespace eightbells {

struct Multiplier {
  double factor = 1;
  std::size_t end = 0;  // where the unit may begin
};

// What may stand behind the digits that end at `end`: always the factor 1 unless a multiplier is written out.
[[nodiscard]] std::vector<Multiplier> multipliers_at(std::u32string_view text, std::size_t end);

struct Unit {
  Dimension dimension = Dimension::none;
  double factor = 1;
  Dimension other = Dimension::none;  // a second meaning: "t" is tonnes or trillion ...
  double other_factor = 1;
  std::size_t end = 0;
};

[[nodiscard]] Unit unit_at(std::u32string_view text, std::size_t at);

// $ ¥ € £ and "US$" in front of the number that begins at `at`.
[[nodiscard]] Dimension currency_before(std::u32string_view text, std::size_t at);

// "million" without a number in front ("per million tokens"): its factor; 0: there is none.
[[nodiscard]] double bare_multiplier_at(std::u32string_view text, std::size_t at);

// A character that is put between a Han numeral and what is counted, or a unit.
[[nodiscard]] bool is_measure(char32_t c);

}  // namespace eightbells
