// Labelled texts from JSON lines: {"title", "text", "category"}.
#pragma once

#include <string_view>
#include <vector>

#include "daemon/stories/learned.h"
#include "feeds/base/result.h"

namespace eightbells {

// Only category and one of title and text are required; empty lines are skipped. Error parse: the first line
// that is not so, by its number.
[[nodiscard]] Result<std::vector<Lesson>> lessons_of_jsonl(std::string_view jsonl);

}  // namespace eightbells
