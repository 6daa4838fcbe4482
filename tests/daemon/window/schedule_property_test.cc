// Any clock, any absence: what due_windows says is written once, without overlap, and without a gap.
#include <gtest/gtest.h>

#include <random>

#include "daemon/window/schedule.h"
#include "tests/daemon/window/times.h"

namespace eightbells::testing {
namespace {

struct Ledger {
  std::vector<DueWindow> rows;

  [[nodiscard]] std::optional<Instant> last_end() const {
    return rows.empty() ? std::nullopt : std::optional<Instant>(rows.back().window.end);
  }
};

class AnyClock : public ::testing::TestWithParam<CatchUp> {
 protected:
  // One wake: everything that is due is written, as the daemon does it.
  void wake(Instant now) {
    const auto due = due_windows(zone_, length_, GetParam(), ledger_.last_end(), now);
    for (const DueWindow& one : due) {
      ASSERT_LT(one.window.begin, one.window.end);
      ASSERT_LE(one.window.end, now) << "a window that has not closed";
      if (ledger_.last_end()) {
        ASSERT_EQ(one.window.begin, *ledger_.last_end()) << "a gap, or an overlap";
      }
      if (GetParam() == CatchUp::skip && !one.skipped) {
        ASSERT_EQ(one.window.end, due.back().window.end);
      }
      ledger_.rows.push_back(one);
    }
    if (!due.empty()) {
      ASSERT_FALSE(due.back().skipped) << "the latest window is always written";
      ASSERT_EQ(due.back().window.end, last_closed(zone_, length_, now).end);
    }
    ASSERT_TRUE(due_windows(zone_, length_, GetParam(), ledger_.last_end(), now).empty()) << "due twice";
    const Instant next = next_wake(zone_, length_, {}, now);
    ASSERT_GT(next, now);
    ASSERT_EQ(next, window_at(zone_, length_, now).end);
  }

  Zone zone_ = zone("UTC");
  Millis length_ = 4 * kHour;
  Ledger ledger_;
};

INSTANTIATE_TEST_SUITE_P(CatchUp, AnyClock, ::testing::Values(CatchUp::each, CatchUp::merge, CatchUp::skip),
                         [](const auto& tested) {
                           return tested.param == CatchUp::each    ? "each"
                                  : tested.param == CatchUp::merge ? "merge"
                                                                   : "skip";
                         });

TEST_P(AnyClock, SuspendsRestartsAndClocksSetForwardAndBackNeverDoubleOrLoseAWindow) {
  static const char* const kZones[] = {"America/Santiago",
                                       "Australia/Lord_Howe",
                                       "America/St_Johns",
                                       "Asia/Kathmandu",
                                       "Europe/Berlin",
                                       "Pacific/Apia",
                                       "UTC"};
  static const int kMinutes[] = {1, 30, 60, 240, 1440};
  std::mt19937_64 chance(4);
  const auto up_to = [&](Millis most) {
    return Millis(static_cast<std::int64_t>(chance() % static_cast<std::uint64_t>(most.count())));
  };
  for (int life = 0; life < 140; ++life) {
    zone_ = zone(kZones[life % 7]);
    length_ = kMinutes[life % 5] * kMinute;
    ledger_ = {};
    Instant now = utc(2010, 1, 1) + up_to(5000 * kDay);
    for (int step = 0; step < 150; ++step) {
      switch (chance() % 8) {
        case 0:
          now += up_to(3 * kDay);
          break;  // suspended, or switched off
        case 1:
          now -= up_to(10 * kMinute);
          break;  // set back by minutes
        case 2:
          now -= up_to(5 * kDay);
          break;  // by days
        case 3:
          now += up_to(40 * kDay);
          break;  // set forward by days
        case 4:
          now = window_at(zone_, length_, now).end - Millis(1) - up_to(Millis(3000));
          break;  // just before a bell
        default:
          now = next_wake(zone_, length_, {}, now) + up_to(Millis(50));
          break;
      }
      ASSERT_NO_FATAL_FAILURE(wake(now)) << kZones[life % 7] << " step " << step;
    }
  }
}

TEST_P(AnyClock, ATimeWithoutMidnightAndAStartSecondsBeforeItsBell) {
  zone_ = zone("America/Santiago");  // on 2024-09-08 the day began at 01:00
  const Instant midnight = utc(2024, 9, 8, 4);
  ASSERT_EQ(zone_.day_begin(midnight + kHour), midnight);
  for (const Instant now : {midnight - 5 * kHour, midnight - Millis(2000), midnight, midnight + Millis(1),
                            midnight + 3 * kHour, midnight + 3 * kDay})
    ASSERT_NO_FATAL_FAILURE(wake(now));
  for (std::size_t i = 1; i < ledger_.rows.size(); ++i)
    EXPECT_LT(zone_.local_at(ledger_.rows[i - 1].window.end), zone_.local_at(ledger_.rows[i].window.end));
}

TEST_P(AnyClock, AnotherZoneOrLengthBeginsWhereTheLastWindowEnded) {
  ASSERT_NO_FATAL_FAILURE(wake(utc(2026, 1, 7, 9)));
  for (const auto& [name, hours] :
       {std::pair{"Asia/Kathmandu", 4}, {"Asia/Kathmandu", 6}, {"UTC", 1}, {"Pacific/Apia", 24}}) {
    zone_ = zone(name);
    length_ = hours * kHour;
    ASSERT_NO_FATAL_FAILURE(wake(*ledger_.last_end() + 26 * kHour)) << name;
  }
}

}  // namespace
}  // namespace eightbells::testing
