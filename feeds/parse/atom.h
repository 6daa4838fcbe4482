// Atom 0.3 and 1.0, with its namespace, another or none; a lone entry is a feed of one.
#pragma once

#include <pugixml.hpp>

#include "feeds/parse/draft.h"

namespace eightbells {

// Reads the document below `root`, which is <feed> or <entry>.
void read_atom(pugi::xml_node root, const Scope& document, const ParseOptions& options, FeedDraft& feed);

// How an Atom text construct is written (RFC 4287, 3.1 and 4.1.3; Atom 0.3's mode).
[[nodiscard]] TextSource atom_text(pugi::xml_node node);

}  // namespace eightbells
