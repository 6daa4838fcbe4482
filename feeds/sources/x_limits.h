// How much may be asked of the X API: the reads budget of a day, and the server's rate limits. No clock of
// its own.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "feeds/fetch/http_client.h"
#include "feeds/sources/poll_source.h"

namespace eightbells {

inline constexpr int kMinXPage = 5;    // the least that the API accepts as max_results
inline constexpr int kMaxXPage = 100;  // the most
inline constexpr Millis kXRateWindow{std::chrono::minutes(15)};  // where an answer of 429 names no time
inline constexpr Millis kMaxXWait{std::chrono::hours(24)};

class XLimits {
 public:
  // `per_day` posts; 0: no limit.
  explicit XLimits(int per_day) : per_day_(per_day) {}

  void set_budget(XBudget budget) { budget_ = std::move(budget); }
  [[nodiscard]] const XBudget& budget() const { return budget_; }
  [[nodiscard]] bool is_limited() const { return per_day_ > 0; }
  [[nodiscard]] int per_day() const { return per_day_; }

  // Sets posts aside for one request of `waiting` that want some: at most kMaxXPage, a fair share when there
  // are fewer left, 0 when less than kMinXPage are left on the day of `now`. The server never returns more
  // than what was set aside, so the budget holds whatever it answers.
  [[nodiscard]] int reserve(std::size_t waiting, Instant now);
  // The request has ended and returned `read` of the `reserved` posts; all of them when nobody knows.
  void settle(int reserved, int read);
  // Posts set aside by requests under way: some of them may come back.
  [[nodiscard]] int reserved() const { return reserved_; }

  // Takes the rate-limit headers of an answer. `endpoint` is what the server counts by.
  void learn(const std::string& endpoint, const HttpResponse& response, Instant now);
  // Until when nothing may be asked there; nothing when it may.
  [[nodiscard]] std::optional<Instant> blocked_until(const std::string& endpoint, Instant now) const;

 private:
  int per_day_;
  int reserved_ = 0;
  XBudget budget_;
  std::map<std::string, Instant> blocked_;
};

// "2026-01-07": the day (UTC) by which reads are counted, and the begin of the next one.
[[nodiscard]] std::string x_day(Instant now);
[[nodiscard]] Instant next_x_day(Instant now);

}  // namespace eightbells
