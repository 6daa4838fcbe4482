// When a source is asked next.
//
// Problem: a digest is written at the end of every window and must know what the sources said until then;
// servers say how long their answer is fresh, and documents say when they are worth asking again. Both cannot
// be had. Method: the window is the rhythm. A source is asked once a window, at its end, with validators,
// which costs a server that has nothing new a 304; so a max-age of a day does not keep a source out of five
// digests. The hints decide only inside a window: a source with `every = "30m"` is not asked while its answer
// is fresh by its own word. What a server asks for as a plea (Retry-After) or a document as a rule
// (skipHours, skipDays: RSS 2.0) is kept also beyond a window. Failures double the delay. Sources: RFC 9111
// (freshness), RFC 9110 10.2.3 (Retry-After), RSS 2.0 specification, the "syndication" module
// (sy:updatePeriod).
#include "feeds/sources/rhythm.h"

#include <algorithm>

#include "feeds/fetch/verdict.h"

namespace eightbells {
namespace {

using std::chrono::days;
using std::chrono::duration_cast;
using std::chrono::floor;
using std::chrono::hours;

// A poll takes place a little after the window's end, so the next must be due a little before the next end.
constexpr int kSlack = 48;  // part of a window: five minutes of four hours

Instant next_window(const Beat& beat, Instant now) {
  if (beat.next_window) return beat.next_window(now);
  return now + beat.window - beat.window / kSlack;
}

bool holds(const std::vector<int>& list, int value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

Instant skip_hours_and_days(Instant at, const std::vector<int>& skipped_hours,
                            const std::vector<int>& skipped_days) {
  if (skipped_hours.empty() && skipped_days.empty()) return at;
  constexpr int kHoursOfWeek = 24 * 7;
  Instant tried = at;
  for (int step = 0; step <= kHoursOfWeek; ++step) {
    const auto day = floor<days>(tried);
    const int hour = static_cast<int>(duration_cast<hours>(tried - day).count());
    const int weekday = static_cast<int>(std::chrono::weekday(day).c_encoding());
    if (!holds(skipped_hours, hour) && !holds(skipped_days, weekday)) return tried;
    tried = floor<hours>(tried) + hours(1);
  }
  return at;
}

Instant next_due_after_success(const Source& source, const Hints& hints, const Beat& beat, Instant now) {
  const Instant bell = next_window(beat, now);
  Instant due = bell;
  if (source.every && *source.every >= beat.window) {
    due = now + *source.every - std::min<Millis>(*source.every, beat.window) / kSlack;
  } else if (source.every) {
    due = std::min(bell, now + std::max(*source.every, hints.fresh_for.value_or(Millis{0})));
  }
  return skip_hours_and_days(due, hints.skip_hours, hints.skip_days);
}

Instant next_due_after_failure(const Source& source, int failures, bool soon, const Beat& beat, Instant now) {
  const Millis rhythm = source.every.value_or(beat.window);
  const Millis first = soon ? std::min(rhythm, kFirstRetry) : rhythm;
  // A source that is asked more rarely than once a day keeps its own rhythm.
  const Instant due = now + back_off(source.key, std::max(failures, 1), first, std::max(kMaxBackOff, rhythm));
  // The first failure of a source in the window's rhythm does not make it miss the next window.
  if (failures <= 1 && !source.every) return std::min(due, next_window(beat, now));
  return due;
}

Instant not_before(Instant at, std::optional<Instant> asked, Instant now) {
  if (!asked) return at;
  return std::max(at, std::min(*asked, now + kMaxRetryAfter));
}

}  // namespace eightbells
