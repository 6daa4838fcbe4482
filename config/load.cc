#include "config/load.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "config/checks.h"
#include "config/load_parts.h"
#include "config/toml_reader.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxConfigBytes = 64 << 20;  // 100,000 sources take about 10 MiB

constexpr Millis kKeepAtMost = 36'500 * kDay;

void load_retention(TableReader& top, Settings& settings) {
  if (top.duration("keep_entries", settings.keep_entries, kKeepEntriesAtLeast, kKeepAtMost) &&
      settings.keep_entries < kKeepEntriesAtLeast + settings.max_age) {
    top.error("keep_entries",
              "expected at least 30 days more than max_age: what may still be reported is needed");
  }
  top.duration("keep_digests", settings.keep_digests, kKeepDigestsAtLeast, kKeepAtMost);
}

void load_top(TableReader& top, LoadContext& context) {
  Settings& settings = context.settings;
  read_checked(top, "timezone", settings.timezone, check_zone);
  Millis window = settings.window;
  if (top.duration("window", window, Millis(1), kDay)) {
    const std::string problem = check_window(window);
    if (problem.empty()) settings.window = window;
    else top.error("window", problem);
  }
  read_checked(top, "language", settings.language, check_language);
  if (top.duration("max_age", settings.max_age, kMinute, 90 * kDay) && settings.max_age < settings.window) {
    top.error("max_age", "expected at least the length of a window: what is older is never reported");
  }
  top.choice("backfill", settings.backfill,
             {{"window", Backfill::window}, {"max_age", Backfill::max_age}, {"none", Backfill::none}});
  top.choice("catch_up", settings.catch_up,
             {{"each", CatchUp::each}, {"merge", CatchUp::merge}, {"skip", CatchUp::skip}});
  load_retention(top, settings);
  std::string metrics;
  if (top.text("metrics_file", metrics)) settings.metrics_file = absolute_path(context, metrics);
}

void load_tables(TableReader& top, LoadContext& context) {
  load_top(top, context);
  load_collect(top, context);
  load_x(top, context);
  load_editor(top, context);
  load_embeddings(top, context);
  load_aliases(top, context);
  load_categories(top, context);
  load_boosts(top, context);
  load_sources(top, context);
  load_digests(top, context);
  load_hooks(top, context);
}

LoadResult unreadable(const fs::path& file, std::string why) {
  LoadResult result;
  result.settings = default_settings();
  result.errors.push_back({file.string(), 0, 0, std::move(why), {}});
  return result;
}

}  // namespace

LoadResult load_settings_text(std::string_view text, const fs::path& file) {
  if (text.size() > kMaxConfigBytes) return unreadable(file, "expected a configuration of at most 64MiB");
  Problems problems(file.string(), text);
  LoadResult result;
  result.settings.file = file;
  if (const auto root = parse_toml(text)) {
    LoadContext context{fs::absolute(file).parent_path(), result.settings, problems};
    TableReader top(*root, "", problems);
    load_tables(top, context);
  } else {
    problems.error(root.error().place, root.error().message);
  }
  if (result.settings.digests.empty()) result.settings.digests.emplace_back();
  result.errors = problems.errors();
  result.warnings = problems.warnings();
  return result;
}

LoadResult load_settings(const fs::path& file) {
  std::error_code error;
  if (fs::is_directory(file, error)) return unreadable(file, "expected a file, found a folder");
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    const bool there = fs::exists(file, error);
    return unreadable(file, there ? "the configuration cannot be read (permissions?)"
                                  : "there is no such configuration; --config FILE names another one");
  }
  std::string text;
  constexpr std::size_t kChunk = 1 << 16;
  while (in && text.size() <= kMaxConfigBytes) {
    const std::size_t before = text.size();
    text.resize(before + kChunk);
    in.read(text.data() + before, kChunk);
    text.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  return load_settings_text(text, file);
}

Settings default_settings() {
  Settings settings;
  settings.digests.emplace_back();
  return settings;
}

}  // namespace eightbells
