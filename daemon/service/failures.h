// What the daemon does while disk or database fail: when to try again, and when to speak of it. Pure.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "feeds/base/clock.h"

namespace eightbells {

class Failures {
 public:
  // Room made on a full disk is used soon, without a restart; each attempt waits twice as long as the one
  // before.
  static constexpr Millis kFirstRetry{2'000};
  static constexpr Millis kLastRetry{60'000};
  // A failure that stays the same is told again after this time only.
  static constexpr Millis kTellAgain{3'600'000};

  [[nodiscard]] Millis next_wait() { return std::exchange(wait_, std::min(2 * wait_, kLastRetry)); }

  // Notes a failure. Whether it is to be logged: it is new, or the last word on it is an hour old.
  [[nodiscard]] bool should_tell(const std::string& message, Instant now) {
    if (!since_) since_ = now;
    if (message == told_ && now >= told_at_ && now < told_at_ + kTellAgain) return false;
    told_ = message;
    told_at_ = now;
    return true;
  }

  // Everything goes on again: since when it had not; nothing when it always had.
  std::optional<Instant> over() {
    wait_ = kFirstRetry;
    told_.clear();
    return std::exchange(since_, std::nullopt);
  }

 private:
  Millis wait_ = kFirstRetry;
  std::optional<Instant> since_;
  std::string told_;
  Instant told_at_{};
};

// Failures that stop nothing (metrics, the search index): each is told when it comes, and again an hour after
// it was told.
class SmallFailures {
 public:
  [[nodiscard]] bool should_tell(const std::string& message, Instant now) {
    if (told_.size() >= kMost) told_.clear();
    const auto [told, is_new] = told_.emplace(message, now);
    if (!is_new && now >= told->second && now < told->second + Failures::kTellAgain) return false;
    told->second = now;
    return true;
  }

 private:
  static constexpr std::size_t kMost = 100;
  std::map<std::string, Instant> told_;
};

}  // namespace eightbells
