// Which pairs of a window are worth comparing.
#pragma once

#include <cstddef>
#include <vector>

#include "daemon/stories/features.h"
#include "daemon/stories/second_opinion.h"

namespace eightbells {

// The more alike first; of equals the earlier.
[[nodiscard]] bool by_likeness(const LikelyPair& x, const LikelyPair& y);

// Pairs of entries in different groups that are at all alike, from the most alike down. `group` as Corpus had
// it.
[[nodiscard]] std::vector<LikelyPair> propose(const Corpus& corpus, const std::vector<std::size_t>& group);

}  // namespace eightbells
