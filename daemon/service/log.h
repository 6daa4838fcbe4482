// Logging: one line an event, key=value, to standard error; with the journal's priorities under systemd.
#pragma once

#include <string>
#include <string_view>

#include "feeds/base/result.h"

namespace eightbells {

// Sets up the process's logger (spdlog). Levels: debug, info, warn, error. Error invalid: another word.
// Whatever is logged, an event is one line without controls.
[[nodiscard]] Result<void> set_up_log(std::string_view level);

// `text` as the value of a key: in quotes, with those inside escaped.
[[nodiscard]] std::string log_value(std::string_view text);

}  // namespace eightbells
