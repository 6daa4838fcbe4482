// Folding: what has to be forgotten so that two spellings of a word are one.
//
// Problem. Titles of one event differ in width, case, script (traditional, simplified) and ending
// (raises, raised). Comparing needs one form, at a cost that does not show.
//
// Method. NFKC and case folding are ICU's, behind a fast path for ASCII. Traditional Han becomes
// simplified through a table of the basic plane that ICU's "Traditional-Simplified" rules fill once (45
// to 80 ms, 55 kB; the transliterator is released again): a look-up instead of a rule engine for every
// text. The stem is the first step of Porter's algorithm ("An algorithm for suffix stripping", 1980) and
// the loss of a final e: enough for raise, raises, raised, raising; no table, and names keep their shape.
#include "feeds/text/fold.h"

#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>

#include "feeds/base/utf8.h"
#include "feeds/text/words.h"

namespace eightbells {
namespace {

constexpr char32_t kFirstHan = 0x3400;
constexpr char32_t kLastHan = 0x9FFF;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

using HanTable = std::array<char16_t, kLastHan - kFirstHan + 1>;

// Each character goes through ICU on a line of its own, so that no rule sees a neighbour.
HanTable make_han_table() {
  HanTable table{};
  icu::UnicodeString all;
  for (char32_t c = kFirstHan; c <= kLastHan; ++c) {
    table[c - kFirstHan] = static_cast<char16_t>(c);
    all.append(static_cast<UChar32>(c)).append(static_cast<UChar32>(U'\n'));
  }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> rules(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status) || !rules) return table;
  const int length = all.length();
  rules->transliterate(all);
  if (all.length() != length) return table;
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = all.charAt(static_cast<int>(2 * i));
  return table;
}

bool ends_with(std::string_view word, std::string_view end) {
  return word.size() >= end.size() && word.substr(word.size() - end.size()) == end;
}

bool has_vowel(std::string_view text) { return text.find_first_of("aeiouy") != std::string_view::npos; }

// "runn" was "run", but "sell" stays "sell".
void undouble(std::string& word) {
  const std::size_t n = word.size();
  if (n < 3 || word[n - 1] != word[n - 2]) return;
  if (std::string_view("aeioulsz").find(word[n - 1]) == std::string_view::npos) word.pop_back();
}

void drop_plural(std::string& word) {
  if (ends_with(word, "ies") && word.size() > 4) {
    word.replace(word.size() - 3, 3, "y");
  } else if ((ends_with(word, "sses") || ends_with(word, "ches") || ends_with(word, "shes") ||
              ends_with(word, "xes")) &&
             word.size() > 4) {
    word.resize(word.size() - 2);
  } else if (ends_with(word, "s") && !ends_with(word, "ss") && !ends_with(word, "us") &&
             !ends_with(word, "is") && word.size() > 3) {
    word.pop_back();
  }
}

void drop_tense(std::string& word) {
  for (const std::string_view end : {"ing", "ed"}) {
    const std::size_t left = word.size() - std::min(word.size(), end.size());
    if (left >= 3 && ends_with(word, end) && has_vowel(std::string_view(word).substr(0, left))) {
      word.resize(left);
      undouble(word);
      return;
    }
  }
}

}  // namespace

std::string normalise_nfkc(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return repair_utf8(text);
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<int>(text.size()));
  nfkc->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int>(text.size())), sink, nullptr, status);
  return U_FAILURE(status) ? repair_utf8(text) : out;
}

std::string fold_case(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<int>(text.size()));
  icu::CaseMap::utf8Fold(0, icu::StringPiece(text.data(), static_cast<int>(text.size())), sink, nullptr,
                         status);
  return U_FAILURE(status) ? ascii_lower(text) : out;
}

char32_t simplify_han(char32_t code_point) {
  if (code_point < kFirstHan || code_point > kLastHan) return code_point;
  static const HanTable table = make_han_table();
  return table[code_point - kFirstHan];
}

std::string stem_latin(std::string_view word) {
  std::string out(word);
  if (ends_with(out, "'s") || ends_with(out, "s'")) out.resize(out.size() - (ends_with(out, "'s") ? 2 : 1));
  if (out.size() < 4 || !is_ascii(out)) return out;
  drop_plural(out);
  drop_tense(out);
  if (out.size() > 3 && out.back() == 'e') out.pop_back();
  return out;
}

std::string fold_text(std::string_view text) {
  const std::string folded = fold_case(normalise_nfkc(text));
  if (is_ascii(folded)) return collapse_white_space(folded);
  std::string out;
  out.reserve(folded.size());
  for (std::size_t at = 0; at < folded.size();)
    append_code_point(out, simplify_han(next_code_point(folded, at)));
  return collapse_white_space(out);
}

}  // namespace eightbells
