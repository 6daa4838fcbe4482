#include "feeds/parse/rss.h"

#include "feeds/base/utf8.h"
#include "feeds/parse/rss_channel.h"
#include "feeds/parse/rss_item.h"

namespace eightbells {
namespace {

bool is_item_element(pugi::xml_node node, const Scope& scope) {
  const std::string local = ascii_lower(local_part(node.name()));
  if (local != "item" && local != "entry") return false;
  const Scope inner(scope, node, true);
  const Vocabulary vocabulary = inner.vocabulary_of(prefix_of(node.name()));
  return vocabulary == Vocabulary::core || vocabulary == Vocabulary::atom;
}

void read_items(pugi::xml_node parent, const Scope& scope, const ParseOptions& options, FeedDraft& feed) {
  // The site's address serves as base only when it is absolute.
  const std::string site = is_web_address(feed.link.value()) ? feed.link.value() : std::string();
  for (pugi::xml_node node = parent.first_child(); node; node = node.next_sibling()) {
    if (node.type() != pugi::node_element) continue;
    // RSS 1.1 puts its items into <items>.
    const auto is_list = [](pugi::xml_node element) { return std::string_view(element.name()) == "items"; };
    if (is_list(node) && !is_list(parent)) read_items(node, scope, options, feed);
    if (!is_item_element(node, scope)) continue;
    if (feed.entries.size() >= options.max_entries) return;
    const Scope inner(scope, node, true);
    EntryDraft& draft = feed.entries.emplace_back();
    draft.language = inner.language();
    read_rss_item(node, inner, site, draft);
  }
}

// "rss 2.0", "rdf 1.0" ...; RDF has its version in the namespace.
std::string format_of(pugi::xml_node root) {
  const std::string local = ascii_lower(local_part(root.name()));
  if (local == "rdf") {
    for (const pugi::xml_attribute attribute : root.attributes()) {
      const std::string_view value = attribute.value();
      if (value.find("rdf/simple/0.9") != std::string_view::npos) return "rdf 0.90";
      if (value.find("net/rss1.1") != std::string_view::npos) return "rdf 1.1";
    }
    return "rdf 1.0";
  }
  const std::string_view version = trim(attribute_of(root, "version"));
  if (local != "rss" || version.empty() || version.size() > 8) return "rss";
  return "rss " + std::string(version);
}

}  // namespace

void read_rss(pugi::xml_node root, const Scope& document, const ParseOptions& options, FeedDraft& feed) {
  feed.format = format_of(root);
  Scope scope(document, root, true);
  if (ascii_lower(local_part(root.name())) != "rdf") scope.make_core(prefix_of(root.name()));
  if (is_item_element(root, document)) return read_items(root.parent(), document, options, feed);
  if (ascii_lower(local_part(root.name())) == "channel") {
    read_rss_channel(root, scope, feed);
    return read_items(root, scope, options, feed);
  }
  for (pugi::xml_node node = root.first_child(); node; node = node.next_sibling()) {
    if (ascii_lower(local_part(node.name())) != "channel") continue;
    Scope inner(scope, node, true);
    inner.make_core(prefix_of(node.name()));
    read_rss_channel(node, inner, feed);
    read_items(node, inner, options, feed);
  }
  // RDF, RSS 0.90 and careless RSS 2.0 put items beside the channel.
  read_items(root, scope, options, feed);
}

}  // namespace eightbells
