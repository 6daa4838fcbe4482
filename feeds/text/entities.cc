// Character references, by the HTML standard (13.2.5.72 and on), with one leniency of its own.
//
//  - A name with its semicolon is looked up whole.
//  - Without a semicolon only the 106 names count that browsers of the nineties knew, and the longest prefix
//  wins:
//    "&notit;" is "¬it;". In an attribute such a name counts only when no letter, digit or '=' follows; in
//    text an '=' behind it keeps it too, because text that reads "?a=1&copy=2" is an address and never meant
//    ©.
//  - Numbers are decimal or hexadecimal, the semicolon may be missing. 0, surrogates and values beyond
//  U+10FFFF are
//    U+FFFD. 128 to 159 are C1 controls by the number, but those who write them mean windows-1252, and so
//    does the standard.
#include "feeds/text/entities.h"

#include <algorithm>

#include "feeds/base/utf8.h"
#include "feeds/text/html_text.h"

namespace eightbells {
namespace {

constexpr std::size_t kLongestName = 31;
constexpr std::size_t kLongestBareName = 6;

// What windows-1252 has at 0x80 to 0x9F; 0 where it has nothing, and the control stands for itself.
constexpr char16_t kWindows1252[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                       0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

char32_t from_windows_1252(char32_t c) {
  return c >= 0x80 && c < 0xA0 && kWindows1252[c - 0x80] != 0 ? kWindows1252[c - 0x80] : c;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

const NamedEntity* find_name(std::string_view name) {
  const auto* const end = kNamedEntities + kNamedEntityCount;
  const auto* const found =
      std::lower_bound(kNamedEntities, end, name,
                       [](const NamedEntity& entity, std::string_view key) { return entity.name < key; });
  return found != end && found->name == name ? found : nullptr;
}

// `at` is behind "&#".
std::size_t read_number(std::string_view text, std::size_t start, std::string& out) {
  std::size_t at = start + 2;
  const bool hexadecimal = at < text.size() && (text[at] == 'x' || text[at] == 'X');
  if (hexadecimal) ++at;
  const std::size_t first_digit = at;
  char32_t value = 0;
  for (; at < text.size(); ++at) {
    const int digit = hexadecimal ? hex_value(text[at]) : is_digit(text[at]) ? text[at] - '0' : -1;
    if (digit < 0) break;
    if (value <= 0x10FFFF) value = value * (hexadecimal ? 16 : 10) + static_cast<char32_t>(digit);
  }
  if (at == first_digit) return 0;
  if (at < text.size() && text[at] == ';') ++at;
  append_code_point(out, value == 0 ? 0xFFFD : from_windows_1252(value));
  return at - start;
}

std::size_t read_bare_name(std::string_view text, std::size_t start, std::size_t length,
                           EntityContext context, std::string& out) {
  for (std::size_t size = std::min(length, kLongestBareName); size >= 2; --size) {
    const NamedEntity* const entity = find_name(text.substr(start + 1, size));
    if (!entity || !entity->bare) continue;
    const std::size_t next = start + 1 + size;
    const bool part_of_address = next < text.size() && text[next] == '=';
    const bool part_of_word = size < length;
    if (part_of_address || (part_of_word && context == EntityContext::attribute)) return 0;
    out += entity->text;
    return size + 1;
  }
  return 0;
}

// Where a C1 control stands at or after `from`, or npos.
std::size_t find_c1(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('\xC2', from); at != std::string_view::npos;
       at = text.find('\xC2', at + 1)) {
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0) return at;
  }
  return std::string_view::npos;
}

}  // namespace

bool mend_text(std::string_view text, std::string& out) {
  const bool valid = is_valid_utf8(text);
  std::size_t c1 = find_c1(text, 0);
  if (valid && c1 == std::string_view::npos) return false;
  std::string repaired = valid ? std::string(text) : repair_utf8(text);
  if (!valid) c1 = find_c1(repaired, 0);
  std::string mended;
  mended.reserve(repaired.size());
  std::size_t good = 0;
  for (; c1 != std::string_view::npos; c1 = find_c1(repaired, good)) {
    mended.append(repaired, good, c1 - good);
    good = c1;
    append_code_point(mended, from_windows_1252(next_code_point(repaired, good)));
  }
  mended.append(repaired, good);
  out = std::move(mended);
  return true;
}

std::size_t read_entity(std::string_view text, std::size_t at, EntityContext context, std::string& out) {
  if (at + 1 >= text.size()) return 0;
  if (text[at + 1] == '#') return read_number(text, at, out);
  std::size_t length = 0;
  while (at + 1 + length < text.size() && length <= kLongestName) {
    const char c = text[at + 1 + length];
    if (!is_letter(c) && !(is_digit(c) && length > 0)) break;
    ++length;
  }
  if (length < 2) return 0;
  const std::size_t end = at + 1 + length;
  if (end < text.size() && text[end] == ';') {
    if (const NamedEntity* const entity = find_name(text.substr(at + 1, length))) {
      out += entity->text;
      return length + 2;
    }
  }
  return read_bare_name(text, at, length, context, out);
}

std::string decode_entities_in(std::string_view text, EntityContext context) {
  std::string out;
  std::size_t good = 0;
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at)) {
    out.append(text.substr(good, at - good));
    const std::size_t taken = read_entity(text, at, context, out);
    good = at + taken;
    at += std::max<std::size_t>(taken, 1);
  }
  out.append(text.substr(good));
  return out;
}

std::string decode_entities(std::string_view text) { return decode_entities_in(text, EntityContext::text); }

std::string_view named_entity(std::string_view name) {
  const NamedEntity* const entity = find_name(name);
  return entity ? std::string_view(entity->text) : std::string_view();
}

}  // namespace eightbells
