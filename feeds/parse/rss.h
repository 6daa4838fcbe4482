// RSS 0.90 to 2.0 and without a version, and RDF (RSS 0.90, 1.0, 1.1): the same words in two outer forms.
#pragma once

#include <pugixml.hpp>

#include "feeds/parse/draft.h"

namespace eightbells {

// Reads the document below `root`, which is <rss>, <rdf:RDF>, <channel> or a lone <item>.
void read_rss(pugi::xml_node root, const Scope& document, const ParseOptions& options, FeedDraft& feed);

}  // namespace eightbells
