// A gzip body that is here as a whole, as text again.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "feeds/base/result.h"

namespace eightbells {

// What `bytes` (RFC 1952, one member or several in a row, whatever stands behind them) hold. A body that was
// cut gives what is left of it. Errors: too_large (more than `limit` bytes, found out before they are in
// memory), parse (no gzip, or damaged). Any thread.
[[nodiscard]] Result<std::string> gunzip(std::string_view bytes, std::size_t limit);

}  // namespace eightbells
