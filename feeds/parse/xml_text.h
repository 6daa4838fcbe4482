// What an element of a feed says, read by the rules of its kind: plain text, HTML in text, or markup in
// place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "feeds/parse/namespaces.h"

namespace eightbells {

enum class TextKind : std::uint8_t {
  plain,   // the characters themselves
  html,    // HTML as text, escaped or in CDATA
  markup,  // XHTML elements in place: text below them is already plain
  guess,   // the source does not say: HTML when it looks like it
  loose,   // RSS: HTML, escaped once or twice, in a field that has no type
};

// One text in a document, not read yet: a text that nobody needs is never read.
struct TextSource {
  pugi::xml_node node;
  TextKind kind = TextKind::loose;
  bool base64 = false;

  explicit operator bool() const { return static_cast<bool>(node); }
};

// All characters below `node`, elements dropped (linear in their number; below `kMaxTextDepth` levels they
// are left out).
[[nodiscard]] std::string inner_text(pugi::xml_node node);

// The same without a copy where one text node holds it all, as is usual; `buffer` keeps the characters
// otherwise.
[[nodiscard]] std::string_view inner_text_view(pugi::xml_node node, std::string& buffer);

// Whether elements stand inside `node`.
[[nodiscard]] bool has_elements(pugi::xml_node node);

// Whether anything but white space stands inside `node`.
[[nodiscard]] bool has_content(pugi::xml_node node);

// What `node` holds as HTML; `buffer` keeps it where it had to be put together.
[[nodiscard]] std::string_view html_of(const TextSource& source, std::string& buffer);

// The text as a reader sees it, at most `limit` bytes; lines are kept.
[[nodiscard]] std::string read_text(const TextSource& source, std::size_t limit);

// The same for a title: one line.
[[nodiscard]] std::string read_title(const TextSource& source, std::size_t limit);

// A name, a category, an id: one line of plain text, entities that are left decoded.
[[nodiscard]] std::string read_label(pugi::xml_node node);

// Entry::written of an entry with these texts: of the bytes in the document, which are not read for it.
[[nodiscard]] std::uint64_t written_hash(std::initializer_list<TextSource> texts);

// Whether escaped text is HTML: it closes a tag that HTML knows, or holds a whole <br> or <img>.
[[nodiscard]] bool looks_like_html(std::string_view text);

inline constexpr std::size_t kMaxTextDepth = 256;

}  // namespace eightbells
