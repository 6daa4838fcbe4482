// What an item says is scattered over vocabularies that say the same in other words. A table holds for each
// known element which field it feeds and how far it is to be believed: smaller ranks win. The order is the
// practice of feedparser, miniflux and gofeed where they agree: the feed's own element before Dublin Core,
// before iTunes, before media.
//
// Nothing bleeds: only direct children of an item are its fields, so the title of an <image>, a <textInput>
// or a <source> inside it is never its own. media:group is the one exception: it groups what belongs to the
// item.
#include "feeds/parse/rss_item.h"

#include <algorithm>
#include <array>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

enum class Field : std::uint8_t {
  title,
  summary,
  content,
  xhtml_body,
  link,
  original_link,
  atom_link,
  id,
  author,
  person,
  published,
  updated,
  category,
  media_category,
  itunes_category,
  keywords,
  atom_category,
  language,
  enclosure,
  group
};

struct Rule {
  Vocabulary vocabulary;
  std::string_view name;
  Field field;
  std::uint8_t rank;
};

using V = Vocabulary;

constexpr Rule kItemRules[] = {
    {V::core, "title", Field::title, 0},
    {V::atom, "title", Field::title, 1},
    {V::dublin_core, "title", Field::title, 2},
    {V::dc_terms, "title", Field::title, 3},
    {V::itunes, "title", Field::title, 4},
    {V::media, "title", Field::title, 5},
    {V::core, "description", Field::summary, 0},
    {V::core, "summary", Field::summary, 0},
    {V::atom, "summary", Field::summary, 2},
    {V::dublin_core, "description", Field::summary, 3},
    {V::dc_terms, "abstract", Field::summary, 4},
    {V::itunes, "summary", Field::summary, 5},
    {V::google_play, "description", Field::summary, 6},
    {V::itunes, "subtitle", Field::summary, 7},
    {V::media, "description", Field::summary, 8},
    {V::core, "abstract", Field::summary, 9},
    {V::content, "encoded", Field::content, 0},
    {V::xhtml, "body", Field::xhtml_body, 1},
    {V::xhtml, "div", Field::xhtml_body, 2},
    {V::core, "fullitem", Field::content, 3},
    {V::core, "body", Field::content, 4},
    {V::atom, "content", Field::content, 5},
    {V::core, "content", Field::content, 6},
    {V::feedburner, "origlink", Field::original_link, 0},
    {V::core, "link", Field::link, 1},
    {V::atom, "link", Field::atom_link, 2},
    {V::core, "guid", Field::id, 0},
    {V::core, "id", Field::id, 1},
    {V::atom, "id", Field::id, 2},
    {V::dublin_core, "identifier", Field::id, 3},
    {V::core, "author", Field::author, 0},
    {V::dublin_core, "creator", Field::author, 1},
    {V::dublin_core, "author", Field::author, 2},
    {V::atom, "author", Field::person, 3},
    {V::dc_terms, "creator", Field::author, 4},
    {V::itunes, "author", Field::author, 5},
    {V::google_play, "author", Field::author, 6},
    {V::dublin_core, "contributor", Field::author, 7},
    {V::media, "credit", Field::author, 8},
    {V::core, "pubdate", Field::published, 0},
    {V::atom, "published", Field::published, 1},
    {V::dc_terms, "issued", Field::published, 2},
    {V::dublin_core, "date", Field::published, 3},
    {V::dc_terms, "created", Field::published, 4},
    {V::core, "published", Field::published, 5},
    {V::core, "date", Field::published, 6},
    {V::atom, "issued", Field::published, 7},
    {V::dc_terms, "available", Field::published, 8},
    {V::atom, "updated", Field::updated, 0},
    {V::dc_terms, "modified", Field::updated, 1},
    {V::core, "lastbuilddate", Field::updated, 2},
    {V::core, "updated", Field::updated, 3},
    {V::atom, "modified", Field::updated, 4},
    {V::core, "category", Field::category, 0},
    {V::dublin_core, "subject", Field::category, 0},
    {V::dc_terms, "subject", Field::category, 0},
    {V::media, "category", Field::media_category, 0},
    {V::itunes, "category", Field::itunes_category, 0},
    {V::google_play, "category", Field::itunes_category, 0},
    {V::atom, "category", Field::atom_category, 0},
    {V::core, "tags", Field::keywords, 0},
    {V::core, "keywords", Field::keywords, 0},
    {V::itunes, "keywords", Field::keywords, 0},
    {V::media, "keywords", Field::keywords, 0},
    {V::dublin_core, "language", Field::language, 0},
    {V::core, "language", Field::language, 0},
    {V::core, "enclosure", Field::enclosure, 0},
    {V::media, "content", Field::enclosure, 1},
    {V::media, "group", Field::group, 0},
};

