// Moments as people type them.
#pragma once

#include <string_view>

#include "daemon/window/zone.h"
#include "feeds/base/clock.h"
#include "feeds/base/result.h"

namespace eightbells {

// RFC 3339; local time in `zone` as 2026-01-07T08:00[:10], 2026-01-07 08:00[:10], 2026-01-07 or 2026.01.07.08
// (a digest's stamp); "now". Error invalid, with the forms in the sentence.
[[nodiscard]] Result<Instant> parse_moment(std::string_view text, const Zone& zone, Instant now);

}  // namespace eightbells
