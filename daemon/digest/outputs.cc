#include "daemon/digest/outputs.h"

#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "daemon/model/digest_json.h"
#include "daemon/render/render.h"
#include "daemon/render/site.h"
#include "feeds/base/hash.h"

namespace eightbells {

namespace fs = std::filesystem;

namespace {

// Digests in the feed: two days of four-hourly ones, which a reader that was away over the weekend still
// finds whole in its cache.
constexpr int kFeedDigests = 12;

// Rows of the ledger read for the months' pages: two months of windows of 15 minutes.
constexpr int kListedWindows = 6000;

// Beside the pages: what they were made with.
constexpr std::string_view kLookFile = ".look";

// The digests of the ledger with `digest` in its place among them, whether it stands there already or not;
// newest first.
Result<std::vector<Digest>> history_with(const Digest& digest, Instant after, Instant until, Store& store,
                                         int limit) {
  const auto rows = store.digests(digest.profile, after, until, limit);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<Digest> out{digest};
  for (const auto& row : *rows) {
    if (row.window.end == digest.window.end) continue;
    auto one = digest_from_json(row.digest);
    if (!one) return tl::unexpected(one.error());
    out.push_back(std::move(*one));
  }
  std::sort(out.begin(), out.end(),
            [](const Digest& a, const Digest& b) { return a.window.end > b.window.end; });
  return out;
}

bool has(const ProfileSettings& profile, std::string_view format) {
  return std::find(profile.formats.begin(), profile.formats.end(), format) != profile.formats.end();
}

fs::path site_directory(const PublishPlace& place) {
  return place.profile.site_directory.empty() ? place.directory / "site" : place.profile.site_directory;
}

// Beside the pages when there are pages, so that one folder can be served as it is.
Result<void> add_feed(const Digest& digest, const PublishPlace& place, Store& store,
                      std::vector<OutputFile>& out) {
  auto history = history_with(digest, Instant::min(), Instant::max(), store, kFeedDigests);
  if (!history) return tl::unexpected(history.error());
  if (history->size() > kFeedDigests) history->resize(kFeedDigests);
  const fs::path folder = has(place.profile, "html") ? site_directory(place) : place.directory;
  out.push_back({folder / "atom.xml", render_atom(*history, place.profile), true});
  return {};
}

// The windows of this month and the last, newest first, for the months' pages.
struct Months {
  std::vector<SiteWindow> windows;
  bool older = false;
};

Result<Months> months_of(const std::vector<Digest>& history, const PublishPlace& place, const SiteInput& site,
                         Store& store, Files& files) {
  const auto rows = store.ledger(history.front().profile, kListedWindows);
  if (!rows) return tl::unexpected(rows.error());
  const fs::path folder = site_directory(place);
  const auto month = [&](Instant end) { return place.zone.format("%Y-%m", end); };
  const std::string newest = month(history.front().window.end);
  std::map<Instant, SiteWindow, std::greater<>> windows;
  std::string last, before;  // months
  for (const auto& row : *rows) {
    if (row.state == WindowState::skipped) continue;
    const std::string of_row = month(row.window.end);
    if (of_row < newest && last.empty()) last = of_row;
    if (of_row < last) {
      before = of_row;
      break;
    }
    const bool there =
        has_page(place.profile, row.items) && (row.window.end > history.back().window.end ||
                                               files.exists(folder / digest_page_path(site, row.window)));
    windows[row.window.end] = {row.window, row.items, there};
  }
  const auto items = [](const Digest& digest) { return static_cast<int>(digest.items.size()); };
  for (const auto& digest : history)
    if (month(digest.window.end) >= (last.empty() ? newest : last))
      windows[digest.window.end] = {digest.window, items(digest), has_page(place.profile, items(digest))};
  // Too many to list them all: a month that is not whole would overwrite its page, which is.
  const bool cut = static_cast<int>(rows->size()) == kListedWindows && before.empty() && !last.empty();
  Months out;
  for (const auto& [end, window] : windows)
    if (!cut || month(end) == newest) out.windows.push_back(window);
  out.older = cut || (!before.empty() && files.exists(folder / fmt::format("months/{}.html", before)));
  return out;
}

// What changes all pages at once: the templates, and what every page shows of the settings.
std::string look_of(const PublishPlace& place, const Templates& templates) {
  const ProfileSettings& profile = place.profile;
  return hash128_hex(fmt::format("{}\n{}\n{}\n{}", templates.fingerprint(), site_title(profile),
                                 fmt::join(profile.show.value_or(std::vector<std::string>{"all"}), ","),
                                 has(profile, "atom"))) +
         "\n";
}

const Templates& templates_of(const PublishPlace& place) {
  static const Templates kShipped = Templates::shipped();
  return place.templates ? *place.templates : kShipped;
}

// A digest that is older than what the site's lists show: its own page, and nothing else.
Result<void> add_old_page(const Digest& digest, const PublishPlace& place, Store& store,
                          std::vector<OutputFile>& out) {
  const auto around = history_with(digest, digest.window.end - kSiteSpan - kDay,
                                   digest.window.end + kSiteSpan, store, 2 * kSiteDigests);
  if (!around) return tl::unexpected(around.error());
  const SiteInput site{place.profile, place.zone, templates_of(place), place.categories, *around, {}, false};
  for (std::size_t i = 0; i < around->size(); ++i)
    if ((*around)[i].window.end == digest.window.end) {
      SitePage page = digest_page(site, i);
      out.push_back({site_directory(place) / page.path, std::move(page.bytes)});
    }
  return {};
}

// The digest's page and those that change with it: its neighbours, the shared ones, and pages that are not
// there (a site that was switched on later, a folder that was emptied) or have an old look.
Result<void> add_site(const Digest& digest, const PublishPlace& place, Store& store, Files& files,
                      std::vector<OutputFile>& out) {
  const auto last = store.last_window_end(digest.profile);
  if (!last) return tl::unexpected(last.error());
  const Instant newest = std::max(last->value_or(digest.window.end), digest.window.end);
  if (digest.window.end <= newest - kSiteSpan) return add_old_page(digest, place, store, out);
  const auto history = history_with(digest, newest - kSiteSpan - kDay, Instant::max(), store, kSiteDigests);
  if (!history) return tl::unexpected(history.error());
  const Templates& templates = templates_of(place);
  const std::vector<SiteWindow> none;
  const SiteInput without_months{place.profile, place.zone, templates, place.categories,
                                 *history,      none,       false};
  const auto months = months_of(*history, place, without_months, store, files);
  if (!months) return tl::unexpected(months.error());
  const SiteInput site{place.profile, place.zone,      templates,    place.categories,
                       *history,      months->windows, months->older};

  const fs::path folder = site_directory(place);
  const std::string look = look_of(place, templates);
  const auto old_look = files.read(folder / kLookFile);
  const bool all = !old_look || *old_look != look;
  for (std::size_t i = 0; i < history->size(); ++i) {
    const Digest& one = (*history)[i];
    if (!has_page(place.profile, static_cast<int>(one.items.size()))) continue;
    const bool own = one.window.end == digest.window.end;
    const bool beside = (i > 0 && (*history)[i - 1].window.end == digest.window.end) ||
                        (i + 1 < history->size() && (*history)[i + 1].window.end == digest.window.end);
    if (!own && !beside && !all && files.exists(folder / digest_page_path(site, one.window))) continue;
    SitePage page = digest_page(site, i);
    out.push_back({folder / page.path, std::move(page.bytes), !own, own});
  }
  for (auto& page : shared_pages(site))
    out.push_back({folder / page.path, std::move(page.bytes), true, false});
  out.push_back({folder / kLookFile, look, true, false});
  return {};
}

}  // namespace

Result<std::vector<OutputFile>> outputs_of(const Digest& digest, const PublishPlace& place, Store& store,
                                           Files& files) {
  std::vector<OutputFile> out;
  const fs::path main = place.directory / place.zone.format(place.profile.file, digest.window.end);
  if (has(place.profile, "markdown")) out.push_back({main, render_markdown(digest, place.profile)});
  if (has(place.profile, "json"))
    out.push_back({fs::path(main).replace_extension(".json"), render_json(digest)});
  if (has(place.profile, "html"))
    if (auto added = add_site(digest, place, store, files, out); !added) return tl::unexpected(added.error());
  if (has(place.profile, "atom"))
    if (auto added = add_feed(digest, place, store, out); !added) return tl::unexpected(added.error());
  return out;
}

}  // namespace eightbells
