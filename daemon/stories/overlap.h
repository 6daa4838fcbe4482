// Stories that a reader would take for one: of those that could be shown only one is.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "daemon/model/story.h"
#include "daemon/stories/cluster.h"

namespace eightbells {

// Of the best `looked_at` stories by score (repeats and those that `open` refuses left out): one that tells
// what was `shown` becomes a repeat of it, one that tells what a better one tells is taken out, and its
// members are that one's `also`. The order of the stories and candidates does not change the result.
void fold_overlaps(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
                   const std::vector<ShownItem>& shown, const Aliases& aliases, std::size_t looked_at,
                   const std::function<bool(const Story&)>& open);

}  // namespace eightbells
