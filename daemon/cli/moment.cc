#include "daemon/cli/moment.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "feeds/base/utf8.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace {

struct LocalTime {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

// `text` as its numbers and its shape, in which every run of digits is its length: "2026-01-07T08:00" has
// "4-2-2T2:2".
std::optional<LocalTime> read_local(const std::string& text) {
  static constexpr std::string_view kShapes[] = {"4.2.2.2",   "4-2-2T2:2:2", "4-2-2 2:2:2",
                                                 "4-2-2T2:2", "4-2-2 2:2",   "4-2-2"};
  std::string shape;
  int numbers[6] = {};
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t digits = 0;
    for (; i + digits < text.size() && text[i + digits] >= '0' && text[i + digits] <= '9'; ++digits) {
      if (count < 6 && digits < 4) numbers[count] = numbers[count] * 10 + (text[i + digits] - '0');
    }
    if (digits > 0) ++count;
    shape += digits > 0 ? static_cast<char>('0' + std::min<std::size_t>(digits, 9)) : text[i];
    i += std::max<std::size_t>(digits, 1);
  }
  if (std::find(std::begin(kShapes), std::end(kShapes), shape) == std::end(kShapes)) return std::nullopt;
  return LocalTime{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]};
}

}  // namespace

Result<Instant> parse_moment(std::string_view text, const Zone& zone, Instant now) {
  const std::string word(trim(text));
  if (word == "now") return now;
  if (const auto at = parse_rfc3339(word)) return *at;
  const auto local = read_local(word);
  if (local) {
    using namespace std::chrono;
    const year_month_day date{year(local->year), month(static_cast<unsigned>(local->month)),
                              day(static_cast<unsigned>(local->day))};
    if (date.ok() && local->hour < 24 && local->minute < 60 && local->second < 60)
      return zone.first_instant_of(sys_days(date).time_since_epoch() + hours(local->hour) +
                                   minutes(local->minute) + seconds(local->second));
  }
  return fail(ErrorKind::invalid,
              fmt::format("\"{}\" is not a time; write it like 2026-01-07T08:00:00+08:00, "
                          "2026-01-07T08:00 or 2026.01.07.08",
                          word));
}

}  // namespace eightbells
