// Words in dates: months, weekdays, zones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eightbells {

struct DateName {
  const char* name;      // folded
  std::uint8_t month;    // 1 to 12, 0: none
  std::uint8_t weekday;  // 1 Sunday to 7 Saturday, 0: none
};

inline constexpr std::size_t kDateNameCount = 1391;
extern const DateName kDateNames[kDateNameCount];  // date_name_table.cc

// Small letters without accents, wide digits as ASCII digits, wide punctuation and spaces as ASCII ones: the
// form in which a date is read. Hangul, kana and Han stay.
[[nodiscard]] std::string fold_date(std::string_view text);

// The month or weekday that a folded word names. A prefix of four letters and more counts when all names that
// begin with it are the same month. Null when there is none.
[[nodiscard]] const DateName* find_date_name(std::string_view folded);

// Minutes east of UTC of a zone's abbreviation in small letters ("gmt", "cest", "z"); nothing when unknown.
// Abbreviations with several meanings have the American one, then the one that most people use.
[[nodiscard]] std::optional<int> zone_minutes(std::string_view abbreviation);

// Minutes east of UTC at a local time in an IANA zone ("europe/brussels", any case), given as seconds since
// 1970 as if the local time were UTC; nothing when there is no such zone.
[[nodiscard]] std::optional<int> iana_minutes(std::string_view zone, std::int64_t local_seconds);

}  // namespace eightbells
