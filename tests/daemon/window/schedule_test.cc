#include "daemon/window/schedule.h"

#include <gtest/gtest.h>

#include "tests/daemon/window/times.h"

namespace eightbells::testing {
namespace {

const Instant kNow = utc(2026, 1, 7, 0, 0, 10);  // ten seconds after 08:00 in Shanghai

// "20-00" is the window from 20 to 00 UTC; L late, S skipped.
std::string describe_due(const std::vector<DueWindow>& due) {
  const Zone zone_utc = zone("UTC");
  std::string out;
  for (const DueWindow& one : due) {
    if (!out.empty()) out += ' ';
    out += zone_utc.format("%dT%H", one.window.begin) + "-" + zone_utc.format("%dT%H", one.window.end);
    if (one.late) out += 'L';
    if (one.skipped) out += 'S';
  }
  return out;
}

struct Case {
  const char* what;
  CatchUp catch_up;
  std::optional<Instant> last_end;
  Instant now;
  const char* due;
};

TEST(Schedule, WhatIsDueFollowsFromTheLedgerAndTheClock) {
  const Instant written = utc(2026, 1, 6, 20);
  const Instant day_ago = utc(2026, 1, 6, 8);
  const Case cases[] = {
      {"first run: only the latest", CatchUp::each, std::nullopt, kNow, "06T20-07T00"},
      {"first run, merge", CatchUp::merge, std::nullopt, kNow, "06T20-07T00"},
      {"first run, skip", CatchUp::skip, std::nullopt, kNow, "06T20-07T00"},
      {"one window closed", CatchUp::each, written, kNow, "06T20-07T00"},
      {"one window closed, merge", CatchUp::merge, written, kNow, "06T20-07T00"},
      {"one window closed, skip", CatchUp::skip, written, kNow, "06T20-07T00"},
      {"exactly at the end", CatchUp::each, written, utc(2026, 1, 7, 0), "06T20-07T00"},
      {"a moment before the end", CatchUp::each, written, utc(2026, 1, 7, 0) - Millis(1), ""},
      {"all is written", CatchUp::each, utc(2026, 1, 7, 0), kNow, ""},
      {"four were missed", CatchUp::each, day_ago, kNow,
       "06T08-06T12L 06T12-06T16L 06T16-06T20L 06T20-07T00"},
      {"four were missed, merge", CatchUp::merge, day_ago, kNow, "06T08-07T00"},
      {"four were missed, skip", CatchUp::skip, day_ago, kNow, "06T08-06T20LS 06T20-07T00"},
      {"the clock was set back by minutes", CatchUp::each, utc(2026, 1, 7, 0), utc(2026, 1, 6, 23, 50), ""},
      {"the clock was set back by days", CatchUp::each, utc(2026, 1, 9), kNow, ""},
      {"the clock was set back, merge", CatchUp::merge, utc(2026, 1, 9), kNow, ""},
      {"the clock was set back, skip", CatchUp::skip, utc(2026, 1, 9), kNow, ""},
      {"another zone than before", CatchUp::each, utc(2026, 1, 6, 18), kNow, "06T18-06T20L 06T20-07T00"},
      {"another zone, merge", CatchUp::merge, utc(2026, 1, 6, 21), kNow, "06T21-07T00"},
      {"another zone, skip", CatchUp::skip, utc(2026, 1, 6, 21), kNow, "06T21-07T00"},
  };
  const Zone shanghai = zone("Asia/Shanghai");
  for (const Case& one : cases) {
    EXPECT_EQ(describe_due(due_windows(shanghai, 4 * kHour, one.catch_up, one.last_end, one.now)), one.due)
        << one.what;
  }
}

TEST(Schedule, ALongAbsenceIsOneSkippedSpanAndFourteenDays) {
  const Zone shanghai = zone("Asia/Shanghai");
  const Instant last_end = utc(2025, 1, 1, 0);
  const auto due = due_windows(shanghai, 4 * kHour, CatchUp::each, last_end, kNow);
  ASSERT_EQ(due.size(), 1 + 14u * 6);
  EXPECT_TRUE(due[0].skipped);
  EXPECT_EQ(due[0].window.begin, last_end);
  EXPECT_EQ(due[1].window.end, utc(2025, 12, 24, 4));
  for (std::size_t i = 1; i < due.size(); ++i) {
    EXPECT_FALSE(due[i].skipped);
    EXPECT_EQ(due[i].window.begin, due[i - 1].window.end);
    EXPECT_EQ(due[i].late, i + 1 < due.size());
  }
}

TEST(Schedule, ShortWindowsAreLimitedInNumber) {
  const auto due = due_windows(zone("UTC"), kMinute, CatchUp::each, utc(2026, 1, 6), kNow);
  ASSERT_EQ(due.size(), 1 + kCatchUpWindows);
  EXPECT_EQ(due[0].window, (Window{utc(2026, 1, 6), utc(2026, 1, 7) - 500 * kMinute}));
  EXPECT_EQ(due.back().window.end, utc(2026, 1, 7));
}

TEST(Schedule, AnAbsenceOfYearsIsMergedIntoItsTrueSpan) {
  const auto due = due_windows(zone("UTC"), 4 * kHour, CatchUp::merge, utc(2020, 1, 1), kNow);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].window, (Window{utc(2020, 1, 1), utc(2026, 1, 7)}));
}

TEST(Schedule, AProfileHasItsOwnCadenceBesideTheOthers) {
  Settings settings;
  ProfileSettings every_window, daily;
  daily.every = kDay;
  daily.at = 8 * kHour;
  settings.digests = {every_window, daily};
  const Zone shanghai = zone("Asia/Shanghai");
  const Instant noon = utc(2026, 1, 7, 4);
  const auto ends = next_ends(shanghai, settings, noon);
  ASSERT_EQ(ends.size(), 2u);
  EXPECT_EQ(ends[0], utc(2026, 1, 7, 8));
  EXPECT_EQ(ends[1], utc(2026, 1, 8, 0));
  const auto due = due_windows(shanghai, grid_of(settings, daily), CatchUp::each, utc(2026, 1, 6, 0), noon);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(describe(shanghai, due[0].window), "2026-01-06 08:00 .. 2026-01-07 08:00, 1440 min");
}

TEST(Schedule, ATimeOfDayIsOneOfTheEnds) {
  Settings settings;
  ProfileSettings twice;
  twice.every = 12 * kHour;
  twice.at = 20 * kHour;
  EXPECT_EQ(grid_of(settings, twice).offset, 8 * kHour);
}

TEST(Schedule, TheNextWakeIsTheEndOfTheWindowOrAnEarlierSource) {
  const Zone shanghai = zone("Asia/Shanghai");
  EXPECT_EQ(next_wake(shanghai, 4 * kHour, {}, kNow), utc(2026, 1, 7, 4));
  EXPECT_EQ(next_wake(shanghai, 4 * kHour, {utc(2026, 1, 7, 1), utc(2026, 1, 7, 6)}, kNow),
            utc(2026, 1, 7, 1));
  EXPECT_EQ(next_wake(shanghai, 4 * kHour, {utc(2026, 1, 7, 6)}, kNow), utc(2026, 1, 7, 4));
  EXPECT_EQ(next_wake(shanghai, 4 * kHour, {utc(2025, 1, 7)}, kNow), kNow);
  EXPECT_EQ(next_wake(shanghai, 4 * kHour, {}, utc(2026, 1, 7, 4)), utc(2026, 1, 7, 8));
}

}  // namespace
}  // namespace eightbells::testing
