// The charts of the pages: what is counted, the words beside it, and the same figures as a table.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "daemon/render/site_parts.h"
#include "daemon/render/site_words.h"

namespace eightbells {

namespace {

constexpr std::size_t kOwnColours = 10;  // for the first categories; one for all others
constexpr int kMostLabels = 6;           // under a chart, on a phone

std::size_t shelf_of(const Item& item, const std::vector<std::string>& all) {
  if (item.categories.empty()) return all.size();
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), item.categories.front()) - all.begin());
}

ChartBar bar_of(const SiteInput& site, const Digest& digest, const std::vector<std::string>& all,
                std::size_t colours) {
  ChartBar bar{digest.window.begin,  digest.window.end, std::vector<int>(colours, 0),
               digest.items.empty(), is_blind(digest),  {}};
  for (const auto& item : digest.items) ++bar.counts[std::min(shelf_of(item, all), colours - 1)];
  const std::string label = site.zone.format("%m-%d %H:%M ", digest.window.end) +
                            items_in_words(language_of_site(site), static_cast<int>(digest.items.size()));
  bar.label = TemplateValue::text(label).as_markup();
  return bar;
}

// Colours of which there is nothing get no row.
void leave_out_unused(Chart& chart, std::vector<std::string>& names) {
  for (std::size_t i = chart.colours.size(); i-- > 0;) {
    const bool used = std::any_of(chart.bars.begin(), chart.bars.end(),
                                  [&](const ChartBar& bar) { return bar.counts[i] > 0; });
    if (used) continue;
    const auto at = static_cast<std::ptrdiff_t>(i);
    chart.colours.erase(chart.colours.begin() + at);
    names.erase(names.begin() + at);
    for (auto& bar : chart.bars) bar.counts.erase(bar.counts.begin() + at);
  }
}

// The windows of the chart's span.
Chart windows_chart(const SiteInput& site, ChartWords& words) {
  const std::vector<std::string> all = all_categories(site);
  const std::string& language = language_of_site(site);
  const std::size_t own = std::min(all.size(), kOwnColours);
  Chart chart;
  chart.id = "windows";
  chart.end = site.digests.front().window.end;
  chart.begin = std::max(chart.end - kSiteSpan, site.digests.back().window.begin);
  // A young site's few windows are not spread over the whole width.
  chart.begin = std::min(chart.begin, chart.end - kDay);
  for (std::size_t i = 0; i < own; ++i) {
    chart.colours.push_back(colour_of(i));
    words.columns.push_back(all[i]);
  }
  chart.colours.push_back("cx");
  words.columns.emplace_back(site_word(language, "other"));
  for (auto digest = site.digests.rbegin(); digest != site.digests.rend(); ++digest)
    if (digest->window.end > chart.begin) chart.bars.push_back(bar_of(site, *digest, all, own + 1));
  leave_out_unused(chart, words.columns);
  words.caption = site_word(language, "chart");
  words.most = site_word(language, "most_a_window");
  return chart;
}

// Where the axis has a label: at midnights, of a short span at hours too.
std::vector<ChartTick> ticks_of(const Zone& zone, Instant begin, Instant end) {
  const Millis span = end - begin;
  std::vector<ChartTick> ticks;
  const auto add = [&](Instant at, const char* pattern) {
    if (at >= begin && at <= end)
      ticks.push_back({at, TemplateValue::text(zone.format(pattern, at)).as_markup()});
  };
  if (span <= kMostLabels * 12 * kHour) {
    const Millis step = span <= kMostLabels * 6 * kHour ? 6 * kHour : 12 * kHour;
    for (Instant day = zone.day_begin(begin); day <= end; day = zone.next_day_begin(day))
      for (Millis hour{0}; hour < kDay; hour += step)
        add(zone.first_instant_of(zone.local_at(day) + hour), hour.count() == 0 ? "%m-%d" : "%H:%M");
    return ticks;
  }
  constexpr std::array kSteps = {1, 2, 5, 7, 10};  // days
  const auto fits = [&](int step) { return span <= kMostLabels * step * kDay; };
  const auto step = std::find_if(kSteps.begin(), kSteps.end(), fits);
  const int days = step == kSteps.end() ? kSteps.back() : *step;
  for (Instant day = zone.day_begin(end); day >= begin;) {
    add(day, "%m-%d");
    for (int i = 0; i < days; ++i) day = zone.day_begin(day - Millis(1));
  }
  std::reverse(ticks.begin(), ticks.end());
  return ticks;
}

