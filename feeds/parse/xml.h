// A document's XML as a tree, whatever its damage. pugixml builds it; what pugixml refuses is read again by
// rules of tag soup, so that every whole item of a broken or cut document is kept.
#pragma once

#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace eightbells {

struct XmlLimits {
  std::size_t depth = 256;         // of elements; deeper ones lose their tags, not their text
  std::size_t elements = 500'000;  // of a document; a tree node costs about 64 bytes
};

struct XmlTree {
  std::string text;  // what the tree points into: it must live as long as the tree
  pugi::xml_document document;
  bool damaged = false;
};

// Fills `tree` from `tree.text` (UTF-8), which is overwritten. `original` returns the same text once more,
// and is called only for a damaged document. DTDs are skipped, nothing that they declare is ever expanded.
template <typename Original>
void load_xml(XmlTree& tree, const XmlLimits& limits, Original&& original);

// Whether pugixml could build the tree. Work of load_xml.
[[nodiscard]] bool load_well_formed(XmlTree& tree, const XmlLimits& limits);
void load_tag_soup(XmlTree& tree, const XmlLimits& limits);

template <typename Original>
void load_xml(XmlTree& tree, const XmlLimits& limits, Original&& original) {
  if (load_well_formed(tree, limits)) return;
  tree.document.reset();
  tree.text = original();
  load_tag_soup(tree, limits);
}

}  // namespace eightbells
