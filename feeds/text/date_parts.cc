#include "feeds/text/date_parts.h"

#include <chrono>

namespace eightbells {
namespace {

constexpr int kLargestOffset = 15 * 60 + 59;  // the world's are -12:00 to +14:00; feeds go a little beyond

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_day_of_calendar(int year, int month, int day) {
  using namespace std::chrono;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return false;
  return year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                        std::chrono::day{static_cast<unsigned>(day)}}
      .ok();
}

int weekday_of(int year, int month, int day) {
  using namespace std::chrono;
  const sys_days at{year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                   std::chrono::day{static_cast<unsigned>(day)}}};
  return static_cast<int>(weekday{at}.c_encoding()) + 1;
}

int full_year(int written, std::size_t digits) {
  if (digits == 2) return written < 50 ? 2000 + written : 1900 + written;
  if (digits == 3 && written >= 100) return 1900 + written;
  return written;
}

std::optional<Instant> instant_of(const DateParts& p) {
  using namespace std::chrono;
  if (!is_day_of_calendar(p.year, p.month, p.day)) return std::nullopt;
  if (p.hour < 0 || p.hour > 24 || p.minute < 0 || p.minute > 59 || p.second < 0 || p.second > 60)
    return std::nullopt;
  if (p.hour == 24 && (p.minute != 0 || p.second != 0 || p.nanoseconds != 0)) return std::nullopt;
  if (p.zone_minutes < -kLargestOffset || p.zone_minutes > kLargestOffset) return std::nullopt;
  const sys_days day{year_month_day{year{p.year}, month{static_cast<unsigned>(p.month)},
                                    std::chrono::day{static_cast<unsigned>(p.day)}}};
  const Instant at = Instant{day} + hours{p.hour} + minutes{p.minute - p.zone_minutes} + seconds{p.second} +
                     milliseconds{p.nanoseconds / 1'000'000};
  // An offset can leave the years that RFC 3339 can write, from 1 to 9999.
  if (at < Instant{sys_days{year{1} / 1 / 1}} || at >= Instant{sys_days{year{10'000} / 1 / 1}})
    return std::nullopt;
  return at;
}

std::optional<int> read_offset(std::string_view text, std::size_t& at) {
  const bool west = text[at] == '-';
  std::size_t i = at + 1;
  int value = 0;
  std::size_t digits = 0;
  for (; i < text.size() && is_digit(text[i]) && digits < 5; ++i, ++digits)
    value = value * 10 + (text[i] - '0');
  int hours = value;
  int minutes = 0;
  if (digits == 3 || digits == 4) {
    hours = value / 100;
    minutes = value % 100;
  } else if (digits == 0 || digits > 4) {
    return std::nullopt;
  } else if (i < text.size() && text[i] == ':') {
    if (i + 2 >= text.size() || !is_digit(text[i + 1]) || !is_digit(text[i + 2])) return std::nullopt;
    minutes = (text[i + 1] - '0') * 10 + (text[i + 2] - '0');
    i += 3;
    // Seconds of an offset, as old zones and some libraries write them, are none today.
    if (text.substr(i, 3) == ":00") i += 3;
  }
  if (minutes > 59 || hours * 60 + minutes > kLargestOffset) return std::nullopt;
  at = i;
  return west ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

}  // namespace eightbells
