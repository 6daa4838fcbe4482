// What was shown before: is a story new, an update, or a repeat?
#pragma once

#include <vector>

#include "daemon/model/story.h"
#include "daemon/stories/cluster.h"

namespace eightbells {

// Sets news, earlier and, where a story goes on, its id. A story that adds a fact (number, version, actor,
// outcome, official confirmation) to what was shown is an update: it keeps the members that were not shown
// (those with the fact first, `bearers` of them) and has the others as copies; one that adds nothing is a
// repeat. Stories that go on what is one shown story are one.
void recall(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
            const std::vector<ShownItem>& shown, const Aliases& aliases);

}  // namespace eightbells
