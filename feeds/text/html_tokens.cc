// A tokenizer for HTML as feeds hold it, after the HTML standard's 13.2.5, without its tree: what counts as a
// tag, where it ends (a '>' inside a quoted value does not end it), what a comment is. Every scan is linear
// in what it passes; a quote that is never closed is taken back, so that one bad attribute does not swallow
// an article.
#include "feeds/text/html_tokens.h"

#include <algorithm>

#include "feeds/text/entities.h"

namespace eightbells {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

// Up to eight letters as one number, so that a name is found by a switch.
constexpr std::uint64_t pack(std::string_view name) {
  std::uint64_t packed = 0;
  for (const char c : name) packed = packed << 8 | static_cast<unsigned char>(c);
  return packed;
}

Element long_element(std::string_view name) {
  if (equal_ignoring_case(name, "blockquote") || equal_ignoring_case(name, "figcaption"))
    return Element::paragraph;
  if (equal_ignoring_case(name, "plaintext")) return Element::line;
  return Element::unknown;
}

}  // namespace

Element element_of(std::string_view name) {
  if (name.empty() || name.size() > 8) return long_element(name);
  std::uint64_t packed = 0;
  for (const char c : name) packed = packed << 8 | static_cast<unsigned char>(lower(c));
  // clang-format off
  switch (packed) {
    case pack("a"): case pack("abbr"): case pack("acronym"): case pack("b"): case pack("bdi"): case pack("bdo"):
    case pack("big"): case pack("blink"): case pack("cite"): case pack("code"): case pack("data"): case pack("del"):
    case pack("dfn"): case pack("em"): case pack("font"): case pack("i"): case pack("ins"): case pack("kbd"):
    case pack("label"): case pack("mark"): case pack("nobr"): case pack("q"): case pack("rb"): case pack("rp"):
    case pack("rt"): case pack("ruby"): case pack("s"): case pack("samp"): case pack("small"): case pack("span"):
    case pack("strike"): case pack("strong"): case pack("sub"): case pack("sup"): case pack("time"): case pack("tt"):
    case pack("u"): case pack("var"): case pack("wbr"):
      return Element::inline_;
    case pack("article"): case pack("aside"): case pack("details"): case pack("dl"): case pack("fieldset"):
    case pack("figure"): case pack("footer"): case pack("form"): case pack("h1"): case pack("h2"): case pack("h3"):
    case pack("h4"): case pack("h5"): case pack("h6"): case pack("header"): case pack("hgroup"): case pack("hr"):
    case pack("main"): case pack("nav"): case pack("ol"): case pack("p"): case pack("section"): case pack("table"):
    case pack("ul"):
      return Element::paragraph;
    case pack("address"): case pack("body"): case pack("caption"): case pack("center"): case pack("dd"):
    case pack("dir"): case pack("div"): case pack("dt"): case pack("frameset"): case pack("head"): case pack("html"):
    case pack("legend"): case pack("li"): case pack("menu"): case pack("optgroup"): case pack("option"): case pack("summary"):
    case pack("tbody"): case pack("tfoot"): case pack("thead"): case pack("title"): case pack("tr"):
      return Element::line;
    case pack("td"): case pack("th"):
      return Element::cell;
    case pack("img"): case pack("image"): case pack("picture"):
      return Element::image;
    case pack("br"):
      return Element::line_break;
    case pack("pre"): case pack("listing"): case pack("xmp"):
      return Element::preformatted;
    case pack("script"): case pack("style"):
      return Element::hidden_to_end;
    case pack("template"): case pack("iframe"): case pack("noembed"):
    case pack("noframes"):
      return Element::hidden;
    case pack("applet"): case pack("area"): case pack("audio"): case pack("base"): case pack("basefont"):
    case pack("button"): case pack("canvas"): case pack("col"): case pack("colgroup"): case pack("datalist"): case pack("dialog"):
    case pack("embed"): case pack("frame"): case pack("input"): case pack("link"): case pack("map"):
    case pack("marquee"): case pack("math"): case pack("meta"): case pack("meter"): case pack("noscript"):
    case pack("object"): case pack("output"): case pack("param"): case pack("progress"): case pack("select"):
    case pack("slot"): case pack("source"): case pack("textarea"): case pack("track"): case pack("video"):
      return Element::other;
    default:
      return Element::unknown;
  }
  // clang-format on
}

