// Dates as feeds write them.
//
// Problem. RSS asks for RFC 822, Atom for RFC 3339, and feeds hold everything: translated month names,
// missing zones, US and European orders, ISO 8601 in corners nobody uses, Korean and Chinese, seconds since
// 1970, templates' leftovers. A wrong date is worse than none: it lifts an old entry into today's digest.
//
// Method. The text is folded (small letters without accents, wide digits and punctuation as ASCII) and tried
// by three readers, each of which must use every byte of it:
//  1. a number alone is a time stamp: seconds (9 or 10 digits), milliseconds (13), microseconds (16), or
//  yyyymmddhhmm(ss);
//  2. ISO 8601 (date_iso.cc);
//  3. words and national orders (date_words.cc): the text is cut into numbers, words and marks; a word must
//  be a month, a
//     weekday, a zone, half of a day, or one of a few connecting words, in any language of date_names.cc; a
//     clock is recognised by its ':' and the like; what numbers remain are day, month and year.
// The order of numbers: a number of four digits or over 31 is the year. "D.M.Y" with dots is day first; "/"
// is month first (US), "-" is day first behind a long year's absence; when that gives no day of the calendar,
// or contradicts the weekday that stands beside, the other order is taken. Nothing is clamped: month 13 is no
// date. Zones: a numeric offset wins over a name beside it; without any it is UTC, except that a date in
// Korean words is in Korean time, because it is written nowhere else. A wrong weekday is ignored. A 60th
// second begins the next minute.
//
// Sources: RFC 5322 3.3 and 4.3, RFC 3339, RFC 9110 5.6.7, RFC 850, ISO 8601:2004, CLDR 42 for names.
// The two commonest forms, RFC 822 with GMT or an offset and RFC 3339, have a short way of their own.
#include "feeds/text/dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "feeds/base/utf8.h"
#include "feeds/text/date_names.h"
#include "feeds/text/date_parts.h"

