// Words that are common in any news, whatever the window: they say little when two headlines share them.
#pragma once

#include <string_view>

namespace eightbells {

enum class Commonness { rare, common, empty };

// `word` as words_of gives it.
[[nodiscard]] Commonness commonness_of(std::string_view word);

}  // namespace eightbells
