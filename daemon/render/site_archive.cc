// The archive: the chart of the last 30 days, the windows by day, the months.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "daemon/render/site_parts.h"
#include "daemon/render/site_words.h"

namespace eightbells {

namespace {

constexpr int kTicks = 4;               // dates under a chart
constexpr Millis kShortSpan = 4 * kDay;  // their hours too

int number_of(const std::string& digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool is_blind(const Digest& digest) {
  return is_half_blind(digest.collect.sources, digest.collect.failed, digest.collect.stale);
}

// What the lists of windows need of one.
struct Line {
  Window window;
  std::string name;   // raw
  bool has_page = true;
  bool blind = false;
};

// Lines, newest first, under their days.
std::vector<TemplateObject> by_day(const SiteInput& site, const std::vector<Line>& lines) {
  std::vector<TemplateObject> days;
  for (auto line = lines.begin(); line != lines.end();) {
    const LocalDay day = local_day(site.zone, line->window.end);
    std::vector<TemplateObject> windows;
    for (; line != lines.end() && local_day(site.zone, line->window.end) == day; ++line) {
      windows.push_back({{"window_time", TemplateValue::text(site.zone.format("%H:%M", line->window.end))},
                         {"window_name", TemplateValue::text(line->name)},
                         {"window_blind", TemplateValue::flag(line->blind)}});
      if (line->has_page)
        windows.back().emplace_back("window_link", TemplateValue::markup(link_to(digest_page_path(site, line->window))));
    }
    days.push_back({{"day", TemplateValue::text(day_in_words(language_of_site(site), day))},
                    {"day_at", TemplateValue::text(iso_day(day))},
                    {"windows", TemplateValue::list(std::move(windows))}});
  }
  return days;
}

// "12 items", and of a window without any what it was.
std::string name_of_window(std::string_view language, int items) {
  return items > 0 ? items_in_words(language, items) : std::string(site_word(language, "quiet"));
}

std::size_t shelf_of(const Item& item, const std::vector<std::string>& all) {
  if (item.categories.empty()) return all.size();
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), item.categories.front()) - all.begin());
}

ChartBar bar_of(const SiteInput& site, const Digest& digest, const std::vector<std::string>& all, std::size_t colours) {
  ChartBar bar{digest.window.begin, digest.window.end, std::vector<int>(colours, 0), digest.items.empty(), is_blind(digest), {}};
  for (const auto& item : digest.items) ++bar.counts[std::min(shelf_of(item, all), colours - 1)];
  const std::string label = site.zone.format("%m-%d %H:%M ", digest.window.end) +
                            items_in_words(language_of_site(site), static_cast<int>(digest.items.size()));
  bar.label = TemplateValue::text(label).as_markup();
  return bar;
}

// The windows of the chart's span, with a colour for each of the first categories and one for all others.
Chart windows_chart(const SiteInput& site, const std::vector<std::string>& all, ChartWords& words) {
  constexpr std::size_t kOwnColours = 10;
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
  for (std::size_t i = 0; i < chart.colours.size(); ++i) {
    const bool used = std::any_of(chart.bars.begin(), chart.bars.end(), [&](const ChartBar& bar) { return bar.counts[i] > 0; });
    if (used) words.legend.emplace_back(chart.colours[i], words.columns[i]);
  }
  if (std::any_of(chart.bars.begin(), chart.bars.end(), [](const ChartBar& bar) { return bar.quiet; }))
    words.legend.emplace_back("quiet", site_word(language, "quiet_window"));
  if (std::any_of(chart.bars.begin(), chart.bars.end(), [](const ChartBar& bar) { return bar.half_blind; }))
    words.legend.emplace_back("half", site_word(language, "blind_window"));
  words.caption = site_word(language, "chart");
  return chart;
}

std::vector<TemplateObject> legend_of(const ChartWords& words) {
  std::vector<TemplateObject> legend;
  for (const auto& [colour, name] : words.legend)
    legend.push_back({{"legend_colour", TemplateValue::markup(colour)}, {"legend_name", TemplateValue::text(name)}});
  return legend;
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

std::string month_name(const SiteInput& site, Instant end) {
  const LocalDay day = local_day(site.zone, end);
  return month_in_words(language_of_site(site), day.year, day.month);
}

}  // namespace

LocalDay local_day(const Zone& zone, Instant at) {
  return {number_of(zone.format("%Y", at)), number_of(zone.format("%m", at)), number_of(zone.format("%d", at))};
}

std::string day_in_words(std::string_view language, const LocalDay& day) {
  return day_in_words(language, day.year, day.month, day.day);
}

std::string iso_day(const LocalDay& day) { return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day); }

