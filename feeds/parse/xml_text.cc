#include "feeds/parse/xml_text.h"

#include <algorithm>
#include <cstring>

#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"
#include "feeds/parse/base64.h"
#include "feeds/text/html_text.h"

namespace eightbells {
namespace {

bool is_text(pugi::xml_node node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// Walks everything below `top` without recursion (a stranger chooses the depth).
template <typename Open, typename Close, typename Text>
void walk(pugi::xml_node top, Open&& open, Close&& close, Text&& text) {
  std::size_t depth = 0;
  pugi::xml_node node = top.first_child();
  while (node) {
    if (is_text(node)) text(node);
    if (node.type() == pugi::node_element) {
      open(node);
      if (depth < kMaxTextDepth && node.first_child()) {
        ++depth;
        node = node.first_child();
        continue;
      }
      close(node);
    }
    while (!node.next_sibling()) {
      node = node.parent();
      if (node == top) return;
      --depth;
      close(node);
    }
    node = node.next_sibling();
  }
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
}

// The children of `node` written as HTML again. With `escape`, text is plain and becomes HTML; without it the
// source mixed elements in place with escaped HTML, and both are meant as markup.
std::string write_html(pugi::xml_node node, bool escape) {
  std::string out;
  walk(
      node,
      [&](pugi::xml_node element) {
        out += '<';
        out += local_part(element.name());
        for (pugi::xml_attribute attribute : element.attributes()) {
          const std::string_view name = local_part(attribute.name());
          if (name != "href" && name != "src") continue;  // nothing else of the markup is read
          out.append(" ").append(name).append("=\"");
          append_escaped(out, attribute.value());
          out += '"';
        }
        out += '>';
      },
      [&](pugi::xml_node element) {
        const std::string_view name = local_part(element.name());
        if (name == "br" || name == "img" || name == "hr") return;  // HTML has no end tag for these
        out.append("</").append(name).append(">");
      },
      [&](pugi::xml_node text) {
        if (escape) {
          append_escaped(out, text.value());
        } else {
          out += text.value();
        }
      });
  return out;
}

bool known_html_tag(std::string_view name) {
  static constexpr std::string_view kTags[] = {
      "a",   "abbr", "article", "b",     "blockquote", "br",     "center", "cite", "code",  "dd",
      "div", "dl",   "dt",      "em",    "font",       "figure", "h1",     "h2",   "h3",    "h4",
      "h5",  "h6",   "hr",      "i",     "iframe",     "img",    "li",     "ol",   "p",     "pre",
      "q",   "s",    "section", "small", "span",       "strong", "sub",    "sup",  "table", "tbody",
      "td",  "th",   "tr",      "tt",    "u",          "ul",     "video"};
  return std::find(std::begin(kTags), std::end(kTags), name) != std::end(kTags);
}

// MIME types whose bytes nobody reads.
bool is_no_text(std::string_view type) {
  const std::string lower = ascii_lower(trim(type));
  const std::string_view major = std::string_view(lower).substr(0, lower.find('/'));
  return major == "image" || major == "audio" || major == "video" || lower == "application/octet-stream";
}

TextKind resolve_guess(TextKind kind, std::string_view text) {
  if (kind != TextKind::guess) return kind;
  return looks_like_html(text) ? TextKind::html : TextKind::plain;
}

// Printable ASCII with single spaces and no markup: nothing to decode, remove or collapse. Most names and
// dates.
bool is_plain_line(std::string_view text) {
  char before = ' ';
  for (const char c : text) {
    if (c < 0x20 || c > 0x7E || c == '&' || c == '<' || (c == ' ' && before == ' ')) return false;
    before = c;
  }
  return true;
}

std::string tidy_plain(std::string_view text, std::size_t limit) {
  std::string clean = without_controls(trim(text));
  if (clean.size() > limit) {
    std::size_t cut = limit;
    while (cut > 0 && (static_cast<unsigned char>(clean[cut]) & 0xC0U) == 0x80U) --cut;
    clean.resize(cut);
  }
  return clean;
}

}  // namespace

std::string inner_text(pugi::xml_node node) {
  std::string out;
  walk(
      node, [](pugi::xml_node) {}, [](pugi::xml_node) {}, [&](pugi::xml_node text) { out += text.value(); });
  return out;
}

std::string_view inner_text_view(pugi::xml_node node, std::string& buffer) {
  const pugi::xml_node only = node.first_child();
  if (!only) return {};
  if (!only.next_sibling() && is_text(only)) return only.value();
  buffer = inner_text(node);
  return buffer;
}

bool has_elements(pugi::xml_node node) {
  for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element) return true;
  }
  return false;
}

