// One author's many small posts about one theme: one item instead of many.
#pragma once

#include <functional>
#include <vector>

#include "daemon/model/story.h"

namespace eightbells {

// Of the scored and filed stories that `open` lets pass: an author's small posts on one shelf become one
// story, the best of them with the others as members, so that the editor tells of all. Its parts say
// "round-up". The order of the stories does not change the result.
void fold_round_ups(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
                    const std::function<bool(const Story&)>& open);

}  // namespace eightbells
