#include "daemon/cli/setting_up.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "daemon/cli/moment.h"
#include "daemon/cli/terminal.h"
#include "daemon/store/sqlite_store.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// The place stands out on a terminal.
void print_problem(const ConfigError& problem, std::string_view kind, const Paint& paint) {
  const std::string text = problem.to_string();
  const std::size_t place = std::min(text.find(": "), text.size());
  fmt::print(stderr, "{}{}{}\n", paint(Ink::warning, kind), paint(Ink::strong, text.substr(0, place)),
             text.substr(place));
}

// Whoever looks something up does not want to hear them again.
bool tells_warnings(std::string_view command) {
  return command == "check" || command == "run" || command == "once" || command == "add";
}

}  // namespace

void complain(std::string_view message) { fmt::print(stderr, "eightbells: {}\n", without_controls(message)); }

fs::path config_path(const Options& options) {
  if (!options.config.empty()) return options.config;
  if (const auto set = environment("EIGHTBELLS_CONFIG"); !set.empty()) return set;
  return "/etc/eightbells/eightbells.toml";
}

fs::path state_path(const Options& options) {
  if (!options.state.empty()) return fs::absolute(options.state);
  // systemd gives a colon-separated list where a unit has several; ours has one.
  if (const auto set = environment("STATE_DIRECTORY"); !set.empty()) return set.substr(0, set.find(':'));
  if (const auto set = environment("XDG_STATE_HOME"); !set.empty()) return fs::path(set) / "eightbells";
  if (const auto home = environment("HOME"); !home.empty()) return fs::path(home) / ".local/state/eightbells";
  return "/var/lib/eightbells";
}

std::shared_ptr<const Settings> settings_or_complain(const Options& options) {
  const fs::path path = config_path(options);
  LoadResult loaded = load_settings(path);
  const Paint paint = Paint::of_stderr();
  if (tells_warnings(options.command))
    for (const auto& warning : loaded.warnings) print_problem(warning, "warning: ", paint);
  for (const auto& error : loaded.errors) print_problem(error, "", paint);
  if (loaded.errors.empty()) return std::make_shared<const Settings>(std::move(loaded.settings));
  if (fs::exists(path))
    complain(fmt::format("{} mistake{} in {}; \"man eightbells.toml\" explains every key",
                         loaded.errors.size(), loaded.errors.size() == 1 ? "" : "s", path.string()));
  else
    complain(
        "say which file with --config FILE or EIGHTBELLS_CONFIG; \"eightbells init FILE\" writes a first "
        "one");
  return nullptr;
}

Result<std::unique_ptr<Clock>> clock_of(const Options& options, const Zone& zone) {
  if (options.at.empty()) return std::make_unique<SystemClock>();
  const auto at = parse_moment(options.at, zone, SystemClock().now());
  if (!at) return fail(at.error(), "--at");
  return std::make_unique<FixedClock>(*at);
}

Result<std::unique_ptr<Store>> open_state(const fs::path& state) {
  std::error_code error;
  if (fs::create_directories(state, error)) fs::permissions(state, fs::perms::owner_all, error);
  if (error)
    return fail(ErrorKind::io,
                fmt::format("cannot make the state directory {}: {}; say another with --state DIR",
                            state.string(), error.message()));
  return open_sqlite_store(state / kDatabaseName);
}

Result<std::string> read_input(const std::string& file) {
  if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  if (in) out << in.rdbuf();
  if (!in || fs::is_directory(file)) return fail(ErrorKind::io, "cannot read " + file);
  return out.str();
}

}  // namespace eightbells
