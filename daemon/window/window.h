// Windows: half-open spans of time aligned to local midnight.
#pragma once

#include <vector>

#include "daemon/window/zone.h"
#include "feeds/base/clock.h"

namespace eightbells {

struct Window {
  Instant begin;
  Instant end;
  bool operator==(const Window&) const = default;
};

// Where windows are cut: at the local times offset + k * length. Plain lengths are cut from midnight.
struct WindowGrid {
  WindowGrid(Millis given_length, Millis given_offset = Millis(0))
      : length(given_length), offset(given_offset) {}  // NOLINT: a length is a grid
  Millis length;
  Millis offset;  // from 0 to under length
};

// The window that holds `at`. Windows of one zone and length never overlap and leave no gap; they start anew
// at each local midnight (or offset), so that on days of 23 or 25 hours the local times of the ends stay what
// people expect.
[[nodiscard]] Window window_at(const Zone& zone, WindowGrid grid, Instant at);

// The last window that has closed by `at`: the greatest end <= at.
[[nodiscard]] Window last_closed(const Zone& zone, WindowGrid grid, Instant at);

// The window that ends at `end`, if one does (`exact`), else the one that holds the instant just before
// `end`.
[[nodiscard]] Window window_ending(const Zone& zone, WindowGrid grid, Instant end);

// All windows that end after `after` and at or before `until`, in order; at most `limit`, the latest ones.
[[nodiscard]] std::vector<Window> windows_between(const Zone& zone, WindowGrid grid, Instant after,
                                                  Instant until, std::size_t limit);

}  // namespace eightbells
