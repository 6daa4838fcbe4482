#include "daemon/cli/reasons.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace eightbells {

namespace {

// Many reasons name what they are about ("repeat of LINK"): here they are counted together.
std::string kind_of(const std::string& reason) {
  static constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
      {"repeat", "told before"},
      {"told by item", "told by another item"},
      {"baseline", "old posts of a new source (backfill)"},
      {"filtered", "filtered (must, any, exclude)"},
  };
  for (const auto& [start, kind] : kKinds)
    if (reason.rfind(start, 0) == 0) return std::string(kind);
  return reason.empty() ? "not chosen" : reason;
}

std::string counted(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

}  // namespace

std::string outcome_in_words(const std::vector<Considered>& considered) {
  std::set<int> items;
  std::map<std::string, int> reasons;
  for (const auto& one : considered) {
    if (one.number > 0) items.insert(one.number);
    else ++reasons[kind_of(one.kept_out)];
  }
  std::vector<std::pair<std::string, int>> sorted(reasons.begin(), reasons.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string out =
      fmt::format("{} from {}", counted(items.size(), "item"), counted(considered.size(), "candidate"));
  for (const auto& [reason, count] : sorted)
    out += fmt::format("{} {} {}", &reason == &sorted.front().first ? "; kept out:" : ",", count, reason);
  return out;
}

}  // namespace eightbells
