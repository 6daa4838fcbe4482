#include "daemon/service/wake_timer.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

TEST(WakeTimer, RingsForAMomentThatHasPassed) {
  boost::asio::io_context io;
  auto timer = WakeTimer::make(io);
  ASSERT_TRUE(timer);
  int rung = 0;
  timer->wake_at(Instant(Millis(1)), [&] { ++rung; });
  io.run();
  EXPECT_EQ(rung, 1);
}

TEST(WakeTimer, RingsWhenTheWallClockGetsThere) {
  boost::asio::io_context io;
  auto timer = WakeTimer::make(io);
  ASSERT_TRUE(timer);
  const SystemClock clock;
  const Instant at = clock.now() + Millis(50);
  Instant rung{};
  timer->wake_at(at, [&] { rung = clock.now(); });
  io.run();
  EXPECT_GE(rung, at);
}

TEST(WakeTimer, ANewMomentReplacesTheOldOne) {
  boost::asio::io_context io;
  auto timer = WakeTimer::make(io);
  ASSERT_TRUE(timer);
  std::string rung;
  timer->wake_at(SystemClock().now() + Millis(3'600'000), [&] { rung += "old"; });
  timer->wake_at(SystemClock().now(), [&] { rung += "new"; });
  io.run();
  EXPECT_EQ(rung, "new");
}

TEST(WakeTimer, ACancelledTimerLetsTheLoopEnd) {
  boost::asio::io_context io;
  auto timer = WakeTimer::make(io);
  ASSERT_TRUE(timer);
  bool rung = false;
  timer->wake_at(SystemClock().now() + Millis(3'600'000), [&] { rung = true; });
  timer->cancel();
  io.run();
  EXPECT_FALSE(rung);
}

}  // namespace
}  // namespace eightbells
