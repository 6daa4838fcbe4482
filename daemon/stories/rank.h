// The order of stories: a plain sum of parts, each of which `explain` prints.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/settings.h"
#include "daemon/model/story.h"
#include "daemon/stories/boosts.h"

namespace eightbells {

// Chooses each story's lead (members[0]) and fills its parts and score. `now` is the window's end.
// Without `boosts` words of headlines add nothing.
void score_stories(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
                   const std::vector<CategorySettings>& categories, Instant now,
                   const Boosts* boosts = nullptr);

// What came of one story when places were given out.
struct Place {
  std::size_t story = 0;
  int number = 0;        // from 1; 0: not shown
  std::string kept_out;  // "cap per author", "cap per source", "below min_score", "beyond max_items" ...
};

// Places by score (ties by time, then id), under the profile's caps, which are relaxed while places stay
// empty. `importance`: the editor's word for a story, by index; a story that has one goes before those that
// have none.
[[nodiscard]] std::vector<Place> give_places(const std::vector<Story>& stories,
                                             const std::vector<Candidate>& candidates,
                                             const ProfileSettings& profile,
                                             const std::vector<std::optional<double>>& importance);

}  // namespace eightbells
