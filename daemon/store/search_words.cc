// Words for full text in scripts with and without spaces.
//
// Problem. SQLite's tokenizer takes a run of Han characters for one word, so that 机器人 is not found in
// 人形机器人公司; its trigram tokenizer finds nothing shorter than three characters, and most Chinese words
// have two.
//
// Method. Runs of Han, kana and hangul are indexed as overlapping pairs: 机器人 -> 机器 器人 人. A query run
// becomes the phrase of its pairs, which matches exactly where the characters stand in that order. The last
// character stands alone as well, so that a query of one character, asked as a prefix, finds it anywhere.
// This is the CJK bigram analysis of Lucene, with the lone last character added. Latin words are left to the
// tokenizer (Porter stems: robot finds robots).
//
// Matches are marked in the text as it was written, by walking its words beside the query's; the stem rule
// there is a plain list of endings, which may mark a little less than the index finds, never more than words
// with a common stem.
#include "daemon/store/search_words.h"

#include <algorithm>
#include <array>
#include <map>

#include "feeds/base/utf8.h"
#include "feeds/text/words.h"

namespace eightbells {
namespace {

constexpr char kMatchBegin = '\x02';
constexpr char kMatchEnd = '\x03';

enum class Script { none, word, unspaced };

bool between(char32_t c, char32_t low, char32_t high) { return c >= low && c <= high; }

Script script_of(char32_t c) {
  if (c < 0x80) {
    const bool alphanumeric = between(c, 'a', 'z') || between(c, 'A', 'Z') || between(c, '0', '9');
    return alphanumeric ? Script::word : Script::none;
  }
  if (is_han(c) || between(c, 0x3041, 0x30FA) || between(c, 0x30FC, 0x30FF) || between(c, 0x31F0, 0x31FF) ||
      between(c, 0xFF66, 0xFF9F) || between(c, 0xAC00, 0xD7A3) || between(c, 0x1100, 0x11FF)) {
    return Script::unspaced;
  }
  const bool mark = c < 0xC0 || c == 0xD7 || c == 0xF7 || between(c, 0x2000, 0x2BFF) ||
                    between(c, 0x2E00, 0x303F) || between(c, 0xFE10, 0xFE6F) || between(c, 0xFF00, 0xFF0F) ||
                    between(c, 0xFF1A, 0xFF20) || between(c, 0xFF3B, 0xFF40) || between(c, 0xFF5B, 0xFF65) ||
                    c >= 0x1F000;
  return mark ? Script::none : Script::word;
}

// A word, or one character of an unspaced script, in a text.
struct Unit {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool unspaced = false;
};

std::vector<Unit> units_of(std::string_view text) {
  std::vector<Unit> units;
  bool in_word = false;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const Script script = script_of(next_code_point(text, position));
    if (script == Script::word && in_word) units.back().end = position;
    else if (script != Script::none) units.push_back({begin, position, script == Script::unspaced});
    in_word = script == Script::word;
  }
  return units;
}

std::string_view whole_characters(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

bool is_ending(std::string_view rest) {
  static constexpr std::array<std::string_view, 12> kEndings = {"",   "s",   "es", "ed",  "e",  "ing",
                                                                "er", "ers", "y",  "ies", "ly", "d"};
  return std::find(kEndings.begin(), kEndings.end(), rest) != kEndings.end();
}

bool same_word(std::string_view a, std::string_view b) {
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto common = static_cast<std::size_t>(differ.first - a.begin());
  if (common == a.size() && common == b.size()) return true;
  return common >= 3 && is_ending(a.substr(common)) && is_ending(b.substr(common));
}

// Whether `phrase` stands at unit `at`.
bool stands_at(std::string_view text, const std::vector<Unit>& units, std::size_t at, const Phrase& phrase) {
  if (at + phrase.size() > units.size()) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    const Unit& unit = units[at + i];
    const std::string folded = fold_text(text.substr(unit.begin, unit.end - unit.begin));
    if (unit.unspaced ? folded != phrase[i] : !same_word(folded, phrase[i])) return false;
    if (i > 0 && unit.unspaced && units[at + i - 1].unspaced && unit.begin != units[at + i - 1].end)
      return false;
  }
  return true;
}

// What may be marked in a text: every spelling.
std::vector<Phrase> phrases_of(const std::vector<QueryPart>& parts) {
  std::vector<Phrase> out;
  for (const QueryPart& part : parts) {
    if (!part.apart) out.push_back(part.units);
    else
      for (const std::string& unit : part.units) out.push_back({unit});
    out.insert(out.end(), part.also.begin(), part.also.end());
  }
  return out;
}

struct Match {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<Match> matches_in(std::string_view text, const std::vector<QueryPart>& parts) {
  std::vector<Match> matches;
  const std::vector<Unit> units = units_of(text);
  const std::vector<Phrase> phrases = phrases_of(parts);
  for (std::size_t i = 0; i < units.size(); ++i) {
    std::size_t longest = 0;
    for (const Phrase& phrase : phrases) {
      if (phrase.size() > longest && stands_at(text, units, i, phrase)) longest = phrase.size();
    }
    if (longest == 0) continue;
    matches.push_back({units[i].begin, units[i + longest - 1].end});
    i += longest - 1;
  }
  return matches;
}

bool starts_unspaced(std::string_view text) {
  std::size_t position = 0;
  return !text.empty() && script_of(next_code_point(text, position)) == Script::unspaced;
}

Phrase phrase_of(std::string_view folded) {
  Phrase phrase;
  for (const Unit& unit : units_of(folded))
    phrase.emplace_back(folded.substr(unit.begin, unit.end - unit.begin));
  return phrase;
}

// A phrase in FTS5's words: runs of unspaced characters as pairs; a lone character as the beginning of a
// pair.
std::string phrase_expression(const Phrase& phrase) {
  std::string joined;
  bool lone = false;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    const bool unspaced = starts_unspaced(phrase[i]);
    const bool pair = unspaced && i + 1 < phrase.size() && starts_unspaced(phrase[i + 1]);
    const bool ends_a_run = unspaced && !pair && i > 0 && starts_unspaced(phrase[i - 1]);
    lone = unspaced && !pair && !ends_a_run;
    if (ends_a_run && i + 1 == phrase.size()) break;
    if (!joined.empty()) joined += ' ';
    joined += pair ? phrase[i] + phrase[i + 1] : phrase[i];
  }
  return '"' + joined + (lone ? "\" *" : "\"");
}

std::string part_expression(const QueryPart& part) {
  std::string out;
  if (part.apart) {
    for (const std::string& unit : part.units)
      out += (out.empty() ? "(" : " AND ") + phrase_expression({unit});
    out += ')';
  } else {
    out = phrase_expression(part.units);
  }
  for (const Phrase& other : part.also) out += " OR " + phrase_expression(other);
  return part.also.empty() ? out : '(' + out + ')';
}

// ---- spellings ----

bool is_name(std::string_view canonical) {
  return !canonical.empty() && (canonical.front() < 'a' || canonical.front() > 'z');
}

std::string key_of(const Phrase& phrase) {
  std::string key;
  for (const std::string& unit : phrase) key += unit + '\0';
  return key;
}

using GroupsBySpelling = std::map<std::string, std::vector<std::size_t>>;

GroupsBySpelling groups_by_spelling(const std::vector<Spellings>& groups) {
  GroupsBySpelling out;
  for (std::size_t i = 0; i < groups.size(); ++i)
    for (const std::string& spelling : groups[i]) {
      auto& known = out[key_of(phrase_of(fold_text(spelling)))];
      if (known.empty() || known.back() != i) known.push_back(i);
    }
  return out;
}

void add_group(QueryPart& part, const Spellings& group) {
  const bool common = !is_name(group.front());
  for (const std::string& spelling : group) {
    Phrase phrase = phrase_of(fold_text(spelling));
    const auto same = [&](const Phrase& other) {  // to the index, which stems
      return phrase == other || (phrase.size() == 1 && other.size() == 1 && !starts_unspaced(phrase[0]) &&
                                 same_word(phrase[0], other[0]));
    };
    if (phrase.empty() || same(part.units)) continue;
    if (common && starts_unspaced(phrase.front()) == starts_unspaced(part.units.front())) continue;
    if (std::any_of(part.also.begin(), part.also.end(), same)) continue;
    if (part.also.size() + 1 < kMaxSpellings) part.also.push_back(std::move(phrase));
  }
}

// The most parts from `at` on that are one spelling together; 0 when not even one is.
std::size_t parts_together(const std::vector<QueryPart>& parts, std::size_t at,
                           const GroupsBySpelling& groups) {
  constexpr std::size_t kMost = 4;
  std::size_t best = 0;
  Phrase together;
  for (std::size_t i = at; i < parts.size() && i < at + kMost; ++i) {
    together.insert(together.end(), parts[i].units.begin(), parts[i].units.end());
    if (groups.count(key_of(together)) > 0) best = i - at + 1;
    if (parts[i].units.size() != 1 || starts_unspaced(parts[i].units.front())) break;
  }
  return best;
}

}  // namespace