constexpr Rule kSecondSummary = {V::core, "description", Field::content, 7};

// Where the rules for a name begin, by a hash of it, and for each rule the next one with that hash. Every
// element of every item is looked up here.
constexpr std::size_t kBuckets = 128;
constexpr std::size_t kRules = std::size(kItemRules);

constexpr std::size_t bucket_of(Vocabulary vocabulary, std::string_view name) {
  const auto first = static_cast<unsigned char>(name.empty() ? '\0' : name.front());
  return (static_cast<std::size_t>(vocabulary) * 37 + name.size() * 11 + first) % kBuckets;
}

struct RuleIndex {
  std::array<std::uint8_t, kBuckets> first{};  // 0: none, else one more than the rule's place
  std::array<std::uint8_t, kRules> next{};
};

constexpr RuleIndex make_index() {
  static_assert(kRules < 255);
  RuleIndex index;
  for (std::size_t i = kRules; i-- > 0;) {
    std::uint8_t& first = index.first[bucket_of(kItemRules[i].vocabulary, kItemRules[i].name)];
    index.next[i] = first;
    first = static_cast<std::uint8_t>(i + 1);
  }
  return index;
}
constexpr RuleIndex kIndex = make_index();

const Rule* rule_for(const ElementName& name) {
  for (std::size_t i = kIndex.first[bucket_of(name.vocabulary, name.local)]; i != 0; i = kIndex.next[i - 1]) {
    const Rule& rule = kItemRules[i - 1];
    if (name.is(rule.vocabulary, rule.name)) return &rule;
  }
  return nullptr;
}

// Ranks of an item's link, best first. feedburner:origLink is the page; the link beside it is a counter that
// redirects.
enum LinkRank : std::uint8_t { kOriginalLink, kOwnLink, kAtomLink, kPermanentGuid, kRelatedLink, kEnclosure };

class ItemReader {
 public:
  // `site` is the channel's absolute link, or empty.
  ItemReader(EntryDraft& draft, std::string_view site) : draft_(draft), site_(site) {}

  void read(pugi::xml_node item, const Scope& scope) {
    for_each_element(item, scope, [&](pugi::xml_node node, const ElementName& name, const Scope& inner) {
      if (const Rule* rule = rule_for(name)) take(*rule, node, inner);
    });
  }

  void finish(std::string_view about) {
    if (draft_.own_id.empty() && !about.empty()) draft_.own_id = about;
    if (!about.empty() && is_web_address(about)) draft_.link.offer(kPermanentGuid, std::string(about));
  }

 private:
  // xml:base comes first, then the channel's own site, then the address of the document: what a feed host
  // (FeedBurner, a CDN) serves is written relative to the site.
  std::string absolute(const Scope& scope, std::string_view reference) const {
    const std::string_view declared = scope.declared_base();
    if (!declared.empty()) return absolute_link(declared, reference);
    return absolute_link(site_.empty() ? scope.base() : site_, reference);
  }

  void take(const Rule& rule, pugi::xml_node node, const Scope& scope) {
    switch (rule.field) {
      case Field::title:
        return take_text(draft_.title, rule, node);
      case Field::summary:
        return take_summary(rule, node);
      case Field::content:
        return take_text(draft_.content, rule, node);
      case Field::xhtml_body:
        return draft_.content.offer(rule.rank, {node, TextKind::markup});
      case Field::link:
        return take_link(node, scope);
      case Field::original_link:
        return offer_link(kOriginalLink, scope, read_label(node));
      case Field::atom_link:
        return take_atom_link(node, scope);
      case Field::id:
        return take_id(rule, node, scope);
      case Field::author:
        return take_author(rule, node);
      case Field::person:
        return offer_name(draft_.author, rule.rank, person_name(node));
      case Field::published:
        return offer_date(draft_.published, rule.rank, node);
      case Field::updated:
        return offer_date(draft_.updated, rule.rank, node);
      case Field::language:
        draft_.language = read_label(node);
        return;
      case Field::enclosure:
        return offer_link(kEnclosure, scope, attribute_of(node, "url"));
      case Field::group:
        return read(node, scope);
      default:
        return take_category(rule, node);
    }
  }

