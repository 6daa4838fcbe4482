// HTML to plain text in one pass, as a reader would read the page aloud.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

// Plain text of an HTML fragment or document: tags dropped, entities decoded (HTML 5 table), script, style,
// template and comments skipped with their contents, blocks and <br> become "\n" (a paragraph "\n\n"), white
// space collapsed elsewhere. Well-formed UTF-8 without controls; at most `limit` bytes (cut at a code point).
// Text that holds no markup comes back as it is.
[[nodiscard]] std::string html_to_text(std::string_view html, std::size_t limit = 1 << 20);

// A title: one line of plain text. Entities that were escaped twice are decoded, tags that were escaped
// are dropped when they are known HTML tags ("<b>" goes, "a < b" and "<T>" stay).
[[nodiscard]] std::string plain_title(std::string_view html);

// Entities of `text` decoded once, nothing else.
[[nodiscard]] std::string decode_entities(std::string_view text);

// The UTF-8 of a named HTML entity without & and ; ("eacute"), empty when unknown.
[[nodiscard]] std::string_view named_entity(std::string_view name);

struct HtmlLink {
  std::string rel;   // small letters
  std::string type;  // small letters
  std::string href;  // as written
  std::string title;
};

// The <link> elements of a page's head and the <a href> of its body, in order; at most `limit`.
[[nodiscard]] std::vector<HtmlLink> html_links(std::string_view html, std::size_t limit = 1000);

}  // namespace eightbells
