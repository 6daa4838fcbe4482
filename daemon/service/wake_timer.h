// Sleeps until a moment of the wall clock, through suspends and through a clock that is set forward or back
// (timerfd with TFD_TIMER_CANCEL_ON_SET). Asio's own timers count elapsed time, and would ring late after a
// suspend.
#pragma once

#include <functional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "feeds/base/clock.h"
#include "feeds/base/result.h"

namespace eightbells {

class WakeTimer {
 public:
  [[nodiscard]] static Result<WakeTimer> make(boost::asio::io_context& io);
  WakeTimer(WakeTimer&&) = default;

  // Calls `rung` once from the loop when the wall clock has reached `at`, or earlier when the clock was set:
  // the caller looks at the time again. Replaces what was set before.
  void wake_at(Instant at, std::function<void()> rung);
  void cancel();

 private:
  explicit WakeTimer(boost::asio::posix::stream_descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  boost::asio::posix::stream_descriptor descriptor_;
};

}  // namespace eightbells
