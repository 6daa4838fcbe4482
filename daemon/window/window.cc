// Windows of local time.
//
// Problem. People expect digests at 00, 04, 08 ... on the clock on their wall, on every day of the year, and
// each end names a file (%Y.%m.%d.%H). But that clock is no ruler: it leaves out an hour in spring and shows
// one twice in autumn (half an hour on Lord Howe Island; at midnight itself in Chile, so that the day begins
// at 01:00; a whole day was left out in Samoa). Cutting a day into equal lengths of true time shifts the ends
// on such days, and equal windows on a 25-hour day give two ends the same local time and so two digests the
// same file name.
//
// Method. The cuts of a day are the local times 00:00 + k * length, up to the next midnight. A cut falls on
// the first instant at which the wall clock has reached that time (Zone::first_instant_of): the first of two,
// or the end of the gap when the time is left out. Cuts that fall on one instant are one cut.
//
// Why this is right.
// - The map is monotone, so the cuts are in order, and a day's last cut is the next day's first: half-open
// windows between
//   neighbouring cuts tile all time, without overlap or gap, on every day and in every zone.
// - Just before such an instant the clock had not yet shown the cut's time nor any later one; so every cut's
// local time is
//   later than every time shown before. Hence no two ends share a local time: file names made of it are
//   distinct as far as the pattern tells the regular cuts apart.
// - On ordinary days windows have their plain length. The window over a change is shorter or longer by it: of
// four hours, 3 h or
//   5 h. With windows of 1 h the hour left out has no window, and the repeated hour belongs to one window of
//   2 h; with windows shorter than the change, the last one before the clock catches up holds the whole
//   repetition.
//
// A digest that wants its day to begin at 08:00 has its cuts at 08:00 + k * length: the same map, so all of
// the above holds.
//
// Cost: a search among the day's cuts, at most 11 looks at the zone: 1 to 2 us.
#include "daemon/window/window.h"

#include <algorithm>

namespace eightbells {
namespace {

// A length that does not divide the day is refused by the configuration; here it only must not do harm.
std::int64_t sane(Millis length) { return std::clamp<std::int64_t>(length.count(), 1, Zone::kDayLength); }

// The local time at which the day of `at` begins, when days begin `offset` after midnight. Where the clock
// goes back over that time, what it shows can say the wrong day: the instants decide.
std::int64_t start_of_day(const Zone& zone, std::int64_t offset, Instant at) {
  if (offset == 0) return zone.local_day_of(at) * Zone::kDayLength;
  std::int64_t day = (zone.local_at(at).count() - offset) / Zone::kDayLength - 1;
  while (zone.first_instant_of(Millis((day + 1) * Zone::kDayLength + offset)) <= at) ++day;
  return day * Zone::kDayLength + offset;
}

class DayCuts {
 public:
  DayCuts(const Zone& zone, WindowGrid grid, Instant at)
      : zone_(zone),
        midnight_(
            start_of_day(zone, std::clamp<std::int64_t>(grid.offset.count(), 0, Zone::kDayLength - 1), at)),
        length_(sane(grid.length)),
        count_((Zone::kDayLength + length_ - 1) / length_) {}

  // The instant of cut k, 0 to count.
  [[nodiscard]] Instant at(std::int64_t k) const {
    return zone_.first_instant_of(Millis(midnight_ + std::min(k * length_, Zone::kDayLength)));
  }

  // The first cut after `at`, which lies in this day; count when that is the next midnight.
  [[nodiscard]] std::int64_t first_after(Instant moment) const {
    std::int64_t low = 1;  // cut 0 is not after
    std::int64_t high = count_;
    while (low < high) {
      const std::int64_t middle = (low + high) / 2;
      if (at(middle) > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }

 private:
  const Zone& zone_;
  std::int64_t midnight_;
  std::int64_t length_;
  std::int64_t count_;
};

}  // namespace

Window window_at(const Zone& zone, WindowGrid grid, Instant at) {
  const DayCuts cuts(zone, grid, at);
  const std::int64_t next = cuts.first_after(at);
  return {cuts.at(next - 1), cuts.at(next)};
}

Window window_ending(const Zone& zone, WindowGrid grid, Instant end) {
  return window_at(zone, grid, end - Millis(1));
}

Window last_closed(const Zone& zone, WindowGrid grid, Instant at) {
  return window_ending(zone, grid, window_at(zone, grid, at).begin);
}

std::vector<Window> windows_between(const Zone& zone, WindowGrid grid, Instant after, Instant until,
                                    std::size_t limit) {
  std::vector<Window> windows;
  if (until <= after) return windows;
  for (Window window = last_closed(zone, grid, until); window.end > after && windows.size() < limit;
       window = window_ending(zone, grid, window.begin)) {
    windows.push_back(window);
  }
  std::reverse(windows.begin(), windows.end());
  return windows;
}

}  // namespace eightbells
