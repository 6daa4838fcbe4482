// UTF-8 (RFC 3629; Unicode 15, chapter 3.9, table 3-7). ASCII is nearly all of what feeds hold, so every scan
// steps thirty-two bytes at a time while no byte has its high bit set. Properties that need tables (width,
// combining, white space) are ICU's.
#include "feeds/base/utf8.h"

#include <unicode/uchar.h>

#include <cstdint>
#include <cstring>

namespace eightbells {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kZeroWidthJoiner = 0x200D;

unsigned char byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

// The first byte at or after `from` that is not ASCII, or the end.
std::size_t skip_ascii(std::string_view text, std::size_t from) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  while (from + 32 <= text.size()) {
    std::uint64_t words[4];
    std::memcpy(words, text.data() + from, 32);
    if ((words[0] | words[1] | words[2] | words[3]) & kHighBits) break;
    from += 32;
  }
  while (from + 8 <= text.size()) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + from, 8);
    if (word & kHighBits) break;
    from += 8;
  }
  while (from < text.size() && byte_at(text, from) < 0x80) ++from;
  return from;
}

// The first byte at or after `from` that does not begin a sequence of three bytes without special ranges
// (U+1000 to U+CFFF): most of Chinese, Japanese and Korean text, and worth a loop of its own.
std::size_t skip_plain_han(std::string_view text, std::size_t from) {
  while (from + 3 <= text.size() && byte_at(text, from) >= 0xE1 && byte_at(text, from) <= 0xEC &&
         (byte_at(text, from + 1) & 0xC0) == 0x80 && (byte_at(text, from + 2) & 0xC0) == 0x80) {
    from += 3;
  }
  return from;
}

struct Step {
  char32_t code_point;
  std::size_t length;  // at least 1
  bool well_formed;
};

// One sequence at `at`, by table 3-7: the second byte's range depends on the first, the rest are 80..BF. When
// a byte does not fit, what fitted so far is the maximal subpart.
Step decode(std::string_view text, std::size_t at) {
  const unsigned char first = byte_at(text, at);
  if (first < 0x80) return {first, 1, true};
  if (first < 0xC2 || first > 0xF4) return {kReplacement, 1, false};
  const std::size_t need = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (first == 0xE0) low = 0xA0;
  if (first == 0xED) high = 0x9F;
  if (first == 0xF0) low = 0x90;
  if (first == 0xF4) high = 0x8F;
  char32_t value = need == 2 ? first & 0x1Fu : need == 3 ? first & 0x0Fu : first & 0x07u;
  for (std::size_t i = 1; i < need; ++i) {
    if (at + i >= text.size()) return {kReplacement, i, false};
    const unsigned char next = byte_at(text, at + i);
    if (next < low || next > high) return {kReplacement, i, false};
    low = 0x80;
    high = 0xBF;
    value = value << 6 | (next & 0x3Fu);
  }
  return {value, need, true};
}

bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0xFEFF || u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

// Marks that belong to the character before them, variation selectors, and emoji skin tones.
bool extends_previous(char32_t c) {
  if (c < 0x300) return false;
  if (c >= 0x1F3FB && c <= 0x1F3FF) return true;
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_GRAPHEME_EXTEND) != 0;
}

