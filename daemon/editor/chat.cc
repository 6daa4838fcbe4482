#include "daemon/editor/chat.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

namespace json = boost::json;

constexpr std::size_t kMaxCategories = 3;
constexpr int kMaxObjects = 50;  // braces that are tried: a text of braces only must not take long

json::value answer_schema(const std::vector<std::string>& categories) {
  json::object items = {{"type", "string"}};
  json::array names;
  for (const auto& name : categories) names.emplace_back(name);
  if (!names.empty()) items["enum"] = names;
  const json::object properties = {{"title", {{"type", "string"}}},
                                   {"summary", {{"type", "string"}}},
                                   {"categories", {{"type", "array"}, {"items", items}}},
                                   {"importance", {{"type", "number"}}}};
  const json::object schema = {{"type", "object"},
                               {"properties", properties},
                               {"required", {"title", "summary", "categories", "importance"}},
                               {"additionalProperties", false}};
  return {{"type", "json_schema"},
          {"json_schema", {{"name", "story"}, {"strict", true}, {"schema", schema}}}};
}

// Parsing with the library's limits on depth; nothing instead of an exception.
std::optional<json::value> parse_json(std::string_view text) {
  boost::system::error_code failed;
  json::value value = json::parse(text, failed);
  if (failed) return std::nullopt;
  return value;
}

const json::value* member(const json::value& value, std::string_view name) {
  return value.is_object() ? value.get_object().if_contains(name) : nullptr;
}

std::optional<std::int64_t> count_of(const json::value* usage, std::string_view name) {
  const json::value* value = usage ? member(*usage, name) : nullptr;
  if (!value || !value->is_number()) return std::nullopt;
  boost::system::error_code failed;
  const auto count = value->to_number<std::int64_t>(failed);
  if (failed || count < 0) return std::nullopt;
  return count;
}

// What a model thinks before it speaks is not its answer. An opened block that never closes leaves nothing.
std::string_view without_thoughts(std::string_view content) {
  if (const auto end = content.rfind("</think>"); end != std::string_view::npos)
    return content.substr(end + 8);
  return content.substr(0, content.find("<think>"));
}

// The end of the JSON object that begins at `begin`; npos when it does not close.
std::size_t object_end(std::string_view text, std::size_t begin) {
  int depth = 0;
  bool string = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (string) {
      if (c == '\\') ++i;
      else if (c == '"') string = false;
    } else if (c == '"') {
      string = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

Result<json::value> only_object(std::string_view text) {
  std::optional<json::value> found;
  int tries = 0;
  for (std::size_t at = text.find('{'); at != std::string_view::npos && ++tries <= kMaxObjects;) {
    const std::size_t end = object_end(text, at);
    if (end == std::string_view::npos) break;
    auto value = parse_json(text.substr(at, end - at));
    const bool is_object = value.has_value();
    if (is_object && found) return fail(ErrorKind::parse, "the answer holds more than one JSON object");
    if (is_object) found = std::move(*value);
    at = text.find('{', is_object ? end : at + 1);
  }
  if (!found) return fail(ErrorKind::parse, "the answer holds no JSON object");
  return std::move(*found);
}

}  // namespace

std::string chat_body(const ChatRequest& request, const ChatDialect& dialect) {
  json::array messages;
  for (const auto& message : request.messages)
    messages.push_back({{"role", message.role}, {"content", message.content}});
  json::object body = {{"model", request.model}, {"messages", messages}, {"stream", false}};
  body[dialect.completion_tokens ? "max_completion_tokens" : "max_tokens"] = request.max_tokens;
  if (dialect.temperature) body["temperature"] = request.temperature;
  if (dialect.schema) body["response_format"] = answer_schema(request.categories);
  return json::serialize(body);
}

ChatDialect next_dialect(const ChatDialect& dialect, std::string_view body) {
  ChatDialect next = dialect;
  const auto says = [&](std::string_view word) { return body.find(word) != std::string_view::npos; };
  if (!dialect.completion_tokens && says("max_completion_tokens")) next.completion_tokens = true;
  else if (dialect.temperature && says("temperature")) next.temperature = false;
  else next.schema = false;
  return next;
}

Result<ChatAnswer> read_completion(std::string_view body) {
  if (body.size() > kMaxModelAnswer)
    return fail(ErrorKind::too_large, "the model's answer is longer than 256 KiB");
  const auto value = parse_json(body);
  if (!value) return fail(ErrorKind::parse, "the model's answer is not JSON");
  const json::value* choices = member(*value, "choices");
  if (!choices || !choices->is_array() || choices->get_array().empty())
    return fail(ErrorKind::parse, "the model's answer holds no choice");
  const json::value& choice = choices->get_array().front();
  const json::value* message = member(choice, "message");
  const json::value* content = message ? member(*message, "content") : nullptr;
  if (!content || !content->is_string()) return fail(ErrorKind::parse, "the model's answer holds no text");
  if (content->get_string().size() > kMaxModelContent)
    return fail(ErrorKind::too_large, "the model's text is longer than 64 KiB");
  ChatAnswer answer;
  answer.content = std::string(content->get_string());
  if (const json::value* reason = member(choice, "finish_reason"); reason && reason->is_string())
    answer.cut = reason->get_string() == "length";
  const json::value* usage = member(*value, "usage");
  answer.prompt_tokens = count_of(usage, "prompt_tokens");
  answer.completion_tokens = count_of(usage, "completion_tokens");
  return answer;
}

Result<ModelEdit> read_edit(std::string_view content, const std::vector<std::string>& allowed) {
  if (!is_valid_utf8(content)) return fail(ErrorKind::parse, "the answer is not valid UTF-8");
  auto object = only_object(without_thoughts(content));
  if (!object) return tl::unexpected(object.error());
  const json::value* title = member(*object, "title");
  const json::value* summary = member(*object, "summary");
  if (!title || !title->is_string() || !summary || !summary->is_string())
    return fail(ErrorKind::parse, "the answer has no title and summary");
  ModelEdit edit;
  edit.title = std::string(trim(std::string_view(title->get_string())));
  edit.summary = std::string(trim(std::string_view(summary->get_string())));
  if (const json::value* names = member(*object, "categories"); names && names->is_array())
    for (const auto& name : names->get_array()) {
      if (!name.is_string() || edit.categories.size() >= kMaxCategories) continue;
      const std::string text(name.get_string());
      const bool known = std::find(allowed.begin(), allowed.end(), text) != allowed.end();
      if (known && std::find(edit.categories.begin(), edit.categories.end(), text) == edit.categories.end())
        edit.categories.push_back(text);
    }
  if (const json::value* value = member(*object, "importance"); value && value->is_number()) {
    boost::system::error_code failed;
    const auto importance = value->to_number<double>(failed);
    if (!failed && std::isfinite(importance) && importance >= 0 && importance <= 10)
      edit.importance = importance;
  }
  return edit;
}

std::string edit_to_json(const ModelEdit& edit) {
  json::object object = {{"title", edit.title}, {"summary", edit.summary}};
  json::array categories;
  for (const auto& name : edit.categories) categories.emplace_back(name);
  object["categories"] = categories;
  if (edit.importance) object["importance"] = *edit.importance;
  return json::serialize(object);
}

}  // namespace eightbells
