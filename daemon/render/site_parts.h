// The parts of site.cc: one function for each kind of page. Internal to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/render/charts.h"
#include "daemon/render/site.h"

namespace eightbells {

enum class SiteNav { latest, archive, categories, none };

// What every page has: language, words, navigation. `root` leads from the page's folder to the site's: "" or
// "../".
[[nodiscard]] TemplateObject page_frame(const SiteInput& site, std::string_view title, std::string_view root,
                                        SiteNav here);

// A digest's own values; `categories` of items link to their pages.
void add_digest(TemplateObject& values, const SiteInput& site, const Digest& digest);

// Links to the neighbours in a row of pages; an empty path: none.
struct Neighbour {
  std::string path;
  std::string name;
};
void add_neighbours(TemplateObject& values, const Neighbour& older, const Neighbour& newer);

// The configured categories, then those that only older digests have.
[[nodiscard]] std::vector<std::string> all_categories(const SiteInput& site);
// "categories/ai.html" of one of them; two with the same slug get different pages.
[[nodiscard]] std::string category_page_path(const std::vector<std::string>& all, std::string_view name);

[[nodiscard]] SitePage archive_page(const SiteInput& site);
[[nodiscard]] std::vector<SitePage> month_pages(const SiteInput& site);
[[nodiscard]] SitePage categories_page(const SiteInput& site, const std::vector<std::string>& all);
[[nodiscard]] std::vector<SitePage> category_pages(const SiteInput& site,
                                                   const std::vector<std::string>& all);

// A chart with its words, the names of its rows, and its table.
struct ChartWords {
  std::string caption;
  std::string most;                  // what stands before the count of the highest bar
  std::vector<std::string> columns;  // names of the colours; empty: there is one, and it is the page's
};
// The archive's, of all windows in the site's span.
void add_windows_chart(TemplateObject& values, const SiteInput& site);

// So many sources could not be read that "quiet" would mean nothing.
[[nodiscard]] bool is_blind(const Digest& digest);

void add_chart(TemplateObject& values, const SiteInput& site, const Chart& chart, const ChartWords& words);

// The local day of a window's end.
struct LocalDay {
  int year = 0, month = 0, day = 0;
  auto operator<=>(const LocalDay&) const = default;
};
[[nodiscard]] LocalDay local_day(const Zone& zone, Instant at);
[[nodiscard]] std::string day_in_words(std::string_view language, const LocalDay& day);
[[nodiscard]] std::string iso_day(const LocalDay& day);  // "2026-01-07"

// `path` as the target of a relative link: percent-encoded, escaped.
[[nodiscard]] std::string link_to(std::string_view path);

[[nodiscard]] const std::string& language_of_site(const SiteInput& site);

}  // namespace eightbells
