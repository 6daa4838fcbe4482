#include "daemon/cli/table.h"

#include <algorithm>

#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

std::string fitted(std::string text, std::size_t width) {
  if (display_width(text) <= width) return text;
  while (!text.empty() && display_width(text) + 1 > width)
    text = std::string(truncate_code_points(text, count_code_points(text) - 1));
  return std::string(trim(text)) + "…";
}

}  // namespace

std::string format_table(const std::vector<std::vector<std::string>>& rows, std::size_t columns) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    if (widths.size() < row.size()) widths.resize(row.size(), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::size_t used = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i + 1 == row.size()) {
        out += columns > used + 8 ? fitted(row[i], columns - used) : row[i];
        break;
      }
      out += row[i] + std::string(widths[i] - display_width(row[i]) + 2, ' ');
      used += widths[i] + 2;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += '\n';
  }
  return out;
}

}  // namespace eightbells
