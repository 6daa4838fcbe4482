// Many keywords in one pass.
//
// Problem: a configuration has thousands of keywords in Latin and Han letters, a window has thousands of
// entries; one search for each keyword would read each entry thousands of times. Method: text and keywords
// are folded alike (fold_text: NFKC, case, simplified Han). The keywords stand sorted; from each place of the
// text where one may begin, the range of those that fit narrows byte by byte until it is empty. A keyword
// that begins or ends with a Latin letter or digit has to begin or end a word there; Han needs no boundary,
// since Chinese is written without any. Regular expressions see the text with its capitals, so that (?-i:...)
// can ask for them. Why not Aho-Corasick: its gain is independence of the longest keyword, which here is a
// phrase of a few words; most ranges are empty after two or three bytes, and there is no automaton to build
// or to keep in memory. Cost: a few comparisons for each byte of text whatever the number of words; one run
// for each regular expression.
#include "daemon/stories/keywords.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "feeds/base/utf8.h"
#include "feeds/text/fold.h"
#include "feeds/text/words.h"

namespace eightbells {

namespace {

constexpr std::int32_t kExpressionTimeLimit =
    100;  // ICU's steps of a few milliseconds at most: ends one that explodes

bool is_word_byte(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_'; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// NFKC and simplified Han, capitals kept.
std::string with_capitals(std::string_view text) {
  const std::string normal = normalise_nfkc(text);
  std::string out;
  out.reserve(normal.size());
  for (std::size_t at = 0; at < normal.size();)
    append_code_point(out, simplify_han(next_code_point(normal, at)));
  return out;
}

// ICU takes Han for word characters, and finds no boundary in "用GPT写". Keywords do, and so does \b here.
std::string with_latin_boundaries(std::string_view expression) {
  static const std::string kInside = R"([\w&&[^\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]])";
  static const std::string kBoundary =
      "(?:(?<!" + kInside + ")(?=" + kInside + ")|(?<=" + kInside + ")(?!" + kInside + "))";
  std::string out;
  bool in_set = false;  // there \b is another character
  for (std::size_t i = 0; i < expression.size(); ++i) {
    if (expression[i] == '\\' && i + 1 < expression.size()) {
      if (!in_set && expression[i + 1] == 'b') out += kBoundary;
      else out.append(expression.substr(i, 2));
      ++i;
      continue;
    }
    if (expression[i] == '[') in_set = true;
    if (expression[i] == ']') in_set = false;
    out += expression[i];
  }
  return out;
}

}  // namespace

struct KeywordText::Written {
  icu::UnicodeString text;
};

KeywordText::KeywordText(std::string_view text)
    : folded_(fold_text(text)),
      written_(std::make_unique<Written>(Written{icu::UnicodeString::fromUTF8(with_capitals(text))})) {}
KeywordText::~KeywordText() = default;
KeywordText::KeywordText(KeywordText&&) noexcept = default;

struct KeywordSet::Impl {
  struct Plain {
    std::string text;
    std::size_t number;
  };
  struct Expression {
    std::unique_ptr<icu::RegexPattern> pattern;
    std::size_t number;
  };

  Result<std::unique_ptr<icu::RegexPattern>> compile(const std::string& text) const;
  void find_at(std::string_view text, std::size_t at, std::vector<KeywordMatch>& out) const;
  [[nodiscard]] bool fits(const Expression& expression, const icu::UnicodeString& text) const;

