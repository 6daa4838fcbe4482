// Small words inside dates, in the folded form.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace eightbells {

// What a run of Han, kana or hangul means inside a date.
enum class DateUnit : std::uint8_t {
  year,
  month,
  day,
  hour,
  minute,
  second,
  weekday,
  month_name,
  morning,
  afternoon,
  noon,
  era,
  none
};

struct EastAsianWord {
  std::string_view text;
  DateUnit unit;
  std::int16_t value = 0;  // of month_name; years to add for era
};

// The longest known word at the beginning of `text`, or null.
[[nodiscard]] const EastAsianWord* east_asian_word(std::string_view text);

// "am", "pm" and what other languages write: 0 before noon, 1 after.
[[nodiscard]] std::optional<int> half_of_day(std::string_view word);

// Words that say nothing: "the", "at", "de", "uhr", "published".
[[nodiscard]] bool is_filler(std::string_view word);

// "st", "nd", "rd", "th", "er": behind a number.
[[nodiscard]] bool is_ordinal_ending(std::string_view word);

}  // namespace eightbells
