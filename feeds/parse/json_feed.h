// JSON Feed 1.0 and 1.1 (jsonfeed.org), read with tolerance for wrong types.
#pragma once

#include <string_view>

#include "feeds/base/result.h"
#include "feeds/model/feed.h"
#include "feeds/parse/parse_feed.h"

namespace eightbells {

// Error parse: no JSON, or JSON that is no feed.
[[nodiscard]] Result<Feed> read_json_feed(std::string_view text, const ParseOptions& options);

}  // namespace eightbells
