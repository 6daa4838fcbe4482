#include "feeds/sources/x_limits.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Instant kNow{std::chrono::seconds(1767772800)};  // 2026-01-07T08:00:00Z

HttpResponse answer(int status, Headers headers) {
  HttpResponse out;
  out.status = status;
  out.headers = std::move(headers);
  return out;
}

std::string seconds_of(Instant at) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
}

TEST(XLimits, WithoutABudgetAPageIsAsLargeAsThereIs) {
  XLimits limits(0);
  EXPECT_EQ(limits.reserve(1000, kNow), kMaxXPage);
  limits.settle(kMaxXPage, 7);
  EXPECT_EQ(limits.budget().used, 7);
  EXPECT_EQ(limits.budget().day, "2026-01-07");
}

TEST(XLimits, WhatIsSetAsideIsNotGivenTwice) {
  XLimits limits(150);
  EXPECT_EQ(limits.reserve(1, kNow), 100);
  EXPECT_EQ(limits.reserve(1, kNow), 50);
  EXPECT_EQ(limits.reserve(1, kNow), 0);
  limits.settle(100, 3);
  EXPECT_EQ(limits.reserve(1, kNow), 97);
}

TEST(XLimits, ASmallRestIsShared) {
  XLimits limits(100);
  EXPECT_EQ(limits.reserve(10, kNow), 10);
  EXPECT_EQ(limits.reserve(1000, kNow), kMinXPage);
}

TEST(XLimits, LessThanTheLeastPageIsNothing) {
  XLimits limits(100);
  limits.set_budget({"2026-01-07", 96});
  EXPECT_EQ(limits.reserve(1, kNow), 0);
  limits.set_budget({"2026-01-07", 95});
  EXPECT_EQ(limits.reserve(1, kNow), 5);
}

TEST(XLimits, ANewDayBeginsAtMidnightUtc) {
  XLimits limits(100);
  limits.set_budget({"2026-01-07", 100});
  EXPECT_EQ(limits.reserve(1, kNow + hours(15) + minutes(59)), 0);
  EXPECT_EQ(limits.reserve(1, kNow + hours(16)), 100);
  EXPECT_EQ(next_x_day(kNow), kNow + hours(16));
}

TEST(XLimits, ASpentLimitBlocksItsOwnEndpointUntilItsReset) {
  XLimits limits(0);
  limits.learn(
      "tweets",
      answer(200, {{"x-rate-limit-remaining", "0"}, {"x-rate-limit-reset", seconds_of(kNow + minutes(9))}}),
      kNow);
  EXPECT_EQ(limits.blocked_until("tweets", kNow), kNow + minutes(9));
  EXPECT_FALSE(limits.blocked_until("users/by", kNow));
  EXPECT_FALSE(limits.blocked_until("tweets", kNow + minutes(9)));
}

TEST(XLimits, WhatRemainsBlocksNothing) {
  XLimits limits(0);
  limits.learn(
      "tweets",
      answer(200, {{"x-rate-limit-remaining", "1"}, {"x-rate-limit-reset", seconds_of(kNow + minutes(9))}}),
      kNow);
  limits.learn("tweets", answer(200, {}), kNow);
  limits.learn("tweets", answer(200, {{"x-rate-limit-remaining", "many"}}), kNow);
  EXPECT_FALSE(limits.blocked_until("tweets", kNow));
}

TEST(XLimits, TooManyRequestsBlocksWithOrWithoutATime) {
  XLimits limits(0);
  limits.learn("a", answer(429, {}), kNow);
  EXPECT_EQ(limits.blocked_until("a", kNow), kNow + kXRateWindow);
  limits.learn("b", answer(429, {{"Retry-After", "60"}}), kNow);
  EXPECT_EQ(limits.blocked_until("b", kNow), kNow + minutes(1));
}

TEST(XLimits, AResetFarAwayOrPastIsNotBelieved) {
  XLimits limits(0);
  limits.learn("a", answer(429, {{"x-rate-limit-reset", "99999999999999"}}), kNow);
  EXPECT_LE(*limits.blocked_until("a", kNow), kNow + kMaxXWait);
  limits.learn("b", answer(429, {{"x-rate-limit-reset", "1"}}), kNow);
  EXPECT_LE(limits.blocked_until("b", kNow).value_or(kNow), kNow + kMaxXWait);
}

}  // namespace
}  // namespace eightbells
