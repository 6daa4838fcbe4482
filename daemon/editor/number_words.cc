#include "daemon/editor/number_words.h"

#include <array>
#include <string>

#include "daemon/editor/letters.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

bool is_in(char32_t c, std::u32string_view set) { return c != 0 && set.find(c) != std::u32string_view::npos; }
char32_t at_or_zero(std::u32string_view text, std::size_t at) { return at < text.size() ? text[at] : U'\0'; }

// The Latin word that begins at `at`, in small letters.
std::string word_at(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && end - at < 14 && is_latin(text[end])) ++end;
  return ascii_lower(from_code_points(text.substr(at, end - at)));
}

}  // namespace

Half half_behind(std::u32string_view text, std::size_t end) {
  for (const std::u32string_view words : {U" and a half", U"-and-a-half"})
    if (text.substr(end, words.size()) == words) return {0.5, end + words.size()};
  const bool time = end > 0 && is_in(text[end - 1], U"年月时天分倍") && at_or_zero(text, end) == U'半';
  return time ? Half{0.5, end + 1} : Half{0, end};
}

namespace {

// "a third of", "one-third", "two thirds", "a quarter of", "three quarters". In strict eyes "a third company"
// is none.
std::optional<SpecialWord> english_fraction_at(std::u32string_view text, std::size_t at, bool strict) {
  struct Fraction {
    std::u32string_view words;
    double percent;
    bool needs_of;
  };
  static constexpr std::array<Fraction, 13> kFractions = {{{U"one-third", 100.0 / 3, false},
                                                           {U"one third", 100.0 / 3, false},
                                                           {U"a third", 100.0 / 3, true},
                                                           {U"two-thirds", 200.0 / 3, false},
                                                           {U"two thirds", 200.0 / 3, false},
                                                           {U"one-quarter", 25, false},
                                                           {U"one quarter", 25, true},
                                                           {U"a quarter", 25, true},
                                                           {U"three-quarters", 75, false},
                                                           {U"three quarters", 75, true},
                                                           {U"one-fifth", 20, false},
                                                           {U"one fifth", 20, false},
                                                           {U"a fifth", 20, true}}};
  for (const auto& [words, percent, needs_of] : kFractions) {
    if (text.substr(at, words.size()) != words || is_latin(at_or_zero(text, at + words.size()))) continue;
    const char32_t next = at_or_zero(text, at + words.size());
    const bool closed = !is_in(next, U" ") || text.substr(at + words.size(), 4) == U" of ";
    if (strict && needs_of && !closed) return std::nullopt;
    return SpecialWord{percent, Dimension::percent, words.size()};
  }
  return std::nullopt;
}

}  // namespace

std::optional<SpecialWord> special_word_at(std::u32string_view text, std::size_t at, bool strict) {
  struct Han {
    std::u32string_view text;
    double value;
    Dimension dimension;
  };
  static constexpr std::array<Han, 8> kHan = {{{U"一半", 50, Dimension::percent},
                                               {U"半数", 50, Dimension::percent},
                                               {U"减半", 50, Dimension::percent},
                                               {U"对半", 50, Dimension::percent},
                                               {U"翻倍", 2, Dimension::times},
                                               {U"翻一番", 2, Dimension::times},
                                               {U"翻番", 2, Dimension::times},
                                               {U"倍增", 2, Dimension::times}}};
  for (const auto& [word, value, dimension] : kHan)
    if (text.substr(at, word.size()) == word) return SpecialWord{value, dimension, word.size()};
  if (!is_latin(text[at])) return std::nullopt;
  if (const auto fraction = english_fraction_at(text, at, strict)) return fraction;
  struct English {
    std::string_view word;
    double value;
    Dimension dimension;
  };
  static constexpr std::array<English, 14> kEnglish = {{{"half", 50, Dimension::percent},
                                                        {"halved", 50, Dimension::percent},
                                                        {"halves", 50, Dimension::percent},
                                                        {"halving", 50, Dimension::percent},
                                                        {"twice", 2, Dimension::times},
                                                        {"doubled", 2, Dimension::times},
                                                        {"doubles", 2, Dimension::times},
                                                        {"doubling", 2, Dimension::times},
                                                        {"twofold", 2, Dimension::times},
                                                        {"tripled", 3, Dimension::times},
                                                        {"triples", 3, Dimension::times},
                                                        {"tripling", 3, Dimension::times},
                                                        {"quadrupled", 4, Dimension::times},
                                                        {"thrice", 3, Dimension::times}}};
  const std::string word = word_at(text, at);
  for (const auto& [known, value, dimension] : kEnglish) {
    if (word != known) continue;
    const std::string head = ascii_lower(from_code_points(text.substr(at > 8 ? at - 8 : 0, at > 8 ? 8 : at)));
    const bool of_a_year =
        word == "half" && (head.ends_with("first ") || head.ends_with("second ") ||
                           head.ends_with("latter ") || head.ends_with("other ") || head.ends_with("and a "));
    if (!of_a_year) return SpecialWord{value, dimension, word.size()};
  }
  return std::nullopt;
}

}  // namespace eightbells
