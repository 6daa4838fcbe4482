// import and export: lists of sources from and for other readers.
#include <fmt/format.h>

#include "daemon/cli/commands.h"
#include "daemon/cli/config_file.h"
#include "daemon/cli/setting_up.h"
#include "feeds/base/utf8.h"
#include "feeds/sources/opml.h"

namespace eightbells {

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
  for (const auto& source : *sources) {
    fmt::print("[[source]]\n");
    if (!source.name.empty()) fmt::print("name = {}\n", toml_string(source.name));
    fmt::print("{} = {}\n", source.kind == SourceKind::x ? "x" : "url", toml_string(source.address));
    // A folder of the list is only a hint: it becomes a category when the configuration has one of that name.
    if (!source.category.empty()) fmt::print("# category = {}\n", toml_string(source.category));
    fmt::print("\n");
  }
  complain(fmt::format("{} sources; add them to your configuration: eightbells import {} >> {}", sources->size(), options.file,
                       config_path(options).string()));
  return kDone;
}

int run_export(const Options& options) {
  const auto settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  fmt::print("{}", write_opml(settings->sources, "Eight Bells"));
  return kDone;
}

}  // namespace eightbells
