// One sentence said of two: "A ships a robot that folds shirts", "B ships a robot that folds shirts".
#pragma once

#include "daemon/stories/features.h"

namespace eightbells {

// Whether two headlines of one language are word for word the same but for what stands in front, and it is a
// rare word in both that the other's headline and text never say, spelled quite differently.
[[nodiscard]] bool subjects_differ(const Features& a, const Features& b);

}  // namespace eightbells
