// A bar chart over true time.
//
// The picture is stretched to the page's width and a fixed height (preserveAspectRatio="none"), which does rectangles no harm and
// lets a phone show thirty days at a glance; text in it would be squeezed, so that it holds none. Below the bars run two strips: a
// quiet window has a grey mark in the upper, a half-blind one a mark in the lower strip, so that neither hides the other, a window
// with nothing to report is still to be seen, and a gap (no window at all) is empty in both. Colours are classes: the stylesheet
// knows light and dark.
#include "daemon/render/charts.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace eightbells {

namespace {

constexpr double kWidth = 720;
constexpr double kBars = 120;        // height of the tallest bar
constexpr double kStrip = 7;         // of each strip below
constexpr double kGap = 3;
constexpr double kHeight = kBars + 2 * (kStrip + kGap);
constexpr double kAir = 0.12;        // of a bar's width, to its neighbour
constexpr std::size_t kColours = 10; // of the stylesheet

int sum_of(const ChartBar& bar) { return std::accumulate(bar.counts.begin(), bar.counts.end(), 0); }

std::string rectangle(std::string_view colour, double x, double y, double width, double height) {
  return fmt::format("<rect class=\"{}\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\"/>", colour, x, y, width, height);
}

std::string bar_svg(const Chart& chart, const ChartBar& bar, double most) {
  const double span = static_cast<double>((chart.end - chart.begin).count());
  const double from = kWidth * static_cast<double>((std::max(bar.begin, chart.begin) - chart.begin).count()) / span;
  const double to = kWidth * static_cast<double>((std::min(bar.end, chart.end) - chart.begin).count()) / span;
  const double width = (to - from) * (1 - kAir);
  std::string out = fmt::format("<g><title>{}</title>", bar.label);
  double top = kBars;
  for (std::size_t i = 0; i < bar.counts.size(); ++i) {
    if (bar.counts[i] <= 0) continue;
    const double height = kBars * bar.counts[i] / most;
    top -= height;
    out += rectangle(chart.colours[i], from, top, width, height);
  }
  if (bar.quiet) out += rectangle("quiet", from, kBars + kGap, width, kStrip);
  if (bar.half_blind) out += rectangle("half", from, kBars + kStrip + 2 * kGap, width, kStrip);
  return out + "</g>\n";
}

}  // namespace

int most_of(const Chart& chart) {
  int most = 0;
  for (const auto& bar : chart.bars) most = std::max(most, sum_of(bar));
  return most;
}

std::string chart_svg(const Chart& chart) {
  const int most = std::max(1, most_of(chart));
  std::string out = fmt::format(
      "<svg viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n"
      "<title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n",
      kWidth, kHeight, fmt::arg("id", chart.id), fmt::arg("title", chart.title), fmt::arg("description", chart.description));
  out += rectangle("base", 0, kBars, kWidth, 1) + "\n";
  for (const auto& bar : chart.bars)
    if (bar.end > chart.begin && bar.begin < chart.end) out += bar_svg(chart, bar, most);
  return out + "</svg>";
}

bool is_half_blind(int sources, int failed, int stale) { return sources > 0 && (failed + stale) * 5 >= sources; }

std::string colour_of(std::size_t place) { return place < kColours ? fmt::format("c{}", place) : "cx"; }

}  // namespace eightbells
