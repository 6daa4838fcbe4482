#include "feeds/sources/x_range.h"

#include <gtest/gtest.h>

#include "feeds/sources/extra.h"
#include "tests/feeds/sources/fake_x.h"

namespace eightbells {
namespace {

using std::chrono::hours;
using testing::status_id;

const Instant kNow{std::chrono::seconds(1767772800)};
constexpr Millis kReach = hours(48);

SourceState since(Instant at) {
  SourceState state;
  state.x_since_id = std::to_string(status_id(at));
  return state;
}

TEST(XRange, ANewAccountIsReadFromTheReach) {
  const auto ranges = ranges_to_read({}, kReach, kNow);
  ASSERT_EQ(ranges.size(), 1u);
  EXPECT_EQ(ranges[0].since, 0u);
  EXPECT_EQ(ranges[0].until, 0u);
  EXPECT_EQ(ranges[0].start, kNow - kReach);
}

TEST(XRange, AKnownAccountIsReadFromItsNewestPost) {
  const auto ranges = ranges_to_read(since(kNow - hours(4)), kReach, kNow);
  ASSERT_EQ(ranges.size(), 1u);
  EXPECT_EQ(ranges[0].since, status_id(kNow - hours(4)));
  EXPECT_FALSE(ranges[0].start);
}

TEST(XRange, ANewestPostBeyondTheReachIsNotAskedFor) {
  const auto ranges = ranges_to_read(since(kNow - hours(49)), kReach, kNow);
  EXPECT_EQ(ranges[0].since, 0u);
  EXPECT_EQ(ranges[0].start, kNow - kReach);
}

TEST(XRange, ABreakLeavesAGapThatIsReadAfterWhatIsNew) {
  SourceState state = since(kNow - hours(8));
  const auto first = ranges_to_read(state, kReach, kNow);
  const std::uint64_t newest = status_id(kNow - hours(1));
  const std::uint64_t oldest = status_id(kNow - hours(2));
  learn_range(state, first[0], {newest, oldest}, false);
  const auto ranges = ranges_to_read(state, kReach, kNow);
  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_EQ(ranges[0].since, newest);
  EXPECT_EQ(ranges[1].since, status_id(kNow - hours(8)));
  EXPECT_EQ(ranges[1].until, oldest);
  learn_range(state, ranges[0], {}, true);
  learn_range(state, ranges[1], {status_id(kNow - hours(3))}, true);
  EXPECT_EQ(ranges_to_read(state, kReach, kNow).size(), 1u);
  EXPECT_EQ(state.x_since_id, std::to_string(newest));
}

TEST(XRange, AGapShrinksFromAbove) {
  SourceState state = since(kNow - hours(8));
  learn_range(state, ranges_to_read(state, kReach, kNow)[0], {status_id(kNow - hours(1))}, false);
  learn_range(state, ranges_to_read(state, kReach, kNow)[1], {status_id(kNow - hours(4))}, false);
  const auto ranges = ranges_to_read(state, kReach, kNow);
  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_EQ(ranges[1].until, status_id(kNow - hours(4)));
  EXPECT_EQ(ranges[1].since, status_id(kNow - hours(8)));
}

TEST(XRange, ASecondBreakWidensTheGap) {
  SourceState state = since(kNow - hours(8));
  learn_range(state, ranges_to_read(state, kReach, kNow)[0], {status_id(kNow - hours(4))}, false);
  learn_range(state, ranges_to_read(state, kReach, kNow)[0], {status_id(kNow), status_id(kNow - hours(1))},
              false);
  const auto ranges = ranges_to_read(state, kReach, kNow);
  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_EQ(ranges[0].since, status_id(kNow));
  EXPECT_EQ(ranges[1].until, status_id(kNow - hours(1)));
  EXPECT_EQ(ranges[1].since, status_id(kNow - hours(8)));
}

TEST(XRange, AGapBeyondTheReachIsForgotten) {
  SourceState state = since(kNow - hours(8));
  learn_range(state, ranges_to_read(state, kReach, kNow)[0], {status_id(kNow - hours(4))}, false);
  state.x_since_id = std::to_string(status_id(kNow + hours(60)));
  EXPECT_EQ(ranges_to_read(state, kReach, kNow + hours(61)).size(), 1u);
}

TEST(XRange, AnOpenRangeHoldsTheGap) {
  SourceState state = since(kNow - hours(8));
  learn_range(state, ranges_to_read(state, kReach, kNow)[0], {status_id(kNow - hours(4))}, false);
  const Instant later = kNow + hours(100);
  const auto ranges = ranges_to_read(state, kReach, later);
  ASSERT_EQ(ranges.size(), 1u);
  learn_range(state, ranges[0], {}, true);
  EXPECT_EQ(extra::get(state, extra::kXGapUntil), "");
}

TEST(XRange, NothingReadChangesNothing) {
  SourceState state = since(kNow - hours(8));
  const SourceState before = state;
  learn_range(state, ranges_to_read(state, kReach, kNow)[0], {}, false);
  EXPECT_EQ(state.x_since_id, before.x_since_id);
  EXPECT_EQ(state.extra, before.extra);
}

TEST(XRange, TheMomentOfAnIdIsToTheMillisecond) {
  EXPECT_EQ(time_of_status(status_id(kNow)), kNow);
  EXPECT_EQ(time_of_status(status_id(kNow) + 4'000'000), kNow);
}

}  // namespace
}  // namespace eightbells
