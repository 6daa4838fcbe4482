// Bars in SVG: how much was reported when. Only shapes: words stand beside them in HTML, which keeps its size
// on a phone.
#pragma once

#include <string>
#include <vector>

#include "feeds/base/clock.h"

namespace eightbells {

struct ChartBar {
  Instant begin;
  Instant end;
  std::vector<int> counts;  // a place for each colour
  bool quiet = false;       // nothing to report
  bool half_blind = false;  // many sources could not be read
  std::string label;        // what a pointer on it is told, escaped
};

// A moment that the axis names.
struct ChartTick {
  Instant at;
  std::string label;  // escaped
};

struct Chart {
  Instant begin;
  Instant end;
  std::vector<ChartBar> bars;        // in the order of time
  std::vector<std::string> colours;  // classes of the stylesheet, as many as counts
  std::vector<ChartTick> ticks;
  std::string title;        // escaped, as is
  std::string description;  // what the picture says in a sentence
  std::string id;           // unique on its page
  bool lone = false;        // one colour, which is all there is to say
};

// What is drawn, from top to bottom. A lone colour is one high row; else the sums, each colour, and the quiet
// and the half-blind windows where there are any.
enum class RowKind { sum, colour, quiet, half_blind };
struct ChartRow {
  RowKind kind;
  std::size_t place = 0;  // of the colour
};
[[nodiscard]] std::vector<ChartRow> rows_of(const Chart& chart);

// Of the highest bar.
[[nodiscard]] int most_of(const Chart& chart);

[[nodiscard]] std::string chart_svg(const Chart& chart);
// The ticks, for below the chart and as wide: text that is not stretched.
[[nodiscard]] std::string axis_svg(const Chart& chart);

// Whether so much was missing that "quiet" means nothing: a fifth of the sources or more.
[[nodiscard]] bool is_half_blind(int sources, int failed, int stale);

// The class of the stylesheet for the category at `place` in the configured order.
[[nodiscard]] std::string colour_of(std::size_t place);

}  // namespace eightbells
