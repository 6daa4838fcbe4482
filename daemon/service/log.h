// Logging: one line an event, key=value, to standard error; with the journal's priorities under systemd.
#pragma once

#include <string_view>

#include "feeds/base/result.h"

namespace eightbells {

// Sets up the process's logger (spdlog). Levels: debug, info, warn, error. Error invalid: another word.
[[nodiscard]] Result<void> set_up_log(std::string_view level);

}  // namespace eightbells
