// Wrong types are common: an author that is a string, authors that are one object, ids that are numbers, tags
// that are one string. Each is read as what it stands for. A document that was cut is closed after its last
// whole item.
#include "feeds/parse/json_feed.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"
#include "feeds/parse/draft.h"
#include "feeds/text/dates.h"
#include "feeds/text/html_text.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxJsonDepth = 64;

std::optional<json::value> parse_value(std::string_view text) {
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  options.allow_trailing_commas = true;
  options.allow_comments = true;
  options.allow_invalid_utf8 = true;
  json::error_code error;
  json::value value = json::parse({text.data(), text.size()}, error, {}, options);
  if (error) return std::nullopt;
  return value;
}

// `text` up to the end of its last whole item, closed: '{"items": [{...}, {...' becomes '{"items": [{...}]}'.
// Empty when there is none. Items are the objects at depth two: inside the one array inside the one object.
std::string close_after_last_item(std::string_view text) {
  std::size_t depth = 0;
  std::size_t last = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
      if (c == '}' && depth == 2) last = i + 1;
    }
  }
  if (last == 0) return {};
  return std::string(text.substr(0, last)) + "]}";
}

const json::value* find(const json::object& object, std::string_view key) {
  return object.if_contains({key.data(), key.size()});
}

// A string or a number as text; anything else is empty.
std::string text_of(const json::value* value) {
  if (value == nullptr) return {};
  if (const json::string* string = value->if_string()) return {string->data(), string->size()};
  if (value->is_int64()) return std::to_string(value->as_int64());
  if (value->is_uint64()) return std::to_string(value->as_uint64());
  if (value->is_double()) return fmt::format("{}", value->as_double());
  return {};
}

std::string text_of(const json::object& object, std::string_view key) { return text_of(find(object, key)); }

// The first name in an author object, a list of them, or a plain string.
std::string name_of_author(const json::value* value) {
  if (value == nullptr) return {};
  if (const json::array* list = value->if_array()) {
    for (const json::value& one : *list) {
      if (std::string name = name_of_author(&one); !name.empty()) return name;
    }
    return {};
  }
  if (const json::object* author = value->if_object()) {
    return collapse_white_space(without_controls(text_of(*author, "name")));
  }
  return author_name(text_of(value));
}

std::string author_of(const json::object& object) {
  std::string name = name_of_author(find(object, "authors"));
  return name.empty() ? name_of_author(find(object, "author")) : name;
}

std::string limited(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  text.resize(limit);
  return text;
}

std::string plain(const std::string& text, std::size_t limit) {
  return limited(without_controls(trim(text)), limit);
}

std::vector<std::string> tags_of(const json::object& item) {
  EntryDraft draft;
  const json::value* tags = find(item, "tags");
  if (tags == nullptr) return {};
  if (const json::array* list = tags->if_array()) {
    for (const json::value& tag : *list) draft.add_category(text_of(&tag));
  } else {
    add_keywords(draft, text_of(tags));
  }
  return draft.categories;
}

// Entry::written, of the texts as they stand there.
std::uint64_t written_hash(const json::object& item) {
  std::uint64_t hash = 1;
  for (const std::string_view key : {"title", "summary", "content_html", "content_text"}) {
    const json::value* value = find(item, key);
    const json::string* text = value == nullptr ? nullptr : value->if_string();
    hash = combine_hashes(hash, text == nullptr ? 0 : hash64({text->data(), text->size()}));
  }
  return hash;
}

Entry read_item(const json::object& item, std::string_view base, const ParseOptions& options) {
  Entry entry;
  entry.link = absolute_link(base, text_of(item, "url"));
  const std::string external = absolute_link(base, text_of(item, "external_url"));
  if (entry.link.empty()) entry.link = external;
  entry.id = trim(text_of(item, "id"));
  if (entry.id.empty()) entry.id = entry.link;
  entry.published = parse_date(text_of(item, "date_published"));
  entry.updated = parse_date(text_of(item, "date_modified"));
  entry.author = author_of(item);
  entry.categories = tags_of(item);
  entry.language = trim(text_of(item, "language"));
  // A link post is about the page it points to.
  if (!external.empty() && external != entry.link) entry.references.push_back(external);
  entry.written = written_hash(item);
  entry.known = options.is_known && !entry.id.empty() && options.is_known(entry.id, entry.written);
  if (entry.known) return entry;

  // 1.1: title and summary are plain text.
  entry.title = limited(collapse_white_space(without_controls(decode_entities(text_of(item, "title")))),
                        options.max_title_bytes);
  entry.summary = plain(text_of(item, "summary"), options.max_text_bytes);
  entry.content = html_to_text(text_of(item, "content_html"), options.max_text_bytes);
  if (entry.content.empty()) entry.content = plain(text_of(item, "content_text"), options.max_text_bytes);
  if (entry.id.empty()) entry.id = id_of_text(entry);
  return entry;
}

bool is_feed(const json::object& object) {
  return object.contains("items") || text_of(object, "version").find("jsonfeed") != std::string::npos;
}

std::string format_of(const std::string& version) {
  const std::size_t slash = version.rfind('/');
  const std::string number = slash == std::string::npos ? version : version.substr(slash + 1);
  if (number == "1.1") return "json 1.1";
  return "json 1.0";
}

Feed read_object(const json::object& object, const ParseOptions& options) {
  Feed feed;
  feed.format = format_of(text_of(object, "version"));
  feed.title = limited(collapse_white_space(without_controls(decode_entities(text_of(object, "title")))),
                       options.max_title_bytes);
  feed.link = absolute_link(options.base_url, text_of(object, "home_page_url"));
  feed.language = trim(text_of(object, "language"));
  const std::string own = absolute_link(options.base_url, text_of(object, "feed_url"));
  std::string base = feed.link;
  if (base.find("://") == std::string::npos) base = own;
  if (base.find("://") == std::string::npos) base = options.base_url;
  const std::string author = author_of(object);
  const json::value* items = find(object, "items");
  if (items == nullptr || !items->is_array()) return feed;
  for (const json::value& item : items->as_array()) {
    if (feed.entries.size() >= options.max_entries) break;
    if (!item.is_object()) continue;
    Entry entry = read_item(item.as_object(), base, options);
    if (entry.author.empty()) entry.author = author;
    if (entry.language.empty()) entry.language = feed.language;
    feed.entries.push_back(std::move(entry));
  }
  return feed;
}

}  // namespace

Result<Feed> read_json_feed(std::string_view text, const ParseOptions& options) {
  try {
    std::optional<json::value> value = parse_value(text);
    bool damaged = false;
    if (!value) {
      damaged = true;
      const std::string closed = close_after_last_item(text);
      if (!closed.empty()) value = parse_value(closed);
    }
    if (!value) return fail(ErrorKind::parse, "JSON that cannot be read");
    if (!value->is_object() || !is_feed(value->as_object()))
      return fail(ErrorKind::parse, "JSON, but not a JSON Feed: it has no items");
    Feed feed = read_object(value->as_object(), options);
    feed.damaged = damaged;
    return feed;
  } catch (const std::exception& error) {  // memory, or a type of Boost.JSON that the checks above forgot
    return fail(ErrorKind::parse, std::string("JSON that cannot be read: ") + error.what());
  }
}

}  // namespace eightbells