namespace eightbells {
namespace {

constexpr std::size_t kLongestDate = 128;  // bytes
constexpr auto npos = std::string_view::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int two_digits(std::string_view text, std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

// Whether `text` has the shape of `pattern`, where '9' stands for a digit.
bool has_shape(std::string_view text, std::string_view pattern) {
  return text.size() >= pattern.size() &&
         std::equal(pattern.begin(), pattern.end(), text.begin(),
                    [](char p, char c) { return p == '9' ? is_digit(c) : p == c; });
}

// Digits alone, with a fraction at most.
std::optional<Instant> read_stamp(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  std::string_view rest = text.substr(digits);
  if (!rest.empty()) {
    if (rest[0] != '.' || rest.size() < 2 || digits > 10) return std::nullopt;
    rest.remove_prefix(1);
    if (rest.find_first_not_of("0123456789") != npos) return std::nullopt;
  }
  std::int64_t value = 0;
  if (std::from_chars(text.data(), text.data() + digits, value).ec != std::errc()) return std::nullopt;
  switch (digits) {
    case 9:
    case 10: {
      Millis fraction{0};
      for (std::size_t i = 0, scale = 100; i < 3 && i < rest.size(); ++i, scale /= 10)
        fraction += Millis{static_cast<std::int64_t>(scale) * (rest[i] - '0')};
      return Instant{std::chrono::seconds{value}} + fraction;
    }
    case 13:
      return Instant{Millis{value}};
    case 16:
      return Instant{Millis{value / 1000}};
    case 12:
    case 14: {
      const auto field = [&](std::size_t at) { return two_digits(text, at); };
      return instant_of({.year = field(0) * 100 + field(2),
                         .month = field(4),
                         .day = field(6),
                         .hour = field(8),
                         .minute = field(10),
                         .second = digits == 14 ? field(12) : 0});
    }
    default:
      return std::nullopt;
  }
}

int english_month(std::string_view name) {
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t found = kMonths.find(name);
  return name.size() != 3 || found == npos || found % 3 != 0 ? 0 : static_cast<int>(found / 3) + 1;
}

// "Mon, 02 Jan 2006 15:04:05 +0200" and "... GMT", which most of RSS is; a short way to what read_worded_date
// would find.
std::optional<Instant> read_mail_date(std::string_view text) {
  if (text.size() < 28 || text[3] != ',' || text[4] != ' ') return std::nullopt;
  const std::size_t digits = is_digit(text[6]) ? 2 : 1;
  DateParts parts{.day = digits == 2 ? two_digits(text, 5) : text[5] - '0'};
  text.remove_prefix(5 + digits);
  if (text.size() < 22 || !has_shape(text.substr(4), " 9999 99:99:99 ")) return std::nullopt;
  parts.year = two_digits(text, 5) * 100 + two_digits(text, 7);
  parts.month = english_month(text.substr(1, 3));
  parts.hour = two_digits(text, 10);
  parts.minute = two_digits(text, 13);
  parts.second = two_digits(text, 16);
  const std::string_view zone = text.substr(19);
  if (zone != "GMT") {
    if (zone.size() != 5 || !(zone[0] == '+' || zone[0] == '-') || !has_shape(zone.substr(1), "9999"))
      return std::nullopt;
    std::size_t at = 0;
    const auto minutes = read_offset(zone, at);
    if (!minutes) return std::nullopt;
    parts.zone_minutes = *minutes;
  }
  return instant_of(parts);
}

// Quotes, brackets and commas around the whole.
std::string_view without_wrapping(std::string_view text) {
  static constexpr std::string_view kWrapping = " \"'[]<>,;";
  const std::size_t first = text.find_first_not_of(kWrapping);
  if (first == npos) return {};
  return text.substr(first, text.find_last_not_of(kWrapping) - first + 1);
}

}  // namespace

std::optional<Instant> parse_date(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > kLongestDate) return std::nullopt;
  if (auto at = is_digit(text[0]) ? parse_rfc3339(text) : read_mail_date(text)) return at;
  const std::string folded = fold_date(text);
  const std::string_view inner = without_wrapping(folded);
  if (inner.empty()) return std::nullopt;
  if (auto at = read_stamp(inner)) return at;
  if (auto at = read_iso_date(inner)) return at;
  return read_worded_date(inner);
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  if (!has_shape(text, "9999-99-99")) return std::nullopt;
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
  if (!has_shape(text.substr(11), "99:99:99")) return std::nullopt;
  DateParts parts{.year = two_digits(text, 0) * 100 + two_digits(text, 2),
                  .month = two_digits(text, 5),
                  .day = two_digits(text, 8),
                  .hour = two_digits(text, 11),
                  .minute = two_digits(text, 14),
                  .second = two_digits(text, 17)};
  std::size_t at = 19;
  if (text[at] == '.') {
    std::int64_t unit = 100'000'000;
    const std::size_t first = ++at;
    for (; at < text.size() && is_digit(text[at]); ++at, unit /= 10)
      parts.nanoseconds += unit * (text[at] - '0');
    if (at == first) return std::nullopt;
  }
  const std::string_view zone = text.substr(at);
  if (zone != "Z" && zone != "z") {
    const bool sign = zone.starts_with('+') || zone.starts_with('-');
    if (!sign || zone.size() != 6 || !has_shape(zone.substr(1), "99:99") || two_digits(zone, 4) > 59)
      return std::nullopt;
    const int minutes = two_digits(zone, 1) * 60 + two_digits(zone, 4);
    parts.zone_minutes = zone[0] == '-' ? -minutes : minutes;
  }
  if (parts.hour == 24) return std::nullopt;  // ISO 8601 knows it, RFC 3339 does not
  return instant_of(parts);
}

std::optional<Instant> parse_http_date(std::string_view text) {
  const auto month_at = [&](std::size_t at) { return english_month(text.substr(at, 3)); };
  const auto make = [&](int year, int month, int day, std::size_t clock) -> std::optional<Instant> {
    if (!has_shape(text.substr(clock), "99:99:99")) return std::nullopt;
    return instant_of({.year = year,
                       .month = month,
                       .day = day,
                       .hour = two_digits(text, clock),
                       .minute = two_digits(text, clock + 3),
                       .second = two_digits(text, clock + 6)});
  };
  text = trim(text);
  const std::size_t comma = text.find(", ");
  if (comma == 3 && text.size() == 29 && text.ends_with(" GMT")) {  // Sun, 06 Nov 1994 08:49:37 GMT
    if (!has_shape(text.substr(5), "99 ") || !has_shape(text.substr(11), " 9999 ")) return std::nullopt;
    return make(two_digits(text, 12) * 100 + two_digits(text, 14), month_at(8), two_digits(text, 5), 17);
  }
  if (comma != npos && comma > 3 && text.size() == comma + 24 &&
      text.ends_with(" GMT")) {  // Sunday, 06-Nov-94 08:49:37 GMT
    const std::size_t day = comma + 2;
    if (!has_shape(text.substr(day), "99-") || !has_shape(text.substr(day + 6), "-99 ")) return std::nullopt;
    return make(full_year(two_digits(text, day + 7), 2), month_at(day + 3), two_digits(text, day), day + 10);
  }
  if (text.size() == 24 && text[3] == ' ' && text[7] == ' ') {  // Sun Nov  6 08:49:37 1994
    if (!is_digit(text[9]) || (text[8] != ' ' && !is_digit(text[8])) || !has_shape(text.substr(19), " 9999"))
      return std::nullopt;
    const int day = (text[8] == ' ' ? 0 : (text[8] - '0') * 10) + (text[9] - '0');
    return make(two_digits(text, 20) * 100 + two_digits(text, 22), month_at(4), day, 11);
  }
  return std::nullopt;
}

std::string format_utc(Instant at) {
  std::string text = format_utc_millis(at);
  text.replace(text.size() - 5, 4, "");
  return text;
}

std::string format_utc_millis(Instant at) {
  using namespace std::chrono;
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss clock{at - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace eightbells
