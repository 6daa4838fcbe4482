// When a source is asked next: pure.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "feeds/base/clock.h"
#include "feeds/base/result.h"
#include "feeds/model/source.h"

namespace eightbells {

inline constexpr Millis kMaxRetryAfter{std::chrono::hours(24 * 7)};  // a server that asks for more gets this
inline constexpr Millis kMaxBackOff{std::chrono::hours(24)};
inline constexpr Millis kFirstRetry{std::chrono::minutes(5)};  // after a failure that may be over soon

// The rhythm of the whole program.
struct Beat {
  Millis window{std::chrono::hours(4)};
  std::function<Instant(Instant)>
      next_window;  // the end of the window that holds a moment; empty: now + window, nearly
};

// What the server and the document ask for.
struct Hints {
  std::optional<Millis> fresh_for;  // max-age, Expires, ttl, sy:updatePeriod: the longest of them
  std::vector<int> skip_hours;      // 0 to 23, UTC
  std::vector<int> skip_days;       // 0 Sunday to 6 Saturday, UTC
};

// After a success. Without `every`: the next window, whatever the hints say, because a window's digest has to
// know. With `every` shorter than a window: after `every`, or as long as the hints say the document is fresh,
// at the latest the next window. With a longer `every`: after `every`. Hours and days that the document asks
// to skip are skipped, also beyond a window.
[[nodiscard]] Instant next_due_after_success(const Source& source, const Hints& hints, const Beat& beat,
                                             Instant now);

// After `failures` failures in a row (at least 1), the last being `error`. The delay doubles from one to the
// next, up to kMaxBackOff, and is stretched by up to a quarter, by the source's key, so that sources that
// failed together do not come back together. What may be over soon (network, timeout, 5xx: `soon`) starts at
// kFirstRetry, other failures at the source's own rhythm.
[[nodiscard]] Instant next_due_after_failure(const Source& source, int failures, bool soon, const Beat& beat,
                                             Instant now);

// `at`, or what a server asked for when that is later; at most kMaxRetryAfter from `now`.
[[nodiscard]] Instant not_before(Instant at, std::optional<Instant> asked, Instant now);

// The first moment at or after `at` whose hour and day are not to be skipped; `at` itself when all are.
[[nodiscard]] Instant skip_hours_and_days(Instant at, const std::vector<int>& hours,
                                          const std::vector<int>& days);

}  // namespace eightbells
