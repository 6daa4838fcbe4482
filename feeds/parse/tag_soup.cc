// Reading XML that is none.
//
// The problem: pugixml, like every XML parser, stops at the first error; a forgotten quote in item 3 would
// cost items 4 to 50, and a document cut by a lost connection would cost all that follows the cut's enclosing
// element.
//
// The rules, in the order in which they matter:
//  1. "<" that starts no tag (not followed by a letter, "/", "!" or "?") is text.
//  2. Attributes may lack quotes or a value.
//  3. An end tag closes the nearest open element of its name and whatever stands open inside it. Without such
//  an
//     element it is dropped. It never closes an item or entry that is not its own name's outermost reason: an
//     item is left only by its own end tag, by the next item, or by the end of channel, feed or document.
//  4. A new item closes the open one; a new field of an item (title, link, guid ...) closes a leaf field that
//  was
//     left open, because these hold no elements.
//  5. An item that the end of the document cut inside a field is dropped: half a link is a wrong link, and
//  half an
//     item may lack its id. Where it is the only item, it is kept without the half field.
//  6. Comments, processing instructions and DOCTYPEs are skipped; one that never ends ends at its first ">".
//
// Source: the HTML standard's tree construction in spirit (implied end tags), feedparser's behaviour on its
// ill-formed tests in fact. Measured cost: about 250 MB/s; only damaged documents come here.
#include "feeds/parse/tag_soup.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "feeds/base/utf8.h"
#include "feeds/parse/references.h"

namespace eightbells {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_item(std::string_view name) { return name == "item" || name == "entry"; }
bool is_container(std::string_view name) { return is_one_of(name, {"channel", "feed", "rss", "rdf"}); }

// Fields that hold text and never elements.
bool is_leaf_field(std::string_view name) {
  return is_one_of(
      name, {"title", "link", "guid", "id", "pubdate", "published", "updated", "category", "date", "creator",
             "comments", "issued", "modified", "language", "ttl", "lastbuilddate"});
}

// Fields whose start shows that the leaf before them has ended.
bool is_field(std::string_view name) {
  return is_leaf_field(name) ||
         is_one_of(name, {"description", "summary", "content", "encoded", "author", "enclosure", "source"});
}

bool is_void(std::string_view name) { return is_one_of(name, {"br", "hr", "img", "input"}); }

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_name_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_char(char c) {
  return is_name_start(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == ':' || c == '-' ||
         c == '.';
}

constexpr std::size_t kMostAttributes = 64;  // of one element

class Builder {
 public:
  Builder(std::string_view text, const SoupLimits& limits, pugi::xml_document& document)
      : text_(text), limits_(limits), document_(document) {}

  void run() {
    while (at_ < text_.size()) {
      if (text_[at_] != '<') {
        take_text();
      } else if (!take_markup()) {
        pending_ += '<';
        ++at_;
      }
    }
    flush_text();
    drop_cut_field();
  }

 private:
  struct Open {
    pugi::xml_node node;
    std::string name;  // local, small letters
  };

  pugi::xml_node current() {
    return open_.empty() ? static_cast<pugi::xml_node>(document_) : open_.back().node;
  }

  void take_text() {
    const std::size_t end = std::min(text_.find_first_of("<&", at_), text_.size());
    pending_.append(text_.substr(at_, end - at_));
    at_ = end;
    if (at_ < text_.size() && text_[at_] == '&') decode_reference(text_, at_, pending_);
  }

  void flush_text() {
    if (pending_.empty()) return;
    // Text outside any element is junk before or behind the document.
    if (!open_.empty()) current().append_child(pugi::node_pcdata).set_value(pending_.c_str());
    pending_.clear();
  }

  // Takes the markup at `at_`; false when the "<" is text.
  bool take_markup() {
    const std::string_view rest = text_.substr(at_);
    if (rest.substr(0, 9) == "<![CDATA[") return take_cdata();
    if (rest.substr(0, 4) == "<!--") return skip_past("-->");
    if (rest.substr(0, 2) == "<?") return skip_past("?>");
    if (rest.substr(0, 2) == "<!") return skip_declaration();
    if (rest.size() > 2 && rest[1] == '/' && is_name_start(rest[2])) return take_end_tag();
    if (rest.size() > 1 && is_name_start(rest[1])) return take_start_tag();
    return false;
  }

  bool take_cdata() {
    const std::size_t start = at_ + 9;
    const std::size_t end = text_.find("]]>", start);
    pending_.append(text_.substr(start, end == std::string_view::npos ? end : end - start));
    at_ = end == std::string_view::npos ? text_.size() : end + 3;
    return true;
  }

  bool skip_past(std::string_view end_mark) {
    // Searched for once only: a document of a million "<!--" stays linear.
    bool& absent = end_mark == "-->" ? no_comment_end_ : no_instruction_end_;
    std::size_t end = absent ? std::string_view::npos : text_.find(end_mark, at_ + 2);
    if (end != std::string_view::npos) {
      at_ = end + end_mark.size();
      return true;
    }
    absent = true;
    end = text_.find('>', at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
    return true;
  }

  // <!DOCTYPE ... [ ... ]>: the internal subset is skipped with its quotes unread; "]" then ">" ends it. Any
  // other "<!" of a letter goes likewise; "<!" before anything else is text.
  bool skip_declaration() {
    if (at_ + 2 >= text_.size() || std::isalpha(static_cast<unsigned char>(text_[at_ + 2])) == 0)
      return false;
    const std::size_t close = text_.find('>', at_);
    if (close == std::string_view::npos) {
      at_ = text_.size();
      return true;
    }
    const bool has_subset = text_.substr(at_, close - at_).find('[') != std::string_view::npos;
    at_ = close + 1;
    if (!has_subset || no_subset_end_) return true;
    const std::size_t end = text_.find("]>", close - 1);
    no_subset_end_ = end == std::string_view::npos;
    if (!no_subset_end_) at_ = end + 2;
    return true;
  }

  std::string_view take_name() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  static std::string local_name(std::string_view qualified) {
    const std::size_t colon = qualified.rfind(':');
    return ascii_lower(colon == std::string_view::npos ? qualified : qualified.substr(colon + 1));
  }

  bool take_end_tag() {
    at_ += 2;
    const std::string name = local_name(take_name());
    const std::size_t end = text_.find_first_of("<>", at_);
    at_ = end == std::string_view::npos ? text_.size() : text_[end] == '>' ? end + 1 : end;
    flush_text();
    close(name);
    return true;
  }

  void close(std::string_view name) {
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i].name == name) {
        open_.resize(i);
        return;
      }
      if (is_item(open_[i].name) && !is_container(name)) return;  // rule 3
    }
  }

