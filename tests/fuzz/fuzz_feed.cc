// Documents of any feed format. A first line that does not look like a document is the HTTP content type.
#include "feeds/base/utf8.h"
#include "feeds/parse/feed_json.h"
#include "feeds/parse/parse_feed.h"
#include "tests/fuzz/fuzz.h"

using namespace eightbells;
using fuzz::require;

namespace {

bool is_clean(std::string_view text) { return is_valid_utf8(text) && text.find('\0') == text.npos; }

// Other schemes (tag:, mailto:) are a parser's matter to keep and a renderer's to refuse; those that run
// something are kept by nobody.
bool runs_nothing(std::string_view link) {
  const std::string start = ascii_lower(link.substr(0, 11));
  return start != "javascript:" && start.substr(0, 5) != "data:";
}

void check_entry(const Entry& entry, const ParseOptions& options) {
  require(!entry.id.empty(), "every entry has an id");
  require(is_clean(entry.id) && is_clean(entry.author) && is_clean(entry.language),
          "names are UTF-8 without NUL");
  require(is_clean(entry.title) && is_clean(entry.summary) && is_clean(entry.content),
          "texts are UTF-8 without NUL");
  require(entry.title.find('\n') == std::string::npos, "a title is one line", entry.title);
  require(entry.title.size() <= options.max_title_bytes, "a title has a limit");
  require(entry.summary.size() <= options.max_text_bytes, "a summary has a limit");
  require(entry.content.size() <= options.max_text_bytes, "a content has a limit");
  require(is_clean(entry.link) && runs_nothing(entry.link), "a link runs nothing", entry.link);
  for (const auto& link : entry.references) require(runs_nothing(link), "a reference runs nothing", link);
  for (const auto& category : entry.categories)
    require(is_clean(category), "categories are UTF-8 without NUL");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::bytes_of(data, size);
  const bool has_type = input.substr(0, 5) == "text/" || input.substr(0, 12) == "application/";
  const auto [head, body] = has_type ? fuzz::head_and_body(input) : fuzz::HeadAndBody{{}, input};
  ParseOptions options;
  options.base_url = "https://news.example/feed.xml";
  options.content_type = head;
  options.max_entries = 50;
  options.max_depth = 32;
  options.max_title_bytes = 256;
  options.max_text_bytes = 2048;
  const auto feed = parse_feed(body, options);
  if (!feed) {
    require(is_valid_utf8(feed.error().message), "an error's sentence is UTF-8", feed.error().message);
    require(feed.error().message.find('\n') == std::string::npos, "an error's sentence is one line");
    return 0;
  }
  require(feed->entries.size() <= options.max_entries, "entries have a limit");
  require(is_clean(feed->title) && is_clean(feed->language), "the feed's words are UTF-8 without NUL");
  require(runs_nothing(feed->link), "the feed's link runs nothing", feed->link);
  for (const auto& entry : feed->entries) check_entry(entry, options);
  const std::string json = feed_to_json(*feed);
  require(is_valid_utf8(json) && json.find('\n') == std::string::npos, "the JSON is one line of UTF-8");
  return 0;
}
