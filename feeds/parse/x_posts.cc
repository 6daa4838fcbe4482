// Source of the time: X's "snowflake" ids (2010): 41 bits of milliseconds since kEpoch, 22 bits of machine
// and sequence.
#include "feeds/parse/x_posts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "feeds/base/utf8.h"
#include "feeds/text/html_text.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

constexpr std::uint64_t kEpoch = 1'288'834'974'657;        // milliseconds since 1970
constexpr std::uint64_t kFirstSnowflake = 29'700'859'247;  // ids below were counted one by one
constexpr std::size_t kMaxReferences = 20;
constexpr std::size_t kMaxHandle = 30;

std::optional<XStatus> status_of(const EntryDraft& draft) {
  auto status = x_status(draft.link.value());
  if (status && status->id != 0) return status;
  status = x_status(draft.own_id);
  if (status && status->id != 0) return status;
  return std::nullopt;
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// "@handle" at the start of `text` and the ": " or " " behind it; the length of all, 0 when it is not there.
std::size_t handle_length(std::string_view text, bool needs_colon) {
  if (text.empty() || text.front() != '@') return 0;
  std::size_t end = 1;
  while (end < text.size() && end <= kMaxHandle &&
         (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
    ++end;
  if (end == 1) return 0;
  if (end < text.size() && text[end] == ':') {
    ++end;
  } else if (needs_colon) {
    return 0;
  }
  while (end < text.size() && (text[end] == ' ' || text[end] == '\n')) ++end;
  return end;
}

bool is_short_link(std::string_view word) {
  return starts_with(word, "https://t.co/") || starts_with(word, "http://t.co/") ||
         starts_with(word, "t.co/");
}

void add_reference(Entry& entry, std::string link) {
  if (link.empty() || entry.references.size() >= kMaxReferences) return;
  if (const auto status = x_status(link); status && status->id != 0) {
    link = x_post_link(status->handle, status->id);
    if (entry.id == x_post_id(status->id)) return;
  }
  if (std::find(entry.references.begin(), entry.references.end(), link) == entry.references.end()) {
    entry.references.push_back(std::move(link));
  }
}

// Links in the post's HTML that lead to what it is about. Links to accounts, tags and searches are not.
void add_references(Entry& entry, std::string_view html) {
  const std::string own_host = host_of(entry.link);
  for (const HtmlLink& link : html_links(html, 100)) {
    if (!link.rel.empty() && link.rel == "stylesheet") continue;
    const std::string host = host_of(link.href);
    if (host.empty()) continue;
    const bool post = x_status(link.href).has_value();
    const bool of_x = host == "x.com" || host == "twitter.com" || host == "mobile.twitter.com" ||
                      starts_with(host, "nitter") || host == "xcancel.com" || host == "fxtwitter.com" ||
                      host == "vxtwitter.com";
    if (post || !of_x) add_reference(entry, link.href);
  }
}

std::string text_of_post(const EntryDraft& draft, const ParseOptions& options, Entry& entry) {
  std::string title =
      draft.title.has_value() ? read_text(draft.title.value(), options.max_text_bytes) : std::string();
  const XPrefix prefix = strip_x_prefix(title);
  entry.is_repost = prefix.is_repost;
  entry.is_reply = prefix.is_reply;
  const TextSource body = draft.content.has_value() ? draft.content.value() : draft.summary.value();
  if (!body) return title;
  std::string buffer;
  add_references(entry, html_of(body, buffer));
  std::string text = read_text(body, options.max_text_bytes);
  const XPrefix inner = strip_x_prefix(text);
  entry.is_repost = entry.is_repost || inner.is_repost;
  entry.is_reply = entry.is_reply || inner.is_reply;
  // A picture alone leaves a body without words.
  return text.empty() ? title : text;
}

}  // namespace

bool is_x_timeline(const FeedDraft& feed) {
  return !feed.entries.empty() &&
         std::all_of(feed.entries.begin(), feed.entries.end(),
                     [](const EntryDraft& draft) { return status_of(draft).has_value(); });
}

Entry finish_x_post(const EntryDraft& draft, const ParseOptions& options) {
  const XStatus status = status_of(draft).value_or(XStatus{});
  Entry entry;
  entry.id = x_post_id(status.id);
  std::string handle = status.handle;
  if (handle.empty() && starts_with(draft.author.value(), "@")) handle = draft.author.value().substr(1);
  entry.link = x_post_link(handle, status.id);
  entry.author = handle.empty() ? draft.author.value() : fmt::format("@{}", handle);
  entry.published = x_post_time(status.id);
  if (!entry.published) entry.published = draft.published.value();
  entry.categories = draft.categories;
  entry.language = draft.language;
  entry.written = written_hash({draft.title.value(), draft.summary.value(), draft.content.value()});
  entry.known = options.is_known && options.is_known(entry.id, entry.written);
  if (entry.known) return entry;
  entry.summary = text_of_post(draft, options, entry);
  for (std::string& link : strip_short_links(entry.summary)) add_reference(entry, std::move(link));
  return entry;
}

std::optional<Instant> x_post_time(std::uint64_t status_id) {
  if (status_id <= kFirstSnowflake) return std::nullopt;
  return Instant(Millis(static_cast<std::int64_t>((status_id >> 22U) + kEpoch)));
}

std::string x_post_id(std::uint64_t status_id) { return fmt::format("x:{}", status_id); }

std::string x_post_link(std::string_view handle, std::uint64_t status_id) {
  return fmt::format("https://x.com/{}/status/{}", handle.empty() ? std::string_view("i") : handle,
                     status_id);
}

std::vector<std::string> strip_short_links(std::string& text) {
  std::vector<std::string> links;
  while (true) {
    const std::string_view rest = trim(text);
    const std::size_t space = rest.find_last_of(" \n\t");
    const std::string_view word = space == std::string_view::npos ? rest : rest.substr(space + 1);
    if (!is_short_link(word)) break;
    links.emplace_back(word.front() == 't' ? fmt::format("https://{}", word) : std::string(word));
    text = std::string(trim(rest.substr(0, rest.size() - word.size())));
  }
  std::reverse(links.begin(), links.end());
  return links;
}

XPrefix strip_x_prefix(std::string& text) {
  struct Form {
    std::string_view start;
    bool repost;
    bool needs_colon;
  };
  // Nitter's forms, then RSSHub's, whose reply form has no colon.
  static constexpr Form kForms[] = {
      {"RT by ", true, true}, {"R to ", false, true}, {"RT ", true, false}, {"Re ", false, false}};
  XPrefix prefix;
  std::string_view rest = trim(text);
  for (const std::string_view pinned : {"Pinned: ", "📌 "}) {
    if (starts_with(rest, pinned)) rest = trim(rest.substr(pinned.size()));
  }
  for (const Form& form : kForms) {
    if (!starts_with(rest, form.start)) continue;
    const std::size_t length = handle_length(rest.substr(form.start.size()), form.needs_colon);
    if (length == 0) continue;
    rest.remove_prefix(form.start.size() + length);
    (form.repost ? prefix.is_repost : prefix.is_reply) = true;
    break;
  }
  text = std::string(rest);
  return prefix;
}

}  // namespace eightbells
