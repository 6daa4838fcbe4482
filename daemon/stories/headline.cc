#include "daemon/stories/headline.h"

#include <algorithm>
#include <array>

#include "feeds/base/utf8.h"
#include "feeds/text/words.h"

namespace eightbells {
namespace {

constexpr std::size_t kLongestSiteName = 40;  // bytes

bool has_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (is_han(next_code_point(text, at))) return true;
  }
  return false;
}

std::string_view without_prefix(std::string_view title) {
  static constexpr std::array<std::string_view, 7> kPrefixes{
      "Show HN:", "Ask HN:", "Launch HN:", "Tell HN:", "Show HN：", "[D]", "[R]"};
  for (const std::string_view prefix : kPrefixes) {
    if (title.substr(0, prefix.size()) == prefix) return trim(title.substr(prefix.size()));
  }
  if (title.substr(0, 4) == "RT @") {
    const std::size_t colon = title.find(':');
    if (colon != std::string_view::npos && colon < kLongestSiteName) return trim(title.substr(colon + 1));
  }
  return title;
}

// Techmeme's way: "Title (Ram Iyer/TechCrunch)".
std::string_view without_credit(std::string_view title) {
  if (title.empty() || title.back() != ')') return title;
  const std::size_t open = title.rfind('(');
  if (open == std::string_view::npos || open == 0) return title;
  return title.find('/', open) == std::string_view::npos ? title : trim(title.substr(0, open));
}

bool is_domain(std::string_view text) {
  const std::size_t dot = text.rfind('.');
  return dot != std::string_view::npos && dot + 2 < text.size() && text.find(' ') == std::string_view::npos;
}

bool is_site(std::string_view tail, std::string_view head, std::string_view source) {
  if (tail.empty() || tail.size() > kLongestSiteName) return false;
  const std::string folded = fold_text(tail);
  if (!source.empty() && (fold_text(source).find(folded) != std::string::npos)) return true;
  return is_domain(tail) || (has_han(head) && !has_han(tail));
}

}  // namespace

std::string headline_of(std::string_view title, std::string_view source) {
  std::string_view left = without_credit(without_prefix(trim(title)));
  static constexpr std::array<std::string_view, 8> kBars{" - ", " | ", " – ", " — ", "——", "_", "|", "｜"};
  for (const std::string_view bar : kBars) {
    const std::size_t at = left.rfind(bar);
    if (at == std::string_view::npos || at < left.size() / 3) continue;
    const std::string_view head = trim(left.substr(0, at));
    if (is_site(trim(left.substr(at + bar.size())), head, source)) return std::string(head);
  }
  return std::string(left);
}

}  // namespace eightbells
