// The wire form of a chat model (POST /chat/completions, OpenAI-compatible), both ways. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/base/result.h"

namespace eightbells {

inline constexpr std::size_t kMaxModelAnswer = 256 << 10;  // bytes of a whole response
inline constexpr std::size_t kMaxModelContent = 64 << 10;  // bytes of the message in it

// What servers differ in; learnt from their refusals and kept.
struct ChatDialect {
  bool schema = true;  // response_format with a JSON schema
  bool temperature = true;
  bool completion_tokens = false;  // max_completion_tokens instead of max_tokens
  bool operator==(const ChatDialect&) const = default;
};

struct ChatMessage {
  std::string role;  // system, user, assistant
  std::string content;
};

struct ChatRequest {
  std::string model;
  std::vector<ChatMessage> messages;
  double temperature = 0.2;
  int max_tokens = 1'200;
  std::vector<std::string> categories;  // that the schema allows
};

[[nodiscard]] std::string chat_body(const ChatRequest& request, const ChatDialect& dialect);

// The dialect to try after a 400 that said `body`; the same one when there is nothing left to try.
[[nodiscard]] ChatDialect next_dialect(const ChatDialect& dialect, std::string_view body);

struct ChatAnswer {
  std::string content;
  bool cut = false;  // the server stopped it at its limit
  std::optional<std::int64_t> prompt_tokens;
  std::optional<std::int64_t> completion_tokens;
};

// Error parse: not the JSON of a completion; too_large.
[[nodiscard]] Result<ChatAnswer> read_completion(std::string_view body);

struct ModelEdit {
  std::string title;
  std::string summary;
  std::vector<std::string> categories;  // those of `allowed`, once each, at most three
  std::optional<double> importance;     // within 0 and 10; anything else is no opinion
};

// The one JSON object in what a model said: <think> blocks, a code fence and prose around it are passed over.
// Error parse: no object, more than one, or no title and summary in it. Members beside the four are not read.
// Empty texts are read as they are: misshapen() refuses them, and the model is asked to mend that.
[[nodiscard]] Result<ModelEdit> read_edit(std::string_view content, const std::vector<std::string>& allowed);

// A checked answer as it is cached; read_edit reads it back.
[[nodiscard]] std::string edit_to_json(const ModelEdit& edit);

}  // namespace eightbells
