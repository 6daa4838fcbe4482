// The categories: what there is, and a page for each with its newest items and its own chart.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "daemon/render/escape.h"
#include "daemon/render/site_parts.h"
#include "daemon/render/site_words.h"

namespace eightbells {

namespace {

struct Find {
  const Item* item;
  const Digest* digest;
};

bool stands_in(const Item& item, const std::string& category) {
  return std::find(item.categories.begin(), item.categories.end(), category) != item.categories.end();
}

// Of the span, newest first.
std::vector<Find> finds_of(const SiteInput& site, const std::string& category) {
  std::vector<Find> finds;
  const Instant after = site.digests.front().window.end - kSiteSpan;
  for (const auto& digest : site.digests) {
    if (digest.window.end <= after) break;
    for (const auto& item : digest.items)
      if (stands_in(item, category)) finds.push_back({&item, &digest});
  }
  return finds;
}

// A bar a day, so that the page changes when the category has something new or the day is over, and not with
// every bell.
Chart days_chart(const SiteInput& site, const std::vector<Find>& finds, const std::string& colour) {
  Chart chart;
  chart.id = "days";
  chart.lone = true;
  chart.colours = {colour};
  chart.end = site.zone.next_day_begin(site.digests.front().window.end - Millis(1));
  const Instant newest = site.zone.day_begin(chart.end - Millis(1));
  // A young site's few days are not spread over the whole width, and do not stand at the end of an empty one.
  constexpr Millis kLeast = 7 * kDay;
  chart.begin = std::max(newest - kSiteSpan + kDay,
                         std::min(site.digests.back().window.begin, chart.end - kLeast + Millis(1)));
  chart.begin = site.zone.day_begin(chart.begin);
  std::map<Instant, int> counts;
  for (Instant day = chart.begin; day < chart.end; day = site.zone.next_day_begin(day)) counts[day] = 0;
  for (const auto& find : finds)
    if (const auto day = counts.find(site.zone.day_begin(find.digest->window.end - Millis(1)));
        day != counts.end())
      ++day->second;
  for (const auto& [day, count] : counts) {
    const std::string label = site.zone.format("%m-%d ", day) + items_in_words(language_of_site(site), count);
    chart.bars.push_back(
        {day, site.zone.next_day_begin(day), {count}, false, false, TemplateValue::text(label).as_markup()});
  }
  return chart;
}

std::vector<TemplateObject> days_of(const SiteInput& site, const std::vector<Find>& finds) {
  std::vector<TemplateObject> days;
  for (auto find = finds.begin(); find != finds.end();) {
    const LocalDay day = local_day(site.zone, find->digest->window.end);
    std::vector<TemplateObject> lines;
    for (; find != finds.end() && local_day(site.zone, find->digest->window.end) == day; ++find) {
      const std::string page = fmt::format(
          "{}#item-{}", link_to(digest_page_path(site, find->digest->window)), find->item->number);
      lines.push_back(
          {{"find", TemplateValue::text(find->item->title)},
           {"find_digest", TemplateValue::text(site.zone.format("%H:%M", find->digest->window.end))},
           {"find_digest_link", TemplateValue::markup(page)}});
      if (const std::string link = web_link(find->item->link); !link.empty())
        lines.back().emplace_back("find_link", TemplateValue::markup(html_escaped(link)));
    }
    days.push_back({{"day", TemplateValue::text(day_in_words(language_of_site(site), day))},
                    {"day_at", TemplateValue::text(iso_day(day))},
                    {"finds", TemplateValue::list(std::move(lines))}});
  }
  return days;
}

}  // namespace

SitePage categories_page(const SiteInput& site, const std::vector<std::string>& all) {
  const std::string& language = language_of_site(site);
  TemplateObject values = page_frame(site, site_word(language, "categories"), "", SiteNav::categories);
  std::vector<TemplateObject> shelves;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto finds = static_cast<int>(finds_of(site, all[i]).size());
    if (finds == 0) continue;  // one that stands in every digest, above all
    shelves.push_back({{"shelf", TemplateValue::text(all[i])},
                       {"shelf_link", TemplateValue::markup(link_to(category_page_path(all, all[i])))},
                       {"shelf_colour", TemplateValue::markup(colour_of(i))},
                       {"shelf_count", TemplateValue::text(items_in_words(language, finds))}});
  }
  values.emplace_back("shelves", TemplateValue::list(std::move(shelves)));
  return {"categories.html", site.templates.render("categories", values)};
}

std::vector<SitePage> category_pages(const SiteInput& site, const std::vector<std::string>& all) {
  std::vector<SitePage> pages;
  for (std::size_t i = 0; i < all.size(); ++i) {
    TemplateObject values = page_frame(site, all[i], "../", SiteNav::none);
    values.emplace_back("shelf", TemplateValue::text(all[i]));
    std::vector<Find> finds = finds_of(site, all[i]);
    const Chart chart = days_chart(site, finds, colour_of(i));
    const std::string& language = language_of_site(site);
    const ChartWords words{std::string(site_word(language, "chart_category")),
                           std::string(site_word(language, "most_a_day")),
                           {}};
    if (finds.empty()) values.emplace_back("has_chart", TemplateValue::flag(false));
    else add_chart(values, site, chart, words);
    finds.resize(std::min(finds.size(), kShelfItems));
    values.emplace_back("days", TemplateValue::list(days_of(site, finds)));
    pages.push_back({category_page_path(all, all[i]), site.templates.render("category", values)});
  }
  return pages;
}

}  // namespace eightbells
