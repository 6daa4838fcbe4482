// The problem: feeds use HTML's entities (&nbsp; &eacute; &hellip;) without declaring them, which XML forbids
// and which pugixml leaves as they are. In a title that is plain text nothing later would decode them; and
// decoding them later everywhere would also decode what was escaped on purpose (&amp;eacute; is the text
// "&eacute;"). So they are decoded before the tree is built, where the two can still be told apart, and never
// in CDATA, where no reference is one.
//
// The method: one pass with memchr for '&', which finds whether anything must change (most documents:
// nothing, and nothing is copied); the rewriting pass steps over CDATA sections. Both linear. Each reference
// gives one or two characters; what a DTD declares is unknown here, so nothing can grow ("billion laughs").
#include "feeds/parse/references.h"

#include <cctype>
#include <cstdint>

#include "feeds/base/utf8.h"
#include "feeds/text/html_text.h"

namespace eightbells {
namespace {

constexpr std::size_t kLongestName = 32;  // HTML's longest is 31: CounterClockwiseContourIntegral

bool is_xml_name(std::string_view name) {
  return name == "lt" || name == "gt" || name == "amp" || name == "quot" || name == "apos";
}

// Characters 0x80 to 0x9F in a reference are C1 controls to XML; writers meant windows-1252 (HTML
// 5, 13.2.5.80).
char32_t meant(std::uint32_t number) {
  static constexpr char16_t kWindows1252[32] = {
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (number >= 0x80 && number <= 0x9F) return kWindows1252[number - 0x80];
  return number;
}

bool is_forbidden(std::uint32_t number) {
  return (number < 0x20 && number != '\t' && number != '\n' && number != '\r') ||
         (number >= 0x7F && number <= 0x9F) || (number >= 0xD800 && number <= 0xDFFF) || number > 0x10FFFF;
}

struct Reference {
  bool found = false;
  std::string_view name;     // named: "eacute"
  std::uint32_t number = 0;  // numeric
  std::size_t length = 0;    // with & and ;
};

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

Reference numeric(std::string_view text, std::size_t at) {
  Reference reference;
  std::size_t i = at + 2;
  const bool hex = i < text.size() && (text[i] == 'x' || text[i] == 'X');
  if (hex) ++i;
  const std::size_t start = i;
  const int base = hex ? 16 : 10;
  std::uint32_t number = 0;
  for (; i < text.size() && digit_value(text[i]) < base; ++i) {
    if (number <= 0x10FFFF)
      number = number * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit_value(text[i]));
  }
  if (i == start || i >= text.size() || text[i] != ';') return reference;
  reference.found = true;
  reference.number = number;
  reference.length = i + 1 - at;
  return reference;
}

// The reference that starts with the '&' at `at`; found is false for a bare '&'.
Reference reference_at(std::string_view text, std::size_t at) {
  if (at + 1 < text.size() && text[at + 1] == '#') return numeric(text, at);
  Reference reference;
  std::size_t i = at + 1;
  while (i < text.size() && i - at <= kLongestName && std::isalnum(static_cast<unsigned char>(text[i])) != 0)
    ++i;
  if (i == at + 1 || i >= text.size() || text[i] != ';') return reference;
  reference.found = true;
  reference.name = text.substr(at + 1, i - at - 1);
  reference.length = i + 1 - at;
  return reference;
}

// Whether an XML parser would not read `reference` as it was meant.
bool needs_repair(const Reference& reference) {
  if (!reference.found) return false;
  if (reference.name.empty()) return is_forbidden(reference.number);
  return !is_xml_name(reference.name) && !named_entity(reference.name).empty();
}

void append_repaired(std::string& out, const Reference& reference) {
  if (reference.name.empty()) {
    const char32_t character = meant(reference.number);
    if (!is_forbidden(character)) append_code_point(out, character);
    return;
  }
  const std::string_view characters = named_entity(reference.name);
  // &LT; and &AMP; are HTML too: their characters would be markup.
  if (characters == "<") {
    out += "&lt;";
  } else if (characters == "&") {
    out += "&amp;";
  } else if (characters == "\"") {
    out += "&quot;";
  } else {
    out += characters;
  }
}

bool any_needs_repair(std::string_view text) {
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    // What nearly every reference of a feed is, told by two bytes.
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    const char after = at + 2 < text.size() ? text[at + 2] : '\0';
    if ((next == 'l' || next == 'g') && after == 't') continue;
    if (needs_repair(reference_at(text, at))) return true;
  }
  return false;
}

}  // namespace

bool repair_references(std::string& text) {
  if (!any_needs_repair(text)) return false;
  constexpr std::string_view kOpen = "<![CDATA[";
  constexpr std::string_view kClose = "]]>";
  std::string out;
  out.reserve(text.size() + 64);
  std::size_t copied = 0;
  std::size_t cdata = text.find(kOpen);
  std::size_t at = text.find('&');
  bool changed = false;
  while (at != std::string::npos) {
    if (cdata != std::string::npos && cdata < at) {
      const std::size_t end = text.find(kClose, cdata);
      if (end == std::string::npos) break;
      if (end > at) at = text.find('&', end);
      cdata = text.find(kOpen, end);
      continue;
    }
    const Reference reference = reference_at(text, at);
    if (needs_repair(reference)) {
      out.append(text, copied, at - copied);
      append_repaired(out, reference);
      copied = at + reference.length;
      changed = true;
    }
    at = text.find('&', reference.found ? at + reference.length : at + 1);
  }
  if (!changed) return false;
  out.append(text, copied);
  text = std::move(out);
  return true;
}

bool repair_c1_controls(std::string& text) {
  constexpr char kLead = '\xC2';  // the first byte of U+0080 to U+00BF; never inside another character
  const auto is_control = [&](std::size_t at) {
    return at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
  };
  std::size_t at = text.find(kLead);
  while (at != std::string::npos && !is_control(at)) at = text.find(kLead, at + 1);
  if (at == std::string::npos) return false;
  std::string out;
  out.reserve(text.size() + 64);
  std::size_t copied = 0;
  for (; at != std::string::npos; at = text.find(kLead, at + 1)) {
    if (!is_control(at)) continue;
    out.append(text, copied, at - copied);
    const char32_t character = meant(static_cast<unsigned char>(text[at + 1]));
    if (!is_forbidden(character)) append_code_point(out, character);
    copied = at + 2;
  }
  out.append(text, copied);
  text = std::move(out);
  return true;
}

void decode_reference(std::string_view text, std::size_t& at, std::string& out) {
  const Reference reference = reference_at(text, at);
  if (reference.found) {
    if (reference.name.empty()) {
      const char32_t character = meant(reference.number);
      if (!is_forbidden(character)) append_code_point(out, character);
      at += reference.length;
      return;
    }
    const std::string_view characters =
        reference.name == "apos" ? std::string_view("'") : named_entity(reference.name);
    if (!characters.empty()) {
      out += characters;
      at += reference.length;
      return;
    }
  }
  out += '&';
  ++at;
}

}  // namespace eightbells
