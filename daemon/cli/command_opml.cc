// import and export: lists of sources from and for other readers.
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

// Of the configuration, where there is one; an import needs none.
std::set<std::string> known_categories(const Options& options) {
  std::error_code error;
  std::set<std::string> names;
  if (!std::filesystem::exists(config_path(options), error)) return names;
  for (const auto& category : load_settings(config_path(options)).settings.categories)
    names.insert(category.name);
  return names;
}

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
  const std::set<std::string> categories = known_categories(options);
  for (const auto& source : *sources) {
    // A folder of the list is only a hint, where the configuration has no category of that name.
    Source known = source;
    if (categories.count(source.category) == 0) known.category.clear();
    fmt::print("{}", source_table(known));
    if (known.category != source.category) fmt::print("# category = {}\n", toml_string(source.category));
    fmt::print("\n");
  }
  complain(fmt::format("{} sources; add them to your configuration: eightbells import {} >> {}",
                       sources->size(), options.file, config_path(options).string()));
  return kDone;
}

int run_export(const Options& options) {
  const auto settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  fmt::print("{}", write_opml(settings->sources, "Eight Bells"));
  return kDone;
}

}  // namespace eightbells
