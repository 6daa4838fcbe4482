// Atom says exactly how each text is written, in two ways. 1.0 has type="text|html|xhtml" or a MIME type; 0.3
// has a MIME type and mode="xml|escaped|base64". Both are believed, with three corrections that feeds in
// circulation need:
//   - elements in place are markup, whatever the type says;
//   - a summary or content without a type that looks like HTML is HTML (a title is not: "<b> is bold" is a
//   good title);
//   - a MIME type that is no text means base64, and then the text counts only when it decodes to UTF-8.
#include "feeds/parse/atom.h"

#include <algorithm>

#include "feeds/base/utf8.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

using V = Vocabulary;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_atom(const ElementName& name) { return name.vocabulary == V::core || name.vocabulary == V::atom; }

// Ranks of a link for the page of an entry or feed. Among alternates HTML is what a reader opens.
enum LinkRank : std::uint8_t {
  kOriginal,
  kAlternateHtml,
  kAlternate,
  kOtherAlternate,
  kRelated,
  kVia,
  kIdAsLink,
  kEnclosure
};

std::optional<std::uint8_t> rank_of(std::string_view rel, std::string_view type) {
  const std::string relation = ascii_lower(trim(rel));
  const std::string kind = ascii_lower(trim(type));
  const std::string_view last = std::string_view(relation).substr(
      relation.rfind('/') == std::string::npos ? 0 : relation.rfind('/') + 1);
  if (relation.empty() || last == "alternate") {
    if (kind == "text/html" || kind == "application/xhtml+xml") return kAlternateHtml;
    if (kind.empty()) return kAlternate;
    return kOtherAlternate;
  }
  if (last == "related") return kRelated;
  if (last == "via") return kVia;
  if (last == "enclosure") return kEnclosure;
  return std::nullopt;  // self, edit, replies, next, hub ... are not what the entry is about
}

struct Link {
  std::string href;
  std::optional<std::uint8_t> rank;
};

Link read_link(pugi::xml_node node, const Scope& scope) {
  std::string buffer;
  std::string_view written = trim(attribute_of(node, "href"));
  if (written.empty()) written = trim(inner_text_view(node, buffer));  // the way RSS writes it
  return {absolute_link(scope.base(), written),
          rank_of(attribute_of(node, "rel"), attribute_of(node, "type"))};
}

class EntryReader {
 public:
  explicit EntryReader(EntryDraft& draft) : draft_(draft) {}

  void read(pugi::xml_node entry, const Scope& scope) {
    for_each_element(entry, scope, [&](pugi::xml_node node, const ElementName& name, const Scope& inner) {
      if (is_atom(name)) {
        take(name.local, node, inner);
      } else {
        take_module(name, node, inner);
      }
    });
  }

  // The author that the feed from which the entry was copied names (RFC 4287, 4.2.1).
  [[nodiscard]] const std::string& source_author() const { return source_author_; }

 private:
  void take(const std::string& local, pugi::xml_node node, const Scope& scope) {
    if (local == "title") {
      draft_.title.offer(0, atom_text(node));
    } else if (local == "summary" || local == "tagline" || local == "description") {
      if (has_content(node)) draft_.summary.offer(local == "summary" ? 0 : 1, guessing(atom_text(node)));
    } else if (local == "content") {
      if (has_content(node)) draft_.content.offer(0, guessing(atom_text(node)));
    } else if (local == "link") {
      take_link(node, scope);
    } else if (local == "id") {
      take_id(node, scope);
    } else if (local == "author") {
      offer_name(draft_.author, 0, person_name(node));
    } else if (local == "category") {
      take_category(node);
    } else if (local == "source") {
      take_source(node);
    } else {
      take_date(local, node);
    }
  }

  // Atom's default type is text; a body that is plainly HTML is read as such.
  static TextSource guessing(TextSource source) {
    if (source.kind == TextKind::plain && attribute_of(source.node, "type").empty())
      source.kind = TextKind::guess;
    return source;
  }

