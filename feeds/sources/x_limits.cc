#include "feeds/sources/x_limits.h"

#include <algorithm>

#include "feeds/fetch/verdict.h"
#include "feeds/sources/extra.h"
#include "feeds/text/dates.h"

namespace eightbells {

std::string x_day(Instant now) { return format_utc(now).substr(0, 10); }

Instant next_x_day(Instant now) { return std::chrono::floor<std::chrono::days>(now) + std::chrono::days(1); }

int XLimits::reserve(std::size_t waiting, Instant now) {
  if (const std::string day = x_day(now); budget_.day != day) budget_ = {day, 0};
  int granted = kMaxXPage;
  if (is_limited()) {
    const int left = per_day_ - budget_.used - reserved_;
    if (left < kMinXPage) return 0;
    const int share = left / static_cast<int>(std::clamp<std::size_t>(waiting, 1, 1'000'000));
    granted = std::min(left, std::clamp(share, kMinXPage, kMaxXPage));
  }
  reserved_ += granted;
  return granted;
}

void XLimits::settle(int reserved, int read) {
  reserved_ -= reserved;
  budget_.used += std::max(read, 0);
}

void XLimits::learn(const std::string& endpoint, const HttpResponse& response, Instant now) {
  const RateLimit limit = rate_limit(response.headers, now);
  if (response.status != 429 && limit.remaining.value_or(1) > 0) return;
  const Instant until =
      limit.resets.value_or(now + retry_after(response.headers, now).value_or(kXRateWindow));
  blocked_[endpoint] = std::clamp<Instant>(until, now + std::chrono::seconds(1), now + kMaxXWait);
}

std::optional<Instant> XLimits::blocked_until(const std::string& endpoint, Instant now) const {
  const auto found = blocked_.find(endpoint);
  if (found == blocked_.end() || found->second <= now) return std::nullopt;
  return found->second;
}

XBudget x_budget_of(const std::vector<SourceState>& states, Instant now) {
  XBudget budget{x_day(now), 0};
  for (const SourceState& state : states) {
    if (extra::get(state, extra::kXReadsDay) == budget.day)
      budget.used += static_cast<int>(extra::number(state, extra::kXReads));
  }
  return budget;
}

}  // namespace eightbells
