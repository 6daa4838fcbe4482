#include "feeds/parse/base64.h"

#include <cstdint>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const int value = value_of(c);
    if (value < 0 || padding > 0) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    if (++count == 4) {
      out += static_cast<char>(bits >> 16U & 0xFFU);
      out += static_cast<char>(bits >> 8U & 0xFFU);
      out += static_cast<char>(bits & 0xFFU);
      bits = 0;
      count = 0;
    }
  }
  if (count == 1 || padding > 2) return std::nullopt;
  if (count >= 2) out += static_cast<char>(bits >> (count == 2 ? 4U : 10U) & 0xFFU);
  if (count == 3) out += static_cast<char>(bits >> 2U & 0xFFU);
  if (!is_valid_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace eightbells
