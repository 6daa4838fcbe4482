// The table of URIs is what feeds in circulation use: the specifications' own, and the variants that
// feedparser and gofeed met (drafts of Atom before it had a name, RSS 2.0 in Userland's namespace, iTunes
// with other capitals).
#include "feeds/parse/namespaces.h"

#include <algorithm>
#include <array>

#include "feeds/base/utf8.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

struct KnownUri {
  std::string_view uri;  // without scheme, small letters, without a last '/' or '#'
  Vocabulary vocabulary;
};

constexpr KnownUri kUris[] = {
    {"backend.userland.com/rss", Vocabulary::core},
    {"backend.userland.com/rss2", Vocabulary::core},
    {"backend.userland.com/rss091", Vocabulary::core},
    {"backend.userland.com/rss092", Vocabulary::core},
    {"blogs.law.harvard.edu/tech/rss", Vocabulary::core},
    {"cyber.law.harvard.edu/rss", Vocabulary::core},
    {"www.rssboard.org/rss-specification", Vocabulary::core},
    {"purl.org/rss/1.0", Vocabulary::core},
    {"purl.org/rss/2.0", Vocabulary::core},
    {"purl.org/net/rss1.1", Vocabulary::core},
    {"purl.org/rss/1.0/modules/rss091", Vocabulary::core},
    {"my.netscape.com/rdf/simple/0.9", Vocabulary::core},
    {"channel.netscape.com/rdf/simple/0.9", Vocabulary::core},
    {"my.netscape.com/publish/formats/rss-0.91.dtd", Vocabulary::core},
    {"www.w3.org/2005/atom", Vocabulary::atom},
    {"purl.org/atom/ns", Vocabulary::atom},
    {"purl.org/atom/app", Vocabulary::other},
    {"purl.org/echo", Vocabulary::atom},
    {"purl.org/pie", Vocabulary::atom},
    {"example.com/newformat", Vocabulary::atom},
    {"example.com/necho", Vocabulary::atom},
    {"uri/of/echo/namespace", Vocabulary::atom},
    {"purl.org/dc/elements/1.1", Vocabulary::dublin_core},
    {"purl.org/dc/elements/1.0", Vocabulary::dublin_core},
    {"purl.org/dc", Vocabulary::dublin_core},
    {"purl.org/metadata/dublin_core", Vocabulary::dublin_core},
    {"dublincore.org/documents/dcmi-namespace", Vocabulary::dublin_core},
    {"purl.org/dc/terms", Vocabulary::dc_terms},
    {"purl.org/rss/1.0/modules/dcterms", Vocabulary::dc_terms},
    {"purl.org/rss/1.0/modules/content", Vocabulary::content},
    {"search.yahoo.com/mrss", Vocabulary::media},
    {"search.yahoo.com/mrss/index.html", Vocabulary::media},
    {"video.search.yahoo.com/mrss", Vocabulary::media},
    {"www.rssboard.org/media-rss", Vocabulary::media},
    {"tools.search.yahoo.com/mrss", Vocabulary::media},
    {"www.itunes.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    {"itunes.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    {"example.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    {"www.itunes.com/dtds/podcast-2.0.dtd", Vocabulary::itunes},
    {"www.google.com/schemas/play-podcasts/1.0", Vocabulary::google_play},
    {"www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd", Vocabulary::google_play},
    {"purl.org/rss/1.0/modules/syndication", Vocabulary::syndication},
    {"rssnamespace.org/feedburner/ext/1.0", Vocabulary::feedburner},
    {"www.w3.org/1999/xhtml", Vocabulary::xhtml},
    {"www.w3.org/tr/xhtml1", Vocabulary::xhtml},
    {"www.w3.org/1999/02/22-rdf-syntax-ns", Vocabulary::rdf},
};

// What a prefix means by custom, when no xmlns binds it.
constexpr std::pair<std::string_view, Vocabulary> kCustom[] = {
    {"rss", Vocabulary::core},
    {"atom", Vocabulary::atom},
    {"atom10", Vocabulary::atom},
    {"atom03", Vocabulary::atom},
    {"a10", Vocabulary::atom},
    {"dc", Vocabulary::dublin_core},
    {"dcterms", Vocabulary::dc_terms},
    {"dct", Vocabulary::dc_terms},
    {"content", Vocabulary::content},
    {"media", Vocabulary::media},
    {"itunes", Vocabulary::itunes},
    {"googleplay", Vocabulary::google_play},
    {"sy", Vocabulary::syndication},
    {"syn", Vocabulary::syndication},
    {"feedburner", Vocabulary::feedburner},
    {"xhtml", Vocabulary::xhtml},
    {"rdf", Vocabulary::rdf},
};

Vocabulary by_uri(std::string_view declared) {
  std::string uri = ascii_lower(trim(declared));
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (uri.compare(0, scheme.size(), scheme) == 0) {
      uri.erase(0, scheme.size());
      break;
    }
  }
  while (!uri.empty() && (uri.back() == '/' || uri.back() == '#')) uri.pop_back();
  if (uri.empty()) return Vocabulary::core;  // xmlns="" takes the default namespace back
  const auto* found = std::find_if(std::begin(kUris), std::end(kUris),
                                   [&](const KnownUri& known) { return known.uri == uri; });
  return found == std::end(kUris) ? Vocabulary::other : found->vocabulary;
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

}  // namespace

Scope::Scope(const Scope& parent, pugi::xml_node node, bool container) : parent_(&parent) {
  for (pugi::xml_attribute attribute = node.first_attribute(); attribute;
       attribute = attribute.next_attribute()) {
    const std::string_view name = attribute.name();
    if (!starts_with(name, "xml")) continue;
    if (name == "xmlns") {
      const Vocabulary vocabulary = by_uri(attribute.value());
      bindings_.emplace_back(std::string_view(),
                             container && vocabulary == Vocabulary::other ? Vocabulary::core : vocabulary);
    } else if (starts_with(name, "xmlns:")) {
      bindings_.emplace_back(name.substr(6), by_uri(attribute.value()));
    } else if (name == "xml:base") {
      // RFC 3986, 5.1: an empty base or a mere fragment changes nothing.
      const std::string_view base = trim(attribute.value());
      if (!base.empty() && base.front() != '#') base_ = resolve_url(parent.base(), base);
    } else if (name == "xml:lang") {
      language_ = trim(attribute.value());
    }
  }
}

Vocabulary Scope::vocabulary_of(std::string_view prefix) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    for (auto binding = scope->bindings_.rbegin(); binding != scope->bindings_.rend(); ++binding) {
      if (binding->first == prefix) return binding->second;
    }
  }
  if (prefix.empty()) return Vocabulary::core;
  const std::string folded = ascii_lower(prefix);
  for (const auto& [custom, vocabulary] : kCustom) {
    if (custom == folded) return vocabulary;
  }
  return Vocabulary::other;
}

