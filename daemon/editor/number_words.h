// Words that are numbers, or a part of one: half, doubled, a third.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "daemon/editor/numbers.h"

namespace eightbells {

// 年半, "and a half": half a unit more.
struct Half {
  double value = 0;
  std::size_t end = 0;
};
[[nodiscard]] Half half_behind(std::u32string_view text, std::size_t end);

// A word that is a number in itself: 一半, "half", 翻倍, "doubled", "a third".
struct SpecialWord {
  double value = 0;
  Dimension dimension = Dimension::none;
  std::size_t length = 0;
};
[[nodiscard]] std::optional<SpecialWord> special_word_at(std::u32string_view text, std::size_t at,
                                                         bool strict);

}  // namespace eightbells