void add_chart(TemplateObject& values, const SiteInput& site, const Chart& given, const ChartWords& words) {
  const std::string& language = language_of_site(site);
  Chart chart = given;
  int total = 0;
  for (const auto& bar : chart.bars)
    for (const int count : bar.counts) total += count;
  chart.title = TemplateValue::text(words.caption).as_markup();
  chart.description = TemplateValue::text(items_in_words(language, total) + ", " + site.zone.format("%Y-%m-%d", chart.begin) + " – " +
                                          site.zone.format("%Y-%m-%d", chart.end)).as_markup();
  std::vector<TemplateObject> ticks, columns;
  const std::string_view tick = chart.end - chart.begin < kShortSpan ? "%m-%d %H:%M" : "%m-%d";
  for (int i = 0; i < kTicks; ++i)
    ticks.push_back({{"tick", TemplateValue::text(site.zone.format(tick, chart.begin + (chart.end - chart.begin) * i / (kTicks - 1)))}});
  for (const auto& column : words.columns) columns.push_back({{"column", TemplateValue::text(column)}});
  values.emplace_back("has_chart", TemplateValue::flag(true));
  values.emplace_back("chart", TemplateValue::markup(chart_svg(chart)));
  values.emplace_back("chart_caption", TemplateValue::text(words.caption));
  values.emplace_back("chart_most", TemplateValue::text(items_in_words(language, most_of(chart))));
  values.emplace_back("chart_ticks", TemplateValue::list(std::move(ticks)));
  values.emplace_back("legend", TemplateValue::list(legend_of(words)));
  values.emplace_back("table_columns", TemplateValue::list(std::move(columns)));
  values.emplace_back("of_windows", TemplateValue::flag(!words.columns.empty()));
  values.emplace_back("table_rows", TemplateValue::list(table_of(site, chart, !words.columns.empty())));
}

SitePage archive_page(const SiteInput& site) {
  const std::string& language = language_of_site(site);
  TemplateObject values = page_frame(site, site_word(language, "archive"), "", SiteNav::archive);
  ChartWords words;
  const Chart chart = windows_chart(site, all_categories(site), words);
  add_chart(values, site, chart, words);
  std::vector<Line> lines;
  for (const auto& digest : site.digests) {
    if (digest.window.end <= chart.end - kSiteSpan) break;
    std::string name = name_of_window(language, static_cast<int>(digest.items.size()));
    if (!digest.items.empty()) name += " · " + digest.items.front().title;
    lines.push_back({digest.window, std::move(name), has_page(site.profile, static_cast<int>(digest.items.size())), is_blind(digest)});
  }
  values.emplace_back("days", TemplateValue::list(by_day(site, lines)));
  std::vector<TemplateObject> months;
  std::string last;
  for (const auto& window : site.windows) {
    std::string path = month_page_path(site.zone, window.window.end);
    if (path == last) continue;
    months.push_back({{"month", TemplateValue::text(month_name(site, window.window.end))},
                      {"month_link", TemplateValue::markup(link_to(path))}});
    last = std::move(path);
  }
  values.emplace_back("has_months", TemplateValue::flag(!months.empty()));
  values.emplace_back("months", TemplateValue::list(std::move(months)));
  return {"archive.html", site.templates.render("archive", values)};
}

std::vector<SitePage> month_pages(const SiteInput& site) {
  const std::string& language = language_of_site(site);
  std::vector<std::vector<Line>> months;
  for (const auto& one : site.windows) {
    const std::string path = month_page_path(site.zone, one.window.end);
    if (months.empty() || month_page_path(site.zone, months.back().front().window.end) != path) months.emplace_back();
    months.back().push_back({one.window, name_of_window(language, one.items), one.has_page, false});
  }
  std::vector<SitePage> pages;
  const auto neighbour = [&](std::size_t i) -> Neighbour {
    const Instant end = months[i].front().window.end;
    return {month_page_path(site.zone, end), month_name(site, end)};
  };
  for (std::size_t i = 0; i < months.size(); ++i) {
    const Instant end = months[i].front().window.end;
    const std::string name = month_name(site, end);
    TemplateObject values = page_frame(site, name, "../", SiteNav::none);
    values.emplace_back("month", TemplateValue::text(name));
    values.emplace_back("days", TemplateValue::list(by_day(site, months[i])));
    Neighbour older = i + 1 < months.size() ? neighbour(i + 1) : Neighbour{};
    if (i + 1 == months.size() && site.older_months) {
      // The first instant of a month, less one: in the month before.
      const Instant before = site.zone.day_begin(end - (local_day(site.zone, end).day - 1) * kDay) - Millis(1);
      older = {month_page_path(site.zone, before), month_name(site, before)};
    }
    add_neighbours(values, older, i > 0 ? neighbour(i - 1) : Neighbour{});
    pages.push_back({month_page_path(site.zone, end), site.templates.render("month", values)});
  }
  return pages;
}

}  // namespace eightbells
