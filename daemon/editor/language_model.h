// An editor that asks a language model of the user's choice (any OpenAI-compatible server) and believes
// nothing that it says unchecked: what the entries do not support is never shown, and nothing it does can
// hold up a digest.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "config/aliases.h"
#include "config/settings.h"
#include "daemon/editor/chat.h"
#include "daemon/editor/edit_cache.h"
#include "daemon/editor/editor.h"
#include "daemon/editor/prompt.h"
#include "feeds/fetch/http_client.h"

namespace boost::asio {
class io_context;
}

namespace eightbells {

using HttpClientFactory = std::function<std::unique_ptr<HttpClient>(boost::asio::io_context&)>;

struct LanguageModelOptions {
  EditorSettings settings;
  std::string api_key;                  // empty: none is sent. Appears in no log, error or cache
  Prompts prompts;                      // load_prompts()
  HttpClientFactory http;               // empty: CurlClient
  EditCache* cache = nullptr;           // outlives the editor; null: nothing is remembered
  const AliasTable* aliases = nullptr;  // likewise; for grounding
  // Called on edit()'s thread when an item is decided, for somebody who waits: how many are, of those that
  // need the model.
  std::function<void(int done, int total)> progress = {};
};

// What edit() did, for status and metrics.
struct EditStatistics {
  int requests = 0;  // sent, retries and repairs included
  int retries = 0;   // after 429, 5xx and broken connections
  int repairs = 0;   // second tries after an answer that was refused
  int cache_hits = 0;
  int edited = 0;           // items with the model's words, from the cache or new
  std::int64_t tokens = 0;  // as the server counts; what a request could cost at most where it does not say
  std::map<std::string, int>
      fallbacks;  // items left extractive, by reason: "deadline", "budget", "http 500", "network",
                  // "unreadable", "misshapen", "ungrounded", "given up"
};

class LanguageModelEditor final : public Editor {
 public:
  explicit LanguageModelEditor(LanguageModelOptions options);

  // Requests are in the order of rank: when tokens or time run out, those at the top have been asked first.
  // Owns its own loop and client for the length of the call.
  std::vector<Edited> edit(const std::vector<EditRequest>& requests, Instant now, Millis deadline) override;

  // Of the last edit().
  [[nodiscard]] const EditStatistics& statistics() const { return statistics_; }

 private:
  LanguageModelOptions options_;
  ChatDialect dialect_;  // learnt, and kept for the editor's life
  EditStatistics statistics_;
};

// The key under which the checked answer to `request` is kept: a hash of all that the answer depends on (the
// members' words, the prompt, the model, language, band, categories).
[[nodiscard]] std::string edit_cache_key(const EditRequest& request, std::string_view model,
                                         std::string_view prompt);

}  // namespace eightbells
