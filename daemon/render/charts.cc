// Bar charts over true time.
//
// Problem. Ten categories over 180 windows on a phone: bars stacked in ten colours are a carpet, in which
// only the lowest colour can be followed, and a window that is full looks like every other.
//
// Method. A row for each category, all on one scale, below a row of the sums; its name stands beside the row,
// so that no colour has to be looked up. Quiet and half-blind windows are rows of marks below, where neither
// hides the other, a window with nothing to report is still to be seen, and a gap (no window at all) is empty
// in all. A row is one path and a window one invisible rectangle with its words for a pointer: a third of the
// bytes of a rectangle a bar.
//
// The picture is stretched to the page's width and to its rows' height (preserveAspectRatio="none"), which
// does rectangles no harm; text in it would be squeezed, so that it holds none, and the axis is a picture of
// its own. Colours are classes: the stylesheet knows light and dark.
#include "daemon/render/charts.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace eightbells {

namespace {

constexpr double kWidth = 720;
constexpr double kRow = 28;  // of many
constexpr double kLoneRow = 120;
constexpr double kRowAir = 4;         // above the highest bar of a row
constexpr double kMark = 9;           // height of a quiet or half-blind window's mark
constexpr double kAir = 0.12;         // of a bar's width, to its neighbour
constexpr std::size_t kColours = 10;  // of the stylesheet
constexpr double kEdge = 0.06;        // of the width: a label so near to an end begins or ends there

int sum_of(const ChartBar& bar) { return std::accumulate(bar.counts.begin(), bar.counts.end(), 0); }

int most_of_a_colour(const Chart& chart) {
  int most = 1;
  for (const auto& bar : chart.bars)
    for (const int count : bar.counts) most = std::max(most, count);
  return most;
}

double share_of(const Chart& chart, Instant at) {
  const auto span = static_cast<double>((chart.end - chart.begin).count());
  return static_cast<double>((std::clamp(at, chart.begin, chart.end) - chart.begin).count()) / span;
}

std::string class_of(const Chart& chart, const ChartRow& row) {
  switch (row.kind) {
    case RowKind::sum:
      return "all";
    case RowKind::colour:
      return chart.colours[row.place];
    case RowKind::quiet:
      return "quiet";
    case RowKind::half_blind:
      return "half";
  }
  return {};
}

// Of the bar in that row, in units of the picture.
double height_of(const Chart& chart, const ChartRow& row, const ChartBar& bar, double room) {
  switch (row.kind) {
    case RowKind::sum:
      return room * sum_of(bar) / std::max(1, most_of(chart));
    case RowKind::colour:
      return room * bar.counts[row.place] / most_of_a_colour(chart);
    case RowKind::quiet:
      return bar.quiet ? kMark : 0;
    case RowKind::half_blind:
      return bar.half_blind ? kMark : 0;
  }
  return 0;
}

bool is_inside(const Chart& chart, const ChartBar& bar) {
  return bar.end > chart.begin && bar.begin < chart.end;
}

// The bars of one row, which stand on `base`.
std::string row_path(const Chart& chart, const ChartRow& row, double base, double room) {
  std::string path;
  for (const auto& bar : chart.bars) {
    const double height = is_inside(chart, bar) ? height_of(chart, row, bar, room) : 0;
    if (height <= 0) continue;
    const double from = kWidth * share_of(chart, bar.begin);
    const double width = (kWidth * share_of(chart, bar.end) - from) * (1 - kAir);
    path += fmt::format("M{:.1f} {:.1f}h{:.1f}v{:.1f}h-{:.1f}z", from, base - height, width, height, width);
  }
  return path.empty() ? "" : fmt::format("<path class=\"{}\" d=\"{}\"/>\n", class_of(chart, row), path);
}

}  // namespace

std::vector<ChartRow> rows_of(const Chart& chart) {
  if (chart.lone) return {{RowKind::colour}};
  std::vector<ChartRow> rows = {{RowKind::sum}};
  for (std::size_t i = 0; i < chart.colours.size(); ++i) rows.push_back({RowKind::colour, i});
  const auto any = [&](bool ChartBar::*mark) {
    return std::any_of(chart.bars.begin(), chart.bars.end(), [&](const ChartBar& bar) { return bar.*mark; });
  };
  if (any(&ChartBar::quiet)) rows.push_back({RowKind::quiet});
  if (any(&ChartBar::half_blind)) rows.push_back({RowKind::half_blind});
  return rows;
}

int most_of(const Chart& chart) {
  int most = 0;
  for (const auto& bar : chart.bars) most = std::max(most, sum_of(bar));
  return most;
}

std::string chart_svg(const Chart& chart) {
  const std::vector<ChartRow> rows = rows_of(chart);
  const double row_height = chart.lone ? kLoneRow : kRow;
  const double height = row_height * static_cast<double>(rows.size());
  std::string out = fmt::format(
      "<svg class=\"{}\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" "
      "aria-labelledby=\"{id}-title "
      "{id}-desc\">\n"
      "<title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n",
      chart.lone ? "bars lone" : "bars", kWidth, height, fmt::arg("id", chart.id),
      fmt::arg("title", chart.title), fmt::arg("description", chart.description));
  for (const auto& tick : chart.ticks)
    out += fmt::format("<path class=\"grid\" d=\"M{0:.1f} 0v{1}\"/>\n", kWidth * share_of(chart, tick.at),
                       height);
  double base = 0;
  for (const auto& row : rows) {
    base += row_height;
    out += fmt::format("<path class=\"grid\" d=\"M0 {}h{}\"/>\n", base, kWidth);
    out += row_path(chart, row, base, row_height - (chart.lone ? 0 : kRowAir));
  }
  for (const auto& bar : chart.bars)
    if (is_inside(chart, bar)) {
      const double from = kWidth * share_of(chart, bar.begin);
      out += fmt::format(
          "<rect class=\"hit\" x=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\"><title>{}</title></rect>\n", from,
          kWidth * share_of(chart, bar.end) - from, height, bar.label);
    }
  return out + "</svg>";
}

std::string axis_svg(const Chart& chart) {
  std::string out = "<svg class=\"axis\" aria-hidden=\"true\">\n";
  for (const auto& tick : chart.ticks) {
    const double share = share_of(chart, tick.at);
    const char* anchor = share < kEdge ? "start" : share > 1 - kEdge ? "end" : "middle";
    out += fmt::format("<text x=\"{:.2f}%\" y=\"1em\" text-anchor=\"{}\">{}</text>\n", 100 * share, anchor,
                       tick.label);
  }
  return out + "</svg>";
}

bool is_half_blind(int sources, int failed, int stale) {
  return sources > 0 && (failed + stale) * 5 >= sources;
}

std::string colour_of(std::size_t place) { return place < kColours ? fmt::format("c{}", place) : "cx"; }

}  // namespace eightbells
