#include "daemon/window/window.h"

#include <gtest/gtest.h>

#include "config/settings.h"
#include "tests/daemon/window/times.h"

namespace eightbells::testing {
namespace {

std::vector<std::string> day(const Zone& zone, Millis length, Instant in_it) {
  std::vector<std::string> lines;
  for (const Window& window :
       windows_between(zone, length, zone.day_begin(in_it), zone.next_day_begin(in_it), 2000)) {
    lines.push_back(describe(zone, window));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Windows, FourHoursAreAlignedToLocalMidnight) {
  const Zone shanghai = zone("Asia/Shanghai");
  const Window window = window_at(shanghai, 4 * kHour, utc(2026, 1, 6, 20, 30));
  EXPECT_EQ(describe(shanghai, window), "2026-01-07 04:00 .. 2026-01-07 08:00, 240 min");
}

TEST(Windows, AWindowHoldsItsBeginAndNotItsEnd) {
  const Zone shanghai = zone("Asia/Shanghai");
  const Window window = window_at(shanghai, 4 * kHour, utc(2026, 1, 7, 0));
  EXPECT_EQ(window.begin, utc(2026, 1, 7, 0));
  EXPECT_EQ(window_at(shanghai, 4 * kHour, window.end).begin, window.end);
  EXPECT_EQ(window_at(shanghai, 4 * kHour, window.end - Millis(1)), window);
}

TEST(Windows, TheWindowOverASpringChangeIsShorter) {
  const Zone berlin = zone("Europe/Berlin");
  EXPECT_EQ(
      day(berlin, 4 * kHour, utc(2026, 3, 29, 12)),
      (Lines{"2026-03-29 00:00 .. 2026-03-29 04:00, 180 min", "2026-03-29 04:00 .. 2026-03-29 08:00, 240 min",
             "2026-03-29 08:00 .. 2026-03-29 12:00, 240 min", "2026-03-29 12:00 .. 2026-03-29 16:00, 240 min",
             "2026-03-29 16:00 .. 2026-03-29 20:00, 240 min",
             "2026-03-29 20:00 .. 2026-03-30 00:00, 240 min"}));
}

TEST(Windows, TheWindowOverAnAutumnChangeIsLonger) {
  const Zone berlin = zone("Europe/Berlin");
  EXPECT_EQ(day(berlin, 4 * kHour, utc(2026, 10, 25, 12)).front(),
            "2026-10-25 00:00 .. 2026-10-25 04:00, 300 min");
  EXPECT_EQ(day(berlin, 24 * kHour, utc(2026, 10, 25, 12)),
            (Lines{"2026-10-25 00:00 .. 2026-10-26 00:00, 1500 min"}));
}

TEST(Windows, AnHourLeftOutHasNoWindowAndARepeatedHourIsOneOfTwoHours) {
  const Zone berlin = zone("Europe/Berlin");
  const Lines spring = day(berlin, kHour, utc(2026, 3, 29, 12));
  EXPECT_EQ(spring.size(), 23u);
  EXPECT_EQ(spring[1], "2026-03-29 01:00 .. 2026-03-29 03:00, 60 min");
  const Lines autumn = day(berlin, kHour, utc(2026, 10, 25, 12));
  EXPECT_EQ(autumn.size(), 24u);
  EXPECT_EQ(autumn[1], "2026-10-25 01:00 .. 2026-10-25 02:00, 60 min");
  EXPECT_EQ(autumn[2], "2026-10-25 02:00 .. 2026-10-25 03:00, 120 min");
}

TEST(Windows, WhereMidnightIsLeftOutTheDayBeginsAfterIt) {
  const Zone santiago = zone("America/Santiago");
  const Lines lines = day(santiago, 4 * kHour, utc(2024, 9, 8, 12));
  EXPECT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[0], "2024-09-08 01:00 .. 2024-09-08 04:00, 180 min");
  EXPECT_EQ(lines[1], "2024-09-08 04:00 .. 2024-09-08 08:00, 240 min");
  EXPECT_EQ(day(santiago, kHour, utc(2024, 9, 8, 12)).front(),
            "2024-09-08 01:00 .. 2024-09-08 02:00, 60 min");
}

TEST(Windows, WhereTheClockGoesBackAtMidnightTheLastHourIsLonger) {
  const Zone santiago = zone("America/Santiago");  // 2024-04-07 00:00 is 23:00 of the 6th again
  const Lines lines = day(santiago, kHour, utc(2024, 4, 6, 12));
  EXPECT_EQ(lines.size(), 24u);
  EXPECT_EQ(lines.back(), "2024-04-06 23:00 .. 2024-04-07 00:00, 120 min");
}

TEST(Windows, LordHoweChangesByHalfAnHour) {
  const Zone lord_howe = zone("Australia/Lord_Howe");
  EXPECT_EQ(day(lord_howe, 4 * kHour, utc(2024, 10, 6, 2)).front(),
            "2024-10-06 00:00 .. 2024-10-06 04:00, 210 min");
  EXPECT_EQ(day(lord_howe, 4 * kHour, utc(2025, 4, 6, 2)).front(),
            "2025-04-06 00:00 .. 2025-04-06 04:00, 270 min");
  const Lines hours = day(lord_howe, kHour, utc(2024, 10, 6, 2));
  EXPECT_EQ(hours[1], "2024-10-06 01:00 .. 2024-10-06 02:30, 60 min");
  EXPECT_EQ(hours[2], "2024-10-06 02:30 .. 2024-10-06 03:00, 30 min");
}

TEST(Windows, HalfHourZonesAreAlignedToTheirOwnMidnight) {
  const Zone kolkata = zone("Asia/Kolkata");
  EXPECT_EQ(window_at(kolkata, 4 * kHour, utc(2026, 1, 7)).begin, utc(2026, 1, 6, 22, 30));
  const Zone kathmandu = zone("Asia/Kathmandu");
  EXPECT_EQ(window_at(kathmandu, 4 * kHour, utc(2026, 1, 7)).begin, utc(2026, 1, 6, 22, 15));
}

TEST(Windows, ADayLeftOutWholeHasNoWindow) {
  const Zone apia = zone("Pacific/Apia");
  const Window before = window_at(apia, 4 * kHour, utc(2011, 12, 30, 9));
  EXPECT_EQ(describe(apia, before), "2011-12-29 20:00 .. 2011-12-31 00:00, 240 min");
  EXPECT_EQ(window_at(apia, 4 * kHour, before.end).begin, before.end);
}

TEST(Windows, TheLastClosedOneEndsAtOrBeforeNow) {
  const Zone shanghai = zone("Asia/Shanghai");
  EXPECT_EQ(last_closed(shanghai, 4 * kHour, utc(2026, 1, 7, 0)).end, utc(2026, 1, 7, 0));
  EXPECT_EQ(last_closed(shanghai, 4 * kHour, utc(2026, 1, 7, 3, 59, 59)).end, utc(2026, 1, 7, 0));
  EXPECT_EQ(last_closed(shanghai, 4 * kHour, utc(2026, 1, 6, 23, 59, 59)).end, utc(2026, 1, 6, 20));
}

TEST(Windows, AGridMayBeginItsDayAtEight) {
  const Zone shanghai = zone("Asia/Shanghai");
  EXPECT_EQ(describe(shanghai, window_at(shanghai, {kDay, 8 * kHour}, utc(2026, 1, 6, 23, 59))),
            "2026-01-06 08:00 .. 2026-01-07 08:00, 1440 min");
  EXPECT_EQ(describe(shanghai, window_at(shanghai, {kDay, 8 * kHour}, utc(2026, 1, 7, 0))),
            "2026-01-07 08:00 .. 2026-01-08 08:00, 1440 min");
  EXPECT_EQ(describe(shanghai, last_closed(shanghai, {12 * kHour, 8 * kHour}, utc(2026, 1, 6, 12))),
            "2026-01-06 08:00 .. 2026-01-06 20:00, 720 min");
  const Zone berlin = zone("Europe/Berlin");
  EXPECT_EQ(describe(berlin, window_at(berlin, {kDay, 8 * kHour}, utc(2024, 3, 31, 0))),
            "2024-03-30 08:00 .. 2024-03-31 08:00, 1380 min");
}

TEST(Windows, AnEndNamesItsWindow) {
  const Zone shanghai = zone("Asia/Shanghai");
  EXPECT_EQ(window_ending(shanghai, 4 * kHour, utc(2026, 1, 7, 0)).begin, utc(2026, 1, 6, 20));
  EXPECT_EQ(window_ending(shanghai, 4 * kHour, utc(2026, 1, 6, 23)).end, utc(2026, 1, 7, 0));
}

TEST(Windows, BetweenTwoMomentsAreTheLatestUpToALimit) {
  const Zone shanghai = zone("Asia/Shanghai");
  const auto all = windows_between(shanghai, 4 * kHour, utc(2026, 1, 6, 0), utc(2026, 1, 7, 0), 100);
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all.front().end, utc(2026, 1, 6, 4));
  EXPECT_EQ(all.back().end, utc(2026, 1, 7, 0));
  const auto two = windows_between(shanghai, 4 * kHour, utc(1990, 1, 1), utc(2026, 1, 7, 0), 2);
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two, std::vector<Window>(all.end() - 2, all.end()));
  EXPECT_TRUE(windows_between(shanghai, 4 * kHour, utc(2026, 1, 7), utc(2026, 1, 6), 100).empty());
}

TEST(Windows, ALengthThatIsNoneDoesNoHarm) {
  const Zone shanghai = zone("Asia/Shanghai");
  const Instant at = utc(2026, 1, 7, 3);
  EXPECT_EQ(window_at(shanghai, 100 * kHour, at), window_at(shanghai, 24 * kHour, at));
  EXPECT_EQ(window_at(shanghai, Millis(0), at), (Window{at, at + Millis(1)}));
  EXPECT_EQ(day(shanghai, 7 * kHour, at).size(), 4u);  // 7 + 7 + 7 + 3
}

}  // namespace
}  // namespace eightbells::testing
