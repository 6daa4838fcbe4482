#include "feeds/parse/feed_json.h"

#include <boost/json.hpp>

#include "feeds/text/dates.h"

namespace eightbells {
namespace {

namespace json = boost::json;

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value time_or_null(const std::optional<Instant>& time) {
  return time ? json::value(format_utc(*time)) : json::value(nullptr);
}

json::object entry_object(const Entry& entry) {
  json::array categories;
  for (const std::string& category : entry.categories) categories.emplace_back(category);
  json::object out;
  out["id"] = text_or_null(entry.id);
  out["title"] = text_or_null(entry.title);
  out["link"] = text_or_null(entry.link);
  out["published"] = time_or_null(entry.published);
  out["updated"] = time_or_null(entry.updated);
  out["summary"] = text_or_null(entry.summary);
  out["content"] = text_or_null(entry.content);
  out["author"] = text_or_null(entry.author);
  out["categories"] = std::move(categories);
  return out;
}

}  // namespace

std::string feed_to_json(const Feed& feed) {
  json::object head;
  head["title"] = text_or_null(feed.title);
  head["link"] = text_or_null(feed.link);
  head["language"] = text_or_null(feed.language);
  head["format"] = text_or_null(feed.format);
  json::array entries;
  for (const Entry& entry : feed.entries) entries.push_back(entry_object(entry));
  json::object out;
  out["feed"] = std::move(head);
  out["entries"] = std::move(entries);
  return json::serialize(out);
}

}  // namespace eightbells
