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

// Where a line may not begin, and where none may end.
bool closes(char32_t c) {
  return std::u32string_view(U"，。、！？：；）》〉」』】”’…％").find(c) != std::u32string_view::npos;
}
bool opens(char32_t c) { return std::u32string_view(U"（《〈「『【“‘").find(c) != std::u32string_view::npos; }

std::string without_marks(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != '\x02' && c != '\x03') out += c;
  return out;
}

bool is_wide(std::string_view character) { return display_width(character) > 1; }

// Bytes of the first piece that stays on one line: a space, a word, or a wide character with its punctuation.
std::size_t unbroken(std::string_view text) {
  std::size_t at = 0;
  bool wide_before = false, opened = false;
  while (at < text.size()) {
    std::size_t next = at;
    const char32_t c = next_code_point(text, next);
    if (c == ' ') return at == 0 ? 1 : at;
    const bool mark = c == 2 || c == 3;
    const bool wide = !mark && (is_wide(text.substr(at, next - at)) || closes(c));
    const bool breaks = at > 0 && !mark && (wide || wide_before) && !closes(c) && !opened;
    if (breaks) return at;
    if (!mark) {
      wide_before = wide;
      opened = opens(c);
    }
    at = next;
  }
  return at;
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
  std::size_t columns = 0;  // of the line
  const auto flush = [&] {
    if (!line.empty()) out.append(indent).append(line) += '\n';
    line.clear();
    columns = 0;
  };
  bool space = false;  // before the next piece
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, unbroken(text));
    text.remove_prefix(piece.size());
    if (piece == " ") {
      space = !line.empty();
      continue;
    }
    const std::size_t own = display_width(without_marks(piece));
    if (width > 0 && !line.empty() && display_width(indent) + columns + (space ? 1 : 0) + own > width)
      flush();
    else if (space) {
      line += ' ';
      ++columns;
    }
    space = false;
    line += piece;
    columns += own;
  }
  flush();
  return out;
}

std::string format_table(const Rows& given, std::size_t columns, const CellPaint& paint) {
  // A stranger's words stand in cells: names of feeds, sentences of servers.
  Rows rows = given;
  for (auto& row : rows)
    for (auto& cell : row) cell = one_line(cell);
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