// A name and a sum for each row of the picture.
std::vector<TemplateObject> legend_of(const SiteInput& site, const Chart& chart, const ChartWords& words) {
  const std::string& language = language_of_site(site);
  const auto counted = [&](auto&& count_of) {
    int sum = 0;
    for (const auto& bar : chart.bars) sum += count_of(bar);
    return sum;
  };
  const auto of_bar = [](const ChartBar& bar) {
    int sum = 0;
    for (const int count : bar.counts) sum += count;
    return sum;
  };
  std::vector<TemplateObject> legend;
  const auto add = [&](std::string_view colour, std::string_view name, int count) {
    legend.push_back({{"legend_colour", TemplateValue::text(colour)},
                      {"legend_name", TemplateValue::text(name)},
                      {"legend_count", TemplateValue::markup(std::to_string(count))}});
  };
  for (const auto& row : rows_of(chart)) {
    if (row.kind == RowKind::sum) add("all", site_word(language, "all"), counted(of_bar));
    if (row.kind == RowKind::colour)
      add(chart.colours[row.place], words.columns[row.place],
          counted([&](const ChartBar& bar) { return bar.counts[row.place]; }));
    if (row.kind == RowKind::quiet)
      add("quiet", site_word(language, "quiet"),
          counted([](const ChartBar& bar) { return bar.quiet ? 1 : 0; }));
    if (row.kind == RowKind::half_blind)
      add("half", site_word(language, "half_blind"),
          counted([](const ChartBar& bar) { return bar.half_blind ? 1 : 0; }));
  }
  return legend;
}

// What the rows of marks mean.
std::vector<TemplateObject> notes_of(const SiteInput& site, const Chart& chart) {
  std::vector<TemplateObject> notes;
  for (const auto& row : rows_of(chart)) {
    const std::string_view word = row.kind == RowKind::quiet        ? "quiet_window"
                                  : row.kind == RowKind::half_blind ? "blind_window"
                                                                    : "";
    if (!word.empty())
      notes.push_back({{"chart_note", TemplateValue::text(site_word(language_of_site(site), word))}});
  }
  return notes;
}

// The same figures, a day a row, newest first.
std::vector<TemplateObject> table_of(const SiteInput& site, const Chart& chart, bool by_category) {
  std::vector<TemplateObject> rows;
  for (auto bar = chart.bars.rbegin(); bar != chart.bars.rend();) {
    const LocalDay day = local_day(site.zone, bar->end - Millis(1));
    std::vector<int> counts(chart.colours.size(), 0);
    int items = 0, quiet = 0, blind = 0;
    for (; bar != chart.bars.rend() && local_day(site.zone, bar->end - Millis(1)) == day; ++bar) {
      for (std::size_t i = 0; i < counts.size(); ++i) {
        counts[i] += bar->counts[i];
        items += bar->counts[i];
      }
      quiet += bar->quiet ? 1 : 0;
      blind += bar->half_blind ? 1 : 0;
    }
    std::vector<TemplateObject> cells;
    if (!by_category) counts.clear();  // one column would say the same as the sum
    for (const int count : counts) cells.push_back({{"cell", TemplateValue::markup(std::to_string(count))}});
    rows.push_back({{"row_day", TemplateValue::text(day_in_words(language_of_site(site), day))},
                    {"row_items", TemplateValue::markup(std::to_string(items))},
                    {"row_quiet", TemplateValue::markup(std::to_string(quiet))},
                    {"row_blind", TemplateValue::markup(std::to_string(blind))},
                    {"row_cells", TemplateValue::list(std::move(cells))}});
  }
  return rows;
}

}  // namespace

bool is_blind(const Digest& digest) {
  return is_half_blind(digest.collect.sources, digest.collect.failed, digest.collect.stale);
}

void add_windows_chart(TemplateObject& values, const SiteInput& site) {
  ChartWords words;
  const Chart chart = windows_chart(site, words);
  add_chart(values, site, chart, words);
}

void add_chart(TemplateObject& values, const SiteInput& site, const Chart& given, const ChartWords& words) {
  const std::string& language = language_of_site(site);
  Chart chart = given;
  int total = 0;
  for (const auto& bar : chart.bars)
    for (const int count : bar.counts) total += count;
  chart.title = TemplateValue::text(words.caption).as_markup();
  chart.description =
      TemplateValue::text(items_in_words(language, total) + ", " + site.zone.format("%Y-%m-%d", chart.begin) +
                          " – " + site.zone.format("%Y-%m-%d", chart.end))
          .as_markup();
  chart.ticks = ticks_of(site.zone, chart.begin, chart.end);
  const bool of_windows = !words.columns.empty();
  std::vector<TemplateObject> columns;
  for (const auto& column : words.columns) columns.push_back({{"column", TemplateValue::text(column)}});
  values.emplace_back("has_chart", TemplateValue::flag(true));
  values.emplace_back("chart", TemplateValue::markup(chart_svg(chart)));
  values.emplace_back("chart_axis", TemplateValue::markup(axis_svg(chart)));
  values.emplace_back("chart_caption", TemplateValue::text(words.caption));
  values.emplace_back("chart_most",
                      TemplateValue::text(words.most + items_in_words(language, most_of(chart))));
  values.emplace_back("chart_notes", TemplateValue::list(notes_of(site, chart)));
  values.emplace_back("legend", TemplateValue::list(of_windows ? legend_of(site, chart, words)
                                                               : std::vector<TemplateObject>{}));
  values.emplace_back("table_columns", TemplateValue::list(std::move(columns)));
  values.emplace_back("of_windows", TemplateValue::flag(of_windows));
  values.emplace_back("table_rows", TemplateValue::list(table_of(site, chart, of_windows)));
}

}  // namespace eightbells
