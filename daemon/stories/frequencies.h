// How often words occurred in the windows past: what tells a rare word from a common one better than one
// window can.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/model/story.h"
#include "daemon/stories/cluster.h"
#include "feeds/base/result.h"

namespace eightbells {

// The most words that are kept; the rarest leave first. About 1 MiB as text.
inline constexpr std::size_t kMostFrequencies = 40'000;

// Half of what was counted counts no more after this long.
inline constexpr Millis kFrequencyHalfLife{14LL * 86'400'000};

struct RollingFrequencies {
  DocumentFrequencies words;
  Instant until;  // what was first seen by then is counted
};

// `past` with those of `entries` that were first seen after its `until` and by `now`: old counts fade, each
// word of an entry's headline and text counts once. An entry is counted once however often it is a candidate.
[[nodiscard]] RollingFrequencies count_entries(RollingFrequencies past, const std::vector<Candidate>& entries,
                                               const Aliases& aliases, Instant now);

// As text, a line a word, and back. Error invalid: not what frequencies_to_text wrote.
[[nodiscard]] std::string frequencies_to_text(const RollingFrequencies& frequencies);
[[nodiscard]] Result<RollingFrequencies> frequencies_from_text(std::string_view text);

}  // namespace eightbells
