#include "feeds/sources/rhythm.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// 2026-01-07T08:00:00Z, a Wednesday.
const Instant kNow{seconds(1767772800)};

Source source(std::optional<Millis> every = std::nullopt) {
  Source out;
  out.key = "feed:http://example.test/feed";
  out.every = every;
  return out;
}

Beat bells() {
  return {
      hours(4), [](Instant now) {
        return Instant(std::chrono::floor<hours>(now.time_since_epoch()) / hours(4) * hours(4) + hours(4));
      }};
}

TEST(Rhythm, ASourceIsDueAtTheEndOfTheNextWindow) {
  EXPECT_EQ(next_due_after_success(source(), {}, bells(), kNow + seconds(3)), kNow + hours(4));
  EXPECT_EQ(next_due_after_success(source(), {}, bells(), kNow + hours(3)), kNow + hours(4));
}

TEST(Rhythm, WithoutKnowingTheWindowsItIsAWindowLaterNearly) {
  const Instant due = next_due_after_success(source(), {}, {hours(4), {}}, kNow + seconds(30));
  EXPECT_LE(due, kNow + hours(4));
  EXPECT_GT(due, kNow + hours(4) - minutes(6));
}

TEST(Rhythm, ALongFreshnessDoesNotKeepASourceOutOfItsWindow) {
  Hints hints;
  hints.fresh_for = hours(24);
  EXPECT_EQ(next_due_after_success(source(), hints, bells(), kNow), kNow + hours(4));
}

TEST(Rhythm, AShortIntervalIsKept) {
  EXPECT_EQ(next_due_after_success(source(minutes(30)), {}, bells(), kNow), kNow + minutes(30));
}

TEST(Rhythm, AShortIntervalGivesWayToFreshnessUpToTheWindow) {
  Hints hints;
  hints.fresh_for = hours(1);
  EXPECT_EQ(next_due_after_success(source(minutes(30)), hints, bells(), kNow), kNow + hours(1));
  hints.fresh_for = hours(24);
  EXPECT_EQ(next_due_after_success(source(minutes(30)), hints, bells(), kNow), kNow + hours(4));
}

TEST(Rhythm, AShortIntervalDoesNotMissTheWindowsEnd) {
  EXPECT_EQ(next_due_after_success(source(minutes(30)), {}, bells(), kNow + hours(3) + minutes(50)),
            kNow + hours(4));
}

TEST(Rhythm, ALongIntervalIsKept) {
  const Instant due = next_due_after_success(source(hours(24)), {}, bells(), kNow + seconds(20));
  EXPECT_LE(due, kNow + hours(24));
  EXPECT_GT(due, kNow + hours(23));
}

TEST(Rhythm, SkippedHoursAreSkipped) {
  Hints hints;
  hints.skip_hours = {12, 13};
  EXPECT_EQ(next_due_after_success(source(), hints, bells(), kNow), kNow + hours(6));
}

TEST(Rhythm, SkippedDaysAreSkipped) {
  // Wednesday is 3: Thursday begins 16 hours later.
  EXPECT_EQ(skip_hours_and_days(kNow + hours(4), {}, {3}), kNow + hours(16));
  EXPECT_EQ(skip_hours_and_days(kNow + hours(4), {0, 1, 2}, {3}), kNow + hours(19));
}

TEST(Rhythm, ADocumentThatSkipsEverythingIsNotBelieved) {
  std::vector<int> all;
  for (int hour = 0; hour < 24; ++hour) all.push_back(hour);
  EXPECT_EQ(skip_hours_and_days(kNow, all, {}), kNow);
  EXPECT_EQ(skip_hours_and_days(kNow, {}, {0, 1, 2, 3, 4, 5, 6}), kNow);
}

TEST(Rhythm, AFailureThatMayBeOverSoonIsTriedAgainSoon) {
  const Instant due = next_due_after_failure(source(), 1, true, bells(), kNow);
  EXPECT_GE(due, kNow + minutes(5));
  EXPECT_LE(due, kNow + minutes(7));
}

TEST(Rhythm, TheFirstOtherFailureIsTriedAtTheNextWindow) {
  EXPECT_EQ(next_due_after_failure(source(), 1, false, bells(), kNow + seconds(9)), kNow + hours(4));
}

TEST(Rhythm, TheDelayDoublesUpToADay) {
  Millis before{0};
  for (int failures = 1; failures < 9; ++failures) {
    const Millis delay = next_due_after_failure(source(), failures, true, bells(), kNow) - kNow;
    EXPECT_GT(delay, before) << failures;
    before = delay;
  }
  const Millis last = next_due_after_failure(source(), 1'000'000, true, bells(), kNow) - kNow;
  EXPECT_LE(last, kMaxBackOff + kMaxBackOff / 4);
  EXPECT_GE(last, hours(20));
}

TEST(Rhythm, SourcesThatFailedTogetherDoNotComeBackTogether) {
  Source other = source();
  other.key = "feed:http://other.test/feed";
  EXPECT_NE(next_due_after_failure(source(), 2, true, bells(), kNow),
            next_due_after_failure(other, 2, true, bells(), kNow));
}

TEST(Rhythm, ADailySourceIsNotTriedMoreOftenThanItsRhythmForARefusal) {
  EXPECT_GE(next_due_after_failure(source(hours(48)), 5, false, bells(), kNow), kNow + hours(48));
}

TEST(Rhythm, NothingIsAskedBeforeTheServersOwnTime) {
  EXPECT_EQ(not_before(kNow + hours(4), kNow + hours(6), kNow), kNow + hours(6));
  EXPECT_EQ(not_before(kNow + hours(4), kNow + hours(2), kNow), kNow + hours(4));
  EXPECT_EQ(not_before(kNow + hours(4), std::nullopt, kNow), kNow + hours(4));
}

TEST(Rhythm, AServerThatAsksForYearsGetsAWeek) {
  EXPECT_EQ(not_before(kNow + hours(4), kNow + hours(24 * 365), kNow), kNow + kMaxRetryAfter);
}

}  // namespace
}  // namespace eightbells
