#include "daemon/window/schedule.h"

#include <algorithm>

namespace eightbells {
namespace {

// The windows to write one by one, and before them, as one span, those that are too many or too old for that.
std::vector<DueWindow> each_due(const Zone& zone, Millis length, Instant last_end, Window latest,
                                Instant now) {
  const Instant oldest = std::max(last_end, now - kCatchUpSpan);
  const std::vector<Window> missed = windows_between(zone, length, oldest, now, kCatchUpWindows);
  std::vector<DueWindow> due;
  if (missed.front().begin > last_end) due.push_back({{last_end, missed.front().begin}, true, true});
  for (const Window& window : missed) {
    due.push_back({{std::max(window.begin, last_end), window.end}, window.end < latest.end, false});
  }
  return due;
}

}  // namespace

std::vector<DueWindow> due_windows(const Zone& zone, Millis length, CatchUp catch_up,
                                   std::optional<Instant> last_end, Instant now) {
  const Window latest = last_closed(zone, length, now);
  if (!last_end) return {{latest, false, false}};
  if (*last_end >= latest.end)
    return {};  // all is written, or the clock was set back: wait until it has caught up
  switch (catch_up) {
    case CatchUp::each:
      return each_due(zone, length, *last_end, latest, now);
    case CatchUp::merge:
      return {{{*last_end, latest.end}, false, false}};
    case CatchUp::skip:
      break;
  }
  std::vector<DueWindow> due;
  if (latest.begin > *last_end) due.push_back({{*last_end, latest.begin}, true, true});
  due.push_back({{std::max(latest.begin, *last_end), latest.end}, false, false});
  return due;
}

Instant next_wake(const Zone& zone, Millis length, const std::vector<Instant>& due, Instant now) {
  Instant wake = window_at(zone, length, now).end;
  for (const Instant moment : due) wake = std::min(wake, moment);
  return std::max(wake, now);
}

}  // namespace eightbells
