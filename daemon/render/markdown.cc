// The golden format (docs/formats.md): front matter, an intro line, numbered items. Each piece of a
// stranger's text goes through escape.h, so that it can neither end the front matter nor close a link.
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

MarkdownReader reader_of(const ProfileSettings& profile) {
  if (profile.front_matter == "obsidian") return MarkdownReader::obsidian;
  return profile.front_matter == "jekyll" ? MarkdownReader::jekyll : MarkdownReader::common;
}

Zone zone_of(const Digest& digest) {
  auto zone = Zone::find(digest.zone);
  return zone ? *zone : *Zone::find("UTC");
}

// Obsidian's properties: a date and time is local and without an offset, a tag is one word, and a note is
// found by its aliases.
std::string obsidian_properties(const Digest& digest) {
  std::vector<std::string> tags;
  for (const auto& category : digest.categories)
    if (std::string tag = obsidian_tag(category); !tag.empty()) tags.push_back(std::move(tag));
  return fmt::format("---\ntitle: {0}\naliases: [{0}]\ndate: {1}\ntags: {2}\n---\n\n",
                     yaml_string(digest.title), zone_of(digest).format("%Y-%m-%dT%H:%M:%S", digest.written),
                     yaml_list(tags));
}

// Without front matter the title is a heading: else nothing would say it.
std::string front_matter(const Digest& digest, const ProfileSettings& profile) {
  if (profile.front_matter == "none")
    return digest.title.empty() ? "" : "# " + markdown_inline(digest.title) + "\n\n";
  if (profile.front_matter == "obsidian") return obsidian_properties(digest);
  std::string out = fmt::format("---\ntitle: {}\ndate: {}\n", yaml_string(digest.title),
                                zone_of(digest).format_rfc3339_millis(digest.written));
  if (profile.front_matter == "jekyll") out += "layout: post\n";
  if (profile.front_matter == "zola") out += "taxonomies:\n  ";
  return out + fmt::format("categories: {}\n---\n\n", yaml_list(digest.categories));
}

// One line below the summary, where the settings ask for it.
std::string marks_text(const Item& item, const Digest& digest, const ProfileSettings& profile) {
  const Marks marks = marks_of(item, digest, marks_in_markdown(profile));
  std::vector<std::string> parts;
  const std::string earlier = markdown_target(item.earlier);
  if (marks.update && earlier.empty()) parts.emplace_back(site_word(digest.language, "update"));
  else if (marks.update)
    parts.push_back(fmt::format("[{}]({})", site_word(digest.language, "update_of"), earlier));
  if (!marks.voices.empty())
    parts.push_back(
        std::string(site_word(digest.language, "also")) +
        markdown_text(voices_in_words(digest.language, marks.voices, kNamedVoices), reader_of(profile)));
  if (!marks.original.empty()) parts.push_back(marks.original);
  if (marks.published) parts.push_back(time_in_words(*marks.published, digest));
  return fmt::format("{}", fmt::join(parts, " · "));
}

std::string item_text(const Item& item, const Digest& digest, const ProfileSettings& profile) {
  // The text starts in column 4 ("1.  [", "10. ["), and the paragraph is indented as far, so that it belongs
  // to the item.
  std::string marker = fmt::format("{}.", item.number);
  marker.resize(std::max<std::size_t>(4, marker.size() + 1), ' ');
  const MarkdownReader reader = reader_of(profile);
  const std::string target = markdown_target(item.link);
  std::string out = target.empty()
                        ? marker + markdown_text(item.title, reader)
                        : fmt::format("{}[{}]({})", marker, markdown_inline(item.title, reader), target);
  for (const std::string& paragraph :
       {markdown_text(item.summary, reader), marks_text(item, digest, profile)})
    if (!paragraph.empty()) out += fmt::format("\n\n{}{}", std::string(marker.size(), ' '), paragraph);
  return out;
}

}  // namespace

std::string render_markdown(const Digest& digest, const ProfileSettings& profile) {
  const MarkdownReader reader = reader_of(profile);
  std::vector<std::string> blocks;
  if (!digest.items.empty() && !digest.intro.empty()) blocks.push_back(markdown_text(digest.intro, reader));
  for (const auto& item : digest.items) blocks.push_back(item_text(item, digest, profile));
  for (const auto& note : digest.notes) blocks.push_back("> " + markdown_text(note, reader));
  return front_matter(digest, profile) + fmt::format("{}", fmt::join(blocks, "\n\n"));
}

}  // namespace eightbells
