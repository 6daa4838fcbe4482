#include "daemon/service/editor_of.h"

#include <fstream>
#include <iterator>
#include <utility>

#include <spdlog/spdlog.h>
#include <boost/json.hpp>

#include "config/aliases.h"
#include "config/load.h"
#include "daemon/editor/extractive.h"
#include "daemon/editor/language_model.h"
#include "daemon/service/log.h"
#include "daemon/service/metrics.h"
#include "daemon/store/sqlite_store.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

// The editor's memory in the store. A store that fails may forget, as the interface allows.
class StoreEditCache final : public EditCache {
 public:
  explicit StoreEditCache(Store& store) : store_(store) {}
  void set_now(Instant now) { now_ = now; }

  [[nodiscard]] std::optional<std::string> find(std::string_view key) override {
    auto value = store_.get("editor_cache", key);
    return value ? std::move(*value) : std::nullopt;
  }
  void put(std::string_view key, std::string_view value) override {
    if (const auto kept = store_.put("editor_cache", key, value, now_); !kept)
      spdlog::warn("event=editor_cache_failed error={}", log_value(kept.error().message));
  }

 private:
  Store& store_;
  Instant now_{};
};

// A language model together with what it works with.
class ModelEditor final : public Editor {
 public:
  ModelEditor(std::unique_ptr<Store> store, AliasTable aliases, LanguageModelOptions options)
      : store_(std::move(store)),
        cache_(*store_),
        aliases_(std::move(aliases)),
        model_(with_own(std::move(options))) {}

  std::vector<Edited> edit(const std::vector<EditRequest>& requests, Instant now, Millis deadline) override {
    cache_.set_now(now);
    auto edited = model_.edit(requests, now, deadline);
    remember(model_.statistics(), now);
    return edited;
  }

 private:
  LanguageModelOptions with_own(LanguageModelOptions options) {
    options.cache = &cache_;
    options.aliases = &aliases_;
    return options;
  }

  // One digest may edit several times: what has the same `now` is one report.
  void remember(const EditStatistics& done, Instant now) {
    if (now != report_at_) report_ = {};
    report_at_ = now;
    report_.requests += done.requests;
    report_.retries += done.retries;
    report_.repairs += done.repairs;
    report_.cache_hits += done.cache_hits;
    report_.edited += done.edited;
    report_.tokens += done.tokens;
    json::object fallbacks;
    for (const auto& [reason, count] : done.fallbacks) report_.fallbacks[reason] += count;
    for (const auto& [reason, count] : report_.fallbacks) fallbacks[reason] = count;
    const json::object value{{"requests", report_.requests}, {"retries", report_.retries},
                             {"repairs", report_.repairs},   {"cache_hits", report_.cache_hits},
                             {"edited", report_.edited},     {"tokens", report_.tokens},
                             {"fallbacks", fallbacks}};
    if (const auto kept = store_->put("editor", "last", json::serialize(value), now); !kept)
      spdlog::warn("event=editor_report_failed error={}", log_value(kept.error().message));
    const auto counted = store_->add(
        kMetricsSpace, {{"editor_requests_total", done.requests}, {"editor_tokens_total", done.tokens}}, now);
    if (!counted) spdlog::warn("event=editor_report_failed error={}", log_value(counted.error().message));
    spdlog::debug("event=edited {}", json::serialize(value));
  }

  std::unique_ptr<Store> store_;
  StoreEditCache cache_;
  AliasTable aliases_;
  LanguageModelEditor model_;
  EditStatistics report_;
  Instant report_at_{};
};

std::string read_key(const fs::path& file) {
  if (file.empty()) return {};
  std::ifstream in(file, std::ios::binary);
  if (!in) spdlog::warn("event=api_key_unreadable file={}", file.string());
  const std::string key(std::istreambuf_iterator<char>(in), {});
  return std::string(trim(key));
}

}  // namespace

Result<std::unique_ptr<Editor>> editor_of(const Settings& settings, const fs::path& database,
                                          std::function<void(int done, int total)> progress) {
  if (!settings.editor) return std::make_unique<ExtractiveEditor>();
  auto prompts = load_prompts(data_directory() / "prompts", settings.editor->prompt_file);
  if (!prompts) return fail(ErrorKind::config, prompts.error().message);
  auto aliases = load_aliases(data_directory() / "aliases.toml");
  if (!aliases) return tl::unexpected(aliases.error());
  add_aliases(*aliases, settings.aliases);
  auto store = open_sqlite_store(database);
  if (!store) return tl::unexpected(store.error());
  LanguageModelOptions options;
  options.settings = *settings.editor;
  options.api_key = read_key(settings.editor->api_key_file);
  options.prompts = std::move(*prompts);
  options.progress = std::move(progress);
  return std::make_unique<ModelEditor>(std::move(*store), std::move(*aliases), std::move(options));
}

}  // namespace eightbells