  // Rule 4.
  void close_for(std::string_view name) {
    if (is_item(name)) {
      for (std::size_t i = open_.size(); i-- > 0;) {
        if (!is_item(open_[i].name)) continue;
        open_.resize(i);
        return;
      }
      // Not inside an item: fields of the channel that were left open end here.
      while (!open_.empty() && is_field(open_.back().name)) open_.pop_back();
    } else if (is_field(name)) {
      while (!open_.empty() && is_leaf_field(open_.back().name)) open_.pop_back();
    }
  }

  bool take_start_tag() {
    const std::size_t start = at_++;
    const std::string_view qualified = take_name();
    const std::string name = local_name(qualified);
    flush_text();
    close_for(name);
    pugi::xml_node node;
    if (open_.size() < limits_.depth && elements_ < limits_.elements) {
      node = current().append_child(pugi::node_element);
      node.set_name(std::string(qualified).c_str());
      ++elements_;
    }
    attributes_ = 0;
    const bool closed = take_attributes(node);
    if (cut_) {  // the document ends inside the tag: it never was
      if (node) node.parent().remove_child(node);
      at_ = text_.size();
      return start < text_.size();
    }
    if (node && !closed && !is_void(name)) open_.push_back({node, name});
    return true;
  }

  // Reads attributes into `node` up to the tag's end; whether the tag closes itself.
  bool take_attributes(pugi::xml_node node) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '>') {
        ++at_;
        return false;
      }
      if (c == '/' && at_ + 1 < text_.size() && text_[at_ + 1] == '>') {
        at_ += 2;
        return true;
      }
      if (c == '<') return false;  // the ">" was forgotten
      if (is_name_start(c)) {
        take_attribute(node);
      } else {
        ++at_;
      }
    }
    cut_ = true;
    return false;
  }

  void take_attribute(pugi::xml_node node) {
    const std::string name(take_name());
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    std::string value;
    if (at_ < text_.size() && text_[at_] == '=') {
      ++at_;
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      value = take_value();
    }
    if (node && attributes_++ < kMostAttributes) node.append_attribute(name.c_str()).set_value(value.c_str());
  }

  std::string take_value() {
    std::size_t end = at_;
    std::size_t next = at_;
    const char quote = at_ < text_.size() ? text_[at_] : '\0';
    if (quote == '"' || quote == '\'') {
      // A quote that is not closed before the tag ends was forgotten.
      end = text_.find(quote, at_ + 1);
      ++at_;
      if (next_tag_ < at_)
        next_tag_ = text_.find('<', at_);  // remembered: a tag of many attributes stays linear
      if (end == std::string_view::npos || next_tag_ < end) {
        end = std::min(text_.find_first_of(" \t\r\n>", at_), text_.size());
        next = end;
      } else {
        next = end + 1;
      }
    } else {
      end = std::min(text_.find_first_of(" \t\r\n><\"'", at_), text_.size());
      if (end > at_ && end < text_.size() && text_[end] == '>' && text_[end - 1] == '/') --end;
      next = end;
    }
    std::string value;
    while (at_ < end) {
      if (text_[at_] == '&') {
        decode_reference(text_, at_, value);
      } else {
        value += text_[at_++];
      }
    }
    at_ = next;
    return value;
  }

  // Rule 5.
  void drop_cut_field() {
    if (open_.size() < 2) return;
    const Open last = open_.back();
    const bool cut_inside = cut_ || is_field(last.name);
    if (is_leaf_field(last.name)) last.node.parent().remove_child(last.node);
    if (!cut_inside) return;
    for (const Open& open : open_) {
      if (!is_item(open.name)) continue;
      const pugi::xml_node before = open.node.previous_sibling(open.node.name());
      if (before) open.node.parent().remove_child(open.node);
      return;
    }
  }

  std::string_view text_;
  SoupLimits limits_;
  pugi::xml_document& document_;
  std::vector<Open> open_;
  std::string pending_;
  std::size_t at_ = 0;
  std::size_t elements_ = 0;
  std::size_t attributes_ = 0;  // of the element being read
  std::size_t next_tag_ = 0;    // the first "<" at or after the last value looked at
  bool cut_ = false;
  bool no_comment_end_ = false;
  bool no_instruction_end_ = false;
  bool no_subset_end_ = false;
};

}  // namespace

void build_from_tag_soup(std::string_view text, const SoupLimits& limits, pugi::xml_document& document) {
  Builder(text, limits, document).run();
}

}  // namespace eightbells
