// What the commands share that strike a bell by hand: once, preview, digest.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "config/settings.h"
#include "daemon/cli/options.h"
#include "daemon/service/bell.h"
#include "feeds/base/clock.h"

namespace eightbells {

struct Hands {
  std::shared_ptr<const Settings> settings;
  std::unique_ptr<Clock> clock;
  std::unique_ptr<Store> store;
  DiskFiles files;
  std::unique_ptr<Bell> bell;
  std::unique_ptr<Editor> editor;
};

// Opens everything in `state`; or prints why not and gives the exit status.
[[nodiscard]] std::optional<int> open_hands(const Options& options, const std::filesystem::path& state, Hands& hands);

// Polls every source, with a progress bar on a terminal.
[[nodiscard]] CollectReport collect_all(const Hands& hands);

void tell_failures(const CollectReport& report);
void print_paths(const std::vector<std::filesystem::path>& paths);

}  // namespace eightbells
