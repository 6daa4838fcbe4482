// Zones. The library answers two questions well (offset of an instant, instants of a local time); what is
// added here is one total and monotone map from local time to instants, on which days and windows are built
// (see window.cc).
//
// Limit: the system's database lists changes up to 2037; later dates keep the last offset. Windows still tile
// then.
#include "daemon/window/zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <exception>

namespace eightbells {
namespace {

using LocalInstant = date::local_time<Millis>;
using LocalDay = date::local_days;

const date::time_zone& zone_of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

// nullptr: no such zone. A name with a path in it never gets here.
const date::time_zone* locate(const std::string& name) {
  try {
    const date::time_zone* zone = date::locate_zone(name);
    (void)zone->get_info(date::sys_seconds{});  // reads the zone's file now, where a failure can be told
    return zone;
  } catch (const std::exception&) {
    return nullptr;
  }
}

// What the C library would use: $TZ, else /etc/localtime, else UTC.
const date::time_zone* system_zone() {
  if (const char* set = std::getenv("TZ")) {
    std::string name = set[0] == ':' ? set + 1 : set;
    if (const date::time_zone* zone = locate(name.empty() ? "UTC" : name)) return zone;
  }
  try {
    return date::current_zone();
  } catch (const std::exception&) {
    return locate("UTC");
  }
}

LocalInstant local_of(const date::time_zone& zone, Instant at) {
  return LocalInstant(at.time_since_epoch() + zone.get_info(at).offset);
}

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
  Zone found;
  if (name.empty()) {
    const date::time_zone* zone = system_zone();
    if (!zone) return fail(ErrorKind::invalid, "the system has no zone database (package tzdata)");
    found.name_ = zone->name();
    found.zone_ = zone;
    return found;
  }
  found.name_ = name;
  found.zone_ = name.find("..") == std::string_view::npos ? locate(found.name_) : nullptr;
  if (!found.zone_) {
    return fail(
        ErrorKind::invalid,
        fmt::format("there is no time zone \"{}\"; use an IANA name such as \"Asia/Shanghai\" or \"UTC\"",
                    name.substr(0, 64)));
  }
  return found;
}

std::chrono::minutes Zone::offset_at(Instant at) const {
  return std::chrono::floor<std::chrono::minutes>(zone_of(zone_).get_info(at).offset);
}

Millis Zone::local_at(Instant at) const { return local_of(zone_of(zone_), at).time_since_epoch(); }

Instant Zone::first_instant_of(Millis local) const {
  const auto info = zone_of(zone_).get_info(LocalInstant(local));
  if (info.result == date::local_info::nonexistent) {
    return Instant(std::chrono::duration_cast<Millis>(info.first.end.time_since_epoch()));
  }
  return Instant(local - info.first.offset);  // of two, `first` is the earlier
}

Instant Zone::day_begin(Instant at) const { return first_instant_of(Millis(local_day_of(at) * kDayLength)); }

Instant Zone::next_day_begin(Instant at) const {
  std::int64_t day = local_day_of(at) + 1;
  Instant next = first_instant_of(Millis(day * kDayLength));
  while (next <= at) next = first_instant_of(Millis(++day * kDayLength));  // a day that was left out whole
  return next;
}

// A day begins when the local clock first reaches its midnight. When clocks go back over midnight, the last
// minutes of the day before are shown again, but the new day has begun: therefore the search from above.
std::int64_t Zone::local_day_of(Instant at) const {
  std::int64_t day = std::chrono::floor<date::days>(local_at(at)).count() + 1;
  while (first_instant_of(Millis(day * kDayLength)) > at) --day;
  return day;
}

std::string Zone::format(std::string_view pattern, Instant at) const {
  const auto info = zone_of(zone_).get_info(at);
  const LocalInstant local(at.time_since_epoch() + info.offset);
  const LocalDay day = date::floor<date::days>(local);
  const date::year_month_day ymd(day);
  const date::hh_mm_ss time(date::floor<std::chrono::seconds>(local - day));
  std::tm parts{};
  parts.tm_year = static_cast<int>(ymd.year()) - 1900;
  parts.tm_mon = static_cast<int>(static_cast<unsigned>(ymd.month())) - 1;
  parts.tm_mday = static_cast<int>(static_cast<unsigned>(ymd.day()));
  parts.tm_hour = static_cast<int>(time.hours().count());
  parts.tm_min = static_cast<int>(time.minutes().count());
  parts.tm_sec = static_cast<int>(time.seconds().count());
  parts.tm_wday = static_cast<int>(date::weekday(day).c_encoding());
  parts.tm_yday = static_cast<int>((day - LocalDay(ymd.year() / date::January / 1)).count());
  parts.tm_isdst = info.save.count() != 0;
  parts.tm_gmtoff = info.offset.count();
  parts.tm_zone = info.abbrev.c_str();
  // A space in front tells an empty result from one that does not fit.
  const std::string wanted = " " + std::string(pattern);
  std::string out(wanted.size() + kFormatRoom, '\0');
  std::size_t length = std::strftime(out.data(), out.size(), wanted.c_str(), &parts);
  for (int doubled = 0; length == 0 && doubled < 4; ++doubled) {
    out.resize(out.size() * 4);
    length = std::strftime(out.data(), out.size(), wanted.c_str(), &parts);
  }
  return length == 0 ? std::string() : out.substr(1, length - 1);
}

std::string Zone::format_rfc3339_millis(Instant at) const {
  const auto offset = offset_at(at).count();
  const auto millis =
      (at.time_since_epoch() - std::chrono::floor<std::chrono::seconds>(at.time_since_epoch())).count();
  return fmt::format("{}.{:03}{}{:02}:{:02}", format("%Y-%m-%dT%H:%M:%S", at), millis, offset < 0 ? '-' : '+',
                     std::abs(offset) / 60, std::abs(offset) % 60);
}

}  // namespace eightbells
