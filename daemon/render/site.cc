#include "daemon/render/site.h"

#include <algorithm>

#include <fmt/format.h>

#include "daemon/render/escape.h"
#include "daemon/render/render.h"
#include "daemon/render/site_parts.h"
#include "daemon/render/site_words.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr std::size_t kMaxSlug = 60;  // characters

std::string stamp_of(const SiteInput& site, const Window& window) {
  std::string stamp = site.zone.format(site.profile.file, window.end);
  if (const auto dot = stamp.rfind('.'); dot != std::string::npos && dot > 0) stamp.resize(dot);
  return stamp;
}

bool is_letter_of_a_name(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  return is_han(c) || (c >= 0xC0 && c < 0x2000) || (c >= 0x3040 && c < 0xD7A4);  // alphabets, kana, hangul
}

TemplateObject words_of(std::string_view language) {
  TemplateObject words;
  for (const auto& [name, text] : site_words(language))
    words.emplace_back(name, TemplateValue::markup(html_escaped(text)));
  return words;
}

bool has_feed(const ProfileSettings& profile) {
  return std::find(profile.formats.begin(), profile.formats.end(), "atom") != profile.formats.end();
}

std::string digest_bytes(const SiteInput& site, const Digest& digest, std::string_view root, SiteNav here,
                         const Neighbour& older, const Neighbour& newer) {
  TemplateObject values = page_frame(site, digest.title, root, here);
  add_digest(values, site, digest);
  add_neighbours(values, older, newer);
  return site.templates.render("digest", values);
}

// The nearest page in one direction; `step` is -1 to newer ones, 1 to older ones.
Neighbour neighbour(const SiteInput& site, std::size_t i, int step) {
  for (i += static_cast<std::size_t>(step); i < site.digests.size(); i += static_cast<std::size_t>(step)) {
    const Digest& digest = site.digests[i];
    if (has_page(site.profile, static_cast<int>(digest.items.size())))
      return {digest_page_path(site, digest.window), stamp_of(site, digest.window)};
  }
  return {};
}

}  // namespace

const std::string& language_of_site(const SiteInput& site) { return site.digests.front().language; }

std::string link_to(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view("/-._~").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string category_slug(std::string_view name) {
  const std::string small = ascii_lower(repair_utf8(name));
  std::string slug;
  std::size_t length = 0;
  for (std::size_t at = 0; at < small.size() && length < kMaxSlug; ++length) {
    const std::size_t begin = at;
    if (is_letter_of_a_name(next_code_point(small, at))) slug.append(small, begin, at - begin);
    else if (!slug.empty() && slug.back() != '-') slug += '-';
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "category" : slug;
}

std::vector<std::string> all_categories(const SiteInput& site) {
  std::vector<std::string> all = site.categories;
  const auto add = [&](const std::string& name) {
    if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
  };
  // Oldest first, so that a name that came later does not move the others and their colours.
  for (auto digest = site.digests.rbegin(); digest != site.digests.rend(); ++digest) {
    for (const auto& name : digest->categories) add(name);
    for (const auto& item : digest->items)
      for (const auto& name : item.categories) add(name);
  }
  return all;
}

std::string category_page_path(const std::vector<std::string>& all, std::string_view name) {
  const std::string slug = category_slug(name);
  int twins = 0;
  for (const auto& other : all) {
    if (other == name) break;
    if (category_slug(other) == slug) ++twins;
  }
  return twins == 0 ? fmt::format("categories/{}.html", slug)
                    : fmt::format("categories/{}-{}.html", slug, twins + 1);
}

std::string digest_page_path(const SiteInput& site, const Window& window) {
  return fmt::format("digests/{}.html", stamp_of(site, window));
}

std::string month_page_path(const Zone& zone, Instant end) {
  return fmt::format("months/{}.html", zone.format("%Y-%m", end));
}

TemplateObject page_frame(const SiteInput& site, std::string_view title, std::string_view root,
                          SiteNav here) {
  const std::string& language = language_of_site(site);
  std::vector<TemplateObject> nav;
  const auto add = [&](std::string_view link, std::string_view word, SiteNav page) {
    nav.push_back({{"nav_link", TemplateValue::markup(std::string(link))},
                   {"nav_name", TemplateValue::text(site_word(language, word))},
                   {"here", TemplateValue::flag(page == here)}});
  };
  add("index.html", "latest", SiteNav::latest);
  add("archive.html", "archive", SiteNav::archive);
  add("categories.html", "categories", SiteNav::categories);
  const std::string site_name = site_title(site.profile);
  TemplateObject values = {{"lang", TemplateValue::text(language)},
                           {"root", TemplateValue::markup(std::string(root))},
                           {"site_title", TemplateValue::text(site_name)},
                           {"page_title", TemplateValue::text(fmt::format("{} · {}", title, site_name))},
                           {"words", TemplateValue::object(words_of(language))},
                           {"nav", TemplateValue::list(std::move(nav))}};
  if (has_feed(site.profile)) values.emplace_back("feed", TemplateValue::markup("atom.xml"));
  return values;
}

void add_neighbours(TemplateObject& values, const Neighbour& older, const Neighbour& newer) {
  values.emplace_back("has_neighbours", TemplateValue::flag(!older.path.empty() || !newer.path.empty()));
  const auto add = [&](const std::string& name, const Neighbour& one) {
    values.emplace_back(name, TemplateValue::flag(!one.path.empty()));
    values.emplace_back(name + "_link", TemplateValue::markup(link_to(one.path)));
    values.emplace_back(name + "_name", TemplateValue::text(one.name));
  };
  add("older", older);
  add("newer", newer);
}

bool has_page(const ProfileSettings& profile, int items) {
  return items > 0 || profile.empty == WhenEmpty::note;
}

SitePage digest_page(const SiteInput& site, std::size_t i) {
  const Digest& digest = site.digests[i];
  return {digest_page_path(site, digest.window),
          digest_bytes(site, digest, "../", SiteNav::none, neighbour(site, i, 1), neighbour(site, i, -1))};
}

std::vector<SitePage> shared_pages(const SiteInput& site) {
  const std::vector<std::string> all = all_categories(site);
  std::vector<SitePage> pages;
  pages.push_back({"index.html",
                   digest_bytes(site, site.digests.front(), "", SiteNav::latest, neighbour(site, 0, 1), {})});
  pages.push_back(archive_page(site));
  for (auto& page : month_pages(site)) pages.push_back(std::move(page));
  pages.push_back(categories_page(site, all));
  for (auto& page : category_pages(site, all)) pages.push_back(std::move(page));
  pages.push_back({"style.css", std::string(site.templates.stylesheet())});
  return pages;
}

}  // namespace eightbells
