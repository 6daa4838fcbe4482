// Tables for people: columns as wide as their widest cell, Chinese counted two columns wide.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

using Rows = std::vector<std::vector<std::string>>;

// Colours a cell that has been cut and padded already: row (0 is the head), column, text.
using CellPaint = std::function<std::string(std::size_t row, std::size_t column, std::string_view text)>;

// One line a row, the first is the head. Lines fit `columns` (0: never cut): the last column is cut first,
// then the widest of the others, none below kLeastColumn.
[[nodiscard]] std::string format_table(const Rows& rows, std::size_t columns, const CellPaint& paint = {});

// `text` cut to `width` columns, with "…" where something is missing.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t width);

// `text` broken between words, and between Chinese characters, into lines of `width` columns, each behind
// `indent`; 0: one line. U+0002 and U+0003, the marks of a match, take no room.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::string_view indent);

inline constexpr std::size_t kLeastColumn = 8;

}  // namespace eightbells
