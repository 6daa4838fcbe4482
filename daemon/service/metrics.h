// What a monitor wants to know, in the Prometheus text format (version 0.0.4), for the node exporter's
// textfile collector.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/settings.h"
#include "daemon/digest/files.h"
#include "daemon/model/digest.h"
#include "daemon/store/store.h"

namespace eightbells {

// The small things of the store that are totals.
inline constexpr std::string_view kMetricsSpace = "metrics";

// What was done since the last call of write_metrics, beside what the store knows.
struct TurnFigures {
  CollectReport collect;  // of the last polling
  Millis collecting{0};   // how long that took
  bool polled = false;    // since the last call, too
  bool bell = false;      // a window had closed
  int digests = 0;        // written
  int items = 0;          // in them
  int late = 0;           // of them, windows that had closed before the last one
};

// Adds `turn` to the totals that the store keeps, so that they outlive the process and a bell struck by hand
// counts with the daemon's.
[[nodiscard]] Result<void> count_turn(Store& store, const TurnFigures& turn, Instant now);

// The file's text: sources and entries by state, the totals, the last polling, the last digest of every
// profile, and what the language model did for it.
[[nodiscard]] Result<std::string> metrics_text(const Settings& settings, Store& store,
                                               const TurnFigures& turn, Instant now);

// Counts `turn` and writes settings.metrics_file through a temporary name; nothing when none is set.
[[nodiscard]] Result<void> write_metrics(const Settings& settings, Store& store, Files& files,
                                         const TurnFigures& turn, Instant now);

}  // namespace eightbells
