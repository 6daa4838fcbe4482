// Which stored entries a window may report: the first pass of a digest.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "config/settings.h"
#include "daemon/model/story.h"
#include "daemon/window/window.h"

namespace eightbells {

struct Choice {
  std::vector<std::size_t> chosen;                            // indices into the candidates
  std::vector<std::pair<std::size_t, std::string>> kept_out;  // index and why
};

struct ChoiceRules {
  Window window;
  bool latest = true;  // no later window has closed: what has no date belongs here
  Millis max_age{48 * kHour};
  Backfill backfill = Backfill::window;
};

// DESIGN 6.1, 6.3, 6.4: unreported, old enough to belong to a window that closed, not older than max_age, no
// baseline beyond `backfill`, and past the profile's filters.
[[nodiscard]] Choice choose_candidates(const std::vector<Candidate>& candidates, const ChoiceRules& rules,
                                       const ProfileSettings& profile);

}  // namespace eightbells