std::string_view Scope::base() const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    if (scope->base_) return *scope->base_;
  }
  return {};
}

std::string_view Scope::declared_base() const {
  for (const Scope* scope = this; scope->parent_ != nullptr; scope = scope->parent_) {
    if (scope->base_) return *scope->base_;
  }
  return {};
}

std::string_view Scope::language() const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    if (!scope->language_.empty()) return scope->language_;
  }
  return {};
}

std::string_view prefix_of(std::string_view qualified_name) {
  const std::size_t colon = qualified_name.find(':');
  return colon == std::string_view::npos ? std::string_view() : qualified_name.substr(0, colon);
}

std::string_view local_part(std::string_view qualified_name) {
  const std::size_t colon = qualified_name.find(':');
  return colon == std::string_view::npos ? qualified_name : qualified_name.substr(colon + 1);
}

ElementName name_of(pugi::xml_node node, const Scope& scope) {
  const std::string_view qualified = node.name();
  return {scope.vocabulary_of(prefix_of(qualified)), ascii_lower(local_part(qualified))};
}

std::string_view attribute_of(pugi::xml_node node, std::string_view local_name) {
  for (pugi::xml_attribute attribute = node.first_attribute(); attribute;
       attribute = attribute.next_attribute()) {
    const std::string_view local = local_part(attribute.name());
    if (local.size() == local_name.size() && ascii_lower(local) == local_name) return attribute.value();
  }
  return {};
}

}  // namespace eightbells
