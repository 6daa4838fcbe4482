// Times as tests write them.
#pragma once

#include <string>

#include "daemon/window/window.h"
#include "daemon/window/zone.h"

namespace eightbells::testing {

inline Zone zone(const std::string& name) { return Zone::find(name).value(); }

inline Instant utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0, int second = 0) {
  const std::chrono::sys_days date{std::chrono::year(year) / std::chrono::month(month) /
                                   std::chrono::day(day)};
  return Instant(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

inline std::string stamp(const Zone& zone, Instant at) { return zone.format("%Y-%m-%d %H:%M", at); }

// "2024-10-27 00:00 .. 2024-10-27 04:00, 300 min"
inline std::string describe(const Zone& zone, const Window& window) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(window.end - window.begin).count();
  return stamp(zone, window.begin) + " .. " + stamp(zone, window.end) + ", " + std::to_string(minutes) +
         " min";
}

}  // namespace eightbells::testing
