// Percent-encoding (RFC 3986, 2.1 and 6.2.2; the WHATWG query and path encode sets).
#include "feeds/text/url_parts.h"

namespace eightbells {
namespace {

constexpr char kDigits[] = "0123456789ABCDEF";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The byte that "%XX" at `at` means, or -1.
int escaped_byte(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size() || text[at] != '%') return -1;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_unreserved(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

bool is_unsafe(unsigned char c) {
  return c <= 0x20 || c >= 0x7F || c == '"' || c == '<' || c == '>' || c == '`' || c == '\\' || c == '{' ||
         c == '}' || c == '|' || c == '^';
}

void append_escaped(std::string& out, unsigned char c) {
  out += '%';
  out += kDigits[c >> 4];
  out += kDigits[c & 15];
}

}  // namespace

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int byte = escaped_byte(text, i);
    if (byte >= 0) i += 2;
    out += byte >= 0 ? static_cast<char>(byte) : text[i];
  }
  return out;
}

std::string encode_unsafe(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unsafe(static_cast<unsigned char>(c))) {
      append_escaped(out, static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string normal_percent(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int byte = escaped_byte(text, i);
    const auto c = static_cast<unsigned char>(byte >= 0 ? byte : text[i]);
    if (byte >= 0) i += 2;
    if (byte >= 0 ? !is_unreserved(c) : is_unsafe(c) || (c == '%')) {
      append_escaped(out, c);
    } else {
      out += static_cast<char>(c);
    }
  }
  return out;
}

}  // namespace eightbells
