// What most commands start with: the configuration, the state directory, the clock, the database.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "config/load.h"
#include "daemon/cli/options.h"
#include "daemon/store/store.h"
#include "daemon/window/zone.h"
#include "feeds/base/clock.h"

namespace eightbells {

// Prints "eightbells: <message>" to stderr.
void complain(std::string_view message);

// Which file the options and the environment name.
[[nodiscard]] std::filesystem::path config_path(const Options& options);
[[nodiscard]] std::filesystem::path state_path(const Options& options);

// The settings; when the file has errors, prints them all and returns null.
[[nodiscard]] std::shared_ptr<const Settings> settings_or_complain(const Options& options);

// The clock of a run: the system's, or the one that stands at --at.
[[nodiscard]] Result<std::unique_ptr<Clock>> clock_of(const Options& options, const Zone& zone);

// Makes the state directory (0700 where it is new) and opens the database in it.
[[nodiscard]] Result<std::unique_ptr<Store>> open_state(const std::filesystem::path& state);

// All of standard input ("-") or of a file.
[[nodiscard]] Result<std::string> read_input(const std::string& file);

}  // namespace eightbells
