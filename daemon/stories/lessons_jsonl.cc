#include "daemon/stories/lessons_jsonl.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  const json::string* text = value ? value->if_string() : nullptr;
  return text ? repair_utf8({text->data(), text->size()}) : std::string();
}

Result<Lesson> lesson_of(std::string_view line, std::size_t number) {
  boost::system::error_code error;
  const json::value value = json::parse(line, error);
  const json::object* object = error ? nullptr : value.if_object();
  if (object == nullptr)
    return fail(ErrorKind::parse, fmt::format("line {}: expected a JSON object", number));
  Lesson lesson{text_of(*object, "title"), text_of(*object, "text"),
                collapse_white_space(text_of(*object, "category"))};
  if (lesson.category.empty())
    return fail(ErrorKind::parse, fmt::format("line {}: expected a \"category\"", number));
  if (lesson.title.empty() && lesson.text.empty())
    return fail(ErrorKind::parse, fmt::format("line {}: expected a \"title\" or a \"text\"", number));
  return lesson;
}

}  // namespace

Result<std::vector<Lesson>> lessons_of_jsonl(std::string_view jsonl) {
  std::vector<Lesson> out;
  for (std::size_t number = 1; !jsonl.empty(); ++number) {
    const std::size_t end = std::min(jsonl.find('\n'), jsonl.size());
    const std::string_view line = trim(jsonl.substr(0, end));
    jsonl.remove_prefix(std::min(end + 1, jsonl.size()));
    if (line.empty()) continue;
    auto lesson = lesson_of(line, number);
    if (!lesson) return tl::unexpected(lesson.error());
    out.push_back(std::move(*lesson));
  }
  return out;
}

}  // namespace eightbells
