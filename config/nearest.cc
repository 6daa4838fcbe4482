#include "config/nearest.h"

#include <fmt/format.h>

#include <algorithm>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

// Names are short; nothing longer is compared, so that the cost has a limit.
constexpr std::size_t kMaxCompared = 64;

std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t position = 0; position < text.size() && out.size() < kMaxCompared;) {
    out.push_back(next_code_point(text, position));
  }
  return out;
}

}  // namespace

std::size_t edit_distance(std::string_view a_text, std::string_view b_text) {
  const std::u32string a = code_points(a_text);
  const std::u32string b = code_points(b_text);
  std::vector<std::size_t> before, last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t differs = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + differs});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before = last;
    last = now;
  }
  return last[b.size()];
}

std::optional<std::string> nearest_name(std::string_view typed, const std::vector<std::string>& known) {
  const std::string low = ascii_lower(typed);
  std::size_t best = std::max<std::size_t>(1, count_code_points(typed) / 3) + 1;
  std::optional<std::string> found;
  for (const std::string& name : known) {
    const std::size_t distance = edit_distance(low, ascii_lower(name));
    if (distance >= best || distance >= count_code_points(name)) continue;
    best = distance;
    found = name;
  }
  return found;
}

std::string nearest_hint(std::string_view typed, const std::vector<std::string>& known) {
  const auto found = nearest_name(typed, known);
  return found ? fmt::format("; did you mean '{}'?", *found) : "";
}

}  // namespace eightbells
