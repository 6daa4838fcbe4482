// Amounts as news writes them, in one form, for the room's own files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace eightbells {

// The value of a unit that stands behind a number: "million", "bn", "k", "万", "亿", "万亿" ...; folded,
// simplified. Nothing when it is none.
[[nodiscard]] std::optional<double> scale_of(std::string_view unit);

// The scale word of Han text at the start of `text` and its length in bytes: 万亿, 亿, 千万, 百万, 万, 兆.
struct HanScale {
  double value = 1;
  std::size_t length = 0;
};
[[nodiscard]] HanScale han_scale(std::string_view text);

// Digits as written ("1,500", "30", "3.50") times `scale`, in one spelling: "1500", "3e+07", "3.5".
[[nodiscard]] std::string plain_number(std::string_view digits, double scale);

}  // namespace eightbells