  std::map<std::string, std::size_t, std::less<>> numbers;  // by text: folded, or an expression as written
  std::vector<Plain> plain;                                 // sorted by text
  std::vector<Expression> expressions;
};

KeywordSet::KeywordSet() : impl_(std::make_unique<Impl>()) {}
KeywordSet::~KeywordSet() = default;
KeywordSet::KeywordSet(KeywordSet&&) noexcept = default;
KeywordSet& KeywordSet::operator=(KeywordSet&&) noexcept = default;

Result<std::unique_ptr<icu::RegexPattern>> KeywordSet::Impl::compile(const std::string& text) const {
  UErrorCode code = U_ZERO_ERROR;
  const auto expression =
      icu::UnicodeString::fromUTF8(with_latin_boundaries(std::string_view(text).substr(1, text.size() - 2)));
  std::unique_ptr<icu::RegexPattern> pattern(
      icu::RegexPattern::compile(expression, UREGEX_CASE_INSENSITIVE, code));
  if (U_FAILURE(code))
    return fail(ErrorKind::config, "\"" + text + "\" is not a regular expression: " + u_errorName(code));
  return pattern;
}

Result<std::size_t> KeywordSet::add(const std::string& text) {
  const bool expression = text.size() > 2 && text.front() == '/' && text.back() == '/';
  const std::string key = expression ? text : fold_text(text);
  const auto [found, fresh] = impl_->numbers.try_emplace(key, impl_->numbers.size());
  if (!fresh) return found->second;
  if (expression) {
    auto pattern = impl_->compile(text);
    if (!pattern) {
      impl_->numbers.erase(found);
      return tl::unexpected(pattern.error());
    }
    impl_->expressions.push_back({std::move(*pattern), found->second});
  } else if (!key.empty()) {
    const auto place =
        std::lower_bound(impl_->plain.begin(), impl_->plain.end(), key,
                         [](const Impl::Plain& a, const std::string& b) { return a.text < b; });
    impl_->plain.insert(place, {key, found->second});
  }
  return found->second;
}

std::size_t KeywordSet::size() const { return impl_->numbers.size(); }

void KeywordSet::Impl::find_at(std::string_view text, std::size_t at, std::vector<KeywordMatch>& out) const {
  auto low = plain.begin();
  auto high = plain.end();
  for (std::size_t depth = 0; at + depth < text.size(); ++depth) {
    const auto byte = static_cast<unsigned char>(text[at + depth]);
    // All of [low, high) agree with the text on `depth` bytes, and those that end there were passed below.
    low = std::lower_bound(low, high, byte, [depth](const Plain& p, unsigned char b) {
      return static_cast<unsigned char>(p.text[depth]) < b;
    });
    high = std::upper_bound(low, high, byte, [depth](unsigned char b, const Plain& p) {
      return b < static_cast<unsigned char>(p.text[depth]);
    });
    if (low == high) return;
    if (low->text.size() != depth + 1) continue;
    const std::size_t end = at + depth + 1;
    const bool ends = !is_word_byte(text[end - 1]) || end == text.size() || !is_word_byte(text[end]);
    if (ends) out.push_back({low->number, at, end});
    if (++low == high) return;
  }
}

bool KeywordSet::Impl::fits(const Expression& expression, const icu::UnicodeString& text) const {
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<icu::RegexMatcher> matcher(expression.pattern->matcher(text, code));
  if (U_SUCCESS(code)) matcher->setTimeLimit(kExpressionTimeLimit, code);
  return U_SUCCESS(code) && matcher->find(code) && U_SUCCESS(code);
}

std::vector<KeywordMatch> KeywordSet::find(const KeywordText& text) const {
  const std::string_view folded = text.folded_;
  std::vector<KeywordMatch> out;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    if (is_continuation(folded[at])) continue;
    if (at > 0 && is_word_byte(folded[at]) && is_word_byte(folded[at - 1])) continue;
    impl_->find_at(folded, at, out);
  }
  for (const auto& expression : impl_->expressions)
    if (impl_->fits(expression, text.written_->text)) out.push_back({expression.number, 0, 0});
  return out;
}

void drop_covered(std::vector<KeywordMatch>& matches) {
  // In order of beginnings: a match is covered when an earlier one reaches as far, or when a longer one
  // begins with it.
  std::vector<KeywordMatch> kept;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const KeywordMatch& one = matches[i];
    const bool place = one.end > one.begin;
    const bool inside_earlier =
        place && !kept.empty() && kept.back().end >= one.end && kept.back().begin < one.begin;
    bool begins_longer = false;
    for (std::size_t j = i + 1; place && j < matches.size() && matches[j].begin == one.begin; ++j)
      begins_longer = begins_longer || matches[j].end > one.end;
    if (!inside_earlier && !begins_longer) kept.push_back(one);
  }
  matches = std::move(kept);
}

}  // namespace eightbells
