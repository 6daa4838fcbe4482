// parse and stories: documents in, lines out; no configuration is needed.
#include <algorithm>

#include <fmt/format.h>

#include "config/aliases.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/setting_up.h"
#include "daemon/service/learned_state.h"
#include "daemon/store/sqlite_store.h"
#include "daemon/stories/categorise.h"
#include "daemon/stories/rank.h"
#include "daemon/stories/stories_jsonl.h"
#include "feeds/parse/feed_json.h"
#include "feeds/parse/parse_feed.h"

namespace eightbells {

int run_parse(const Options& options) {
  const auto bytes = read_input(options.file);
  if (!bytes) {
    complain(bytes.error().message);
    return kFailed;
  }
  ParseOptions how;
  how.base_url = options.base;
  how.content_type = options.content_type;
  const auto feed = parse_feed(*bytes, how);
  if (!feed) {
    complain(options.file + ": " + feed.error().message);
    return kFailed;
  }
  fmt::print("{}\n", feed_to_json(*feed));
  return kDone;
}

namespace {

// What the state directory of --state has learned; a directory that is not there has learned nothing.
Result<std::optional<LearnedCategories>> learned_of(const Options& options) {
  std::error_code ignored;
  if (options.state.empty() || !std::filesystem::exists(state_path(options) / kDatabaseName, ignored))
    return std::optional<LearnedCategories>();
  const auto store = open_state(state_path(options));
  if (!store) return tl::unexpected(store.error());
  return kept_learned(**store);
}

Result<std::string> stories_of(const std::string& jsonl, const Settings& settings, const Options& options) {
  const auto candidates = candidates_of_jsonl(jsonl);
  if (!candidates) return tl::unexpected(candidates.error());
  auto aliases = load_aliases(data_directory() / "aliases.toml");
  if (!aliases) return tl::unexpected(aliases.error());
  add_aliases(*aliases, settings.aliases);
  auto learned = learned_of(options);
  if (!learned) return tl::unexpected(learned.error());
  const auto categoriser = Categoriser::make(settings.categories, std::move(*learned));
  if (!categoriser) return tl::unexpected(categoriser.error());
  auto stories = cluster(*candidates, *aliases, {});
  file_stories(stories, *candidates, *categoriser);
  Instant end{};
  for (const auto& candidate : *candidates) end = std::max(end, candidate.at());
  score_stories(stories, *candidates, settings.categories, end);
  return stories_to_jsonl(*candidates, stories);
}

}  // namespace

int run_stories(const Options& options) {
  // A configuration gives categories and aliases where one is named; none is needed.
  std::shared_ptr<const Settings> settings = std::make_shared<const Settings>(default_settings());
  if (!options.config.empty()) settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  const auto bytes = read_input(options.file);
  const auto lines = bytes ? stories_of(*bytes, *settings, options) : bytes;
  if (!lines) {
    complain(lines.error().message);
    return kFailed;
  }
  fmt::print("{}", *lines);
  return kDone;
}

}  // namespace eightbells
