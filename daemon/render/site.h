// The site: a page a digest, the latest, the archive, the categories, all of them files with relative links
// that need no server.
//
//   index.html              the newest digest
//   archive.html            the last 30 days with their chart; links to the months
//   digests/<stamp>.html    one digest
//   months/2026-01.html     every window of a month
//   categories.html, categories/<name>.html
//   style.css
#pragma once

#include <string>
#include <vector>

#include "config/settings.h"
#include "daemon/model/digest.h"
#include "daemon/render/template.h"
#include "daemon/window/zone.h"

namespace eightbells {

// What the chart and the archive page show, and so the digests that the site has to be given.
inline constexpr Millis kSiteSpan = 30 * kDay;
// With windows of an hour, 30 days; shorter windows show less, so that a page stays small.
inline constexpr int kSiteDigests = 750;
// A category's newest items.
inline constexpr std::size_t kShelfItems = 60;

// A window as the archive's lists name it.
struct SiteWindow {
  Window window;
  int items = 0;
  bool has_page = false;
};

struct SiteInput {
  const ProfileSettings& profile;
  const Zone& zone;
  const Templates& templates;
  std::vector<std::string> categories;     // in the configured order
  const std::vector<Digest>& digests;      // newest first, not empty
  const std::vector<SiteWindow>& windows;  // newest first: of this month and the last, for the months' pages
  bool older_months = false;               // there is a page of the month before those
};

struct SitePage {
  std::string path;  // in the site's folder, '/' between folders
  std::string bytes;
};

// "digests/2026.01.07.08.html".
[[nodiscard]] std::string digest_page_path(const SiteInput& site, const Window& window);

// Whether a window has a page: an empty one has none where the settings say so.
[[nodiscard]] bool has_page(const ProfileSettings& profile, int items);

// The page of digests[i], with links to its neighbours.
[[nodiscard]] SitePage digest_page(const SiteInput& site, std::size_t i);

// All other pages and the stylesheet: those that may change with every digest.
[[nodiscard]] std::vector<SitePage> shared_pages(const SiteInput& site);

// "months/2026-01.html" of the month in which a window ended.
[[nodiscard]] std::string month_page_path(const Zone& zone, Instant end);

// A file's name for a category: letters and digits of any script, small; "-" for the rest. Never empty, never
// a folder of its own.
[[nodiscard]] std::string category_slug(std::string_view name);

}  // namespace eightbells