// The position of the '>' that ends the tag whose attributes begin at `at`, or npos when there is no '>' any
// more. A quote that is never closed, or quotes that hide every '>' to the end, are not believed, from there
// on.
std::size_t HtmlScanner::find_tag_end(std::size_t at) {
  if (tags_end_) return npos;
  bool value_next = false;  // only behind '=' does a quote open a value
  for (std::size_t i = at; i < html_.size() && trust_quotes_; ++i) {
    const char c = html_[i];
    if (c == '>') return i;
    if ((c == '"' || c == '\'') && value_next) {
      i = html_.find(c, i + 1);
      if (i == npos) break;
      value_next = false;
    } else if (c == '=') {
      value_next = true;
    } else if (!is_space(c)) {
      value_next = false;
    }
  }
  trust_quotes_ = false;
  const std::size_t end = html_.find('>', at);
  tags_end_ = end == npos;
  return end;
}

std::optional<Tag> HtmlScanner::read_tag(std::size_t at) {
  Tag tag;
  std::size_t i = at + 1;
  if (i < html_.size() && html_[i] == '/') {
    tag.closing = true;
    ++i;
  }
  if (i >= html_.size() || !is_letter(html_[i])) return std::nullopt;
  std::size_t name = i;
  while (i < html_.size() && !is_space(html_[i]) && html_[i] != '>' && html_[i] != '/' && html_[i] != '<') {
    if (html_[i] == ':') name = i + 1;
    ++i;
  }
  tag.name = html_.substr(name, i - name);
  const std::size_t end = find_tag_end(i);
  tag.complete = end != npos;
  const std::size_t stop = tag.complete ? end : html_.size();
  tag.attributes = html_.substr(i, stop - i);
  tag.length = (tag.complete ? end + 1 : html_.size()) - at;
  return tag;
}

std::size_t HtmlScanner::comment_length(std::size_t at) {
  const std::string_view rest = html_.substr(at);
  if (rest.starts_with("<!--")) {
    if (rest.substr(4, 1) == ">") return 5;
    if (rest.substr(4, 2) == "->") return 6;
    const std::size_t end = html_.find("-->", at + 4);
    return (end == npos ? html_.size() : end + 3) - at;
  }
  const bool mark = rest.size() > 2 && (rest[1] == '!' || rest[1] == '?');
  if (!mark || !(is_letter(rest[2]) || rest[2] == '[') || tags_end_) return 0;
  const std::size_t end = html_.find('>', at + 1);
  tags_end_ = end == npos;
  return tags_end_ ? 0 : end + 1 - at;
}

std::size_t HtmlScanner::find_closing_tag(std::size_t from, std::string_view name) {
  for (const std::string_view gone : never_closed_) {
    if (equal_ignoring_case(gone, name)) return npos;
  }
  for (std::size_t at = html_.find("</", from); at != npos; at = html_.find("</", at + 2)) {
    if (!equal_ignoring_case(html_.substr(at + 2, name.size()), name)) continue;
    const std::size_t next = at + 2 + name.size();
    if (next >= html_.size() || is_space(html_[next]) || html_[next] == '>' || html_[next] == '/') return at;
  }
  never_closed_.push_back(name);
  return npos;
}

std::optional<std::string> attribute_of(std::string_view attributes, std::string_view wanted) {
  std::size_t at = 0;
  const auto skip = [&](auto&& test) {
    while (at < attributes.size() && test(attributes[at])) ++at;
  };
  while (at < attributes.size()) {
    skip([](char c) { return is_space(c) || c == '/'; });
    const std::size_t name_begin = at;
    if (at < attributes.size()) ++at;  // a leading '=' is part of a name
    skip([](char c) { return !is_space(c) && c != '/' && c != '='; });
    const std::string_view name = attributes.substr(name_begin, at - name_begin);
    skip(is_space);
    std::string_view value;
    if (at < attributes.size() && attributes[at] == '=') {
      ++at;
      skip(is_space);
      const char quote = at < attributes.size() ? attributes[at] : '\0';
      if (quote == '"' || quote == '\'') {
        const std::size_t close = std::min(attributes.find(quote, at + 1), attributes.size());
        value = attributes.substr(at + 1, close - at - 1);
        at = std::min(close + 1, attributes.size());
      } else {
        const std::size_t value_begin = at;
        skip([](char c) { return !is_space(c); });
        value = attributes.substr(value_begin, at - value_begin);
      }
    }
    if (equal_ignoring_case(name, wanted)) return decode_entities_in(value, EntityContext::attribute);
  }
  return std::nullopt;
}

}  // namespace eightbells
