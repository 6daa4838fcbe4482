// Dates inside running text, in Chinese and English.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "daemon/editor/numbers.h"

namespace eightbells {

struct DatesHere {
  std::vector<DateFact> dates;  // several for a range (Jan 6-9), or where the order of day and month is open
  std::size_t length = 0;       // code points that were read
};

// The date that begins at `at`, if one does. A bare year ("2026" without 年) is none: it may be a quantity.
[[nodiscard]] std::optional<DatesHere> dates_at(std::u32string_view text, std::size_t at);

}  // namespace eightbells
