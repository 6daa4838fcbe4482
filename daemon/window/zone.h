// An IANA zone, from the system's database (Hinnant date-tz).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "feeds/base/clock.h"
#include "feeds/base/result.h"

namespace eightbells {

class Zone {
 public:
  static constexpr std::int64_t kDayLength = 86'400'000;  // ms on the wall clock

  // Error invalid: no such zone. Empty: the system's ($TZ, else /etc/localtime, else UTC).
  [[nodiscard]] static Result<Zone> find(std::string_view name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::chrono::minutes offset_at(Instant at) const;

  // What a clock on the wall shows at `at`, as the time since 1970-01-01 00:00 of that clock.
  [[nodiscard]] Millis local_at(Instant at) const;
  // The first instant at which the wall clock has reached `local`: of a time that occurs twice the earlier,
  // of a time that is left out the end of the gap. Monotone, and defined for every time.
  [[nodiscard]] Instant first_instant_of(Millis local) const;

  // The first instant of the local day that `at` falls in; where midnight does not exist, the first instant
  // after the gap.
  [[nodiscard]] Instant day_begin(Instant at) const;
  [[nodiscard]] Instant next_day_begin(Instant at) const;
  // That day, counted from 1970-01-01.
  [[nodiscard]] std::int64_t local_day_of(Instant at) const;

  // strftime in local time (%Y %m %d %H %M %S %j %b %a %z ...), in the C locale.
  [[nodiscard]] std::string format(std::string_view pattern, Instant at) const;
  // "2026-01-07T08:00:10.261+08:00"
  [[nodiscard]] std::string format_rfc3339_millis(Instant at) const;

 private:
  static constexpr std::size_t kFormatRoom =
      256;  // bytes a pattern may grow by at first; four times that, four times over

  std::string name_;
  const void* zone_ = nullptr;  // date::time_zone, owned by the database for the life of the process
};

}  // namespace eightbells
