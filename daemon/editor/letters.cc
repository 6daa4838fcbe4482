#include "daemon/editor/letters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

UChar32 as_icu(char32_t code_point) { return static_cast<UChar32>(code_point); }

UScriptCode script_of(char32_t code_point) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(as_icu(code_point), &status);
  return U_SUCCESS(status) ? script : USCRIPT_UNKNOWN;
}

}  // namespace

std::u32string to_code_points(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) out += next_code_point(text, i);
  return out;
}

std::string from_code_points(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : text) append_code_point(out, c);
  return out;
}

bool is_latin(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  return c < 0x2E80 && u_isalpha(as_icu(c)) && script_of(c) == USCRIPT_LATIN;
}

bool is_word_character(char32_t c) { return u_isalnum(as_icu(c)); }
bool is_upper_letter(char32_t c) { return u_isupper(as_icu(c)) || u_istitle(as_icu(c)); }
bool is_lower_letter(char32_t c) { return u_islower(as_icu(c)); }

bool is_wide(char32_t c) {
  if (c < 0x1100) return false;
  if (c >= 0x3000 && c <= 0x303F) return true;                                      // CJK punctuation
  if (c >= 0xFF01 && c <= 0xFF60) return true;                                      // full-width forms
  if (c == U'“' || c == U'”' || c == U'‘' || c == U'’' || c == U'…') return false;  // shared with Latin text
  if (is_han(c)) return true;
  const UScriptCode script = script_of(c);
  return script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_HANGUL;
}

bool is_emoji(char32_t c) {
  if (c == 0x200D || c == 0xFE0F || c == 0x20E3) return true;  // joiner, picture form, keycap
  if (c < 0x2190) return false;                                // © ® ™ and digits are text
  if (c >= 0xE0020 && c <= 0xE007F) return true;               // flags of regions
  if (u_hasBinaryProperty(as_icu(c), UCHAR_EMOJI_PRESENTATION)) return true;
  if (u_hasBinaryProperty(as_icu(c), UCHAR_EMOJI_MODIFIER)) return true;
  return c >= 0x2600 && u_hasBinaryProperty(as_icu(c), UCHAR_EXTENDED_PICTOGRAPHIC);
}

bool is_space(char32_t c) { return u_isUWhiteSpace(as_icu(c)) || c == 0xFEFF; }

char32_t closing_quote(char32_t c) {
  static constexpr std::u32string_view kOpening = U"“「『《";
  static constexpr std::u32string_view kClosing = U"”」』》";
  const std::size_t at = kOpening.find(c);
  return at == std::u32string_view::npos ? 0 : kClosing[at];
}

bool is_closer(char32_t c) {
  static constexpr std::u32string_view kClosers = U"”’」』）】》〉)]}\"'»";
  return kClosers.find(c) != std::u32string_view::npos;
}

}  // namespace eightbells
