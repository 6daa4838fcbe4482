// Tables for people: columns as wide as their widest cell, Chinese counted two columns wide.
#pragma once

#include <string>
#include <vector>

namespace eightbells {

// One line a row, the first is the head. The last column is cut so that lines fit `columns` (0: never cut).
[[nodiscard]] std::string format_table(const std::vector<std::vector<std::string>>& rows, std::size_t columns);

}  // namespace eightbells
