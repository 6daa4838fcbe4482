#include "daemon/service/failures.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

constexpr Instant kNow{Millis(1'767'744'000'000)};

TEST(Failures, AttemptsComeAtGrowingIntervalsUpToAMinute) {
  Failures failures;
  EXPECT_EQ(failures.next_wait(), Millis(2'000));
  EXPECT_EQ(failures.next_wait(), Millis(4'000));
  for (int i = 0; i < 10; ++i) (void)failures.next_wait();
  EXPECT_EQ(failures.next_wait(), Millis(60'000));
  failures.over();
  EXPECT_EQ(failures.next_wait(), Millis(2'000));
}

TEST(Failures, AFailureThatStaysTheSameIsToldOnceAnHour) {
  Failures failures;
  EXPECT_TRUE(failures.should_tell("the disk is full", kNow));
  EXPECT_FALSE(failures.should_tell("the disk is full", kNow + Millis(60'000)));
  EXPECT_TRUE(failures.should_tell("the disk is read-only", kNow + Millis(120'000)));
  EXPECT_FALSE(failures.should_tell("the disk is read-only", kNow + Millis(3'719'000)));
  EXPECT_TRUE(failures.should_tell("the disk is read-only", kNow + Millis(3'720'000)));
}

TEST(Failures, WhenTheClockIsSetBackAFailureIsToldAgain) {
  Failures failures;
  EXPECT_TRUE(failures.should_tell("the disk is full", kNow));
  EXPECT_TRUE(failures.should_tell("the disk is full", kNow - Millis(1)));
}

TEST(Failures, SmallOnesAreToldOnceAnHourEach) {
  SmallFailures small;
  for (const char* message : {"no room for the metrics", "the index is damaged"}) {
    EXPECT_TRUE(small.should_tell(message, kNow));
    EXPECT_FALSE(small.should_tell(message, kNow + Millis(3'599'999)));
  }
  EXPECT_TRUE(small.should_tell("the index is damaged", kNow + Millis(3'600'000)));
  EXPECT_FALSE(small.should_tell("the index is damaged", kNow + Millis(3'700'000)));
}

TEST(Failures, TheEndOfATroubleSaysWhenItBegan) {
  Failures failures;
  EXPECT_FALSE(failures.over());
  EXPECT_TRUE(failures.should_tell("a", kNow));
  EXPECT_TRUE(failures.should_tell("b", kNow + Millis(5)));
  EXPECT_EQ(failures.over(), kNow);
  EXPECT_FALSE(failures.over());
  EXPECT_TRUE(failures.should_tell("b", kNow + Millis(6)));
}

}  // namespace
}  // namespace eightbells