  static void take_text(Best<TextSource>& best, const Rule& rule, pugi::xml_node node) {
    if (!has_content(node)) return;  // an empty dc:title must not hide a full title
    const bool typed =
        rule.vocabulary == Vocabulary::atom && ascii_lower(attribute_of(node, "type")) == "xhtml";
    best.offer(rule.rank, {node, typed ? TextKind::markup : TextKind::loose});
  }

  // Of two descriptions, or a description and a summary, the first is the summary and the second the long
  // text.
  void take_summary(const Rule& rule, pugi::xml_node node) {
    if (rule.rank == 0 && has_own_summary_) return take_text(draft_.content, kSecondSummary, node);
    has_own_summary_ = has_own_summary_ || (rule.rank == 0 && has_content(node));
    take_text(draft_.summary, rule, node);
  }

  void offer_link(std::uint8_t rank, const Scope& scope, std::string_view written) {
    std::string link = absolute(scope, written);
    if (!link.empty()) draft_.link.offer(rank, std::move(link));
  }

  // Some writers repeat <link>, or write it as Atom does; the last that holds something counts.
  void take_link(pugi::xml_node node, const Scope& scope) {
    std::string buffer;
    std::string_view written = trim(inner_text_view(node, buffer));
    if (written.empty()) {
      if (!is_page_relation(attribute_of(node, "rel"))) return;
      written = attribute_of(node, "href");
    }
    if (written.empty()) written = attribute_of(node, "resource");
    std::string link = is_prose(written) ? std::string(written) : absolute(scope, written);
    if (!link.empty()) draft_.link.offer_last(kOwnLink, std::move(link));
  }

  // Words where an address belongs ("文章的网址"): made absolute they would look like a page that nobody
  // made.
  static bool is_prose(std::string_view written) {
    return written.find_first_of("/.?#:") == std::string_view::npos &&
           std::any_of(written.begin(), written.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  }

  static bool is_page_relation(std::string_view rel) {
    return rel.empty() || ascii_lower(trim(rel)) == "alternate";
  }

  void take_atom_link(pugi::xml_node node, const Scope& scope) {
    const std::string_view rel = attribute_of(node, "rel");
    if (is_page_relation(rel)) offer_link(kAtomLink, scope, attribute_of(node, "href"));
    if (rel == "related" || rel == "via") offer_link(kRelatedLink, scope, attribute_of(node, "href"));
  }

  void take_id(const Rule& rule, pugi::xml_node node, const Scope& scope) {
    std::string buffer;
    const std::string_view written = trim(inner_text_view(node, buffer));
    if (written.empty() || rule.rank >= id_rank_) return;
    id_rank_ = rule.rank;
    draft_.own_id = without_controls(written);
    // RSS 2.0: a guid is a permanent link unless it says otherwise; it is followed only when it can be one.
    if (rule.name != "guid" || ascii_lower(trim(attribute_of(node, "ispermalink"))) == "false") return;
    const bool rooted = written.front() == '/';  // "/posts/1": a link of this site
    if (rooted || is_web_address(written)) offer_link(kPermanentGuid, scope, written);
  }

  void take_author(const Rule& rule, pugi::xml_node node) {
    // Atom's form of a person inside RSS, with or without its namespace.
    offer_name(draft_.author, rule.rank,
               node.child("name") ? person_name(node) : author_name(read_label(node)));
  }

  void take_category(const Rule& rule, pugi::xml_node node) {
    switch (rule.field) {
      case Field::keywords:
        return add_keywords(draft_, read_label(node));
      case Field::itunes_category:
        draft_.add_category(attribute_of(node, "text"));
        for (const pugi::xml_node child : node.children()) draft_.add_category(attribute_of(child, "text"));
        return;
      case Field::media_category:
      case Field::atom_category: {
        std::string_view label = attribute_of(node, "label");
        if (label.empty()) label = attribute_of(node, "term");
        if (!label.empty()) return draft_.add_category(label);
        break;
      }
      default:
        break;
    }
    std::string buffer;
    const std::string_view written = trim(inner_text_view(node, buffer));
    // Markup that was escaped twice is the name's own; to decode it would only make it look like markup
    // again.
    if (written.find("&lt;") != std::string_view::npos) return draft_.add_category(without_controls(written));
    draft_.add_category(read_label(node));
  }

  EntryDraft& draft_;
  std::string_view site_;
  std::uint8_t id_rank_ = 255;
  bool has_own_summary_ = false;
};

}  // namespace

void read_rss_item(pugi::xml_node item, const Scope& scope, std::string_view site, EntryDraft& draft) {
  ItemReader reader(draft, site);
  reader.read(item, scope);
  reader.finish(trim(attribute_of(item, "about")));
}

}  // namespace eightbells