bool has_content(pugi::xml_node node) {
  for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element) return true;
    if (is_text(child) && child.value()[std::strspn(child.value(), " \t\r\n")] != '\0') return true;
  }
  return false;
}

bool looks_like_html(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    std::size_t start = at + 1;
    const bool closing = start < text.size() && text[start] == '/';
    if (closing) ++start;
    std::size_t end = start;
    while (end < text.size() && end - start < 12 && std::isalnum(static_cast<unsigned char>(text[end])) != 0)
      ++end;
    const std::string name = ascii_lower(text.substr(start, end - start));
    if (!known_html_tag(name)) continue;
    if (text.find('>', end) == std::string_view::npos) return false;
    if (closing || name == "br" || name == "img" || name == "p" || name == "hr") return true;
  }
  // No tag at all, but an entity that only HTML has: "caf&eacute;" after the XML was read.
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const std::size_t end = text.find(';', at);
    if (end == std::string_view::npos) return false;
    const std::string_view name = text.substr(at + 1, end - at - 1);
    if (name.size() > 1 && name.size() < 12 && (name.front() == '#' || !named_entity(name).empty()))
      return true;
  }
  return false;
}

std::string_view html_of(const TextSource& source, std::string& buffer) {
  if (source.kind == TextKind::markup || has_elements(source.node)) {
    // Elements in place, whatever the type says. Only where it says HTML is the text between them markup as
    // well.
    const bool escape =
        source.kind == TextKind::markup || source.kind == TextKind::guess || source.kind == TextKind::plain;
    buffer = write_html(source.node, escape);
    return buffer;
  }
  std::string_view text = inner_text_view(source.node, buffer);
  if (source.base64) {
    if (auto decoded = decode_base64(text)) {
      buffer = std::move(*decoded);
      text = buffer;
    } else if (is_no_text(attribute_of(source.node, "type"))) {
      text = {};
    }
  }
  return text;
}

std::uint64_t written_hash(std::initializer_list<TextSource> texts) {
  std::uint64_t hash = 1;
  std::string buffer;
  for (const TextSource& text : texts) {
    std::uint64_t one = 0;
    if (text && has_elements(text.node)) one = hash64(write_html(text.node, false));
    else if (text) one = hash64(inner_text_view(text.node, buffer));
    hash = combine_hashes(hash, one);
  }
  return hash;
}

std::string read_text(const TextSource& source, std::size_t limit) {
  if (!source) return {};
  std::string buffer;
  const std::string_view html = html_of(source, buffer);
  if (source.kind == TextKind::markup || has_elements(source.node)) return html_to_text(html, limit);
  const TextKind kind = source.kind == TextKind::plain ? TextKind::guess : source.kind;
  if (resolve_guess(kind, html) == TextKind::plain) return tidy_plain(html, limit);
  return html_to_text(html, limit);
}

std::string read_title(const TextSource& source, std::size_t limit) {
  if (!source) return {};
  std::string buffer;
  const std::string_view html = html_of(source, buffer);
  std::string title;
  if (source.kind == TextKind::markup || has_elements(source.node) || source.kind == TextKind::html) {
    title = html_to_text(html, limit * 2);
  } else if (source.kind == TextKind::loose) {
    title = plain_title(html);
  } else {
    title = without_controls(html);
  }
  title = collapse_white_space(title);
  return tidy_plain(title, limit);
}

std::string read_label(pugi::xml_node node) {
  std::string buffer;
  const std::string_view text = trim(inner_text_view(node, buffer));
  if (is_plain_line(text)) return std::string(text);
  if (text.find_first_of("&<") == std::string_view::npos) return collapse_white_space(without_controls(text));
  return collapse_white_space(html_to_text(text, 4096));
}

}  // namespace eightbells
