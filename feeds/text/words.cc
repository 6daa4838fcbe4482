// Words of any script.
//
// Problem. News comes in sentences of Latin letters, Han without spaces, and both mixed ("GPT-5.1发布").
// Whatever compares, files or searches needs the same words out of all of them, and must know which are
// strong: a name, an amount, a version.
//
// Method. One pass over the NFKC text with the boundaries of UAX 29 where they matter here (apostrophes
// inside words, points and commas inside numbers), written out because a hyphen must not cut "GPT-5.1"
// and a unit must join "30 million". Han, hiragana and hangul become overlapping pairs, which need no
// dictionary and find every word of two characters. Amounts get one spelling whatever their language:
// $30M, 3000万美元 and 30 million are "3e+07". Versions too: GPT-5.1, GPT 5.1 and gpt5.1 are "gpt5.1".
//
// Cost. One core reads 17 MB/s of English text and 31 MB/s of Chinese headlines.
#include "feeds/text/words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "feeds/base/utf8.h"
#include "feeds/text/fold.h"
#include "feeds/text/numbers.h"

namespace eightbells {
namespace {

constexpr std::size_t kMaxWord =
    64;  // code points; what is longer is no word but a key or an encoded picture

enum class Script : std::uint8_t { none, letter, digit, han, hiragana, katakana, hangul };

Script script_of(char32_t c) {
  if (c < 0x80) {
    if (c >= '0' && c <= '9') return Script::digit;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? Script::letter : Script::none;
  }
  if (is_han(c)) return Script::han;
  if (c >= 0x3041 && c <= 0x309F) return Script::hiragana;
  if ((c >= 0x30A1 && c <= 0x30FA) || c == 0x30FC) return Script::katakana;
  if (c >= 0xAC00 && c <= 0xD7A3) return Script::hangul;
  const auto code_point = static_cast<UChar32>(c);
  if (u_isdigit(code_point)) return Script::digit;
  return u_isalpha(code_point) || (U_GET_GC_MASK(code_point) & U_GC_M_MASK) != 0 ? Script::letter
                                                                                 : Script::none;
}

bool is_capital(char32_t c) {
  return c < 0x80 ? c >= 'A' && c <= 'Z' : u_isupper(static_cast<UChar32>(c)) != 0;
}

// Words before a number that do not make it a version: "Over 20", "July 29".
bool is_no_product(std::string_view word) {
  static constexpr std::array<std::string_view, 58> kWords{
      "a",      "about", "after", "all",  "and",  "april", "around", "as",    "at",   "august",
      "before", "below", "but",   "by",   "day",  "dec",   "for",    "from",  "get",  "has",
      "have",   "in",    "into",  "is",   "its",  "jan",   "july",   "june",  "just", "last",
      "least",  "less",  "may",   "more", "most", "near",  "next",   "no",    "of",   "on",
      "only",   "or",    "over",  "per",  "some", "than",  "the",    "these", "this", "to",
      "under",  "until", "up",    "with", "year", "oct",   "nov",    "sep"};
  if (std::find(kWords.begin(), kWords.end(), word) != kWords.end()) return true;
  static constexpr std::array<std::string_view, 9> kStarts{"januar", "februar", "march",  "septemb", "octob",
                                                           "novemb", "decemb",  "nearly", "almost"};
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view s) { return word.substr(0, s.size()) == s; });
}

std::u32string decode(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) out += next_code_point(text, at);
  return out;
}

