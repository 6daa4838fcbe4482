// What the channel of RSS or RDF says about itself.
#pragma once

#include <pugixml.hpp>

#include "feeds/parse/draft.h"

namespace eightbells {

// Reads the fields of `channel`, whose scope is `scope`; items in it are left alone.
void read_rss_channel(pugi::xml_node channel, const Scope& scope, FeedDraft& feed);

}  // namespace eightbells
