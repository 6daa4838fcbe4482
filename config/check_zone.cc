#include <date/tz.h>
#include <fmt/format.h>

#include <array>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "config/checks.h"
#include "config/nearest.h"

namespace eightbells {
namespace {

// Cities that people write, and that the database knows by another city's name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kCities = {{
    {"Beijing", "Asia/Shanghai"},
    {"Shenzhen", "Asia/Shanghai"},
    {"Hangzhou", "Asia/Shanghai"},
    {"Guangzhou", "Asia/Shanghai"},
    {"Chengdu", "Asia/Shanghai"},
    {"San_Francisco", "America/Los_Angeles"},
    {"Seattle", "America/Los_Angeles"},
    {"Boston", "America/New_York"},
    {"Washington", "America/New_York"},
    {"Mumbai", "Asia/Kolkata"},
    {"Bangalore", "Asia/Kolkata"},
    {"Delhi", "Asia/Kolkata"},
    {"Munich", "Europe/Berlin"},
}};

std::string_view last_part(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == name.npos ? name : name.substr(slash + 1);
}

std::optional<std::string> nearest_zone(std::string_view typed) {
  for (const auto& [city, zone] : kCities) {
    if (last_part(typed) == city) return std::string(zone);
  }
  const bool whole = typed.find('/') != typed.npos;
  std::vector<std::string> full;
  std::vector<std::string> compared;
  for (const date::time_zone& zone : date::get_tzdb().zones) {
    full.push_back(zone.name());
    compared.emplace_back(whole ? std::string_view(zone.name()) : last_part(zone.name()));
  }
  const auto found = nearest_name(typed, compared);
  if (!found) return std::nullopt;
  for (std::size_t i = 0; i < full.size(); ++i) {
    if (compared[i] == *found) return full[i];
  }
  return std::nullopt;
}

}  // namespace

std::string check_zone(std::string_view name) {
  try {
    date::locate_zone(name);
    return {};
  } catch (const std::exception&) {
    // Unknown, or there is no database at all.
  }
  std::string out = "expected a zone of the IANA database such as \"Asia/Shanghai\" or \"UTC\"";
  try {
    if (const auto nearest = nearest_zone(name)) out += fmt::format("; did you mean '{}'?", *nearest);
  } catch (const std::exception&) {
    out += "; the system has no such database (Debian: package tzdata)";
  }
  return out;
}

}  // namespace eightbells
