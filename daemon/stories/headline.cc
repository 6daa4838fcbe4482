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
    if (colon < kLongestSiteName) return trim(title.substr(colon + 1));
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

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether the digits that end before `end` belong to a Latin name: "Seedance 2", "GPT-5".
bool is_begin_of_version(std::string_view text, std::size_t end) {
  std::size_t at = end;
  while (at > 0 && is_digit(text[at - 1])) --at;
  if (at == end || at == 0) return false;
  if (text[at - 1] == ' ' || text[at - 1] == '-') --at;
  return at > 0 && is_letter(text[at - 1]);
}

// Some sites put a space around every number among Han characters, also inside of one: "GPT-5. 6".
std::string with_whole_versions(std::string_view headline) {
  std::string out;
  for (std::size_t at = 0; at < headline.size(); ++at) {
    out += headline[at];
    const bool broken = headline[at] == '.' && at + 2 < headline.size() && headline[at + 1] == ' ' &&
                        is_digit(headline[at + 2]) && is_begin_of_version(headline, at);
    if (broken) ++at;
  }
  return out;
}

}  // namespace

std::string headline_of(std::string_view title, std::string_view source) {
  std::string_view left = without_credit(without_prefix(trim(title)));
  static constexpr std::array<std::string_view, 8> kBars{" - ", " | ", " – ", " — ", "——", "_", "|", "｜"};
  for (const std::string_view bar : kBars) {
    const std::size_t at = left.rfind(bar);
    if (at == std::string_view::npos || at < left.size() / 3) continue;
    const std::string_view head = trim(left.substr(0, at));
    if (!is_site(trim(left.substr(at + bar.size())), head, source)) continue;
    left = head;
    break;
  }
  return has_han(left) ? with_whole_versions(left) : std::string(left);
}

}  // namespace eightbells
