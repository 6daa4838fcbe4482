// When to wake, and which windows are due: pure.
#pragma once

#include <optional>
#include <vector>

#include "config/settings.h"
#include "daemon/window/window.h"

namespace eightbells {

// A digest that has to be written: one window, or with catch_up = "merge" the span of several.
struct DueWindow {
  Window window;
  bool late = false;    // it closed before the last one
  bool skipped = false; // catch_up = "skip": to be marked in the ledger, not written
};

// `last_end`: the end of the newest window in the ledger, none on a first run (then only the latest window is due).
[[nodiscard]] std::vector<DueWindow> due_windows(const Zone& zone, Millis length, CatchUp catch_up,
                                                 std::optional<Instant> last_end, Instant now);

// The next moment at which something is due: the end of the running window or the earliest of `due`.
[[nodiscard]] Instant next_wake(const Zone& zone, Millis length, const std::vector<Instant>& due, Instant now);

}  // namespace eightbells