std::string index_text(std::string_view text) {
  text = whole_characters(text, kIndexedBytes);
  const std::string folded = fold_text(text);
  std::string out;
  out.reserve(folded.size() * 2);
  std::string_view before;  // the character of the same run before this one
  for (std::size_t position = 0; position < folded.size();) {
    const std::size_t begin = position;
    const Script script = script_of(next_code_point(folded, position));
    const std::string_view character = std::string_view(folded).substr(begin, position - begin);
    if (script == Script::unspaced) {
      if (before.empty()) out += ' ';
      else out.append(before).append(character) += ' ';
      before = character;
      continue;
    }
    if (!before.empty()) out.append(before) += ' ';
    before = {};
    if (script == Script::word) out += character;
    else if (out.empty() || out.back() != ' ') out += ' ';
  }
  out += before;
  return out;
}

std::vector<QueryPart> query_parts(std::string_view words) {
  std::vector<QueryPart> parts;
  words = whole_characters(words, kMaxQueryBytes);
  bool quoted = false;
  std::size_t begin = 0;
  const auto take = [&](std::size_t end) {
    QueryPart part;
    part.units = phrase_of(fold_text(words.substr(begin, end - begin)));
    if (!part.units.empty() && parts.size() < kMaxQueryParts) parts.push_back(std::move(part));
  };
  for (std::size_t position = 0; position < words.size();) {
    const std::size_t at = position;
    const char32_t c = next_code_point(words, position);
    const bool quote = c == '"' || c == 0x201C || c == 0x201D;
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == 0x3000;
    if (!quote && (quoted || !space)) continue;
    take(at);
    begin = position;
    if (quote) quoted = !quoted;
  }
  take(words.size());
  return parts;
}

