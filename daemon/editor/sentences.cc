// Where does a sentence end? Chinese marks it (。！？), English does not: a full stop also ends abbreviations
// and stands in numbers, versions and names. Rules in the manner of Golden Rules sets (Kiss and Strunk,
// "Unsupervised Multilingual Sentence Boundary Detection", 2006, name the classes: abbreviation, initial,
// ordinal, ellipsis), decided by what stands before and behind the mark, without a model. Nothing is split
// inside quotes or brackets that close within the paragraph, so that what is quoted later is whole. One pass;
// linear but for the look for a closing quote, which is bounded.
#include "daemon/editor/sentences.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "daemon/editor/letters.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr std::size_t kMaxQuote =
    300;  // characters: a quote that closes later than this does not hold its sentence together

bool is_wide_end(char32_t c) { return c == U'。' || c == U'！' || c == U'？' || c == U'｡'; }

// Of a quote or a bracket.
char32_t closer_of(char32_t c) {
  switch (c) {
    case U'（':
      return U'）';
    case U'(':
      return U')';
    case U'[':
      return U']';
    case U'【':
      return U'】';
    default:
      return closing_quote(c);
  }
}

// The word (letters and inner dots) that ends before `end`.
std::string word_before(std::u32string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && end - begin < 24 && (is_latin(text[begin - 1]) || text[begin - 1] == U'.')) --begin;
  return ascii_lower(from_code_points(text.substr(begin, end - begin)));
}

