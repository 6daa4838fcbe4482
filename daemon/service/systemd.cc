#include "daemon/service/systemd.h"

#include <cstdint>
#include <cstdlib>
#include <ctime>

#include <fmt/format.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

namespace eightbells {

namespace {

void notify(const std::string& words) { sd_notify(0, words.c_str()); }

}  // namespace

void notify_ready(std::string_view status) {
  notify(fmt::format("READY=1\nSTATUS={}\nMAINPID={}", status, ::getpid()));
}

void notify_status(std::string_view status) { notify(fmt::format("STATUS={}", status)); }

void notify_reloading() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  notify(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", now.tv_sec * 1'000'000LL + now.tv_nsec / 1000));
}

void notify_stopping() { notify("STOPPING=1\nSTATUS=Stopping"); }

void notify_watchdog() { notify("WATCHDOG=1"); }

std::optional<Millis> watchdog_interval() {
  std::uint64_t micros = 0;
  if (sd_watchdog_enabled(0, &micros) <= 0 || micros == 0) return std::nullopt;
  return Millis(static_cast<std::int64_t>(micros / 2000));
}

bool stderr_is_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat info {};
  if (!stream || ::fstat(STDERR_FILENO, &info) != 0) return false;
  return fmt::format("{}:{}", info.st_dev, info.st_ino) == stream;
}

}  // namespace eightbells
