// Broken XML to a tree, by the rules a person would use.
#pragma once

#include <cstddef>
#include <pugixml.hpp>
#include <string_view>

namespace eightbells {

struct SoupLimits {
  std::size_t depth = 256;
  std::size_t elements = 500'000;
};

// Builds `document` from `text`. Never fails; linear time.
void build_from_tag_soup(std::string_view text, const SoupLimits& limits, pugi::xml_document& document);

}  // namespace eightbells