void add_spellings(std::vector<QueryPart>& parts, const std::vector<Spellings>& groups) {
  const GroupsBySpelling by_spelling = groups_by_spelling(groups);
  std::vector<QueryPart> out;
  for (std::size_t i = 0; i < parts.size();) {
    const std::size_t count = parts_together(parts, i, by_spelling);
    QueryPart part = parts[i];
    for (std::size_t next = 1; next < count; ++next) {
      part.apart = true;
      part.units.insert(part.units.end(), parts[i + next].units.begin(), parts[i + next].units.end());
    }
    if (count > 0)
      for (const std::size_t group : by_spelling.at(key_of(part.units))) add_group(part, groups[group]);
    out.push_back(std::move(part));
    i += std::max<std::size_t>(count, 1);
  }
  parts = std::move(out);
}

std::string source_word(std::int64_t source) { return "\xEE\x80\x80" + std::to_string(source); }

std::string match_expression(const std::vector<QueryPart>& parts) {
  std::string expression;
  for (const QueryPart& part : parts)
    expression += (expression.empty() ? "" : " AND ") + part_expression(part);
  return expression;
}

std::string typed_phrases(const std::vector<QueryPart>& parts) {
  std::string out;
  for (const QueryPart& part : parts)
    out += std::string(part.apart ? part.units.size() : 1, '1') + std::string(part.also.size(), '0');
  return out;
}

std::string opening_of(std::string_view text) {
  const std::string_view opening =
      truncate_code_points(whole_characters(text, kSnippetCharacters * 8), kSnippetCharacters);
  std::string out = collapse_white_space(opening);
  if (opening.size() < text.size()) out += "…";
  return out;
}

std::string snippet_of(std::string_view text, const std::vector<QueryPart>& parts) {
  text = whole_characters(text, kIndexedBytes);
  const std::vector<Match> matches = matches_in(text, parts);
  if (matches.empty()) return {};
  // From a quarter of the length before the first match.
  std::size_t begin = matches.front().begin;
  for (std::size_t back = 0; back < kSnippetCharacters / 4 && begin > 0; ++back) {
    do --begin;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80);
  }
  const std::size_t end = begin + truncate_code_points(text.substr(begin), kSnippetCharacters).size();
  std::string marked;
  std::size_t position = begin;
  for (const Match& match : matches) {
    if (match.end > end) break;
    marked.append(text.substr(position, match.begin - position)) += kMatchBegin;
    marked.append(text.substr(match.begin, match.end - match.begin)) += kMatchEnd;
    position = match.end;
  }
  marked.append(text.substr(position, end - position));
  std::string out = begin > 0 ? "…" : "";
  out += collapse_white_space(marked);
  if (end < text.size()) out += "…";
  return out;
}

}  // namespace eightbells
