// A digest's values for its page.
#include <algorithm>

#include <fmt/format.h>

#include "daemon/render/escape.h"
#include "daemon/render/marks.h"
#include "daemon/render/site_parts.h"
#include "daemon/render/site_words.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

// Only where there is something: a template asks for a text's presence by its name.
void add_text(TemplateObject& values, std::string name, std::string_view raw) {
  if (!raw.empty()) values.emplace_back(std::move(name), TemplateValue::text(raw));
}

void add_link(TemplateObject& values, std::string name, std::string_view url) {
  const std::string link = web_link(url);
  if (!link.empty()) values.emplace_back(std::move(name), TemplateValue::markup(html_escaped(link)));
}

std::string machine_time(const SiteInput& site, Instant at) { return site.zone.format_rfc3339_millis(at); }

bool is_written_in_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();)
    if (is_han(next_code_point(text, at))) return true;
  return false;
}

bool uses_han(std::string_view language) {
  return language.substr(0, 2) == "zh" || language.substr(0, 2) == "ja";
}

// The language whose letters a browser should choose and a voice should speak, where it is not the page's.
// The words may be the original's or an editor's, so that their script has to agree; no guess is better than
// a wrong one.
void add_language(TemplateObject& values, std::string name, std::string_view text, std::string_view original,
                  std::string_view page) {
  const bool han = is_written_in_han(text);
  if (han != uses_han(original)) original = han && !uses_han(page) ? "zh" : "";
  if (!original_in_words(page, original).empty()) add_text(values, std::move(name), original);
}

// A few words of a member that has no title of its own, such as a post.
std::string member_title(const SiteInput& site, const ItemSource& member) {
  if (!member.title.empty()) return member.title;
  return std::string(site_word(language_of_site(site), "no_title"));
}

TemplateObject member_values(const SiteInput& site, const Digest& digest, const ItemSource& member) {
  TemplateObject values;
  values.emplace_back("member_source", TemplateValue::text(member.source));
  if (member.author != member.source) add_text(values, "member_author", member.author);
  values.emplace_back("member_title", TemplateValue::text(member_title(site, member)));
  add_link(values, "member_link", member.link);
  if (member.published) {
    values.emplace_back("member_time", TemplateValue::text(time_in_words(*member.published, digest)));
    values.emplace_back("member_at", TemplateValue::text(machine_time(site, *member.published)));
  }
  return values;
}

void add_marks(TemplateObject& values, const SiteInput& site, const Digest& digest, const Item& item) {
  const Marks marks = marks_of(item, digest, marks_on_site(site.profile));
  values.emplace_back("has_marks", TemplateValue::flag(!marks.empty() || !item.categories.empty()));
  values.emplace_back("update", TemplateValue::flag(marks.update));
  if (marks.update) add_link(values, "earlier", item.earlier);
  add_text(values, "voices", voices_in_words(digest.language, marks.voices, kNamedVoices));
  add_text(values, "original", marks.original);
  if (!marks.published) return;
  values.emplace_back("published", TemplateValue::text(time_in_words(*marks.published, digest)));
  values.emplace_back("published_at", TemplateValue::text(machine_time(site, *marks.published)));
}

TemplateObject item_values(const SiteInput& site, const Digest& digest, const Item& item,
                           const std::vector<std::string>& all) {
  TemplateObject values;
  values.emplace_back("number", TemplateValue::markup(std::to_string(item.number)));
  values.emplace_back("title", TemplateValue::text(item.title));
  add_link(values, "link", item.link);
  add_text(values, "summary", item.summary);
  add_language(values, "title_lang", item.title, item.language, digest.language);
  add_language(values, "summary_lang", item.summary, item.language, digest.language);
  std::vector<TemplateObject> categories;
  for (const auto& name : item.categories)
    categories.push_back({{"category", TemplateValue::text(name)},
                          {"category_link", TemplateValue::markup(link_to(category_page_path(all, name)))}});
  values.emplace_back("categories", TemplateValue::list(std::move(categories)));
  std::vector<TemplateObject> members;
  for (const auto& member : item.members) members.push_back(member_values(site, digest, member));
  values.emplace_back("members", TemplateValue::list(std::move(members)));
  add_marks(values, site, digest, item);
  return values;
}

std::vector<TemplateObject> texts(const std::string& name, const std::vector<std::string>& raw) {
  std::vector<TemplateObject> out;
  for (const auto& one : raw) out.push_back({{name, TemplateValue::text(one)}});
  return out;
}

}  // namespace

void add_digest(TemplateObject& values, const SiteInput& site, const Digest& digest) {
  const auto all = all_categories(site);
  std::vector<TemplateObject> items;
  for (const auto& item : digest.items) items.push_back(item_values(site, digest, item, all));
  const bool one_day = local_day(site.zone, digest.window.begin) == local_day(site.zone, digest.window.end);
  values.emplace_back("digest_title", TemplateValue::text(digest.title));
  values.emplace_back("written", TemplateValue::text(site.zone.format("%Y-%m-%d %H:%M", digest.written)));
  values.emplace_back("written_at", TemplateValue::text(machine_time(site, digest.written)));
  values.emplace_back("begin", TemplateValue::text(site.zone.format("%m-%d %H:%M", digest.window.begin)));
  values.emplace_back(
      "end", TemplateValue::text(site.zone.format(one_day ? "%H:%M" : "%m-%d %H:%M", digest.window.end)));
  if (!digest.items.empty()) add_text(values, "intro", digest.intro);
  values.emplace_back("notes", TemplateValue::list(texts("note", digest.notes)));
  values.emplace_back("has_items", TemplateValue::flag(!items.empty()));
  values.emplace_back("items", TemplateValue::list(std::move(items)));
  const CollectReport& collect = digest.collect;
  values.emplace_back("health", TemplateValue::text(health_in_words(digest.language, collect)));
  values.emplace_back("blind",
                      TemplateValue::flag(is_half_blind(collect.sources, collect.failed, collect.stale)));
  values.emplace_back("has_failures", TemplateValue::flag(!collect.failures.empty()));
  values.emplace_back("failures", TemplateValue::list(texts("failure", collect.failures)));
}

}  // namespace eightbells
