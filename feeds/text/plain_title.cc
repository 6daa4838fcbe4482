// Titles.
//
// Problem. A title arrives as plain text, as HTML, as HTML that was escaped once too often ("Q&amp;amp;A",
// "&lt;b&gt;"), and nobody says which. A reader wants one line of plain text; but a title may be about HTML
// ("How <video> works", "a < b", "Result<T>"), and then what looks like a tag is text.
//
// Method. Tags are dropped, references are decoded, and both again while that uncovers more, at most kRounds
// times. What counts as a tag is decided by name and company: comments, scripts and unknown names apart,
//  - formatting of letters (<b>, <i>, <a>, <span> ...), <br> and <img> are always markup;
//  - any other HTML element is markup when it has attributes or is closed in the same title, otherwise it is
//  a word;
//  - a name that is not HTML is a word.
// What only decoding uncovered ("&lt;p&gt;") was escaped on purpose or once too often: formatting and tags
// with attributes are markup there too, but a bare "<p>" or "<dialog></dialog>" is what the title is about,
// since no title is laid out in paragraphs.
#include <algorithm>

#include "feeds/base/utf8.h"
#include "feeds/text/entities.h"
#include "feeds/text/html_text.h"
#include "feeds/text/html_tokens.h"

namespace eightbells {
namespace {

constexpr int kRounds = 4;
constexpr auto npos = std::string_view::npos;

bool is_attribute_list(std::string_view attributes) { return attributes.find('=') != npos; }

bool is_markup(const Tag& tag, HtmlScanner& scanner, std::size_t behind, bool uncovered) {
  switch (element_of(tag.name)) {
    case Element::unknown:
      return false;
    case Element::inline_:
    case Element::line_break:
    case Element::image:
      return true;
    default:
      break;
  }
  if (is_attribute_list(tag.attributes)) return true;
  return !uncovered && (tag.closing || scanner.find_closing_tag(behind, tag.name) != npos);
}

bool is_spaced(Element element) { return element != Element::inline_; }

// `html` without its tags and comments. Elements that are not formatting leave a space.
std::string without_tags(std::string_view html, bool uncovered) {
  HtmlScanner scanner(html);
  std::string out;
  std::size_t good = 0;
  for (std::size_t at = html.find('<'); at != npos; at = html.find('<', at)) {
    if (const std::size_t length = scanner.comment_length(at)) {
      out.append(html.substr(good, at - good));
      good = at += length;
      continue;
    }
    const std::optional<Tag> tag = scanner.read_tag(at);
    if (!tag || !tag->complete || !is_markup(*tag, scanner, at + tag->length, uncovered)) {
      ++at;
      continue;
    }
    out.append(html.substr(good, at - good));
    at += tag->length;
    const Element element = element_of(tag->name);
    if (element == Element::hidden || element == Element::hidden_to_end) {
      if (!tag->closing) at = std::min(scanner.find_closing_tag(at, tag->name), html.size());
    }
    if (is_spaced(element)) out += ' ';
    good = at;
  }
  out.append(html.substr(std::min(good, html.size())));
  return out;
}

// Without the <![CDATA[ and ]]> that double escaping left over.
std::string without_cdata_marks(std::string_view text) {
  static constexpr std::string_view kOpen = "<![CDATA[";
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t mark = text.find_first_of("<]", at);
    out.append(text.substr(at, mark - at));
    if (mark == npos) break;
    const std::string_view rest = text.substr(mark);
    at = mark + (rest.starts_with(kOpen) ? kOpen.size() : rest.starts_with("]]>") ? 3 : 0);
    if (at == mark) out += text[at++];
  }
  return out;
}

bool holds_markup(std::string_view text) { return text.find('<') != npos || text.find('&') != npos; }

}  // namespace

std::string plain_title(std::string_view html) {
  std::string text;
  if (!mend_text(html, text)) text = html;
  for (int round = 0; round < kRounds && holds_markup(text); ++round) {
    if (text.find("<![CDATA[") != std::string::npos) text = without_cdata_marks(text);
    std::string next = decode_entities_in(without_tags(text, round > 0), EntityContext::text);
    if (next == text) break;
    text = std::move(next);
  }
  return collapse_white_space(without_controls(text));
}

}  // namespace eightbells
