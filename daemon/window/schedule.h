// When to wake, and which windows are due: pure.
#pragma once

#include <optional>
#include <vector>

#include "config/settings.h"
#include "daemon/window/window.h"

namespace eightbells {

// catch_up = "each" writes at most the windows that ended in this span before now, and at most so many; a
// longer absence is one skipped span before them. Feeds rarely hold more, and thousands of digests help
// nobody.
inline constexpr Millis kCatchUpSpan = 14 * kDay;
inline constexpr std::size_t kCatchUpWindows = 500;

// A digest that has to be written: one window, or with catch_up = "merge" the span of several.
struct DueWindow {
  Window window;
  bool late = false;     // it closed before the last one
  bool skipped = false;  // a span to be marked in the ledger, not written: with catch_up = "skip", or beyond
                         // the limits above
};

// Where a profile's windows are cut: its own `every` and `at`, else the settings' window.
[[nodiscard]] WindowGrid grid_of(const Settings& settings, const ProfileSettings& profile);

// The end of the running window of each profile: when the next digests fall due.
[[nodiscard]] std::vector<Instant> next_ends(const Zone& zone, const Settings& settings, Instant now);

// `last_end`: the end of the newest window in the ledger, none on a first run (then only the latest window is
// due). In order, and without a gap from `last_end` to the end of the latest window; when zone or length were
// changed, the first begins at `last_end`, in the midst of its window, so that nothing overlaps. Nothing is
// due while `last_end` lies in the future, as after the clock was set back.
[[nodiscard]] std::vector<DueWindow> due_windows(const Zone& zone, WindowGrid grid, CatchUp catch_up,
                                                 std::optional<Instant> last_end, Instant now);

// The next moment at which something is due: the end of the running window or the earliest of `due`; `now`
// when that has passed.
[[nodiscard]] Instant next_wake(const Zone& zone, WindowGrid grid, const std::vector<Instant>& due,
                                Instant now);

}  // namespace eightbells
