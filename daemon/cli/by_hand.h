// What the commands share that strike a bell by hand: once, preview, digest.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "config/settings.h"
#include "daemon/cli/options.h"
#include "daemon/cli/progress.h"
#include "daemon/service/bell.h"
#include "feeds/base/clock.h"

namespace eightbells {

struct Hands {
  std::shared_ptr<const Settings> settings;
  std::unique_ptr<Clock> clock;
  std::unique_ptr<Store> store;
  DiskFiles files;
  std::unique_ptr<Bell> bell;
  std::unique_ptr<ProgressBar> editing;  // made when a model is asked
  std::unique_ptr<Editor> editor;
};

// Opens everything in `state`; or prints why not and gives the exit status. `hands` stays where it is from
// then on.
[[nodiscard]] std::optional<int> open_hands(const Options& options, const std::filesystem::path& state,
                                            Hands& hands);

// What is told when not one of several sources could be read.
inline constexpr std::string_view kAllFailed =
    "every source failed: is this machine connected, or does it need the proxy of [collect]?";

// Polls every source, with a progress bar on a terminal.
[[nodiscard]] CollectReport collect_all(const Hands& hands);

// Prints that there is no such [[digest]], with those that there are; false when there is one, or `name` is
// empty.
[[nodiscard]] bool complain_about_profile(const Settings& settings, const std::string& name);

void tell_failures(const CollectReport& report);
void print_paths(const std::vector<std::filesystem::path>& paths);

}  // namespace eightbells