  void take_link(pugi::xml_node node, const Scope& scope) {
    Link link = read_link(node, scope);
    if (link.rank && !link.href.empty()) draft_.link.offer(*link.rank, std::move(link.href));
  }

  void take_id(pugi::xml_node node, const Scope& scope) {
    std::string buffer;
    const std::string_view id = trim(inner_text_view(node, buffer));
    if (id.empty() || !draft_.own_id.empty()) return;
    // An id is compared character by character (RFC 4287, 4.2.6.1) and never normalised; but one that is
    // relative to a declared base is only an id together with it.
    const bool relative = id.find(':') == std::string_view::npos && id.find(' ') == std::string_view::npos;
    const std::string_view base = relative ? scope.declared_base() : std::string_view();
    draft_.own_id = without_controls(base.empty() ? std::string(id) : resolve_url(base, id));
  }

  void take_category(pugi::xml_node node) {
    std::string_view label = attribute_of(node, "label");
    if (trim(label).empty()) label = attribute_of(node, "term");
    if (trim(label).empty()) return draft_.add_category(read_label(node));
    draft_.add_category(label);
  }

  void take_source(pugi::xml_node source) {
    for (const pugi::xml_node child : source.children()) {
      if (source_author_.empty() && ascii_lower(local_part(child.name())) == "author")
        source_author_ = person_name(child);
    }
  }

  void take_date(const std::string& local, pugi::xml_node node) {
    if (local == "published") offer_date(draft_.published, 0, node);
    if (local == "issued") offer_date(draft_.published, 1, node);
    if (local == "created") offer_date(draft_.published, 4, node);
    if (local == "pubdate") offer_date(draft_.published, 5, node);
    if (local == "updated") offer_date(draft_.updated, 0, node);
    if (local == "modified") offer_date(draft_.updated, 1, node);
  }

  void take_module(const ElementName& name, pugi::xml_node node, const Scope& scope) {
    if (name.is(V::dublin_core, "creator") || name.is(V::dublin_core, "author")) {
      offer_name(draft_.author, 1, author_name(read_label(node)));
    } else if (name.is(V::dublin_core, "subject")) {
      draft_.add_category(read_label(node));
    } else if (name.is(V::dublin_core, "date") || name.is(V::dc_terms, "issued")) {
      offer_date(draft_.published, 2, node);
    } else if (name.is(V::dc_terms, "modified")) {
      offer_date(draft_.updated, 2, node);
    } else if (name.is(V::dublin_core, "title")) {
      if (has_content(node)) draft_.title.offer(1, {node, TextKind::loose});
    } else if (name.is(V::feedburner, "origlink")) {
      if (std::string link = absolute_link(scope.base(), read_label(node)); !link.empty())
        draft_.link.offer(kOriginal, std::move(link));
    } else if (name.is(V::content, "encoded")) {
      draft_.content.offer(1, {node, TextKind::loose});
    } else if (name.vocabulary == V::xhtml && (name.local == "body" || name.local == "div")) {
      draft_.content.offer(2, {node, TextKind::markup});
    } else if (name.vocabulary == V::media || name.vocabulary == V::itunes) {
      take_media(name, node, scope);
    }
  }

  // YouTube and other video feeds hold their only text in media:group.
  void take_media(const ElementName& name, pugi::xml_node node, const Scope& scope) {
    if (name.local == "group") {
      read(node, scope);
    } else if (name.local == "title") {
      if (has_content(node)) draft_.title.offer(2, {node, TextKind::loose});
    } else if (name.local == "description" || name.local == "summary") {
      if (has_content(node)) draft_.summary.offer(3, {node, TextKind::loose});
    } else if (name.local == "keywords") {
      add_keywords(draft_, read_label(node));
    } else if (name.local == "category") {
      const std::string_view label = attribute_of(node, "label");
      draft_.add_category(label.empty() ? std::string_view(read_label(node)) : label);
    } else if (name.is(V::itunes, "author")) {
      offer_name(draft_.author, 2, author_name(read_label(node)));
    }
  }

