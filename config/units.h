// Durations and sizes as people write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "feeds/base/clock.h"

namespace eightbells {

// "500ms", "90s", "30m", "4h", "2d", and combinations from large to small such as "1h30m". Nothing else: no
// sign, no space, no fraction, no bare number; at most 100 years.
[[nodiscard]] std::optional<Millis> parse_duration(std::string_view text);

// The shortest writing that parse_duration reads back: "4h", "1h30m", "0s".
[[nodiscard]] std::string format_duration(Millis duration);

// "10MiB", "500KB", "100B": KiB, MiB and GiB count by 1024, KB (or kB), MB and GB by 1000.
[[nodiscard]] std::optional<std::size_t> parse_size(std::string_view text);

// "10MiB", or in bytes where no unit fits.
[[nodiscard]] std::string format_size(std::size_t bytes);

}  // namespace eightbells
