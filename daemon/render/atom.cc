// The feed of a profile's digests (RFC 4287).
//
// An entry is an item, not a digest. A reader shows an entry as one thing to open, to mark as read and to
// keep, and that is an item: it has one link of its own, one summary, categories. A digest as an entry would
// need all its items as HTML in one content element, from which no program reads the items back; with items
// as entries, another feed reader (and our own `parse`) sees exactly the titles, links, summaries and
// categories of the digest.
//
// - `updated` is when the digest was written, less a millisecond for each place: readers sort by time, newest
// first, and so show
//   the digest's own order.
// - `author` is who said it first: the author of the item's lead, else its source.
// - Titles and summaries are text, written as HTML that says just this text: read by the rules, and also by
// one of the many readers
//   that take everything for HTML, no tag of a stranger's comes to life.
// - An id never changes and names one item of one window. It is made of the feed's address (where site_url
// says it), profile,
//   window, number and link, so that writing a window again gives the same id.
// - What a digest says about itself (quiet, half blind) stands in the feed's subtitle, for the newest digest.
#include <fmt/format.h>

#include "daemon/render/escape.h"
#include "daemon/render/render.h"
#include "daemon/window/zone.h"
#include "feeds/base/hash.h"

namespace eightbells {

namespace {

std::string rfc3339(const std::string& zone_name, Instant at) {
  const auto zone = Zone::find(zone_name);
  return zone ? zone->format_rfc3339_millis(at) : Zone::find("UTC")->format_rfc3339_millis(at);
}

// A UUID of version 8 (RFC 9562: custom), the digits of a hash.
std::string urn(const std::string& what) {
  std::string digits = hash128_hex(what);
  digits[12] = '8';
  digits[16] = "89ab"[digits[16] & 3];
  return fmt::format("urn:uuid:{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4),
                     digits.substr(12, 4), digits.substr(16, 4), digits.substr(20));
}

std::string entry_id(const Digest& digest, const Item& item, const ProfileSettings& profile) {
  return urn(fmt::format("{}\n{}\n{}\n{}\n{}", profile.site_url, digest.profile,
                         digest.window.end.time_since_epoch().count(), item.number, item.link));
}

std::string text_as_html(std::string_view raw) { return html_escaped(markup_line(raw)); }

std::string entry_of(const Digest& digest, const Item& item, const ProfileSettings& profile) {
  std::string out = fmt::format(
      "  <entry>\n    <id>{}</id>\n    <title type=\"html\">{}</title>\n    <updated>{}</updated>\n",
      entry_id(digest, item, profile), text_as_html(item.title),
      rfc3339(digest.zone, digest.written - Millis(item.number - 1)));
  const std::string link = web_link(item.link);
  if (!link.empty()) out += fmt::format("    <link rel=\"alternate\" href=\"{}\"/>\n", html_escaped(link));
  if (!item.members.empty()) {
    const ItemSource& lead = item.members.front();
    const std::string name = markup_line(lead.author.empty() ? lead.source : lead.author);
    if (!name.empty()) out += fmt::format("    <author><name>{}</name></author>\n", name);
  }
  for (const auto& category : item.categories)
    out += fmt::format("    <category term=\"{}\"/>\n", markup_line(category));
  // Without a link to a page an entry must have content (RFC 4287, 4.1.2).
  const std::string_view element = link.empty() ? "content" : "summary";
  out += fmt::format("    <{0} type=\"html\">{1}</{0}>\n", element, text_as_html(item.summary));
  return out + "  </entry>\n";
}

std::string links_of(const ProfileSettings& profile) {
  if (profile.site_url.empty()) return {};
  const std::string base = html_escaped(web_link(profile.site_url));
  return fmt::format(
      "  <link rel=\"self\" type=\"application/atom+xml\" href=\"{0}atom.xml\"/>\n"
      "  <link rel=\"alternate\" type=\"text/html\" href=\"{0}\"/>\n",
      base);
}

}  // namespace

std::string site_title(const ProfileSettings& profile) {
  if (!profile.site_title.empty()) return profile.site_title;
  return profile.name == ProfileSettings().name ? "Eight Bells" : "Eight Bells: " + profile.name;
}

std::string render_atom(const std::vector<Digest>& newest_first, const ProfileSettings& profile) {
  const Digest& newest = newest_first.front();
  const std::string title = markup_line(site_title(profile));
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n"
      "  <id>{}</id>\n  <title>{}</title>\n",
      markup_line(newest.language), urn(profile.site_url + "\n" + newest.profile), title);
  if (!newest.notes.empty())
    out += fmt::format("  <subtitle>{}</subtitle>\n",
                       markup_line(fmt::format("{}", fmt::join(newest.notes, " "))));
  out += fmt::format(
      "  <updated>{}</updated>\n  <author><name>{}</name></author>\n"
      "  <generator version=\"{}\">Eight Bells</generator>\n{}",
      rfc3339(newest.zone, newest.written), title, EIGHTBELLS_VERSION, links_of(profile));
  for (const auto& digest : newest_first)
    for (const auto& item : digest.items) out += entry_of(digest, item, profile);
  return out + "</feed>\n";
}

}  // namespace eightbells
