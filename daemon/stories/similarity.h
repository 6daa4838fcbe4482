// How much two entries tell of the same event.
#pragma once

#include "daemon/stories/features.h"

namespace eightbells {

struct Likeness {
  double value = 0;        // 0 to 1
  bool forbidden = false;  // differing versions of one product
  bool across = false;     // one headline in Han, the other not: value is scaled to be compared with the rest
};

[[nodiscard]] Likeness compare(const Features& a, const Features& b);

}  // namespace eightbells
