#include "daemon/window/zone.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/daemon/window/times.h"

namespace eightbells::testing {
namespace {

TEST(Zones, AnUnknownNameIsASentence) {
  for (const char* name : {"Asia/Shanghaj", "../../etc/passwd", "Mars/Olympus", " "}) {
    const auto found = Zone::find(name);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().kind, ErrorKind::invalid);
    EXPECT_NE(found.error().message.find("time zone"), std::string::npos);
  }
}

TEST(Zones, AnEmptyNameIsTheSystemsZone) {
  const char* before = std::getenv("TZ");
  const std::string kept = before ? before : "";
  setenv("TZ", "Asia/Tokyo", 1);
  const auto found = Zone::find("");
  if (before) setenv("TZ", kept.c_str(), 1);
  else unsetenv("TZ");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name(), "Asia/Tokyo");
  EXPECT_TRUE(Zone::find(""));
}

TEST(Zones, OffsetsFollowTheYear) {
  EXPECT_EQ(zone("Asia/Shanghai").offset_at(utc(2026, 1, 7)).count(), 480);
  EXPECT_EQ(zone("Europe/Berlin").offset_at(utc(2026, 1, 7)).count(), 60);
  EXPECT_EQ(zone("Europe/Berlin").offset_at(utc(2026, 7, 7)).count(), 120);
  EXPECT_EQ(zone("America/St_Johns").offset_at(utc(2026, 1, 7)).count(), -210);
}

TEST(Zones, ADayBeginsAtLocalMidnight) {
  const Zone shanghai = zone("Asia/Shanghai");
  EXPECT_EQ(shanghai.day_begin(utc(2026, 1, 7, 12)), utc(2026, 1, 6, 16));
  EXPECT_EQ(shanghai.day_begin(utc(2026, 1, 6, 16)), utc(2026, 1, 6, 16));
  EXPECT_EQ(shanghai.day_begin(utc(2026, 1, 6, 15, 59, 59)), utc(2026, 1, 5, 16));
  EXPECT_EQ(shanghai.next_day_begin(utc(2026, 1, 6, 16)), utc(2026, 1, 7, 16));
}

TEST(Zones, ADayWithoutMidnightBeginsAfterTheGap) {
  const Zone santiago = zone("America/Santiago");
  const Instant begin = santiago.day_begin(utc(2024, 9, 8, 12));
  EXPECT_EQ(begin, utc(2024, 9, 8, 4));
  EXPECT_EQ(stamp(santiago, begin), "2024-09-08 01:00");
  EXPECT_EQ(santiago.next_day_begin(begin), utc(2024, 9, 9, 3));
}

TEST(Zones, ADayHasBegunAlthoughTheClockShowsTheDayBeforeAgain) {
  // Newfoundland went back at 00:01 until 2011: 00:00 was shown, then 23:01 of the day before once more.
  const Zone newfoundland = zone("America/St_Johns");
  const Instant begin = utc(2010, 11, 7, 2, 30);
  EXPECT_EQ(stamp(newfoundland, begin), "2010-11-07 00:00");
  const Instant again = begin + std::chrono::minutes(30);
  EXPECT_EQ(stamp(newfoundland, again), "2010-11-06 23:30");
  EXPECT_EQ(newfoundland.day_begin(again), begin);
}

TEST(Zones, ADayLeftOutWholeIsNoDay) {
  const Zone apia = zone("Pacific/Apia");  // 2011-12-30 did not happen
  const Instant last = utc(2011, 12, 30, 9, 59);
  EXPECT_EQ(stamp(apia, last), "2011-12-29 23:59");
  EXPECT_EQ(apia.next_day_begin(last), utc(2011, 12, 30, 10));
  EXPECT_EQ(stamp(apia, apia.next_day_begin(last)), "2011-12-31 00:00");
}

TEST(Zones, TimesAreWrittenInLocalTime) {
  const Zone shanghai = zone("Asia/Shanghai");
  const Instant at = utc(2026, 1, 7, 0, 0, 10) + Millis(261);
  EXPECT_EQ(shanghai.format("%Y.%m.%d.%H", at), "2026.01.07.08");
  EXPECT_EQ(shanghai.format("%d %b %Y, %a, day %j, %H:%M:%S %z %Z", at),
            "07 Jan 2026, Wed, day 007, 08:00:10 +0800 CST");
  EXPECT_EQ(shanghai.format_rfc3339_millis(at), "2026-01-07T08:00:10.261+08:00");
  EXPECT_EQ(zone("America/St_Johns").format_rfc3339_millis(at), "2026-01-06T20:30:10.261-03:30");
  EXPECT_EQ(zone("UTC").format_rfc3339_millis(Instant(Millis(-1))), "1969-12-31T23:59:59.999+00:00");
}

TEST(Zones, PatternsWithoutAConversionOrWithALongOneStayWhole) {
  const Zone zone_utc = zone("UTC");
  EXPECT_EQ(zone_utc.format("", utc(2026, 1, 7)), "");
  EXPECT_EQ(zone_utc.format("digest 过去 {hours}", utc(2026, 1, 7)), "digest 过去 {hours}");
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "%c";
  EXPECT_EQ(zone_utc.format(pattern, utc(2026, 1, 7)).size(),
            200 * std::string("Wed Jan  7 00:00:00 2026").size());
}

TEST(Zones, ALocalTimeThatOccursTwiceIsItsFirstInstant) {
  const Zone berlin = zone("Europe/Berlin");
  const Millis half_past_two = berlin.local_at(utc(2026, 10, 25, 0, 30));
  EXPECT_EQ(berlin.local_at(utc(2026, 10, 25, 1, 30)), half_past_two);
  EXPECT_EQ(berlin.first_instant_of(half_past_two), utc(2026, 10, 25, 0, 30));
}

}  // namespace
}  // namespace eightbells::testing
