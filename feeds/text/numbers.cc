#include "feeds/text/numbers.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

namespace eightbells {

std::optional<double> scale_of(std::string_view unit) {
  static constexpr std::array<std::pair<std::string_view, double>, 13> kUnits{{{"k", 1e3},
                                                                               {"thousand", 1e3},
                                                                               {"m", 1e6},
                                                                               {"mn", 1e6},
                                                                               {"mln", 1e6},
                                                                               {"million", 1e6},
                                                                               {"b", 1e9},
                                                                               {"bn", 1e9},
                                                                               {"bln", 1e9},
                                                                               {"billion", 1e9},
                                                                               {"t", 1e12},
                                                                               {"tn", 1e12},
                                                                               {"trillion", 1e12}}};
  for (const auto& [name, value] : kUnits) {
    if (name == unit) return value;
  }
  return std::nullopt;
}

HanScale han_scale(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, double>, 8> kUnits{{{"万亿", 1e12},
                                                                              {"百亿", 1e10},
                                                                              {"千亿", 1e11},
                                                                              {"亿", 1e8},
                                                                              {"千万", 1e7},
                                                                              {"百万", 1e6},
                                                                              {"万", 1e4},
                                                                              {"兆", 1e12}}};
  for (const auto& [name, value] : kUnits) {
    if (text.substr(0, name.size()) == name) return {value, name.size()};
  }
  return {};
}

std::string plain_number(std::string_view digits, double scale) {
  std::string plain;
  for (const char c : digits) {
    if (c != ',') plain += c;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc() || end != plain.data() + plain.size()) return plain;
  return fmt::format("{:.6g}", value * scale);
}

}  // namespace eightbells
