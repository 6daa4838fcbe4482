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

// The window that holds `at`. Windows of one zone and length never overlap and leave no gap; they start anew
// at each local midnight, so that on days of 23 or 25 hours the local times of the ends stay what people
// expect.
[[nodiscard]] Window window_at(const Zone& zone, Millis length, Instant at);

// The last window that has closed by `at`: the greatest end <= at.
[[nodiscard]] Window last_closed(const Zone& zone, Millis length, Instant at);

// The window that ends at `end`, if one does (`exact`), else the one that holds the instant just before
// `end`.
[[nodiscard]] Window window_ending(const Zone& zone, Millis length, Instant end);

// All windows that end after `after` and at or before `until`, in order; at most `limit`, the latest ones.
[[nodiscard]] std::vector<Window> windows_between(const Zone& zone, Millis length, Instant after,
                                                  Instant until, std::size_t limit);

}  // namespace eightbells
