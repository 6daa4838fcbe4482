// Numerals of two languages, read at a place of a text.
#pragma once

#include <cstddef>
#include <string_view>

namespace eightbells {

struct Numeral {
  double value = 0;
  std::size_t length = 0;   // code points; 0: there is none
  bool in_words = false;    // 三, "three"
  bool has_digit = false;   // 三百, not a bare 百 ("hundreds of")
  bool is_version = false;  // 1.2.3: no quantity
  int digits = 0;           // behind the point
};

// 1,234.5 at `at`.
[[nodiscard]] Numeral digits_at(std::u32string_view text, std::size_t at);

// 三百二十, 两, 二〇二六, 十万 at `at`.
[[nodiscard]] Numeral han_numeral_at(std::u32string_view text, std::size_t at);

// "twenty-five", "three" at `at`, the begin of a word. Small letters or capitals.
[[nodiscard]] Numeral english_numeral_at(std::u32string_view text, std::size_t at);

// The month that begins at `at` ("Jan", "September"), with its length; 0: none.
struct MonthName {
  int month = 0;
  std::size_t length = 0;
  bool whole = false;  // written out: "May" and "March" are words besides
};
[[nodiscard]] MonthName month_at(std::u32string_view text, std::size_t at);

}  // namespace eightbells
