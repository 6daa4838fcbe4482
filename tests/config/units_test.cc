#include "config/units.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

TEST(Durations, AreANumberAndAUnit) {
  EXPECT_EQ(parse_duration("500ms"), Millis(500));
  EXPECT_EQ(parse_duration("90s"), Millis(90'000));
  EXPECT_EQ(parse_duration("30m"), Millis(1'800'000));
  EXPECT_EQ(parse_duration("4h"), Millis(14'400'000));
  EXPECT_EQ(parse_duration("2d"), Millis(172'800'000));
  EXPECT_EQ(parse_duration("0s"), Millis(0));
}

TEST(Durations, MayBeCombinedFromLargeToSmall) {
  EXPECT_EQ(parse_duration("1h30m"), Millis(5'400'000));
  EXPECT_EQ(parse_duration("1d2h3m4s5ms"), Millis(93'784'005));
  EXPECT_EQ(parse_duration("30m1h"), std::nullopt);
  EXPECT_EQ(parse_duration("1h1h"), std::nullopt);
}

TEST(Durations, NothingElseIsOne) {
  for (const char* text :
       {"", "4", "h", "4 h", " 4h", "4h ", "-4h", "+4h", "4.5h", "4H", "1w", "4h30", "４h", "1h-1m"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Durations, BeyondAHundredYearsThereIsNone) {
  EXPECT_TRUE(parse_duration("36525d").has_value());
  EXPECT_EQ(parse_duration("36526d"), std::nullopt);
  EXPECT_EQ(parse_duration("36525d1ms"), std::nullopt);
  EXPECT_EQ(parse_duration("99999999999999999999d"), std::nullopt);
  EXPECT_EQ(parse_duration("18446744073709551615ms"), std::nullopt);
}

TEST(Durations, AreWrittenShort) {
  EXPECT_EQ(format_duration(Millis(0)), "0s");
  EXPECT_EQ(format_duration(Millis(500)), "500ms");
  EXPECT_EQ(format_duration(Millis(90'000)), "1m30s");
  EXPECT_EQ(format_duration(Millis(172'800'000)), "48h");
  EXPECT_EQ(format_duration(Millis(7'776'000'000)), "90d");
}

TEST(Durations, WhatIsWrittenIsReadBack) {
  for (const std::int64_t millis : {1LL, 999LL, 61'001LL, 14'400'000LL, 266'400'000LL, 3'155'760'000'000LL}) {
    EXPECT_EQ(parse_duration(format_duration(Millis(millis))), Millis(millis));
  }
}

TEST(Sizes, AreANumberAndAUnit) {
  EXPECT_EQ(parse_size("0B"), 0u);
  EXPECT_EQ(parse_size("500KB"), 500'000u);
  EXPECT_EQ(parse_size("500kB"), 500'000u);
  EXPECT_EQ(parse_size("1KiB"), 1'024u);
  EXPECT_EQ(parse_size("10MiB"), 10'485'760u);
  EXPECT_EQ(parse_size("3MB"), 3'000'000u);
  EXPECT_EQ(parse_size("1GiB"), 1'073'741'824u);
  EXPECT_EQ(parse_size("2GB"), 2'000'000'000u);
}

TEST(Sizes, NothingElseIsOne) {
  for (const char* text :
       {"", "10", "MiB", "10 MiB", "-1KB", "1.5MB", "10mib", "10TB", "1KB2B", "999999999999999GiB"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
}

TEST(Sizes, AreWrittenInTheLargestUnitThatFits) {
  EXPECT_EQ(format_size(0), "0B");
  EXPECT_EQ(format_size(10 << 20), "10MiB");
  EXPECT_EQ(format_size(500'000), "500KB");
  EXPECT_EQ(format_size(1'001), "1001B");
}

}  // namespace
}  // namespace eightbells
