// The archive: the chart of the last 30 days, the windows by day, the months.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "daemon/render/site_parts.h"
#include "daemon/render/site_words.h"

namespace eightbells {

namespace {

int number_of(const std::string& digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// What the lists of windows need of one.
struct Line {
  Window window;
  std::string name;   // raw: the first item's title, or that it was quiet
  std::string count;  // in words; empty: a quiet one
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
                         {"window_count", TemplateValue::text(line->count)},
                         {"window_blind", TemplateValue::flag(line->blind)}});
      if (line->has_page)
        windows.back().emplace_back("window_link",
                                    TemplateValue::markup(link_to(digest_page_path(site, line->window))));
    }
    days.push_back({{"day", TemplateValue::text(day_in_words(language_of_site(site), day))},
                    {"day_at", TemplateValue::text(iso_day(day))},
                    {"windows", TemplateValue::list(std::move(windows))}});
  }
  return days;
}

Line line_of(const SiteInput& site, const Window& window, int items, std::string title) {
  const std::string& language = language_of_site(site);
  if (items == 0) title = site_word(language, "quiet");
  return {window, std::move(title), items > 0 ? items_in_words(language, items) : "",
          has_page(site.profile, items)};
}

std::string month_name(const SiteInput& site, Instant end) {
  const LocalDay day = local_day(site.zone, end);
  return month_in_words(language_of_site(site), day.year, day.month);
}

}  // namespace

LocalDay local_day(const Zone& zone, Instant at) {
  return {number_of(zone.format("%Y", at)), number_of(zone.format("%m", at)),
          number_of(zone.format("%d", at))};
}

std::string day_in_words(std::string_view language, const LocalDay& day) {
  return day_in_words(language, day.year, day.month, day.day);
}

std::string iso_day(const LocalDay& day) {
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}

SitePage archive_page(const SiteInput& site) {
  const std::string& language = language_of_site(site);
  TemplateObject values = page_frame(site, site_word(language, "archive"), "", SiteNav::archive);
  const Instant newest = site.digests.front().window.end;
  add_windows_chart(values, site);
  std::vector<Line> lines;
  for (const auto& digest : site.digests) {
    if (digest.window.end <= newest - kSiteSpan) break;
    lines.push_back(line_of(site, digest.window, static_cast<int>(digest.items.size()),
                            digest.items.empty() ? "" : digest.items.front().title));
    lines.back().blind = is_blind(digest);
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
  std::vector<std::vector<Line>> months;
  for (const auto& one : site.windows) {
    const std::string path = month_page_path(site.zone, one.window.end);
    if (months.empty() || month_page_path(site.zone, months.back().front().window.end) != path)
      months.emplace_back();
    months.back().push_back(line_of(site, one.window, one.items, ""));
    months.back().back().has_page = one.has_page;
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
      const Instant before =
          site.zone.day_begin(end - (local_day(site.zone, end).day - 1) * kDay) - Millis(1);
      older = {month_page_path(site.zone, before), month_name(site, before)};
    }
    add_neighbours(values, older, i > 0 ? neighbour(i - 1) : Neighbour{});
    pages.push_back({month_page_path(site.zone, end), site.templates.render("month", values)});
  }
  return pages;
}

}  // namespace eightbells
