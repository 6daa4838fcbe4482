// The links of a page, for finding its feeds: one pass over its tags.
#include "feeds/base/utf8.h"
#include "feeds/text/html_text.h"
#include "feeds/text/html_tokens.h"

namespace eightbells {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t kLongestAnchorText = 400;  // bytes of markup looked at for a name

// What an <a> is called: its title, else the text up to its end.
std::string name_of_anchor(const Tag& tag, std::string_view html, std::size_t behind) {
  if (auto title = attribute_of(tag.attributes, "title")) return collapse_white_space(*title);
  const std::string_view rest = html.substr(behind, kLongestAnchorText);
  const std::size_t end = std::min(rest.find("</a"), rest.find("</A"));
  return end == npos ? std::string() : collapse_white_space(html_to_text(rest.substr(0, end)));
}

HtmlLink read_link(const Tag& tag, std::string_view href) {
  const auto value = [&](std::string_view name) { return attribute_of(tag.attributes, name).value_or(""); };
  return {collapse_white_space(ascii_lower(value("rel"))), std::string(trim(ascii_lower(value("type")))),
          std::string(trim(href)), value("title")};
}

}  // namespace

std::vector<HtmlLink> html_links(std::string_view html, std::size_t limit) {
  std::vector<HtmlLink> links;
  HtmlScanner scanner(html);
  for (std::size_t at = html.find('<'); at != npos && links.size() < limit; at = html.find('<', at)) {
    if (const std::size_t length = scanner.comment_length(at)) {
      at += length;
      continue;
    }
    const std::optional<Tag> tag = scanner.read_tag(at);
    if (!tag || !tag->complete) {
      ++at;
      continue;
    }
    at += tag->length;
    const std::string name = ascii_lower(tag->name.substr(0, 8));
    if (tag->closing) continue;
    if (element_of(tag->name) == Element::hidden_to_end) {
      at = std::min(scanner.find_closing_tag(at, tag->name), html.size());
    } else if (name == "link" || name == "a") {
      auto href = attribute_of(tag->attributes, "href");
      if (!href) continue;
      links.push_back(read_link(*tag, std::move(*href)));
      if (name == "a") links.back().title = name_of_anchor(*tag, html, at);
    }
  }
  return links;
}

}  // namespace eightbells
