#include "daemon/stories/names.h"

#include <algorithm>
#include <utility>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

constexpr std::size_t kLongestInitials = 4;
constexpr char kKnown = '=';  // before canonical names: no word begins with it

bool has_capital(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_initials(std::string_view spelling) {
  return spelling.size() <= kLongestInitials && std::all_of(spelling.begin(), spelling.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || c == '.';
         });
}

// Whether the Han pair `next` overlaps `pair`: begins with its last character.
bool overlaps(const Word& pair, const Word& next) {
  if (pair.kind != WordKind::han || next.kind != WordKind::han) return false;
  std::size_t at = 0;
  static_cast<void>(next_code_point(pair.text, at));
  const std::string_view last = std::string_view(pair.text).substr(at);
  return !last.empty() && next.text.compare(0, last.size(), last) == 0;
}

}  // namespace

NameTable::NameTable(const Aliases& aliases) {
  for (const auto& [name, spellings] : aliases) {
    const Kind kind = has_capital(name) ? Kind::name : Kind::common;
    const std::string canonical = std::string(1, kKnown).append(fold_text(name));
    std::vector<std::string> all = spellings;
    all.push_back(name);
    for (const std::string& spelling : all) {
      Spelling each{{}, canonical, kind, is_initials(spelling)};
      for (Word& word : words_of(spelling)) each.words.push_back(std::move(word.text));
      if (each.words.empty()) continue;
      by_first_[each.words.front()].push_back(std::move(each));
    }
  }
  for (auto& [first, list] : by_first_) {
    std::stable_sort(list.begin(), list.end(),
                     [](const Spelling& a, const Spelling& b) { return a.words.size() > b.words.size(); });
  }
}

const NameTable::Spelling* NameTable::match(const std::vector<Word>& words, std::size_t at) const {
  const auto found = by_first_.find(words[at].text);
  if (found == by_first_.end()) return nullptr;
  for (const Spelling& each : found->second) {
    if (at + each.words.size() > words.size()) continue;
    bool same = true;
    for (std::size_t i = 1; same && i < each.words.size(); ++i) same = words[at + i].text == each.words[i];
    if (same && (!each.capitals || words[at].kind == WordKind::name)) return &each;
  }
  return nullptr;
}

std::vector<NameTable::Token> NameTable::find(const std::vector<Word>& words) const {
  std::vector<Token> out;
  out.reserve(words.size());
  for (std::size_t at = 0; at < words.size();) {
    const Spelling* name = match(words, at);
    if (name == nullptr) {
      out.push_back({words[at].text, words[at].kind, Kind::none});
      ++at;
      continue;
    }
    if (at > 0 && !out.empty() && out.back().known == Kind::none && overlaps(words[at - 1], words[at]))
      out.pop_back();
    at += name->words.size();
    out.push_back({name->canonical, words[at - 1].kind, name->kind});
    if (at < words.size() && overlaps(words[at - 1], words[at])) ++at;
  }
  return out;
}

}  // namespace eightbells
