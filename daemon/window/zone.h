// An IANA zone, from the system's database (Hinnant date-tz).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "feeds/base/clock.h"
#include "feeds/base/result.h"

namespace eightbells {

class Zone {
 public:
  // Error invalid: no such zone. Empty: the system's.
  [[nodiscard]] static Result<Zone> find(std::string_view name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::chrono::minutes offset_at(Instant at) const;

  // The first instant of the local day that `at` falls in; where midnight does not exist, the first instant after the gap.
  [[nodiscard]] Instant day_begin(Instant at) const;
  [[nodiscard]] Instant next_day_begin(Instant at) const;

  // strftime in local time (%Y %m %d %H %M %S %j %b %a %z ...).
  [[nodiscard]] std::string format(std::string_view pattern, Instant at) const;
  // "2026-01-07T08:00:10.261+08:00"
  [[nodiscard]] std::string format_rfc3339_millis(Instant at) const;

 private:
  std::string name_;
  const void* zone_ = nullptr;  // date::time_zone, owned by the database for the life of the process
};

}  // namespace eightbells
