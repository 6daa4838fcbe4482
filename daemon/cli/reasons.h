// Why candidates stand in no digest, in few words.
#pragma once

#include <string>
#include <vector>

#include "daemon/model/digest.h"

namespace eightbells {

// "12 items from 1806 candidates; kept out: 1760 beyond max_items, 46 told before", the most frequent reason
// first.
[[nodiscard]] std::string outcome_in_words(const std::vector<Considered>& considered);

}  // namespace eightbells
