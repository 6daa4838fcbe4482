// CDF (Microsoft's Channel Definition Format, 1997): <CHANNEL HREF><TITLE>, <ITEM HREF
// LASTMOD><TITLE><ABSTRACT>.
#pragma once

#include <pugixml.hpp>

#include "feeds/parse/draft.h"

namespace eightbells {

// Whether a <channel> is CDF's and not RSS without its <rss>: it or an item has HREF, or its names are in
// capitals.
[[nodiscard]] bool is_cdf(pugi::xml_node channel);

void read_cdf(pugi::xml_node channel, const Scope& document, const ParseOptions& options, FeedDraft& feed);

}  // namespace eightbells
