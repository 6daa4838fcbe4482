// ISO 8601: calendar, ordinal and week dates, basic and extended, reduced and with two-digit years; times
// down to decimal fractions of any component; zones. A string is this or it is not: every byte must be used.
#include "feeds/text/date_parts.h"

#include <algorithm>
#include <chrono>

namespace eightbells {
namespace {

// A number alone is a year only when feeds can be of it.
constexpr int kFirstBareYear = 1900;
constexpr int kLastBareYear = 2100;

// "31-12-03" is a day first, as people write it; "03-12-31" is ISO 8601 of old.
constexpr int kLatestShortYear = 2029;

class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : text_(text) {}

  std::optional<Instant> read() {
    if (!read_day()) return std::nullopt;
    if (at_ < text_.size()) {
      if (!full_day_) return std::nullopt;
      if (text_[at_] != 't' && text_[at_] != ' ') return std::nullopt;
      skip_spaces();
      if (skip('t')) skip_spaces();
      if (!read_time() || !read_zone()) return std::nullopt;
    }
    if (at_ != text_.size()) return std::nullopt;
    return instant_of(parts_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  [[nodiscard]] std::size_t digits_ahead() const {
    std::size_t n = 0;
    while (is_digit(peek(n))) ++n;
    return n;
  }

  bool skip(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  void skip_spaces() {
    while (peek() == ' ') ++at_;
  }

  // Exactly `count` digits.
  int number(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + (text_[at_++] - '0');
    return value;
  }

  bool read_day();
  bool read_after_year(std::size_t digits, bool dash);
  bool read_week();
  bool read_short_day(std::size_t digits);
  bool set_ordinal(int day_of_year);
  bool read_time();
  bool read_zone();
  bool read_fraction(std::int64_t unit_in_seconds);

  std::string_view text_;
  std::size_t at_ = 0;
  DateParts parts_;
  bool full_day_ = false;
};

bool IsoReader::set_ordinal(int day_of_year) {
  using namespace std::chrono;
  const bool leap = year{parts_.year}.is_leap();
  if (day_of_year < 1 || day_of_year > (leap ? 366 : 365)) return false;
  const year_month_day day{sys_days{year{parts_.year} / January / 1} + days{day_of_year - 1}};
  parts_.month = static_cast<int>(static_cast<unsigned>(day.month()));
  parts_.day = static_cast<int>(static_cast<unsigned>(day.day()));
  full_day_ = true;
  return true;
}

// "w01-3", "w013", "w01" behind the year. Week 1 holds January 4th and begins on its Monday.
bool IsoReader::read_week() {
  using namespace std::chrono;
  const std::size_t digits = digits_ahead();
  if (digits != 2 && digits != 3) return false;
  const int week = number(2);
  int weekday = 1;
  if (digits == 3 || (peek() == '-' && is_digit(peek(1)))) {
    skip('-');
    weekday = number(1);
  }
  if (week < 1 || week > 53 || weekday < 1 || weekday > 7) return false;
  const sys_days fourth = sys_days{year{parts_.year} / January / 4};
  const auto since_monday = days{(std::chrono::weekday{fourth}.c_encoding() + 6) % 7};
  const sys_days monday = fourth - since_monday + days{7 * (week - 1)};
  if (week == 53 && year_month_day{monday + days{3}}.year() != year{parts_.year}) return false;
  const year_month_day day{monday + days{weekday - 1}};
  parts_.year = static_cast<int>(day.year());
  parts_.month = static_cast<int>(static_cast<unsigned>(day.month()));
  parts_.day = static_cast<int>(static_cast<unsigned>(day.day()));
  full_day_ = true;
  return true;
}

// What follows "2003" or "2003-"; `digits` of them stand ahead.
bool IsoReader::read_after_year(std::size_t digits, bool dash) {
  if (digits == 3) {
    const bool padded_month = dash && peek() == '0' && peek(3) == '-' && is_digit(peek(4));  // "2003-012-31"
    if (!padded_month) return set_ordinal(number(3));
    number(1);
    digits = 2;
  }
  if (digits == 4 && !dash) {
    parts_.month = number(2);
    parts_.day = number(2);
    full_day_ = true;
    return true;
  }
  if (!dash || digits < 1 || digits > 2) return false;
  parts_.month = number(digits);
  if (!skip('-')) return digits == 2;
  const std::size_t day_digits = digits_ahead();
  if (day_digits < 1 || day_digits > 2) return false;
  parts_.day = number(day_digits);
  full_day_ = true;
  return true;
}

// Forms that begin with a two-digit year: "03-12-31", "031231", "03335".
bool IsoReader::read_short_day(std::size_t digits) {
  parts_.year = full_year(number(2), 2);
  if (digits == 6) {
    parts_.month = number(2);
    parts_.day = number(2);
    return full_day_ = true;
  }
  if (digits == 5) return set_ordinal(number(3));
  if (!skip('-') || parts_.year > kLatestShortYear) return false;
  const std::size_t next = digits_ahead();
  if (next == 3) return set_ordinal(number(3));
  if (next < 1 || next > 2) return false;
  parts_.month = number(next);
  if (!skip('-') || digits_ahead() < 1 || digits_ahead() > 2) return false;
  parts_.day = number(digits_ahead());
  return full_day_ = true;
}

bool IsoReader::read_day() {
  if (skip('-')) {  // "-0312", "-03-12": a year of the century and a month
    const std::size_t digits = digits_ahead();
    if (digits != 4 && !(digits == 2 && peek(2) == '-')) return false;
    parts_.year = full_year(number(2), 2);
    skip('-');
    if (digits_ahead() != 2) return false;
    parts_.month = number(2);
    return at_ == text_.size();
  }
  const std::size_t digits = digits_ahead();
  if (digits == 2 || digits == 5 || digits == 6) return read_short_day(digits);
  if (digits != 4 && digits != 7 && digits != 8) return false;
  parts_.year = number(4);
  if (digits == 4) {
    if (at_ == text_.size()) return parts_.year >= kFirstBareYear && parts_.year <= kLastBareYear;
    if (skip('w')) return read_week();
    if (!skip('-')) return false;
    if (skip('w')) return read_week();
    return read_after_year(digits_ahead(), true);
  }
  return read_after_year(digits - 4, false);
}

// ".5" behind hours, minutes or seconds.
bool IsoReader::read_fraction(std::int64_t unit_in_seconds) {
  if (peek() != '.' && peek() != ',') return true;
  if (!is_digit(peek(1))) return false;
  ++at_;
  std::int64_t value = 0;
  std::int64_t scale = 1;
  for (; is_digit(peek()); ++at_) {
    if (scale >= 1'000'000'000) continue;
    value = value * 10 + (peek() - '0');
    scale *= 10;
  }
  const std::int64_t nanoseconds = unit_in_seconds * (1'000'000'000 / scale) * value;
  const std::int64_t seconds = nanoseconds / 1'000'000'000;
  parts_.nanoseconds = nanoseconds % 1'000'000'000;
  parts_.second += static_cast<int>(seconds % 60);
  parts_.minute += static_cast<int>(seconds / 60);
  return true;
}

bool IsoReader::read_time() {
  const std::size_t digits = digits_ahead();
  if (digits == 0 || digits > 6 || digits == 3 || digits == 5) return false;
  parts_.hour = number(std::min<std::size_t>(digits, 2));
  if (digits > 2) {  // basic: "1014", "101455"
    parts_.minute = number(2);
    if (digits == 6) parts_.second = number(2);
    return read_fraction(digits == 6 ? 1 : 60);
  }
  if (peek() != ':') return read_fraction(3600);
  ++at_;
  if (digits_ahead() != 2) return false;
  parts_.minute = number(2);
  if (peek() != ':') return read_fraction(60);
  ++at_;
  if (digits_ahead() != 2) return false;
  parts_.second = number(2);
  return read_fraction(1);
}

bool IsoReader::read_zone() {
  while (peek() == ' ') ++at_;
  if (peek() == '+' || peek() == '-') {
    const auto minutes = read_offset(text_, at_);
    if (!minutes) return false;
    parts_.zone_minutes = *minutes;
    skip('z');  // "+00:00Z": said twice
    return true;
  }
  skip('z');
  return true;
}

}  // namespace

std::optional<Instant> read_iso_date(std::string_view folded) { return IsoReader(folded).read(); }

}  // namespace eightbells
