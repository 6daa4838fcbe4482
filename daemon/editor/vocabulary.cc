#include "daemon/editor/vocabulary.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "daemon/editor/letters.h"
#include "daemon/editor/numbers.h"
#include "daemon/editor/places.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr std::size_t kMostJoined = 4;  // tokens that may be one word elsewhere: "Deep Mind", "Mini Max"

std::string stem(const std::string& token) {
  const std::size_t n = token.size();
  if (n > 3 && token.ends_with("es") && std::string_view("sxzh").find(token[n - 3]) != std::string_view::npos)
    return token.substr(0, n - 2);
  return n > 3 && token.back() == 's' ? token.substr(0, n - 1) : token;
}

// "Chinese" and "China", "European" and "Europe".
bool is_demonym_pair(const std::string& a, const std::string& b) {
  const std::string& longer = a.size() >= b.size() ? a : b;
  const std::string& shorter = a.size() >= b.size() ? b : a;
  if (shorter.size() < 4 || longer.size() > shorter.size() + 4) return false;
  static constexpr std::array<std::string_view, 8> kEnds = {"ese", "ian", "ean", "an", "ish", "i", "ic", "n"};
  if (std::none_of(kEnds.begin(), kEnds.end(), [&](auto end) { return longer.ends_with(end); })) return false;
  const auto common = static_cast<std::size_t>(
      std::mismatch(shorter.begin(), shorter.end(), longer.begin()).first - shorter.begin());
  return common >= 4 && common + 1 >= shorter.size();
}

// DeepMind as Deep Mind, AndrewYNg as Andrew Y Ng.
std::u32string apart_at_capitals(std::u32string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool boundary =
        i > 0 && is_upper_letter(text[i]) &&
        (is_lower_letter(text[i - 1]) ||
         (is_upper_letter(text[i - 1]) && i + 1 < text.size() && is_lower_letter(text[i + 1])));
    if (boundary) out += U' ';
    out += text[i];
  }
  return out;
}

// "OpenAI-backed": what follows the hyphen is an ordinary word.
bool has_ordinary_tail(const std::string& text) {
  const auto hyphen = text.find('-');
  if (hyphen == std::string::npos) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(hyphen) + 1, text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

bool has_digit(const std::vector<std::string>& tokens) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [](const auto& token) { return token.front() >= '0' && token.front() <= '9'; });
}

AliasIndex::Spelling spelling_of(std::string_view text) {
  const std::u32string form = plain_form(text);
  AliasIndex::Spelling spelling;
  if (std::any_of(form.begin(), form.end(), is_wide)) spelling.han = ascii_lower(from_code_points(form));
  else spelling.tokens = tokens_of(form);
  return spelling;
}

}  // namespace

AliasIndex::AliasIndex(const AliasTable* table) {
  const auto add = [&](std::string_view name, const auto& others) {
    Group group;
    group.spellings.push_back(spelling_of(name));
    group.all = plain_form(name);
    for (const auto& other : others) {
      group.spellings.push_back(spelling_of(other));
      group.all += U" | " + plain_form(other);
    }
    groups_.push_back(std::move(group));
  };
  for (const KnownPlace& place : known_places()) add(place.name, place.others);
  if (!table) return;
  for (const auto& [name, others] : *table) add(name, others);
}

StoryVocabulary::StoryVocabulary(std::u32string_view text, std::u32string_view labels,
                                 const AliasIndex& aliases)
    : pinyin_(pinyin_of(text)) {
  add(text);
  add(labels);
  add_aliases(text, aliases);
}

void StoryVocabulary::add(std::u32string_view form) {
  const std::vector<std::string> tokens = tokens_of(form);
  const std::vector<std::string> parts = tokens_of(apart_at_capitals(form));
  for (const auto* list : {&tokens, &parts}) {
    sequence_ += '\n';
    for (std::size_t i = 0; i < list->size(); ++i) {
      sequence_ += (*list)[i] + "\n";
      words_.insert(stem((*list)[i]));
      std::string joined;
      for (std::size_t n = 0; n < kMostJoined && i + n < list->size(); ++n) {
        joined += (*list)[i + n];
        words_.insert(joined);
      }
    }
  }
  for (const CapitalRun& run : capital_runs(form))
    for (auto& initials : run.initials()) initials_.insert(std::move(initials));
  for (auto& acronym : acronyms_of(form)) acronyms_.insert(std::move(acronym));
}

// A name that an entry has in one language is supported in every other.
void StoryVocabulary::add_aliases(std::u32string_view form, const AliasIndex& aliases) {
  const std::string text = ascii_lower(from_code_points(form));
  std::u32string found;
  for (const auto& group : aliases.groups()) {
    const bool stands =
        std::any_of(group.spellings.begin(), group.spellings.end(), [&](const auto& spelling) {
          if (!spelling.han.empty()) return text.find(spelling.han) != std::string::npos;
          // The set is asked first: it is quick, and most spellings stand nowhere.
          return !spelling.tokens.empty() && words_.count(spelling.tokens.front()) > 0 &&
                 has_sequence(spelling.tokens);
        });
    if (stands) found += group.all + U" | ";
  }
  add(found);
}

bool StoryVocabulary::has_sequence(const std::vector<std::string>& tokens) const {
  if (tokens.empty()) return false;
  std::string run = "\n";
  for (const auto& token : tokens) run += token + "\n";
  return sequence_.find(run) != std::string::npos;
}

bool StoryVocabulary::has_word(const std::string& token) const {
  return token.size() < 2 || words_.count(token) > 0 || words_.count(stem(token)) > 0 ||
         is_common_term(token);
}

bool StoryVocabulary::is_spelled_out(const NameFact& name, const std::vector<CapitalRun>& runs) const {
  for (const CapitalRun& run : runs) {
    if (name.begin < run.begin || name.begin >= run.end) continue;
    const auto initials = run.initials();
    if (std::any_of(initials.begin(), initials.end(),
                    [&](const auto& word) { return acronyms_.count(word) > 0; }))
      return true;
  }
  return false;
}

bool StoryVocabulary::has(const NameFact& name, const std::vector<CapitalRun>& runs) const {
  std::string joined;
  for (const auto& token : name.tokens) joined += token;
  if (has_sequence(name.tokens) || words_.count(joined) > 0 || words_.count(stem(joined)) > 0) return true;
  if (initials_.count(joined) > 0 || is_spelled_out(name, runs)) return true;
  if (!has_digit(name.tokens)) {
    if (pinyin_.holds(joined)) return true;
    const auto known = [&](const std::string& token) { return has_word(token) || pinyin_.holds(token); };
    if (!name.dotted && std::all_of(name.tokens.begin(), name.tokens.end(), known))
      return true;  // "Meta-Google"
    if (!name.dotted && has_word(name.tokens.front()) && has_ordinary_tail(name.text)) return true;
  }
  return name.demonym && std::any_of(words_.begin(), words_.end(),
                                     [&](const auto& word) { return is_demonym_pair(joined, word); });
}

}  // namespace eightbells
