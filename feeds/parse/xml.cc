#include "feeds/parse/xml.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "feeds/parse/references.h"
#include "feeds/parse/tag_soup.h"

namespace eightbells {
namespace {

// Comments, processing instructions and the DOCTYPE are left out. White space between elements is kept: in
// XHTML
// "<b>a</b> <i>b</i>" are two words.
constexpr unsigned int kParseFlags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_wconv_attribute |
                                     pugi::parse_eol | pugi::parse_ws_pcdata;

// How many '<' stand in `text`, sixteen bytes at a time: a comparison gives -1 for each that is one, and the
// sixteen sums are added up before one of them can overflow.
std::size_t count_angles(std::string_view text) {
  using Bytes [[gnu::vector_size(16)]] = std::uint8_t;
  constexpr std::size_t kSteps = 255;
  std::size_t count = 0;
  std::size_t at = 0;
  while (at + sizeof(Bytes) <= text.size()) {
    Bytes sums{};
    for (std::size_t step = 0; step < kSteps && at + sizeof(Bytes) <= text.size(); ++step) {
      Bytes bytes;
      std::memcpy(&bytes, text.data() + at, sizeof(Bytes));
      sums -= reinterpret_cast<Bytes>(bytes == '<');
      at += sizeof(Bytes);
    }
    for (std::size_t i = 0; i < sizeof(Bytes); ++i) count += sums[i];
  }
  return count + static_cast<std::size_t>(
                     std::count(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), '<'));
}

}  // namespace

bool load_well_formed(XmlTree& tree, const XmlLimits& limits) {
  // pugixml takes a zero byte for the end.
  if (std::memchr(tree.text.data(), '\0', tree.text.size()) != nullptr) return false;
  // An upper bound of the nodes, at the speed of memory: a document of ten million "<a>" is refused before it
  // costs sixty-four bytes each. (Markup in CDATA counts too; such a document only goes the slower way.)
  const std::size_t most_tags = limits.elements * 2;
  if (tree.text.size() > most_tags && count_angles(tree.text) > most_tags) return false;

  repair_c1_controls(tree.text);
  repair_references(tree.text);
  const pugi::xml_parse_result result =
      tree.document.load_buffer_inplace(tree.text.data(), tree.text.size(), kParseFlags, pugi::encoding_utf8);
  return static_cast<bool>(result);
}

void load_tag_soup(XmlTree& tree, const XmlLimits& limits) {
  tree.damaged = true;
  tree.text.erase(std::remove(tree.text.begin(), tree.text.end(), '\0'), tree.text.end());
  repair_c1_controls(tree.text);
  repair_references(tree.text);
  build_from_tag_soup(tree.text, {limits.depth, limits.elements}, tree.document);
  tree.text.clear();
  tree.text.shrink_to_fit();
}

}  // namespace eightbells