bool is_regional_indicator(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

bool is_unwanted_control(char32_t c) {
  if (c < 0x20) return c != '\t' && c != '\n';
  if (c >= 0x7F && c < 0xA0) return true;
  if (c < 0x200B) return false;
  return c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::size_t width_of(char32_t c) {
  if (c >= 0x20 && c < 0x7F) return 1;
  const auto code = static_cast<UChar32>(c);
  switch (u_charType(code)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
  if (width == U_EA_FULLWIDTH || width == U_EA_WIDE) return 2;
  return u_hasBinaryProperty(code, UCHAR_EMOJI_PRESENTATION) ? 2 : 1;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  std::size_t at = 0;
  while ((at = skip_ascii(text, at)) < text.size()) {
    at = skip_plain_han(text, at);
    if (at >= text.size()) return true;
    if (byte_at(text, at) < 0x80) continue;
    const Step step = decode(text, at);
    if (!step.well_formed) return false;
    at += step.length;
  }
  return true;
}

std::string repair_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t good = 0;  // everything before this is copied
  std::size_t at = 0;
  while ((at = skip_ascii(text, at)) < text.size()) {
    const Step step = decode(text, at);
    if (!step.well_formed) {
      out.append(text.substr(good, at - good));
      append_code_point(out, kReplacement);
      good = at + step.length;
    }
    at += step.length;
  }
  out.append(text.substr(good));
  return out;
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const Step step = decode(text, position);
  position += step.length;
  return step.code_point;
}

void append_code_point(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = kReplacement;
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = skip_ascii(text, at);
    count += next - at;
    at = next;
    if (at == text.size()) break;
    at += decode(text, at).length;
    ++count;
  }
  return count;
}

// A cut is safe before a code point that starts a character of its own: not an extender, not a joiner, not
// after a joiner, and not the second half of a flag. Full UAX 29 clusters would also keep hangul jamo
// together; precomposed hangul, which is what is written, needs nothing.
std::string_view truncate_code_points(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t safe = 0;
  std::size_t flags = 0;  // regional indicators in a row before this place
  char32_t previous = 0;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    const std::size_t here = at;
    const char32_t c = next_code_point(text, at);
    const bool second_of_flag = is_regional_indicator(c) && flags % 2 == 1;
    const bool joined = c == kZeroWidthJoiner || (previous == kZeroWidthJoiner && c > 0x2000);
    if (!extends_previous(c) && !joined && !second_of_flag && !(previous == '\r' && c == '\n')) safe = here;
    if (count == limit) return text.substr(0, safe);
    flags = is_regional_indicator(c) ? flags + 1 : 0;
    previous = c;
  }
  return text;
}

bool is_han(char32_t c) {
  if (c < 0x3005) return c >= 0x2E80 && c <= 0x2FD5;
  return c == 0x3005 || c == 0x3007 || (c >= 0x3021 && c <= 0x3029) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

// A joined emoji takes the columns of its first part; a flag of two letters takes two columns.
std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  std::size_t flags = 0;
  char32_t previous = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool joined = previous == kZeroWidthJoiner && c > 0x2000;
    const bool tone = c >= 0x1F3FB && c <= 0x1F3FF && previous > 0xFF;
    if (is_regional_indicator(c)) {
      columns += flags++ % 2 == 0 ? 2 : 0;
    } else {
      flags = 0;
      if (!joined && !tone) columns += width_of(c);
    }
    previous = c;
  }
  return columns;
}

std::string_view trim(std::string_view text) {
  static constexpr std::string_view kWide[] = {"\xE3\x80\x80", "\xC2\xA0", "\xEF\xBB\xBF"};
  const auto ascii = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  for (bool again = true; again && !text.empty();) {
    again = false;
    while (!text.empty() && ascii(text.front())) text.remove_prefix(1);
    while (!text.empty() && ascii(text.back())) text.remove_suffix(1);
    if (text.empty() || ((text.front() | text.back()) & 0x80) == 0) return text;
    for (const std::string_view wide : kWide) {
      if (text.starts_with(wide)) text.remove_prefix(wide.size()), again = true;
      if (text.ends_with(wide)) text.remove_suffix(wide.size()), again = true;
    }
  }
  return text;
}

std::string collapse_white_space(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  const auto is_plain = [](unsigned char byte) { return byte > ' ' && byte < 0x80; };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    if (is_plain(byte_at(text, at))) {
      while (at < text.size() && is_plain(byte_at(text, at))) ++at;
    } else if (is_space(next_code_point(text, at))) {
      space = true;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    out.append(text, here, at - here);
  }
  return out;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

std::string without_controls(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t good = 0;
  for (std::size_t at = 0; at < text.size();) {
    const unsigned char first = byte_at(text, at);
    // Only these lead bytes can begin something unwanted: C0 and DEL, C2 (C1), E2 80/81, EF BB BF.
    if (first >= 0x20 && first != 0x7F && first != 0xC2 && first != 0xE2 && first != 0xEF) {
      ++at;
      continue;
    }
    const std::size_t here = at;
    if (!is_unwanted_control(next_code_point(text, at))) continue;
    out.append(text.substr(good, here - good));
    good = at;
  }
  out.append(text.substr(good));
  return out;
}

std::string one_line(std::string_view text) { return collapse_white_space(without_controls(text)); }

}  // namespace eightbells
