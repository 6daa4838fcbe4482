// An account's timeline is read from its newest post down to the last one that is known (since_id), page by
// page. When that breaks off half-way (a budget, a rate limit, the network), the newest posts are known and
// those between are not. Moving since_id on would lose them; leaving it would read, and pay for, the newest
// again. So the ids between are kept as a gap, and the next poll reads what is newer first and then the gap.
// There is at most one gap: a second break widens it over what lies between, which reads a few posts twice
// and loses none.
#include "feeds/sources/x_range.h"

#include <algorithm>
#include <charconv>

#include "feeds/sources/extra.h"

namespace eightbells {
namespace {

// The epoch of status ids: 2010-11-04T01:42:54.657Z.
constexpr std::int64_t kSnowflakeEpoch = 1288834974657;
constexpr int kSnowflakeShift = 22;

std::uint64_t id_of(const std::string& text) {
  std::uint64_t id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id);
  return id;
}

void set_gap(SourceState& state, std::uint64_t since, std::uint64_t until) {
  extra::set(state, extra::kXGapSince, until == 0 ? std::string{} : std::to_string(since));
  extra::set(state, extra::kXGapUntil, until == 0 ? std::string{} : std::to_string(until));
}

}  // namespace

Instant time_of_status(std::uint64_t id) {
  return Instant(Millis(static_cast<std::int64_t>(id >> kSnowflakeShift) + kSnowflakeEpoch));
}

std::vector<XRange> ranges_to_read(const SourceState& state, Millis reach, Instant now) {
  const Instant start = now - reach;
  const auto range = [&](std::uint64_t since, std::uint64_t until) {
    if (since != 0 && time_of_status(since) >= start) return XRange{since, until, std::nullopt};
    return XRange{0, until, start};
  };
  std::vector<XRange> out{range(id_of(state.x_since_id), 0)};
  const std::uint64_t gap_until = id_of(extra::get(state, extra::kXGapUntil));
  // A gap behind an open range lies in that range.
  const bool separate = gap_until != 0 && out.front().since != 0;
  if (separate && time_of_status(gap_until) > start)
    out.push_back(range(id_of(extra::get(state, extra::kXGapSince)), gap_until));
  return out;
}

void learn_range(SourceState& state, const XRange& range, const std::vector<std::uint64_t>& ids,
                 bool complete) {
  const std::uint64_t gap_since = id_of(extra::get(state, extra::kXGapSince));
  const std::uint64_t gap_until = id_of(extra::get(state, extra::kXGapUntil));
  const bool is_gap = range.until != 0;
  // An open range holds the gap too.
  if (complete && (is_gap || range.since == 0)) set_gap(state, 0, 0);
  if (ids.empty()) return;
  const auto [oldest, newest] = std::minmax_element(ids.begin(), ids.end());
  if (is_gap && !complete) set_gap(state, gap_since, *oldest);
  if (is_gap) return;
  if (!complete) set_gap(state, gap_until != 0 && range.since != 0 ? gap_since : range.since, *oldest);
  if (*newest > id_of(state.x_since_id)) state.x_since_id = std::to_string(*newest);
}

}  // namespace eightbells
