#include "daemon/service/wake_timer.h"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace eightbells {

namespace asio = boost::asio;

Result<WakeTimer> WakeTimer::make(asio::io_context& io) {
  const int fd = ::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (fd < 0) return fail(ErrorKind::io, fmt::format("cannot make a timer: {}", std::strerror(errno)));
  return WakeTimer(asio::posix::stream_descriptor(io, fd));
}

void WakeTimer::wake_at(Instant at, std::function<void()> rung) {
  cancel();
  const auto millis = at.time_since_epoch().count();
  itimerspec when{};
  when.it_value.tv_sec = millis / 1000;
  when.it_value.tv_nsec = millis % 1000 * 1'000'000;
  if (when.it_value.tv_sec <= 0) when.it_value = {0, 1};  // zero would switch it off
  ::timerfd_settime(descriptor_.native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, nullptr);
  descriptor_.async_wait(
      asio::posix::stream_descriptor::wait_read,
      [fd = descriptor_.native_handle(), rung = std::move(rung)](const boost::system::error_code& error) {
        if (error) return;
        std::uint64_t count = 0;
        // ECANCELED says that the clock was set; both ways the caller looks at the time again.
        [[maybe_unused]] const ssize_t got = ::read(fd, &count, sizeof count);
        rung();
      });
}

void WakeTimer::cancel() {
  boost::system::error_code ignored;
  descriptor_.cancel(ignored);
}

}  // namespace eightbells
