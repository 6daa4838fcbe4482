#include "daemon/editor/retry.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "feeds/base/utf8.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace {

constexpr Millis kFirstWait{500};

}  // namespace

std::optional<Millis> wait_asked(std::string_view retry_after, Instant now) {
  const std::string_view text = trim(retry_after);
  if (text.empty()) return std::nullopt;
  std::int64_t seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size())
    return std::clamp(Millis(std::clamp<std::int64_t>(seconds, 0, 3600) * 1000), Millis(0), kLongestWait);
  const auto at = parse_http_date(text);
  if (!at) return std::nullopt;
  return std::clamp(std::chrono::duration_cast<Millis>(*at - now), Millis(0), kLongestWait);
}

Millis wait_before(int retries) {
  return std::min(kFirstWait * (1 << std::clamp(retries, 0, 6)), kLongestWait);
}

}  // namespace eightbells
