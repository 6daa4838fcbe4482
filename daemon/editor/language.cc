// Which language is this? The question here is narrow: is the text in the language that was asked for? Script
// answers it for Chinese, Japanese, Korean, Russian, Greek, Arabic, Hebrew, Thai and Hindi: one Han character
// weighs as much as one Latin word, so that a Chinese sentence full of product names stays Chinese. Among the
// languages of the Latin script the mistake that models make is to answer in English, so only English is told
// from the rest, by its function words.
#include "daemon/editor/language.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <array>
#include <cstddef>

#include "daemon/editor/letters.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr LengthBand kWideBand{12, 46, 100, 320};
constexpr LengthBand kNarrowBand{20, 120, 150, 600};

struct ScriptCount {
  std::size_t han = 0;
  std::size_t kana = 0;
  std::size_t hangul = 0;
  std::size_t latin_words = 0;
  std::size_t other_words = 0;  // Cyrillic, Arabic, Greek ...
  std::size_t english = 0;      // function words among the Latin ones
};

bool is_english_function_word(std::string_view word) {
  static constexpr std::array<std::string_view, 30> kWords = {
      "the",  "of",   "and",  "to",   "is",   "that", "for",   "with", "on",    "are",
      "it",   "its",  "has",  "have", "from", "by",   "which", "this", "their", "will",
      "been", "were", "they", "new",  "than", "can",  "be",    "at",   "as",    "how"};
  for (const auto& known : kWords)
    if (word == known) return true;
  return false;
}

ScriptCount count_scripts(std::string_view text) {
  ScriptCount count;
  std::string word;
  bool other = false;
  const auto flush = [&] {
    if (other) {
      ++count.other_words;
    } else if (!word.empty()) {
      ++count.latin_words;
      if (is_english_function_word(ascii_lower(word))) ++count.english;
    }
    word.clear();
    other = false;
  };
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next_code_point(text, i);
    if (is_han(c)) {
      flush();
      ++count.han;
    } else if (is_latin(c) || (c == U'\'' && !word.empty()) || (c == U'’' && !word.empty())) {
      append_code_point(word, c);
    } else if (u_isalpha(static_cast<UChar32>(c))) {
      UErrorCode status = U_ZERO_ERROR;
      const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &status);
      if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA) {
        flush();
        ++count.kana;
      } else if (script == USCRIPT_HANGUL) {
        flush();
        ++count.hangul;
      } else {
        other = true;
      }
    } else if (!is_word_character(c)) {
      flush();
    }
  }
  flush();
  return count;
}

}  // namespace

std::string primary_language(std::string_view language) {
  return ascii_lower(language.substr(0, language.find_first_of("-_")));
}

bool is_unspaced(std::string_view language) {
  const std::string primary = primary_language(language);
  return primary == "zh" || primary == "ja";
}

LengthBand band_for(const LengthBand& asked, std::string_view language) {
  LengthBand band = is_unspaced(language) || primary_language(language) == "ko" ? kWideBand : kNarrowBand;
  if (asked.title_max > 0) band.title_max = asked.title_max;
  if (asked.summary_max > 0) band.summary_max = asked.summary_max;
  if (asked.title_min > 0) band.title_min = asked.title_min;
  if (asked.summary_min > 0) band.summary_min = asked.summary_min;
  if (band.title_min > band.title_max) band.title_min = band.title_max;  // a lower maximum asked for alone
  if (band.summary_min > band.summary_max) band.summary_min = band.summary_max;
  return band;
}

bool is_written_in(std::string_view text, std::string_view language) {
  const ScriptCount count = count_scripts(text);
  const std::string primary = primary_language(language);
  const std::size_t wide = count.han + count.kana + count.hangul;
  const std::size_t all = wide + count.latin_words + count.other_words;
  if (all == 0) return true;
  if (primary == "zh") return count.han * 10 >= all * 4 && count.kana * 10 <= all && count.hangul * 10 <= all;
  if (primary == "ja") return (count.han + count.kana) * 10 >= all * 4 && (count.kana > 0 || all < 12);
  if (primary == "ko") return count.hangul * 10 >= all * 3;
  static constexpr std::array<std::string_view, 12> kOtherScripts = {"ru", "uk", "bg", "sr", "el", "ar",
                                                                     "fa", "he", "hi", "th", "bn", "ta"};
  for (const auto& other : kOtherScripts)
    if (primary == other) return count.other_words * 10 >= all * 4;
  if (wide * 10 > all * 3 || count.other_words * 10 > all * 3) return false;
  if (count.latin_words < 12) return true;
  if (primary == "en") return count.english * 100 >= count.latin_words * 8;
  return count.english * 100 <= count.latin_words * 20;
}

std::string language_of_text(std::string_view text, std::string_view declared) {
  if (!declared.empty() && is_written_in(text, declared)) return std::string(declared);
  constexpr std::size_t kSure = 2;  // letters of a script, or English function words; one may be a name's
  const ScriptCount count = count_scripts(text);
  if (count.kana >= kSure && is_written_in(text, "ja")) return "ja";
  if (count.hangul >= kSure && is_written_in(text, "ko")) return "ko";
  if (count.han >= kSure && is_written_in(text, "zh")) return "zh";
  const bool english = count.english >= kSure && count.english * 100 >= count.latin_words * 8;
  return english && is_written_in(text, "en") ? "en" : "";
}

}  // namespace eightbells