  EntryDraft& draft_;
  std::string source_author_;
};

void read_entry(pugi::xml_node entry, const Scope& scope, FeedDraft& feed) {
  EntryDraft& draft = feed.entries.emplace_back();
  draft.language = scope.language();
  EntryReader reader(draft);
  reader.read(entry, scope);
  offer_name(draft.author, 3, reader.source_author());
  // Some writers give no link but an id that is one.
  if (is_web_address(draft.own_id)) draft.link.offer(kIdAsLink, draft.own_id);
}

void take_feed_field(const ElementName& name, pugi::xml_node node, const Scope& scope, FeedDraft& feed) {
  if (name.local == "title") {
    feed.title.offer(0, atom_text(node));
  } else if (name.local == "link") {
    Link link = read_link(node, scope);
    if (link.rank && *link.rank <= kOtherAlternate && !link.href.empty())
      feed.link.offer(*link.rank, std::move(link.href));
  } else if (name.local == "author") {
    offer_name(feed.author, 0, person_name(node));
  } else if (name.local == "updated" || name.local == "modified") {
    offer_date(feed.built, 0, node);
  } else if (name.local == "language") {
    feed.language.offer(1, read_label(node));
  }
}

std::string format_of(pugi::xml_node root) {
  const std::string_view version = trim(attribute_of(root, "version"));
  for (const pugi::xml_attribute attribute : root.attributes()) {
    if (contains(attribute.name(), "xmlns") && contains(attribute.value(), "purl.org/atom/ns"))
      return "atom 0.3";
  }
  if (!version.empty() && version.size() < 8) return "atom " + std::string(version);
  return "atom 1.0";
}

}  // namespace

TextSource atom_text(pugi::xml_node node) {
  TextSource source{node, TextKind::plain, false};
  const std::string type = ascii_lower(trim(attribute_of(node, "type")));
  const std::string mode = ascii_lower(trim(attribute_of(node, "mode")));
  const bool xhtml = type == "xhtml" || contains(type, "xhtml+xml");
  const bool html = type == "html" || contains(type, "text/html");
  const bool known_text = type.empty() || type == "text" || type.compare(0, 5, "text/") == 0;
  const bool xml = type.size() > 4 && (contains(type, "+xml") || contains(type, "/xml"));
  if (xhtml && mode != "escaped" && mode != "base64") {
    source.kind = TextKind::markup;
  } else if (html || xhtml) {
    source.kind = TextKind::html;
  } else if (xml) {
    source.kind = TextKind::guess;
  }
  source.base64 = mode == "base64" || (mode.empty() && !known_text && !xhtml && !html && !xml);
  // Elements in place below a plain type: markup (0.3's mode="xml", and writers who forgot the type).
  if (source.kind != TextKind::html && has_elements(node)) source.kind = TextKind::markup;
  if (mode == "xml" && has_elements(node)) source.kind = TextKind::markup;
  return source;
}

void read_atom(pugi::xml_node root, const Scope& document, const ParseOptions& options, FeedDraft& feed) {
  Scope scope(document, root, true);
  scope.make_core(prefix_of(root.name()));
  feed.format = format_of(root);
  if (ascii_lower(local_part(root.name())) == "entry") return read_entry(root, scope, feed);
  if (!scope.language().empty()) feed.language.offer(0, std::string(scope.language()));
  for_each_element(root, scope, [&](pugi::xml_node node, const ElementName& name, const Scope& inner) {
    if (!is_atom(name)) {
      if (name.is(V::dublin_core, "creator")) offer_name(feed.author, 1, author_name(read_label(node)));
    } else if (name.local != "entry") {
      take_feed_field(name, node, inner, feed);
    } else if (feed.entries.size() < options.max_entries) {
      read_entry(node, inner, feed);
    }
  });
}

}  // namespace eightbells
