// Base64 (RFC 4648, 4) as Atom uses it for content that is not text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace eightbells {

// The bytes, when `text` is base64 throughout (white space is skipped) and they are well-formed UTF-8: a
// picture is no text to read.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace eightbells
