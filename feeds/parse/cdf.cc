#include "feeds/parse/cdf.h"

#include "feeds/base/utf8.h"
#include "feeds/text/dates.h"

namespace eightbells {
namespace {

std::string address_of(pugi::xml_node node, const Scope& scope) {
  std::string_view href = attribute_of(node, "href");
  // The address may stand in an <A HREF> of its own.
  for (pugi::xml_node child = node.first_child(); href.empty() && child; child = child.next_sibling()) {
    if (ascii_lower(child.name()) == "a") href = attribute_of(child, "href");
  }
  return absolute_link(scope.base(), href);
}

void read_item(pugi::xml_node item, const Scope& scope, FeedDraft& feed) {
  EntryDraft& draft = feed.entries.emplace_back();
  if (std::string link = address_of(item, scope); !link.empty()) draft.link.offer(0, std::move(link));
  if (const auto date = parse_date(attribute_of(item, "lastmod"))) draft.updated.offer(0, date);
  for_each_element(item, scope, [&](pugi::xml_node node, const ElementName& name, const Scope&) {
    if (name.local == "title") draft.title.offer(0, {node, TextKind::loose});
    if (name.local == "abstract" || name.local == "description")
      draft.summary.offer(0, {node, TextKind::loose});
  });
}

}  // namespace

bool is_cdf(pugi::xml_node channel) {
  if (std::string_view(channel.name()) == "CHANNEL" || !attribute_of(channel, "href").empty()) return true;
  for (const pugi::xml_node child : channel.children()) {
    if (ascii_lower(child.name()) == "item" && !attribute_of(child, "href").empty()) return true;
  }
  return false;
}

void read_cdf(pugi::xml_node channel, const Scope& document, const ParseOptions& options, FeedDraft& feed) {
  const Scope scope(document, channel, true);
  feed.format = "cdf";
  if (std::string link = address_of(channel, scope); !link.empty()) feed.link.offer(0, std::move(link));
  for_each_element(channel, scope, [&](pugi::xml_node node, const ElementName& name, const Scope& inner) {
    if (name.local == "title") feed.title.offer(0, {node, TextKind::loose});
    if (name.local == "item" && feed.entries.size() < options.max_entries) read_item(node, inner, feed);
  });
}

}  // namespace eightbells
