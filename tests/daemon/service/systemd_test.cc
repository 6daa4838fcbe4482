#include "daemon/service/systemd.h"

#include <cstdlib>
#include <cstring>
#include <string>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/paths.h"

namespace eightbells {
namespace {

// Listens where systemd would, and gives what was said.
class NotifySocket {
 public:
  NotifySocket() {
    const std::string path = (scratch_.path() / "notify").string();
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    if (::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) ADD_FAILURE() << "bind";
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~NotifySocket() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(fd_);
  }
  std::string heard() {
    char buffer[512];
    const ssize_t size = ::recv(fd_, buffer, sizeof buffer, MSG_DONTWAIT);
    return size > 0 ? std::string(buffer, static_cast<std::size_t>(size)) : std::string();
  }

 private:
  testing::ScratchDirectory scratch_;
  int fd_ = -1;
};

TEST(Systemd, HearsWhatWeSay) {
  NotifySocket socket;
  notify_ready("Up");
  const std::string ready = socket.heard();
  EXPECT_NE(ready.find("READY=1\nSTATUS=Up"), std::string::npos);
  notify_status("Polling");
  EXPECT_EQ(socket.heard(), "STATUS=Polling");
  notify_reloading();
  EXPECT_EQ(socket.heard().rfind("RELOADING=1\nMONOTONIC_USEC=", 0), 0u);
  notify_watchdog();
  EXPECT_EQ(socket.heard(), "WATCHDOG=1");
  notify_stopping();
  EXPECT_EQ(socket.heard().rfind("STOPPING=1", 0), 0u);
}

TEST(Systemd, TheWatchdogIsPingedTwiceAsOftenAsItAsks) {
  ::setenv("WATCHDOG_USEC", "120000000", 1);
  ::unsetenv("WATCHDOG_PID");
  EXPECT_EQ(watchdog_interval(), Millis(60'000));
  ::unsetenv("WATCHDOG_USEC");
  EXPECT_EQ(watchdog_interval(), std::nullopt);
}

}  // namespace
}  // namespace eightbells
