// What may be spent on a model: so many tokens a window, so many a day. A limit is kept, not aimed at: what a
// request can cost at most is reserved before it is sent, and the difference given back when the server says
// what it did cost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/editor/edit_cache.h"
#include "feeds/base/clock.h"

namespace eightbells {

class TokenBudget {
 public:
  // `cache` (may be null: then a day ends with the process) keeps what the day has used, reservations
  // included, so that a crash forgets nothing.
  TokenBudget(std::int64_t per_window, std::int64_t per_day, EditCache* cache, Instant now);

  // Whether `tokens` may be spent beside all that is spent and reserved; then they are reserved.
  [[nodiscard]] bool reserve(std::int64_t tokens);
  // The request that reserved `reserved` is over; it cost `used`. Without a word from the server, what was
  // reserved.
  void settle(std::int64_t reserved, std::optional<std::int64_t> used);

  [[nodiscard]] bool nothing_reserved() const { return reserved_ == 0; }
  [[nodiscard]] std::int64_t used() const { return used_; }

 private:
  void write_day();

  std::int64_t per_window_;
  std::int64_t per_day_;
  EditCache* cache_;
  std::string key_;
  std::int64_t day_ = 0;  // used on this day before this window
  std::int64_t used_ = 0;
  std::int64_t reserved_ = 0;
};

}  // namespace eightbells
