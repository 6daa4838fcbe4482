// The golden format (docs/formats.md): front matter, an intro line, numbered items. Each piece of a stranger's text goes
// through escape.h, so that it can neither end the front matter nor close a link.
#include <algorithm>

#include <fmt/format.h>

#include "daemon/render/escape.h"
#include "daemon/render/marks.h"
#include "daemon/render/render.h"
#include "daemon/render/site_words.h"
#include "daemon/window/zone.h"

namespace eightbells {

namespace {

std::string yaml_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) {
    if (out.size() > 1) out += ", ";
    out += yaml_string(text);
  }
  return out + "]";
}

std::string written_at(const Digest& digest) {
  const auto zone = Zone::find(digest.zone);
  return zone ? zone->format_rfc3339_millis(digest.written) : Zone::find("UTC")->format_rfc3339_millis(digest.written);
}

std::string front_matter(const Digest& digest, const ProfileSettings& profile) {
  if (profile.front_matter == "none") return {};
  std::string out = fmt::format("---\ntitle: {}\ndate: {}\n", yaml_string(digest.title), written_at(digest));
  if (profile.front_matter == "zola")
    out += fmt::format("taxonomies:\n  categories: {}\n", yaml_list(digest.categories));
  else if (profile.front_matter == "obsidian")
    out += fmt::format("tags: {}\n", yaml_list(digest.categories));
  else if (profile.front_matter == "jekyll")
    out += fmt::format("layout: post\ncategories: {}\n", yaml_list(digest.categories));
  else
    out += fmt::format("categories: {}\n", yaml_list(digest.categories));
  return out + "---\n\n";
}

// One line below the summary, where the settings ask for it.
std::string marks_text(const Item& item, const Digest& digest, const ProfileSettings& profile) {
  const Marks marks = marks_of(item, digest, marks_in_markdown(profile));
  std::vector<std::string> parts;
  const std::string earlier = markdown_target(item.earlier);
  if (marks.update && earlier.empty()) parts.emplace_back(site_word(digest.language, "update"));
  else if (marks.update) parts.push_back(fmt::format("[{}]({})", site_word(digest.language, "update_of"), earlier));
  if (!marks.voices.empty())
    parts.push_back(std::string(site_word(digest.language, "also")) +
                    markdown_text(voices_in_words(digest.language, marks.voices, kNamedVoices)));
  if (!marks.original.empty()) parts.push_back(marks.original);
  if (marks.published) parts.push_back(time_in_words(*marks.published, digest));
  return fmt::format("{}", fmt::join(parts, " · "));
}

std::string item_text(const Item& item, const Digest& digest, const ProfileSettings& profile) {
  // The text starts in column 4 ("1.  [", "10. ["), and the paragraph is indented as far, so that it belongs to the item.
  std::string marker = fmt::format("{}.", item.number);
  marker.resize(std::max<std::size_t>(4, marker.size() + 1), ' ');
  const std::string target = markdown_target(item.link);
  std::string out = target.empty() ? marker + markdown_text(item.title)
                                   : fmt::format("{}[{}]({})", marker, markdown_inline(item.title), target);
  for (const std::string& paragraph : {markdown_text(item.summary), marks_text(item, digest, profile)})
    if (!paragraph.empty()) out += fmt::format("\n\n{}{}", std::string(marker.size(), ' '), paragraph);
  return out;
}

}  // namespace

std::string render_markdown(const Digest& digest, const ProfileSettings& profile) {
  std::vector<std::string> blocks;
  if (!digest.items.empty() && !digest.intro.empty()) blocks.push_back(markdown_text(digest.intro));
  for (const auto& item : digest.items) blocks.push_back(item_text(item, digest, profile));
  for (const auto& note : digest.notes) blocks.push_back("> " + markdown_text(note));
  return front_matter(digest, profile) + fmt::format("{}", fmt::join(blocks, "\n\n"));
}

}  // namespace eightbells
