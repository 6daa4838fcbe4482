// What a monitor wants to know, in the Prometheus text format (version 0.0.4), for the node exporter's textfile collector.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "config/settings.h"
#include "daemon/digest/files.h"
#include "daemon/model/digest.h"
#include "daemon/store/store.h"

namespace eightbells {

// What one bell did, beside what the store knows.
struct BellFigures {
  CollectReport collect;
  Millis collecting{0};   // how long polling took
  int digests = 0;        // written at this bell
  int items = 0;          // in them
  int late = 0;           // of them, windows that had closed before the last one
};

// The file's text: sources by state, the last bell, the last digest of every profile, and what the language model did for it.
[[nodiscard]] Result<std::string> metrics_text(const Settings& settings, Store& store, const BellFigures& bell, Instant now);

// Writes settings.metrics_file through a temporary name; nothing when none is set.
[[nodiscard]] Result<void> write_metrics(const Settings& settings, Store& store, Files& files, const BellFigures& bell,
                                         Instant now);

}  // namespace eightbells
