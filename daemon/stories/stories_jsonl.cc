#include "daemon/stories/stories_jsonl.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "feeds/base/utf8.h"
#include "feeds/text/dates.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return {};
  if (const json::string* text = value->if_string()) return std::string(text->data(), text->size());
  return value->is_number() ? json::serialize(*value) : std::string{};
}

Result<Candidate> candidate_of(std::string_view line, std::size_t number) {
  boost::system::error_code error;
  const json::value value = json::parse(line, error);
  const json::object* object = error ? nullptr : value.if_object();
  if (object == nullptr)
    return fail(ErrorKind::parse, fmt::format("line {}: expected a JSON object", number));
  Candidate out;
  out.entry_id = static_cast<std::int64_t>(number);
  out.entry.id = text_of(*object, "id");
  out.entry.title = collapse_white_space(text_of(*object, "title"));
  if (out.entry.id.empty()) return fail(ErrorKind::parse, fmt::format("line {}: expected an \"id\"", number));
  if (object->if_contains("title") == nullptr) {
    return fail(ErrorKind::parse, fmt::format("line {}: expected a \"title\"", number));
  }
  out.entry.content = text_of(*object, "text");
  out.entry.link = text_of(*object, "url");
  out.entry.author = text_of(*object, "author");
  out.entry.language = text_of(*object, "language");
  out.entry.published = parse_rfc3339(text_of(*object, "published"));
  out.date_trusted = out.entry.published.has_value();
  out.source_name = text_of(*object, "source");
  out.source_key = out.source_name;
  if (!out.entry.link.empty()) out.canonical = canonical_url(out.entry.link);
  return out;
}

}  // namespace

Result<std::vector<Candidate>> candidates_of_jsonl(std::string_view jsonl) {
  std::vector<Candidate> out;
  std::size_t number = 0;
  while (!jsonl.empty()) {
    const std::size_t end = std::min(jsonl.find('\n'), jsonl.size());
    const std::string_view line = trim(jsonl.substr(0, end));
    jsonl.remove_prefix(std::min(end + 1, jsonl.size()));
    ++number;
    if (line.empty()) continue;
    auto candidate = candidate_of(line, number);
    if (!candidate) return tl::unexpected(candidate.error());
    out.push_back(std::move(*candidate));
  }
  return out;
}

std::string stories_to_jsonl(const std::vector<Candidate>& candidates, const std::vector<Story>& stories) {
  std::vector<const Story*> story_of(candidates.size(), nullptr);
  for (const Story& story : stories) {
    for (const std::size_t member : story.members) story_of[member] = &story;
  }
  std::string out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (story_of[i] == nullptr) continue;
    json::object line;
    line["id"] = candidates[i].entry.id;
    line["story"] = story_of[i]->id;
    json::array& categories = line["categories"].emplace_array();
    for (const std::string& category : story_of[i]->categories) categories.emplace_back(category);
    line["score"] = story_of[i]->score;
    out += json::serialize(line) + '\n';
  }
  return out;
}

}  // namespace eightbells
