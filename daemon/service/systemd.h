// What systemd wants to hear: readiness, status, watchdog (sd_notify(3)). All of it does nothing without
// NOTIFY_SOCKET.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "feeds/base/clock.h"

namespace eightbells {

void notify_ready(std::string_view status);
void notify_status(std::string_view status);
void notify_reloading();
void notify_stopping();
void notify_watchdog();

// How often the watchdog wants to hear from us (half of WatchdogSec); nothing when it is off.
[[nodiscard]] std::optional<Millis> watchdog_interval();

// Whether standard error goes to the journal (JOURNAL_STREAM names it): then log lines carry a priority
// instead of a time.
[[nodiscard]] bool stderr_is_journal();

}  // namespace eightbells
