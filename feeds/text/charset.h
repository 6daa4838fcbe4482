// Bytes of unknown encoding to UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace eightbells {

struct Decoded {
  std::string text;      // well-formed UTF-8, without a byte order mark
  std::string encoding;  // the IANA name of what was used
};

// Order of belief: byte order mark; valid UTF-8 that holds a byte over 0x7F; the charset of `content_type` if
// it decodes without error; the XML or HTML declaration in the first KiB likewise; windows-1252. Never fails.
[[nodiscard]] Decoded to_utf8(std::string_view bytes, std::string_view content_type = {});

}  // namespace eightbells
