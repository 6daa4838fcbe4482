// Fifty years of ten zones: windows tile time, and no two ends show the same local time.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "config/settings.h"
#include "daemon/window/window.h"
#include "tests/daemon/window/times.h"

namespace eightbells::testing {
namespace {

class TenZones : public ::testing::TestWithParam<const char*> {
 protected:
  const Zone zone_ = zone(GetParam());
  const Instant begin_ = utc(1990, 1, 1);
  const Instant end_ = utc(2040, 1, 1);
};

INSTANTIATE_TEST_SUITE_P(FiftyYears, TenZones,
                         ::testing::Values("Asia/Shanghai", "America/New_York", "Europe/Berlin",
                                           "America/Santiago", "Australia/Lord_Howe", "America/St_Johns",
                                           "Asia/Kathmandu", "Pacific/Apia", "America/Havana",
                                           "Africa/Casablanca"),
                         [](const auto& tested) {
                           std::string name = tested.param;
                           for (char& c : name) {
                             if (c == '/') c = '_';
                           }
                           return name;
                         });

TEST_P(TenZones, WindowsOfFourHoursAndOfOneTileTimeWithRisingLocalEnds) {
  for (const Millis length : {4 * kHour, kHour}) {
    Window window = window_at(zone_, length, begin_);
    Millis last_label = zone_.local_at(window.begin);
    while (window.begin < end_) {
      ASSERT_LT(window.begin, window.end);
      const Millis label = zone_.local_at(window.end);
      ASSERT_GT(label, last_label) << describe(zone_, window);
      const Window next = window_at(zone_, length, window.end);
      ASSERT_EQ(next.begin, window.end) << describe(zone_, window);
      last_label = label;
      window = next;
    }
  }
}

TEST_P(TenZones, DaysThatBeginAtHalfPastOneTileTimeWithRisingLocalEnds) {
  const WindowGrid daily(kDay, kHour + kHour / 2);  // in the midst of most changes
  Window window = window_at(zone_, daily, begin_);
  Millis last_label = zone_.local_at(window.begin);
  while (window.begin < end_) {
    ASSERT_LT(window.begin, window.end);
    ASSERT_GT(zone_.local_at(window.end), last_label) << describe(zone_, window);
    ASSERT_EQ(window_at(zone_, daily, window.end - Millis(1)), window);
    const Window next = window_at(zone_, daily, window.end);
    ASSERT_EQ(next.begin, window.end) << describe(zone_, window);
    last_label = zone_.local_at(window.end);
    window = next;
  }
}

// The days on which the clock changes, and the ones beside them.
std::vector<Instant> unusual_days(const Zone& zone, Instant begin, Instant end) {
  std::vector<Instant> days;
  Instant yesterday = zone.day_begin(begin);
  for (Instant day = zone.next_day_begin(yesterday); day < end;) {
    const Instant tomorrow = zone.next_day_begin(day);
    if (tomorrow - day != kDay) days.insert(days.end(), {yesterday, day, tomorrow});
    yesterday = day;
    day = tomorrow;
  }
  return days;
}

TEST_P(TenZones, OnDaysWithAChangeWindowsOfEveryLengthTileTheDay) {
  static const int kMinutes[] = {1, 5, 15, 30, 60, 90, 120, 180, 240, 360, 480, 720, 1440};
  for (const Instant day : unusual_days(zone_, begin_, end_)) {
    const Instant tomorrow = zone_.next_day_begin(day);
    for (const int minutes : kMinutes) {
      const Millis length = minutes * kMinute;
      Instant at = day;
      Millis last_label = zone_.local_at(day);
      while (at < tomorrow) {
        const Window window = window_at(zone_, length, at);
        ASSERT_EQ(window.begin, at) << describe(zone_, window);
        ASSERT_GT(zone_.local_at(window.end), last_label) << describe(zone_, window);
        ASSERT_EQ(window_ending(zone_, length, window.end), window);
        last_label = zone_.local_at(window.end);
        at = window.end;
      }
      ASSERT_EQ(at, tomorrow) << minutes;
    }
  }
}

TEST_P(TenZones, AnyMomentLiesInItsWindow) {
  std::mt19937_64 random(7);
  static const int kMinutes[] = {1, 20, 60, 240, 1440};
  for (int i = 0; i < 4000; ++i) {
    const Instant at =
        begin_ +
        Millis(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>((end_ - begin_).count())));
    const Millis length = kMinutes[i % 5] * kMinute;
    const Window window = window_at(zone_, length, at);
    ASSERT_LE(window.begin, at);
    ASSERT_LT(at, window.end);
    ASSERT_EQ(window_at(zone_, length, window.begin), window);
    ASSERT_EQ(window_at(zone_, length, window.end - Millis(1)), window);
    ASSERT_LE(last_closed(zone_, length, at).end, at);
  }
}

TEST_P(TenZones, NoTwoDigestsOfTwoYearsShareAFileName) {
  std::set<std::string> names;
  std::size_t count = 0;
  for (const Window& window : windows_between(zone_, kHour, utc(2010, 6, 1), utc(2012, 6, 1), 20'000)) {
    names.insert(zone_.format("%Y.%m.%d.%H", window.end));
    ++count;
  }
  EXPECT_GT(count, 17'000u);
  EXPECT_EQ(names.size(), count);
}

}  // namespace
}  // namespace eightbells::testing
