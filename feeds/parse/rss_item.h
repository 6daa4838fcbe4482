// One item of RSS or RDF.
#pragma once

#include <pugixml.hpp>
#include <string_view>

#include "feeds/parse/draft.h"

namespace eightbells {

// Reads `item`, whose scope is `scope`. `site` is the channel's absolute link, or empty: what relative links
// stand against where no xml:base says otherwise.
void read_rss_item(pugi::xml_node item, const Scope& scope, std::string_view site, EntryDraft& draft);

}  // namespace eightbells
