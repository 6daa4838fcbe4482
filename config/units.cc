#include "config/units.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>

namespace eightbells {
namespace {

struct DurationUnit {
  std::string_view name;
  std::int64_t millis;
};
constexpr std::array<DurationUnit, 5> kDurationUnits = {
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::int64_t kMaxDuration = 36'525LL * 86'400'000;  // 100 years

struct SizeUnit {
  std::string_view name;
  std::uint64_t bytes;
};
constexpr std::array<SizeUnit, 8> kSizeUnits = {{{"GiB", 1ULL << 30},
                                                 {"GB", 1'000'000'000},
                                                 {"MiB", 1ULL << 20},
                                                 {"MB", 1'000'000},
                                                 {"KiB", 1ULL << 10},
                                                 {"KB", 1'000},
                                                 {"kB", 1'000},
                                                 {"B", 1}}};
constexpr std::uint64_t kMaxNumber = 1'000'000'000'000'000;

// The number at the front of `text`, which it is removed from.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number > kMaxNumber) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

// The letters at the front of `text`, which they are removed from.
std::string_view take_letters(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && (text[length] < '0' || text[length] > '9')) ++length;
  const std::string_view letters = text.substr(0, length);
  text.remove_prefix(length);
  return letters;
}

}  // namespace

std::optional<Millis> parse_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  std::size_t next_unit = 0;  // units come from large to small, each at most once
  while (!text.empty()) {
    const auto number = take_number(text);
    const std::string_view name = take_letters(text);
    if (!number) return std::nullopt;
    while (next_unit < kDurationUnits.size() && kDurationUnits[next_unit].name != name) ++next_unit;
    if (next_unit == kDurationUnits.size()) return std::nullopt;
    const std::int64_t unit = kDurationUnits[next_unit++].millis;
    if (static_cast<std::int64_t>(*number) > (kMaxDuration - total) / unit) return std::nullopt;
    total += static_cast<std::int64_t>(*number) * unit;
  }
  return Millis(total);
}

std::string format_duration(Millis duration) {
  std::int64_t rest = duration.count();
  if (rest <= 0) return "0s";
  std::string out;
  for (const DurationUnit& unit : kDurationUnits) {
    if (rest < unit.millis) continue;
    // "48h" is what people write; days only from the third on and only when they come out even.
    if (unit.name == "d" && (rest % unit.millis != 0 || rest < 3 * unit.millis)) continue;
    out += fmt::format("{}{}", rest / unit.millis, unit.name);
    rest %= unit.millis;
  }
  return out;
}

std::optional<std::size_t> parse_size(std::string_view text) {
  const auto number = take_number(text);
  if (!number) return std::nullopt;
  for (const SizeUnit& unit : kSizeUnits) {
    if (text != unit.name) continue;
    if (*number > kMaxNumber / unit.bytes) return std::nullopt;
    return static_cast<std::size_t>(*number * unit.bytes);
  }
  return std::nullopt;
}

std::string format_size(std::size_t bytes) {
  for (const SizeUnit& unit : kSizeUnits) {
    if (bytes >= unit.bytes && bytes % unit.bytes == 0)
      return fmt::format("{}{}", bytes / unit.bytes, unit.name);
  }
  return "0B";
}

}  // namespace eightbells
