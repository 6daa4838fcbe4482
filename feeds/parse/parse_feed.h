// The only door to the parsers: bytes of a document in, a Feed out. What the document is, is found by its
// content, never by its Content-Type; damage is repaired where a reader could tell what was meant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "feeds/base/result.h"
#include "feeds/model/feed.h"

namespace eightbells {

struct ParseOptions {
  std::string base_url;      // for relative links
  std::string content_type;  // the HTTP header: only its charset is believed, and only if it decodes
  std::size_t max_entries = 2000;
  std::size_t max_depth = 256;  // of elements
  std::size_t max_title_bytes = 2048;
  std::size_t max_text_bytes = 256 << 10;  // of summary and of content, each
  // Asked once for every entry that has an id or a link, with the id that the entry gets and Entry::written.
  // Where it says true, the texts are not read (that is most of the work) and Entry::known is set. It must
  // not throw.
  std::function<bool(std::string_view id, std::uint64_t written)> is_known;
};

// The feed in `bytes`. Error parse: no feed in it (the message says what it looks like: a web page, a login
// page, empty ...). Never throws, time linear in the size, no entity is expanded beyond one character
// reference.
[[nodiscard]] Result<Feed> parse_feed(std::string_view bytes, const ParseOptions& options);

}  // namespace eightbells
