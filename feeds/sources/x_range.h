// Which posts of an X account are still to be read: pure. Kept in the account's state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "feeds/base/clock.h"
#include "feeds/model/source.h"

namespace eightbells {

// Posts with since < id < until, newest first; 0: open. An open `since` ends at `start`.
struct XRange {
  std::uint64_t since = 0;
  std::uint64_t until = 0;
  std::optional<Instant> start;
};

// What the next poll has to read, in this order: what is newer than the newest post that is known, then the
// gap that an earlier poll left. Posts older than `now` - `reach` are not asked for.
[[nodiscard]] std::vector<XRange> ranges_to_read(const SourceState& state, Millis reach, Instant now);

// Takes the ids that were read of a range into the state. `complete`: down to the range's end; otherwise what
// is left of it becomes the gap.
void learn_range(SourceState& state, const XRange& range, const std::vector<std::uint64_t>& ids,
                 bool complete);

// The moment that is in a status id, and the smallest id of a moment.
[[nodiscard]] Instant time_of_status(std::uint64_t id);

}  // namespace eightbells
