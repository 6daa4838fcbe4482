#include "daemon/model/digest_json.h"

#include <boost/json.hpp>
#include <stdexcept>

namespace eightbells {

namespace json = boost::json;

namespace {

std::int64_t millis_of(Instant at) { return at.time_since_epoch().count(); }
Instant instant_of(const json::value& value) { return Instant(Millis(value.to_number<std::int64_t>())); }

std::string text_of(const json::object& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

json::array strings_to_json(const std::vector<std::string>& strings) {
  json::array out;
  for (const auto& text : strings) out.emplace_back(text);
  return out;
}

std::vector<std::string> strings_from_json(const json::value& value) {
  std::vector<std::string> out;
  for (const auto& text : value.as_array()) out.emplace_back(text.as_string());
  return out;
}

json::array parts_to_json(const std::vector<ScorePart>& parts) {
  json::array out;
  for (const auto& part : parts) out.push_back(json::array{part.name, part.value});
  return out;
}

std::vector<ScorePart> parts_from_json(const json::value& value) {
  std::vector<ScorePart> out;
  for (const auto& part : value.as_array()) {
    const auto& pair = part.as_array();
    out.push_back({std::string(pair.at(0).as_string()), pair.at(1).to_number<double>()});
  }
  return out;
}

json::object member_to_json(const ItemSource& member) {
  return {{"entry", member.entry_id},
          {"source", member.source},
          {"author", member.author},
          {"title", member.title},
          {"link", member.link},
          {"published", member.published ? json::value(millis_of(*member.published)) : json::value(nullptr)}};
}

ItemSource member_from_json(const json::object& object) {
  ItemSource member;
  member.entry_id = object.at("entry").to_number<std::int64_t>();
  member.source = text_of(object, "source");
  member.author = text_of(object, "author");
  member.title = text_of(object, "title");
  member.link = text_of(object, "link");
  if (!object.at("published").is_null()) member.published = instant_of(object.at("published"));
  return member;
}

json::object item_to_json(const Item& item) {
  json::array members;
  for (const auto& member : item.members) members.push_back(member_to_json(member));
  return {{"number", item.number},        {"story", item.story_id},
          {"title", item.title},          {"link", item.link},
          {"summary", item.summary},      {"categories", strings_to_json(item.categories)},
          {"score", item.score},          {"parts", parts_to_json(item.parts)},
          {"edited_by", item.edited_by},  {"language", item.language},
          {"update", item.update},        {"earlier", item.earlier},
          {"members", std::move(members)}};
}

Item item_from_json(const json::object& object) {
  Item item;
  item.number = object.at("number").to_number<int>();
  item.story_id = text_of(object, "story");
  item.title = text_of(object, "title");
  item.link = text_of(object, "link");
  item.summary = text_of(object, "summary");
  item.categories = strings_from_json(object.at("categories"));
  item.score = object.at("score").to_number<double>();
  item.parts = parts_from_json(object.at("parts"));
  item.edited_by = text_of(object, "edited_by");
  item.language = text_of(object, "language");
  item.update = object.at("update").as_bool();
  item.earlier = text_of(object, "earlier");
  for (const auto& member : object.at("members").as_array())
    item.members.push_back(member_from_json(member.as_object()));
  return item;
}

json::object report_to_json(const CollectReport& report) {
  return {{"sources", report.sources},         {"polled", report.polled},
          {"failed", report.failed},           {"stale", report.stale},
          {"new_entries", report.new_entries}, {"failures", strings_to_json(report.failures)}};
}

CollectReport report_from_json(const json::object& object) {
  CollectReport report;
  report.sources = object.at("sources").to_number<int>();
  report.polled = object.at("polled").to_number<int>();
  report.failed = object.at("failed").to_number<int>();
  report.stale = object.at("stale").to_number<int>();
  report.new_entries = object.at("new_entries").to_number<int>();
  report.failures = strings_from_json(object.at("failures"));
  return report;
}

// Boost.JSON says what is missing by exceptions; they end here.
template <typename Read>
auto guarded(std::string_view what, Read read) -> Result<decltype(read())> {
  try {
    return read();
  } catch (const std::exception& error) {
    return fail(ErrorKind::parse, std::string(what) + ": " + error.what());
  }
}

Digest read_digest(const json::object& object) {
  Digest digest;
  digest.profile = text_of(object, "profile");
  digest.window = {instant_of(object.at("begin")), instant_of(object.at("end"))};
  digest.written = instant_of(object.at("written"));
  digest.zone = text_of(object, "zone");
  digest.language = text_of(object, "language");
  digest.title = text_of(object, "title");
  digest.intro = text_of(object, "intro");
  digest.notes = strings_from_json(object.at("notes"));
  digest.categories = strings_from_json(object.at("categories"));
  for (const auto& item : object.at("items").as_array())
    digest.items.push_back(item_from_json(item.as_object()));
  digest.collect = report_from_json(object.at("collect").as_object());
  return digest;
}

Considered read_considered(const json::object& object) {
  Considered one;
  one.entry_id = object.at("entry").to_number<std::int64_t>();
  one.title = text_of(object, "title");
  one.source = text_of(object, "source");
  one.link = text_of(object, "link");
  one.story_id = text_of(object, "story");
  one.categories = strings_from_json(object.at("categories"));
  one.categories_by = text_of(object, "categories_by");
  one.parts = parts_from_json(object.at("parts"));
  one.score = object.at("score").to_number<double>();
  one.number = object.at("number").to_number<int>();
  one.kept_out = text_of(object, "kept_out");
  return one;
}

}  // namespace

std::string digest_to_json(const Digest& digest) {
  json::array items;
  for (const auto& item : digest.items) items.push_back(item_to_json(item));
  return json::serialize(json::object{{"profile", digest.profile},
                                      {"begin", millis_of(digest.window.begin)},
                                      {"end", millis_of(digest.window.end)},
                                      {"written", millis_of(digest.written)},
                                      {"zone", digest.zone},
                                      {"language", digest.language},
                                      {"title", digest.title},
                                      {"intro", digest.intro},
                                      {"notes", strings_to_json(digest.notes)},
                                      {"categories", strings_to_json(digest.categories)},
                                      {"items", std::move(items)},
                                      {"collect", report_to_json(digest.collect)}});
}

Result<Digest> digest_from_json(std::string_view text) {
  return guarded("a digest in the ledger cannot be read", [&] {
    return read_digest(json::parse(json::string_view(text.data(), text.size())).as_object());
  });
}

std::string considered_to_json(const std::vector<Considered>& considered) {
  json::array out;
  for (const auto& one : considered)
    out.push_back(json::object{{"entry", one.entry_id},
                               {"title", one.title},
                               {"source", one.source},
                               {"link", one.link},
                               {"story", one.story_id},
                               {"categories", strings_to_json(one.categories)},
                               {"categories_by", one.categories_by},
                               {"parts", parts_to_json(one.parts)},
                               {"score", one.score},
                               {"number", one.number},
                               {"kept_out", one.kept_out}});
  return json::serialize(out);
}

Result<std::vector<Considered>> considered_from_json(std::string_view text) {
  return guarded("the candidates of a window cannot be read", [&] {
    std::vector<Considered> out;
    const json::value value = json::parse(json::string_view(text.data(), text.size()));
    for (const auto& one : value.as_array()) out.push_back(read_considered(one.as_object()));
    return out;
  });
}

}  // namespace eightbells
