// How much two entries tell of the same event.
#pragma once

#include "daemon/stories/features.h"

namespace eightbells {

struct Likeness {
  double value = 0;        // 0 to 1
  bool forbidden = false;  // differing versions of one product
  bool across = false;     // one headline in Han, the other not: value is scaled to be compared with the rest
};

// The cosine of two vectors; less when one is of Han text and nearly all that they share is whom they speak
// of: Han headlines name known companies and products in every second line.
[[nodiscard]] double cosine(const Vector& a, const Vector& b, bool han);

// Pairs whose words are less alike than `floor` come back with value 0 and are not looked at further.
[[nodiscard]] Likeness compare(const Features& a, const Features& b, double floor = 0);

}  // namespace eightbells
