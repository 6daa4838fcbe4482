// import and export: lists of sources from and for other readers.
#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "daemon/cli/commands.h"
#include "daemon/cli/config_file.h"
#include "daemon/cli/setting_up.h"
#include "feeds/base/utf8.h"
#include "feeds/sources/opml.h"

namespace eightbells {

namespace {

// The configuration, where there is one; an import needs none.
Settings known_settings(const Options& options) {
  std::error_code error;
  if (!std::filesystem::exists(config_path(options), error)) return {};
  return load_settings(config_path(options)).settings;
}

// As configuration; a folder of the list is only a hint, where the configuration has no category of that
// name.
std::string table_of(const Source& source, const Settings& settings) {
  const bool known = std::any_of(settings.categories.begin(), settings.categories.end(),
                                 [&](const CategorySettings& one) { return one.name == source.category; });
  if (known || source.category.empty()) return source_table(source) + "\n";
  Source without = source;
  without.category.clear();
  return fmt::format("{}# category = {}\n\n", source_table(without), toml_string(source.category));
}

std::string counted(std::size_t count) { return fmt::format("{} source{}", count, count == 1 ? "" : "s"); }

}  // namespace

int run_import(const Options& options) {
  const auto bytes = read_input(options.file);
  if (!bytes) {
    complain(bytes.error().message);
    return kFailed;
  }
  const auto sources = parse_opml(*bytes);
  if (!sources) {
    complain(options.file + ": " + sources.error().message);
    return kFailed;
  }
  const Settings settings = known_settings(options);
  std::set<std::string> keys;
  for (const auto& source : settings.sources) keys.insert(source.key);
  std::size_t there = 0;
  for (const auto& source : *sources) {
    if (keys.count(source.key) > 0) ++there;
    else fmt::print("{}", table_of(source, settings));
  }
  if (there > 0)
    complain(fmt::format("{} left out: in {} already", counted(there), config_path(options).string()));
  if (there < sources->size())
    complain(fmt::format("{}; add them to your configuration: eightbells import {} >> {}",
                         counted(sources->size() - there), options.file, config_path(options).string()));
  return kDone;
}

int run_export(const Options& options) {
  const auto settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  fmt::print("{}", write_opml(settings->sources, "Eight Bells"));
  std::string others;
  for (const auto& source : settings->sources)
    if (source.kind != SourceKind::feed && source.kind != SourceKind::x)
      others += (others.empty() ? "" : ", ") + one_line(source.name);
  if (!others.empty()) complain("left out, since OPML lists addresses alone: " + others);
  return kDone;
}

}  // namespace eightbells
