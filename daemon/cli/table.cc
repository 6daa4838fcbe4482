#include "daemon/cli/table.h"

#include <algorithm>
#include <numeric>

#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr std::size_t kGap = 2;

std::vector<std::size_t> natural_widths(const Rows& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    if (widths.size() < row.size()) widths.resize(row.size(), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  return widths;
}

void narrow(std::vector<std::size_t>& widths, std::size_t columns) {
  constexpr std::size_t kLeastLast = 2 * kLeastColumn;  // sentences stand there
  const auto total = [&] {
    return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
  };
  const auto take = [&](std::size_t& width, std::size_t least) {
    const std::size_t over = total() - columns;
    width = width > least + over ? width - over : std::min(width, least);
  };
  if (total() > columns) take(widths.back(), kLeastLast);
  while (total() > columns) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kLeastColumn) return;
    --*widest;
  }
}

}  // namespace

std::string fitted(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string_view rest = text;
  while (!rest.empty() && display_width(rest) + 1 > width)
    rest = truncate_code_points(rest, count_code_points(rest) - 1);
  return std::string(trim(rest)) + "…";
}

std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
  std::string out, line;
  const auto flush = [&] {
    if (!line.empty()) out.append(indent).append(line) += '\n';
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t wanted = display_width(indent) + display_width(line) + 1 + display_width(word);
    if (width > 0 && !line.empty() && wanted > width) flush();
    if (!line.empty() && !word.empty()) line += ' ';
    line += word;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  flush();
  return out;
}

std::string format_table(const Rows& given, std::size_t columns, const CellPaint& paint) {
  // A stranger's words stand in cells: names of feeds, sentences of servers.
  Rows rows = given;
  for (auto& row : rows)
    for (auto& cell : row) cell = collapse_white_space(without_controls(cell));
  std::vector<std::size_t> widths = natural_widths(rows);
  if (columns > 0 && !widths.empty()) narrow(widths, columns);
  std::string out;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string padding;
    for (std::size_t i = 0; i < rows[r].size(); ++i) {
      const std::string cell = fitted(rows[r][i], widths[i]);
      if (!cell.empty()) {
        out += padding + (paint ? paint(r, i, cell) : cell);
        padding.clear();
      }
      padding += std::string(widths[i] - std::min(widths[i], display_width(cell)) + kGap, ' ');
    }
    out += '\n';
  }
  return out;
}

}  // namespace eightbells
