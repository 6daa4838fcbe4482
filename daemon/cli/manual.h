// The manual page eightbells(1), from the command table: pure.
#pragma once

#include <string>
#include <string_view>

namespace eightbells {

// In man(7) macros. `date`: "2026-01-07".
[[nodiscard]] std::string program_manual(std::string_view date);

}  // namespace eightbells
