#include "daemon/window/schedule.h"

#include <algorithm>

namespace eightbells {
namespace {

// The windows to write one by one, and before them, as one span, those that are too many or too old for that.
std::vector<DueWindow> each_due(const Zone& zone, WindowGrid grid, Instant last_end, Window latest,
                                Instant now) {
  const Instant oldest = std::max(last_end, now - kCatchUpSpan);
  const std::vector<Window> missed = windows_between(zone, grid, oldest, now, kCatchUpWindows);
  std::vector<DueWindow> due;
  if (missed.front().begin > last_end) due.push_back({{last_end, missed.front().begin}, true, true});
  for (const Window& window : missed) {
    due.push_back({{std::max(window.begin, last_end), window.end}, window.end < latest.end, false});
  }
  return due;
}

}  // namespace

WindowGrid grid_of(const Settings& settings, const ProfileSettings& profile) {
  const Millis length = profile.every.value_or(settings.window);
  return {length, profile.at % length};
}

std::vector<Instant> next_ends(const Zone& zone, const Settings& settings, Instant now) {
  std::vector<Instant> ends;
  for (const auto& profile : settings.digests)
    ends.push_back(window_at(zone, grid_of(settings, profile), now).end);
  return ends;
}

std::vector<DueWindow> due_windows(const Zone& zone, WindowGrid grid, CatchUp catch_up,
                                   std::optional<Instant> last_end, Instant now) {
  const Window latest = last_closed(zone, grid, now);
  if (!last_end) return {{latest, false, false}};
  if (*last_end >= latest.end)
    return {};  // all is written, or the clock was set back: wait until it has caught up
  switch (catch_up) {
    case CatchUp::each:
      return each_due(zone, grid, *last_end, latest, now);
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

Instant next_wake(const Zone& zone, WindowGrid grid, const std::vector<Instant>& due, Instant now) {
  Instant wake = window_at(zone, grid, now).end;
  for (const Instant moment : due) wake = std::min(wake, moment);
  return std::max(wake, now);
}

}  // namespace eightbells
