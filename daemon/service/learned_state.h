// The learned categories of a state directory.
#pragma once

#include <optional>

#include "daemon/store/store.h"
#include "daemon/stories/learned.h"
#include "feeds/base/result.h"

namespace eightbells {

// Replaces what was learned before.
[[nodiscard]] Result<void> keep_learned(Store& store, const LearnedCategories& model);

// Nothing when nothing was learned. Error parse: what is kept is damaged or of another version.
[[nodiscard]] Result<std::optional<LearnedCategories>> kept_learned(Store& store);

}  // namespace eightbells
