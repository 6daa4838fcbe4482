// The reference of the configuration, made from keys.h and the defaults of settings.h: docs/configuration.md
// and the manual page eightbells.toml(5) are its two writings.
#pragma once

#include <string>
#include <string_view>

#include "config/keys.h"

namespace eightbells {

// The key's default as it would be written in the file; empty: it has none (its text says what holds without
// it).
[[nodiscard]] std::string default_of(std::string_view table, std::string_view key);

// docs/configuration.md, whole.
[[nodiscard]] std::string reference_markdown();

// eightbells.toml(5) in man(7) macros. `date`: "2026-01-07".
[[nodiscard]] std::string reference_manual(std::string_view date);

// Text for roff: backslashes, and dots and quotes at a line's begin, mean themselves.
[[nodiscard]] std::string roff_text(std::string_view text);

}  // namespace eightbells