bool is_abbreviation(const std::string& word) {
  static constexpr std::array<std::string_view, 42> kWords = {
      "mr",  "mrs", "ms",  "dr",  "prof", "sr",  "jr",  "st",   "vs",   "etc", "inc", "ltd", "co",     "corp",
      "no",  "fig", "eq",  "al",  "e.g",  "i.e", "cf",  "dept", "gen",  "gov", "sen", "rep", "rev",    "hon",
      "jan", "feb", "mar", "apr", "jun",  "jul", "aug", "sep",  "sept", "oct", "nov", "dec", "approx", "est"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// Words that begin a sentence far more often than they follow an abbreviation.
bool is_starter(std::u32string_view text, std::size_t at) {
  static constexpr std::array<std::string_view, 17> kWords = {"the", "it",   "in",    "he",  "she", "they",
                                                              "we",  "this", "that",  "but", "and", "a",
                                                              "an",  "its",  "these", "for", "as"};
  std::size_t end = at;
  while (end < text.size() && is_latin(text[end])) ++end;
  const std::string word = ascii_lower(from_code_points(text.substr(at, end - at)));
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

std::size_t skip_spaces(std::u32string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

// Whether the "." at `dot` ends a sentence; `after` is the first place behind it and its closers.
bool is_full_stop(std::u32string_view text, std::size_t dot, std::size_t after) {
  if (after >= text.size()) return true;
  if (!is_space(text[after])) {
    const bool han = is_han(text[after]) && dot > 0 && is_han(text[dot - 1]);
    // "the death penalty.When I was": the space was lost with a tag.
    const bool glued = after == dot + 1 && dot >= 3 && is_lower_letter(text[dot - 1]) &&
                       is_lower_letter(text[dot - 2]) && is_lower_letter(text[dot - 3]) &&
                       is_upper_letter(text[after]) && after + 1 < text.size() &&
                       (is_lower_letter(text[after + 1]) || is_space(text[after + 1]));
    return han || glued;
  }
  const std::size_t next = skip_spaces(text, after);
  if (next >= text.size()) return true;
  if (is_lower_letter(text[next])) return false;
  const std::string word = word_before(text, dot);
  if (word.empty()) {  // behind a digit or a closer: "1. Begin" at the start of a line is a list number
    std::size_t digits = dot;
    while (digits > 0 && is_ascii_digit(text[digits - 1])) --digits;
    return digits == dot || dot - digits > 2 || skip_spaces(text, 0) != digits;
  }
  const bool inner_dots = word.find('.') != std::string::npos;  // U.S, p.m
  if (word.size() == 1 || inner_dots) return (inner_dots || word != "i") && is_starter(text, next);
  if (is_abbreviation(word)) return word != "mr" && word != "dr" && word != "vs" && is_starter(text, next);
  return true;
}

bool is_latin_end(std::u32string_view text, std::size_t at, std::size_t after) {
  if (text[at] == U'.') return is_full_stop(text, at, after);
  if (after >= text.size()) return true;
  const bool glued =
      after == at + 1 && is_upper_letter(text[after]) && at > 0 && is_lower_letter(text[at - 1]);
  if (!is_space(text[after])) return is_wide(text[after]) || glued;
  const std::size_t next = skip_spaces(text, after);
  return next >= text.size() || !is_lower_letter(text[next]);
}

// Reads one paragraph; calls `done` with the end of each sentence.
class Splitter {
 public:
  explicit Splitter(std::u32string_view text) : text_(text) {}

  std::vector<std::u32string_view> run() {
    for (at_ = 0; at_ < text_.size();) step();
    take(text_.size());
    return std::move(found_);
  }

 private:
  void step() {
    const char32_t c = text_[at_];
    if (!closers_.empty() && c == closers_.back()) {
      closers_.pop_back();
      ++at_;
      return;
    }
    if (const char32_t closer = closer_of(c); closer != 0 && closes_soon(closer)) closers_.push_back(closer);
    if (c == U'"') straight_ = !straight_ && closes_soon(U'"');
    if (!is_mark(c)) {
      ++at_;
      return;
    }
    std::size_t end = at_ + 1;  // a run of marks is one: "?!", "……", "..."
    while (end < text_.size() && is_mark(text_[end])) ++end;
    const std::size_t last_mark = end - 1;
    const std::size_t marks = end - at_;
    close_quotes(end);
    const bool inside = !closers_.empty() || straight_;
    const bool ellipsis = text_[at_] == U'…' || (text_[at_] == U'.' && marks > 1);
    const bool ends = ellipsis                        ? ends_behind_ellipsis(end)
                      : is_wide_end(text_[last_mark]) ? !goes_on(end)
                                                      : is_latin_end(text_, last_mark, end);
    at_ = end;
    if (ends && !inside) take(end);
  }

  static bool is_mark(char32_t c) {
    return is_wide_end(c) || c == U'…' || c == U'.' || c == U'!' || c == U'?';
  }

  [[nodiscard]] bool closes_soon(char32_t closer) const {
    return text_.substr(at_ + 1, kMaxQuote).find(closer) != std::u32string_view::npos;
  }

  void close_quotes(std::size_t& end) {
    while (end < text_.size() && is_closer(text_[end])) {
      if (text_[end] == U'"') {
        if (!straight_) break;  // it opens
        straight_ = false;
      }
      if (!closers_.empty() && text_[end] == closers_.back()) closers_.pop_back();
      ++end;
    }
  }

  [[nodiscard]] bool ends_behind_ellipsis(std::size_t end) const {
    if (end >= text_.size()) return true;
    const std::size_t next = skip_spaces(text_, end);
    return next >= text_.size() || (next > end && !is_lower_letter(text_[next]) && !is_han(text_[next]));
  }

  // “好。”他说 goes on behind its quote; so does a mark before a comma.
  [[nodiscard]] bool goes_on(std::size_t end) const {
    if (end >= text_.size()) return false;
    const char32_t next = text_[end];
    if (next == U'，' || next == U'、' || next == U'；') return true;
    if (!is_closer(text_[end - 1])) return false;
    static constexpr std::array<std::u32string_view, 8> kSaid = {U"他说",   U"她说", U"他表示", U"她表示",
                                                                 U"他指出", U"的",   U"对此",   U"一文"};
    return std::any_of(kSaid.begin(), kSaid.end(),
                       [&](auto said) { return text_.substr(end, said.size()) == said; });
  }

  void take(std::size_t end) {
    if (end > begin_) found_.push_back(text_.substr(begin_, end - begin_));
    begin_ = end;
    closers_.clear();
    straight_ = false;
  }

  std::u32string_view text_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::u32string closers_;
  bool straight_ = false;
  std::vector<std::u32string_view> found_;
};

// Lines, with those joined that a sender broke inside a sentence.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string line = collapse_white_space(text.substr(0, end));
    const bool goes_on = !line.empty() && !lines.empty() && !lines.back().empty() &&
                         !is_ended(lines.back()) && line.front() >= 'a' && line.front() <= 'z' &&
                         lines.back().size() > 40;
    if (goes_on) lines.back() += " " + line;
    else lines.push_back(line);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return lines;
}

}  // namespace

std::vector<std::string> split_sentences(std::string_view text, std::size_t limit) {
  std::vector<std::string> out;
  for (const std::string& line : lines_of(text)) {
    const std::u32string points = to_code_points(line);
    for (const auto& part : Splitter(points).run()) {
      std::string sentence = collapse_white_space(from_code_points(part));
      if (sentence.empty()) continue;
      if (out.size() >= limit) return out;
      out.push_back(std::move(sentence));
    }
  }
  return out;
}

bool is_ended(std::string_view sentence) {
  std::u32string text = to_code_points(trim(sentence));
  while (!text.empty() && is_closer(text.back())) text.pop_back();
  if (text.empty()) return false;
  const char32_t c = text.back();
  return is_wide_end(c) || c == U'…' || c == U'.' || c == U'!' || c == U'?';
}

std::string join_sentences(const std::vector<std::string>& sentences) {
  std::string out;
  bool wide_before = false;
  for (const std::string& sentence : sentences) {
    std::u32string text = to_code_points(sentence);
    if (text.empty()) continue;
    const bool wide =
        std::count_if(text.begin(), text.end(), is_han) * 4 > static_cast<std::ptrdiff_t>(text.size());
    if (!out.empty() && !(wide_before && (is_wide(text.front()) || wide)) && !is_wide(text.front()))
      out += ' ';
    if (!is_ended(sentence)) {
      while (!text.empty() &&
             std::u32string_view(U"，,；;、-–—:： ").find(text.back()) != std::u32string_view::npos)
        text.pop_back();
      text += wide ? U'。' : U'.';
    }
    out += from_code_points(text);
    wide_before = wide;
  }
  return out;
}

namespace {

// The byte offsets between words, by UAX 29 and ICU's dictionary of Chinese and Japanese words.
std::vector<std::size_t> word_boundaries(std::string_view text) {
  std::vector<std::size_t> out;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> words(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status) || !words) return out;
  UText bytes = UTEXT_INITIALIZER;
  utext_openUTF8(&bytes, text.data(), static_cast<std::int64_t>(text.size()), &status);
  if (U_FAILURE(status)) return out;
  words->setText(&bytes, status);
  for (std::int32_t at = words->first(); U_SUCCESS(status) && at != icu::BreakIterator::DONE;
       at = words->next())
    out.push_back(static_cast<std::size_t>(at));
  utext_close(&bytes);
  return out;
}

bool is_joined(char32_t before, char32_t here) {  // GPT-5.1, don't, C++: no place for a cut
  const auto joins = [](char32_t c) {
    return is_latin(c) || is_ascii_digit(c) ||
           std::u32string_view(U"'’-._+%").find(c) != std::u32string_view::npos;
  };
  return (joins(before) && joins(here)) || is_closer(here) || is_emoji(here);
}

bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

}  // namespace

std::string cut_at_clause(std::string_view text, std::size_t min, std::size_t max) {
  if (max == 0 || count_code_points(text) <= max) return std::string(text);
  const std::u32string points = to_code_points(text);
  for (std::size_t i = max; i >= std::max<std::size_t>(min, 1); --i) {
    const bool wide_mark = is_in(points[i], U"，；：。！？");
    const bool narrow_mark =
        is_in(points[i], U",;:.!?–—|") && is_space(points[i + 1 < points.size() ? i + 1 : i]);
    if (wide_mark || narrow_mark)
      return std::string(trim(from_code_points(std::u32string_view(points).substr(0, i))));
  }
  std::size_t word = 0;
  for (const std::size_t bytes : word_boundaries(text)) {
    const std::size_t i = count_code_points(text.substr(0, bytes));
    if (i >= max) break;
    if (i > 0 && !is_space(points[i - 1]) && !is_joined(points[i - 1], points[i])) word = i;
  }
  if (word == 0)
    return std::string(truncate_code_points(text, max - 1)) + "…";  // one word longer than the limit
  std::u32string cut = points.substr(0, word);
  while (!cut.empty() && (is_space(cut.back()) || is_in(cut.back(), U"，,；;、：:-–—（(“「《·|")))
    cut.pop_back();
  return from_code_points(cut) + "…";
}

}  // namespace eightbells
