// How long to wait before a request is sent again.
#pragma once

#include <optional>
#include <string_view>

#include "feeds/base/clock.h"

namespace eightbells {

inline constexpr Millis kLongestWait{60'000};  // whatever a server asks for

// What Retry-After asks for, in seconds or as a date (RFC 9110, 10.2.3), at most kLongestWait; nothing when
// it cannot be read.
[[nodiscard]] std::optional<Millis> wait_asked(std::string_view retry_after, Instant now);

// Without a word from the server: half a second, doubled with every retry so far.
[[nodiscard]] Millis wait_before(int retries);

}  // namespace eightbells