std::string encode(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : text) append_code_point(out, c);
  return out;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(decode(normalise_nfkc(text))) {
    has_han_ = std::any_of(text_.begin(), text_.end(), is_han);
    if (has_han_) {
      close_decimals();
      write_tenths_as_percent();
    }
    title_case_ = !has_han_ && looks_like_title_case();
  }

  std::vector<Word> run() {
    while (at_ < text_.size()) {
      switch (script_of(text_[at_])) {
        case Script::letter:
          read_letters();
          break;
        case Script::digit:
          read_number();
          break;
        case Script::none:
          skip_sign();
          break;
        case Script::katakana:
          read_katakana();
          break;
        default:
          read_pairs();
          break;
      }
    }
    return std::move(words_);
  }

 private:
  char32_t peek(std::size_t at) const { return at < text_.size() ? text_[at] : U'\0'; }
  Script script(std::size_t at) const { return at < text_.size() ? script_of(text_[at]) : Script::none; }
  bool is_alnum(std::size_t at) const { return script(at) == Script::letter || script(at) == Script::digit; }

  void add(std::string text, WordKind kind) {
    if (!text.empty()) words_.push_back({std::move(text), kind});
  }

  // Han typesetting puts a space behind every Latin full stop, also within a number: "2. 5" is 2.5 there.
  void close_decimals() {
    std::size_t out = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const bool open = text_[i] == ' ' && out >= 2 && text_[out - 1] == '.' &&
                        script_of(text_[out - 2]) == Script::digit && script(i + 1) == Script::digit;
      if (!open) text_[out++] = text_[i];
    }
    text_.resize(out);
  }

  // 七成 and 7成 are 70%; not where 成 begins a word (第三成员, 一成不变).
  void write_tenths_as_percent() {
    static constexpr std::u32string_view kTenths = U"一二三四五六七八九";
    static constexpr std::u32string_view kBeginsWord =
        U"为為功立本员員长長果都熟交分效就语語品型形绩績色年不人份家";
    for (std::size_t i = 0; i + 1 < text_.size(); ++i) {
      if (text_[i + 1] != U'成' || kBeginsWord.find(peek(i + 2)) != std::u32string_view::npos) continue;
      const char32_t before = i > 0 ? text_[i - 1] : U'\0';
      if (before == U'第' || before == '.' || script_of(before) == Script::digit) continue;
      std::size_t tenths = text_[i] == U'两' ? 2 : kTenths.find(text_[i]) + 1;  // 0: npos + 1
      if (text_[i] >= '1' && text_[i] <= '9') tenths = text_[i] - '0';
      if (tenths == 0 || kTenths.find(before) != std::u32string_view::npos) continue;
      text_.replace(i, 2, {static_cast<char32_t>('0' + tenths), U'0', U'%'});
    }
  }

  // Headlines In Which Every Word Has A Capital: there a capital says nothing. Never so beside Han.
  bool looks_like_title_case() const {
    int capital = 0;
    int small = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const bool starts = script(i) == Script::letter && (i == 0 || !is_alnum(i - 1));
      if (starts && script(i + 1) == Script::letter && script(i + 2) == Script::letter &&
          script(i + 3) == Script::letter) {
        ++(is_capital(text_[i]) ? capital : small);
      }
    }
    return capital > 2 * small;
  }

  void skip_sign() {
    const char32_t c = text_[at_];
    if (c == '.' || c == '!' || c == '?' || c == ':' || c == '\n' || c == 0x3002) sentence_start_ = true;
    ++at_;
  }

  bool skip_address() {
    static constexpr std::array<std::u32string_view, 3> kStarts{U"http://", U"https://", U"www."};
    for (const std::u32string_view start : kStarts) {
      if (text_.compare(at_, start.size(), start) != 0) continue;
      while (at_ < text_.size() && text_[at_] > 0x20 && text_[at_] < 0x80) ++at_;
      return true;
    }
    return false;
  }

  bool joins(std::size_t at, bool digits_seen) const {
    const char32_t c = peek(at);
    if (c == '\'' || c == 0x2019 || c == '&') return script(at + 1) == Script::letter;
    if (c != '.') return false;
    if (digits_seen) return script(at - 1) == Script::digit && script(at + 1) == Script::digit;
    return script(at + 1) == Script::letter && !is_alnum(at + 2) && (at < 2 || !is_alnum(at - 2));  // U.S.
  }

  void read_letters() {
    if (skip_address()) return;
    const std::size_t begin = at_;
    std::size_t first_digit = 0;
    while (is_alnum(at_) || (at_ > begin && joins(at_, first_digit != 0))) {
      if (first_digit == 0 && script(at_) == Script::digit) first_digit = at_;
      ++at_;
    }
    if (at_ - begin > kMaxWord) return;
    if (first_digit == 0) {
      while (peek(at_) == '+' || (peek(at_) == '#' && !is_alnum(at_ + 1))) ++at_;  // C++, C#
      add_latin(begin, at_);
    } else {
      if (first_digit - begin > 1) add_latin(begin, first_digit);
      add(version(std::u32string_view(text_).substr(begin, at_ - begin)), WordKind::version);
      before_ = {};
    }
    sentence_start_ = false;
  }

  // "GPT5.0" -> "gpt5".
  static std::string version(std::u32string_view written) {
    std::string text = fold_case(encode(written));
    const std::size_t n = text.size();
    if (n > 2 && text.compare(n - 2, 2, ".0") == 0 && std::count(text.begin(), text.end(), '.') == 1)
      text.resize(n - 2);
    return text;
  }

  void add_latin(std::size_t begin, std::size_t end) {
    std::u32string written;
    bool capital_inside = false;
    for (std::size_t i = begin; i < end; ++i) {
      if (text_[i] == '.') continue;
      if (!written.empty() && is_capital(text_[i])) capital_inside = true;
      written += text_[i] == 0x2019 ? U'\'' : text_[i];
    }
    const bool capital = is_capital(text_[begin]);
    const bool name = capital_inside || (capital && !title_case_ && !sentence_start_);
    std::string word = stem_latin(fold_case(encode(written)));
    before_ = {word, end, capital || capital_inside};
    add(std::move(word), name ? WordKind::name : WordKind::word);
  }

  void read_number() {
    const std::size_t begin = at_;
    while (script(at_) == Script::digit ||
           ((peek(at_) == '.' || peek(at_) == ',') && script(at_ + 1) == Script::digit)) {
      ++at_;
    }
    const std::string digits = encode(std::u32string_view(text_).substr(begin, at_ - begin));
    sentence_start_ = false;
    if (digits.size() > kMaxWord) return;
    if (script(at_) == Script::letter) return read_suffix(begin, digits);
    if (peek(at_) == '%') {
      ++at_;
      return add(plain_number(digits, 1) + "%", WordKind::number);
    }
    if (script(at_) == Script::han && read_han_unit(digits)) return;
    if (peek(at_) == ' ' && script(at_ + 1) == Script::han && read_spaced_scale(digits)) return;
    if (peek(at_) == ' ' && script(at_ + 1) == Script::letter && read_unit_word(digits)) return;
    add_plain_number(begin, digits);
  }

  // 30M, 16GB, 10x, 4o.
  void read_suffix(std::size_t begin, const std::string& digits) {
    const std::size_t suffix = at_;
    while (is_alnum(at_)) ++at_;
    if (at_ - begin > kMaxWord) return;
    const std::string unit = fold_case(encode(std::u32string_view(text_).substr(suffix, at_ - suffix)));
    if (const auto scale = scale_of(unit)) return add(plain_number(digits, *scale), WordKind::number);
    if (unit == "st" || unit == "nd" || unit == "rd" || unit == "th" || unit == "s")
      return add(digits + unit, WordKind::word);
    if (unit == "x") return add(digits + unit, WordKind::number);
    add(version(std::u32string_view(text_).substr(begin, at_ - begin)), WordKind::version);
  }

  // 3000万, 1.5亿; 7月, 29日 (dates are no amounts). Two characters are enough for every unit.
  bool read_han_unit(const std::string& digits) {
    std::string ahead;
    for (std::size_t i = at_; i < at_ + 2 && script(i) == Script::han; ++i)
      append_code_point(ahead, simplify_han(text_[i]));
    const HanScale scale = han_scale(ahead);
    if (scale.length > 0) {
      at_ += scale.length / 3;
      add(plain_number(digits, scale.value), WordKind::number);
      return true;
    }
    static constexpr std::u32string_view kDates = U"年月日号时点分岁";
    if (kDates.find(simplify_han(text_[at_])) == std::u32string_view::npos) return false;
    add(digits + encode(text_.substr(at_, 1)), WordKind::word);
    return true;
  }

  // 3000 万美元, as pages set it that put a space between Latin and Han.
  bool read_spaced_scale(const std::string& digits) {
    std::string ahead;
    for (std::size_t i = at_ + 1; i < at_ + 3 && script(i) == Script::han; ++i)
      append_code_point(ahead, simplify_han(text_[i]));
    const HanScale scale = han_scale(ahead);
    if (scale.length == 0) return false;
    at_ += 1 + scale.length / 3;
    add(plain_number(digits, scale.value), WordKind::number);
    return true;
  }

  bool read_unit_word(const std::string& digits) {
    std::size_t end = at_ + 1;
    while (script(end) == Script::letter) ++end;
    const std::string unit = fold_case(encode(std::u32string_view(text_).substr(at_ + 1, end - at_ - 1)));
    const auto scale = unit.size() > 1 ? scale_of(unit) : std::nullopt;
    if (!scale && unit != "percent") return false;
    at_ = end;
    add(scale ? plain_number(digits, *scale) : plain_number(digits, 1) + "%", WordKind::number);
    return true;
  }

  // A lone number: part of a version when a name stands right before it, else an amount; a year is just a
  // word.
  void add_plain_number(std::size_t begin, const std::string& digits) {
    const bool year =
        digits.size() == 4 && (digits.compare(0, 2, "19") == 0 || digits.compare(0, 2, "20") == 0);
    const bool behind = before_.end + 1 == begin && (peek(before_.end) == '-' || peek(before_.end) == ' ');
    const bool small = digits.size() <= 3 || digits.find('.') != std::string::npos;
    if (!year && behind && small && before_.capital && !is_no_product(before_.word)) {
      return add(version(decode(before_.word + digits)), WordKind::version);
    }
    add(plain_number(digits, 1), year ? WordKind::word : WordKind::number);
  }

  void read_katakana() {
    const std::size_t begin = at_;
    while (script(at_) == Script::katakana) ++at_;
    if (at_ - begin <= kMaxWord)
      add(encode(std::u32string_view(text_).substr(begin, at_ - begin)), WordKind::name);
  }

  void read_pairs() {
    const Script run = script(at_);
    const std::size_t begin = at_;
    while (script(at_) == run) {
      text_[at_] = simplify_han(text_[at_]);
      ++at_;
    }
    sentence_start_ = false;
    const std::u32string_view text = text_;
    if (at_ - begin == 1) return add(encode(text.substr(begin, 1)), WordKind::han);
    for (std::size_t i = begin; i + 1 < at_; ++i) add(encode(text.substr(i, 2)), WordKind::han);
  }

  struct Before {
    std::string word;
    std::size_t end = static_cast<std::size_t>(-2);  // next to nothing
    bool capital = false;
  };

  std::u32string text_;
  std::size_t at_ = 0;
  bool has_han_ = false;
  bool title_case_ = false;
  bool sentence_start_ = true;
  Before before_;  // the last word of letters alone
  std::vector<Word> words_;
};

}  // namespace

std::vector<Word> words_of(std::string_view text) { return Scanner(text).run(); }

}  // namespace eightbells
