// Dates as feeds write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "feeds/base/clock.h"

namespace eightbells {

// The moment that `text` names, or nothing. A specific pattern must match the whole string; unreadable is
// nothing, never now. Without a zone it is UTC; a date alone is its midnight.
[[nodiscard]] std::optional<Instant> parse_date(std::string_view text);

// RFC 3339 only (for --at, JSON, the X API): "2026-01-07T08:00:10.261+08:00", "...Z".
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

// The three forms of RFC 9110, 5.6.7 (HTTP headers).
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text);

// "2026-01-07T00:00:10Z"; with milliseconds "2026-01-07T00:00:10.261Z".
[[nodiscard]] std::string format_utc(Instant at);
[[nodiscard]] std::string format_utc_millis(Instant at);

}  // namespace eightbells
