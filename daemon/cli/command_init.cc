// init: a first configuration.
#include <cstdlib>

#include <fmt/format.h>

#include "config/checks.h"
#include "config/load.h"
#include "config/starter.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/config_file.h"
#include "daemon/cli/setting_up.h"
#include "daemon/window/zone.h"

namespace eightbells {

namespace {

// zh-CN when the locale is Chinese, else en.
std::string language_of_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value && *value) return std::string_view(value).substr(0, 2) == "zh" ? "zh-CN" : "en";
  }
  return "en";
}

// The system's zone by its IANA name; empty when it has none that the configuration would take.
std::string zone_of_system() {
  const auto zone = Zone::find("");
  return zone && check_zone(zone->name()).empty() ? std::string(zone->name()) : "";
}

// As a shell wants it.
std::string shell_word(const std::string& word) {
  const bool plain =
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:,@%") ==
      word.npos;
  if (plain && !word.empty()) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

void say_what_next(const std::string& file, const Settings& settings, bool is_default) {
  const std::string option = is_default ? "" : "--config " + shell_word(file) + " ";
  fmt::print(stderr, "Wrote {}: {} sources, {} categories, digests in {}.\n\nNext:\n", file,
             settings.sources.size(), settings.categories.size(), settings.language);
  fmt::print(stderr, "  eightbells {}add URL    find the feed of a page and add it\n", option);
  fmt::print(stderr, "  eightbells {}check      is all well after an edit?\n", option);
  fmt::print(stderr, "  eightbells {}once -v    poll everything and write the first digest\n", option);
}

}  // namespace

int run_init(const Options& options) {
  StarterChoice choice;
  choice.language = options.language.empty() ? language_of_locale() : options.language;
  choice.topic = options.topic;
  choice.timezone = zone_of_system();
  const auto text = starter_configuration(choice);
  if (!text) {
    complain(text.error().message);
    return text.error().kind == ErrorKind::invalid ? kBadUsage : kFailed;
  }
  if (options.file == "-") {
    fmt::print("{}", *text);
    return kDone;
  }
  const std::string file = options.file.empty() ? config_path(options).string() : options.file;
  const LoadResult loaded = load_settings_text(*text, file);
  for (const auto& error : loaded.errors) complain(error.to_string());
  if (!loaded.errors.empty()) return kFailed;
  if (const auto written = write_new_file(file, *text); !written) {
    complain(written.error().message);
    return written.error().kind == ErrorKind::invalid ? kBadUsage : kFailed;
  }
  Options usual;
  say_what_next(file, loaded.settings, file == config_path(usual).string());
  return kDone;
}

}  // namespace eightbells
