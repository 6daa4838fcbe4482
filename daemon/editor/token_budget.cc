#include "daemon/editor/token_budget.h"

#include <algorithm>
#include <charconv>

#include "feeds/text/dates.h"

namespace eightbells {

TokenBudget::TokenBudget(std::int64_t per_window, std::int64_t per_day, EditCache* cache, Instant now)
    : per_window_(per_window),
      per_day_(per_day),
      cache_(cache),
      key_("tokens:" + format_utc(now).substr(0, 10)) {
  if (!cache_) return;
  const std::optional<std::string> kept = cache_->find(key_);
  if (kept) std::from_chars(kept->data(), kept->data() + kept->size(), day_);
  day_ = std::max<std::int64_t>(day_, 0);
}

bool TokenBudget::reserve(std::int64_t tokens) {
  const std::int64_t spent = used_ + reserved_;
  if (tokens > per_window_ - spent || tokens > per_day_ - day_ - spent) return false;
  reserved_ += tokens;
  write_day();
  return true;
}

void TokenBudget::settle(std::int64_t reserved, std::optional<std::int64_t> used) {
  reserved_ -= reserved;
  used_ += used.value_or(reserved);
  write_day();
}

void TokenBudget::write_day() {
  if (cache_) cache_->put(key_, std::to_string(day_ + used_ + reserved_));
}

}  // namespace eightbells
