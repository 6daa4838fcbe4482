// What is wrong with a command line, said before it is parsed, with what to type instead: pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

// A sentence or two about the first word that is no command, or the first option that its command does not
// know, with the nearest name; nothing when there is none. The parser judges the rest (values, what is
// missing).
[[nodiscard]] std::optional<std::string> usage_problem(const std::vector<std::string_view>& words);

}  // namespace eightbells
