// Strangers' text inside Markdown, YAML and HTML: nothing they wrote can end what it stands in.
#pragma once

#include <string>
#include <string_view>

namespace eightbells {

// One line of Markdown text (CommonMark 0.30, GFM, Hugo) that shows `text` literally: punctuation that could start emphasis, a
// link, HTML, an entity, a Hugo shortcode or a block is escaped; controls go, white space is collapsed. Plain prose stays as it is.
[[nodiscard]] std::string markdown_text(std::string_view text);

// The same without the care for the line's first characters, for text inside brackets.
[[nodiscard]] std::string markdown_inline(std::string_view text);

// A link target for (...): http and https only (else empty); spaces, brackets, quotes, backslashes, controls percent-encoded.
[[nodiscard]] std::string markdown_target(std::string_view url);

// A YAML 1.2 double-quoted scalar with its quotes.
[[nodiscard]] std::string yaml_string(std::string_view text);

// Text for HTML and XML content and for double-quoted attributes.
[[nodiscard]] std::string html_escaped(std::string_view text);

// The same as one line that is well-formed in XML 1.0 whatever the bytes: controls and noncharacters go, bad UTF-8 is replaced.
[[nodiscard]] std::string markup_line(std::string_view text);

// `url` as an IRI of RFC 3987, not yet escaped for markup: http and https only (else empty); what may not stand in one is
// percent-encoded.
[[nodiscard]] std::string web_link(std::string_view url);

}  // namespace eightbells
