// The clock as an interface: one of the few effects. Pure code takes `now` as an argument instead.
#pragma once

#include <chrono>

namespace eightbells {

// A moment in UTC, to the millisecond. Every time in the program is one of these; zones appear only
// where windows are cut and where people read.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Millis = std::chrono::milliseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override {
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
  }
};

// Stands still until told (--at, replays and tests).
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }

 private:
  Instant at_;
};

}  // namespace eightbells
