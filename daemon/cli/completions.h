// Completions of the command line for the shells, from the command table: pure.
#pragma once

#include <string>

namespace eightbells {

[[nodiscard]] std::string bash_completion();
[[nodiscard]] std::string zsh_completion();
[[nodiscard]] std::string fish_completion();

}  // namespace eightbells
