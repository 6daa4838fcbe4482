// What the readers of dates share: the fields of a date and the moment they make.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "feeds/base/clock.h"

namespace eightbells {

struct DateParts {
  int year = 0;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int64_t nanoseconds = 0;
  int zone_minutes = 0;  // east of UTC
};

// Nothing when a field is out of range. 24:00:00 is the next midnight, a 60th second the next minute.
[[nodiscard]] std::optional<Instant> instant_of(const DateParts& parts);

[[nodiscard]] bool is_day_of_calendar(int year, int month, int day);

// 1 Sunday to 7 Saturday.
[[nodiscard]] int weekday_of(int year, int month, int day);

// Two digits by RFC 5322, 4.3: 00 to 49 are 2000 to 2049, 50 to 99 are 1950 to 1999; three digits count from
// 1900.
[[nodiscard]] int full_year(int written, std::size_t digits);

// "+0200", "-07:00", "+2", "+5:30" at text[at], which is a sign: minutes east, and moves `at` behind. Nothing
// when it is no offset.
[[nodiscard]] std::optional<int> read_offset(std::string_view text, std::size_t& at);

// ISO 8601 in all its forms; `folded` by fold_date, the whole string.
[[nodiscard]] std::optional<Instant> read_iso_date(std::string_view folded);

// Dates in words and in national orders; `folded` by fold_date, the whole string.
[[nodiscard]] std::optional<Instant> read_worded_date(std::string_view folded);

}  // namespace eightbells
