// Names of encodings: where documents say them, and what they mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace eightbells {

// The converter that a label means by the WHATWG encoding standard ("latin1" is "windows-1252"), else the
// label in small letters; empty when it cannot be a name.
[[nodiscard]] std::string charset_of_label(std::string_view label);

// UTF-16, UTF-32, "unicode": cannot be the encoding of a document in which the name can be read as ASCII.
[[nodiscard]] bool is_unicode_name(std::string_view charset);

// charset=... of a Content-Type; empty when there is none. Lenient about quotes, spaces and ':' for '='.
[[nodiscard]] std::string header_charset(std::string_view content_type);

// encoding="..." of an XML declaration, else the charset of an HTML <meta>; empty when there is none.
[[nodiscard]] std::string declared_charset(std::string_view head);

// By the C library; nothing when it does not know the name or any byte does not fit.
[[nodiscard]] std::optional<std::string> convert_by_iconv(std::string_view bytes, const std::string& charset);

}  // namespace eightbells
