// HTML to plain text, titles, entities and links.
#include "feeds/base/utf8.h"
#include "feeds/text/html_text.h"
#include "tests/fuzz/fuzz.h"

using namespace eightbells;
using fuzz::require;

namespace {

constexpr std::size_t kLimit = 300;

bool has_controls(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0)) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view html = fuzz::bytes_of(data, size);
  const std::string text = html_to_text(html);
  require(is_valid_utf8(text), "text is UTF-8");
  require(!has_controls(text), "text holds no controls", text);
  require(html_to_text(html, kLimit).size() <= kLimit, "text has a limit");
  const std::string title = plain_title(html);
  require(is_valid_utf8(title), "a title is UTF-8");
  require(!has_controls(title) && title.find('\n') == title.npos, "a title is one line without controls",
          title);
  require(trim(title) == title, "a title is trimmed", title);
  require(decode_entities(html).size() <= 3 * html.size() + 3, "an entity becomes two characters at most");
  require(html_links(html, 5).size() <= 5, "links have a limit");
  return 0;
}
