// File names of digests.
//
// Problem: a pattern such as "%Y.%m.%d.md" with windows of four hours gives six digests one name, and each
// would replace the one before. Whether a pattern tells windows apart cannot be seen from its letters alone
// (%j does what %m%d do), so it is tried: every window of one day must get its own name, and so must one
// window of each day of 400 days, of each month of two years, and of each of ten years. Names that agree on
// none of these agree on no two windows: a pattern is a product of calendar fields, each of which is varied
// with the others fixed. Cost: about 420 names and one for each window of a day, 0.3 ms for "4h", 2 ms for
// "1m".
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <set>
#include <vector>

#include "config/checks.h"

namespace eightbells {
namespace {

constexpr std::size_t kMaxName = 200;  // bytes; 255 less what a temporary name adds

// The fields of strftime that make sense in a name. %n and %t are white space, %c %x %X %r %p %a %b follow
// the locale but are harmless: the program runs in "C".
constexpr std::string_view kFields = "aAbBCdDeFgGhHIjmMpRSTuUVwWyYzZ%";

struct CivilTime {
  int year, month, day, minute;  // minute of the day; 1440 is the next midnight
};

std::optional<std::string> name_at(const std::string& pattern, CivilTime at) {
  std::tm local{};
  local.tm_year = at.year - 1900;
  local.tm_mon = at.month - 1;
  local.tm_mday = at.day;
  local.tm_min = at.minute;
  const std::time_t time = timegm(&local);  // normalises minutes and days, and finds the weekday
  gmtime_r(&time, &local);
  std::array<char, 512> buffer{};
  const std::size_t length = std::strftime(buffer.data(), buffer.size(), pattern.c_str(), &local);
  if (length == 0) return std::nullopt;
  return std::string(buffer.data(), length);
}

std::string check_fields(std::string_view pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') continue;
    if (i + 1 == pattern.size()) return "expected a letter after '%'";
    const char field = pattern[++i];
    if (kFields.find(field) == kFields.npos) {
      return fmt::format("expected fields of strftime such as %Y %m %d %H %M, found %{}", field);
    }
  }
  return {};
}

std::string check_name(const std::string& name) {
  if (name.find('/') != name.npos)
    return "expected a file name without '/'; the folder is set by 'directory'";
  if (name.find("..") != name.npos) return "expected a file name without '..'";
  if (name.front() == '.') return "expected a file name that does not begin with a dot";
  if (name.size() > kMaxName) return fmt::format("expected a file name of at most {} bytes", kMaxName);
  if (name == "latest.md")
    return "expected another name than latest.md, which is the link to the newest digest";
  return {};
}

std::string same_name(std::string_view what, const std::string& name, std::string_view add) {
  return fmt::format("two {} would both be called {}; add {} to the pattern", what, name, add);
}

// The first name that two of `times` share.
std::optional<std::string> shared_name(const std::string& pattern, const std::vector<CivilTime>& times) {
  std::set<std::string> seen;
  for (const CivilTime& time : times) {
    const auto name = name_at(pattern, time);
    if (name && !seen.insert(*name).second) return name;
  }
  return std::nullopt;
}

}  // namespace

std::string check_file_pattern(std::string_view text, Millis window, Millis first_end) {
  const std::string pattern(text);
  if (std::string problem = check_fields(text); !problem.empty()) return problem;
  const auto example = name_at(pattern, {2026, 1, 7, 8 * 60});
  if (!example || example->empty()) return "expected a file name of at most 200 bytes";
  if (std::string problem = check_name(*example); !problem.empty()) return problem;

  std::vector<CivilTime> day;
  const int step = static_cast<int>(window / Millis(60'000));
  for (int minute = static_cast<int>(first_end / Millis(60'000)); minute < 1440; minute += step)
    day.push_back({2026, 1, 7, minute});
  if (const auto name = shared_name(pattern, day)) {
    return same_name("windows of one day", *name, step % 60 == 0 ? "%H" : "%H and %M");
  }
  std::vector<CivilTime> days;
  for (int offset = 0; offset < 400; ++offset) days.push_back({2026, 1, 7 + offset, 480});
  if (const auto name = shared_name(pattern, days)) return same_name("days", *name, "%Y, %m and %d");
  std::vector<CivilTime> months;
  for (int offset = 0; offset < 24; ++offset) months.push_back({2026 + offset / 12, 1 + offset % 12, 7, 480});
  if (const auto name = shared_name(pattern, months)) return same_name("months", *name, "%Y and %m");
  std::vector<CivilTime> years;
  for (int offset = 0; offset < 10; ++offset) years.push_back({2026 + offset, 1, 7, 480});
  if (const auto name = shared_name(pattern, years)) return same_name("years", *name, "%Y");
  return {};
}

}  // namespace eightbells
