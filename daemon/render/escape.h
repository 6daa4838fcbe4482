// Strangers' text inside Markdown, YAML and HTML: nothing they wrote can end what it stands in.
#pragma once

#include <string>
#include <string_view>

namespace eightbells {

// Who reads the Markdown. All read what CommonMark says; some read more into plain text:
// - common: GFM, Hugo and Zola, whose shortcodes begin with {{ and {%.
// - obsidian: #tags, $formulas$, ==highlights==, %%comments%% and ^names of blocks.
// - jekyll: Liquid before all else ({{, {%), then kramdown, to which a '|' makes a table of its line, '{:'
// begins
//   attributes and raw HTML, and a backslash before '&' or '%' is itself.
enum class MarkdownReader { common, obsidian, jekyll };

// One line of Markdown text that shows `text` literally: punctuation that could start emphasis, a link, HTML,
// an entity, a shortcode or a block is escaped; controls go, white space is collapsed. Plain prose stays as
// it is.
[[nodiscard]] std::string markdown_text(std::string_view text,
                                        MarkdownReader reader = MarkdownReader::common);

// The same without the care for the line's first characters, for text inside brackets.
[[nodiscard]] std::string markdown_inline(std::string_view text,
                                          MarkdownReader reader = MarkdownReader::common);

// A link target for (...): http and https only (else empty); spaces, brackets, quotes, backslashes, controls
// percent-encoded.
[[nodiscard]] std::string markdown_target(std::string_view url);

// A category as a tag that Obsidian takes: letters, digits, '_', '-' and '/', not digits alone; "Chips and
// compute" is Chips-and-compute. Empty when nothing of the name is left.
[[nodiscard]] std::string obsidian_tag(std::string_view name);

// A YAML 1.2 double-quoted scalar with its quotes.
[[nodiscard]] std::string yaml_string(std::string_view text);

// Text for HTML and XML content and for double-quoted attributes.
[[nodiscard]] std::string html_escaped(std::string_view text);

// The same as one line that is well-formed in XML 1.0 whatever the bytes: controls and noncharacters go, bad
// UTF-8 is replaced.
[[nodiscard]] std::string markup_line(std::string_view text);

// `url` as an IRI of RFC 3987, not yet escaped for markup: http and https only (else empty); what may not
// stand in one is percent-encoded.
[[nodiscard]] std::string web_link(std::string_view url);

}  // namespace eightbells
