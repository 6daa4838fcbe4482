// The digest for programs. Its own form, not the ledger's: the ledger's may change with the store, this one
// is a contract.
#include <boost/json.hpp>
#include <cmath>

#include "daemon/render/escape.h"
#include "daemon/render/render.h"
#include "daemon/window/zone.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace json = boost::json;

namespace {

class Times {
 public:
  explicit Times(const std::string& zone) : zone_(Zone::find(zone)) {
    if (!zone_) zone_ = Zone::find("UTC");
  }

  [[nodiscard]] json::value of(const std::optional<Instant>& at) const {
    return at ? json::value(zone_->format_rfc3339_millis(*at)) : json::value(nullptr);
  }

 private:
  Result<Zone> zone_;
};

// JSON is UTF-8 (RFC 8259), whatever a source said.
json::value text(const std::string& raw) { return json::value(repair_utf8(raw)); }

json::value text_or_null(const std::string& raw) { return raw.empty() ? json::value(nullptr) : text(raw); }

json::array texts(const std::vector<std::string>& raw) {
  json::array out;
  for (const auto& one : raw) out.push_back(text(one));
  return out;
}

// Four places: the ledger's JSON does not bring a double back to its last bit, and writing a window again
// must give the same bytes.
double rounded(double value) { return std::round(value * 1e4) / 1e4; }

json::object member_to_json(const ItemSource& member, const Times& times) {
  return {{"source", text(member.source)},
          {"author", text_or_null(member.author)},
          {"title", text_or_null(member.title)},
          {"link", text_or_null(web_link(member.link))},
          {"published", times.of(member.published)}};
}

json::object item_to_json(const Item& item, const Times& times) {
  json::object parts;
  for (const auto& part : item.parts) parts[part.name] = rounded(part.value);
  json::array members;
  for (const auto& member : item.members) members.push_back(member_to_json(member, times));
  return {{"number", item.number},
          {"story", text(item.story_id)},
          {"title", text(item.title)},
          {"link", text_or_null(web_link(item.link))},
          {"summary", text_or_null(item.summary)},
          {"categories", texts(item.categories)},
          {"score", rounded(item.score)},
          {"parts", std::move(parts)},
          {"edited_by", text(item.edited_by)},
          {"language", text_or_null(item.language)},
          {"update", item.update},
          {"earlier", text_or_null(web_link(item.earlier))},
          {"members", std::move(members)}};
}

json::object sources_to_json(const CollectReport& report) {
  return {{"configured", report.sources},      {"polled", report.polled},
          {"failed", report.failed},           {"stale", report.stale},
          {"new_entries", report.new_entries}, {"failures", texts(report.failures)}};
}

}  // namespace

std::string render_json(const Digest& digest) {
  const Times times(digest.zone);
  json::array items;
  for (const auto& item : digest.items) items.push_back(item_to_json(item, times));
  return json::serialize(json::object{{"version", kJsonVersion},
                                      {"profile", text(digest.profile)},
                                      {"title", text(digest.title)},
                                      {"intro", text_or_null(digest.intro)},
                                      {"language", text(digest.language)},
                                      {"zone", text(digest.zone)},
                                      {"begin", times.of(digest.window.begin)},
                                      {"end", times.of(digest.window.end)},
                                      {"written", times.of(digest.written)},
                                      {"categories", texts(digest.categories)},
                                      {"notes", texts(digest.notes)},
                                      {"items", std::move(items)},
                                      {"sources", sources_to_json(digest.collect)}}) +
         "\n";
}

}  // namespace eightbells
