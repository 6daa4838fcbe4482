#include "feeds/sources/discovery.h"

#include <algorithm>
#include <array>
#include <utility>

#include "feeds/base/utf8.h"
#include "feeds/text/html_text.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

constexpr std::size_t kMaxLinks = 10;

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// `rel` is a list of words.
bool has_word(std::string_view list, std::string_view word) {
  std::size_t at = 0;
  while (at < list.size()) {
    const std::size_t end = std::min(list.find_first_of(" \t\n\f\r", at), list.size());
    if (list.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

bool is_feed_type(std::string_view type) {
  static constexpr std::array<std::string_view, 5> kTypes{"application/rss+xml", "application/atom+xml",
                                                          "application/feed+json", "application/rdf+xml",
                                                          "application/json"};
  type = trim(type.substr(0, type.find(';')));
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

// Whether a path is plainly a feed's ("/feed/", "/rss.xml"), not an article about feeds ("/what-is-rss").
bool is_feed_path(std::string_view url) {
  const auto parsed = parse_url(url);
  if (!parsed) return false;
  std::string path = ascii_lower(parsed->path);
  while (!path.empty() && path.back() == '/') path.pop_back();
  static constexpr std::array<std::string_view, 11> kEnds{
      "/feed",      "/rss",       "/atom",      "/feed.xml", "/rss.xml", "/atom.xml",
      "/index.xml", "/feed.json", "/index.rss", ".rss",      ".atom"};
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return ends_with(path, end); });
}

// oEmbed and the REST interface of blogs are declared like feeds, and are none.
bool is_interface(std::string_view url) { return holds(url, "wp-json") || holds(url, "oembed"); }

bool is_comments(const HtmlLink& link) {
  const std::string words = ascii_lower(link.href) + ' ' + ascii_lower(link.title);
  return holds(words, "comment") || holds(words, "kommentar") || holds(words, "评论") ||
         holds(words, "コメント");
}

// Smaller is better; none: no feed.
int rank_of(const HtmlLink& link, std::string_view url) {
  constexpr int kNone = -1;
  if (is_interface(url)) return kNone;
  const bool declared = has_word(link.rel, "alternate") || has_word(link.rel, "feed");
  const bool typed = is_feed_type(link.type);
  int rank = kNone;
  if (declared && typed) rank = 0;
  else if (has_word(link.rel, "feed")) rank = 1;
  else if (typed && is_feed_path(url)) rank = 2;
  else if (link.type.empty() && is_feed_path(url)) rank = 3;
  if (rank == kNone) return kNone;
  // "application/json" alone says little.
  if (has_word(link.type, "application/json") && !holds(ascii_lower(url), "feed")) return kNone;
  return is_comments(link) ? rank + 10 : rank;
}

}  // namespace

PageKind page_kind(std::string_view bytes) {
  const std::string text = ascii_lower(bytes.substr(0, kMaxPageBytes));
  const std::string_view begin = trim(std::string_view(text).substr(0, 4096));
  const bool is_html = begin.rfind("<!doctype html", 0) == 0 || begin.rfind("<html", 0) == 0 ||
                       holds(begin, "<html") || holds(begin, "<head>") || holds(begin, "<body");
  if (!is_html) return PageKind::not_html;
  static constexpr std::array<std::string_view, 4> kPasswords{"type=\"password\"", "type='password'",
                                                              "type=password", "name=\"password\""};
  for (const std::string_view mark : kPasswords) {
    if (holds(text, mark)) return PageKind::login;
  }
  static constexpr std::array<std::string_view, 6> kChallenges{
      "<title>just a moment...",   "cf-challenge", "cf_chl_", "_incapsula_", "g-recaptcha",
      "<title>attention required!"};
  for (const std::string_view mark : kChallenges) {
    if (holds(text, mark)) return PageKind::challenge;
  }
  return PageKind::page;
}

std::vector<std::string> feed_links(std::string_view html, std::string_view base_url) {
  std::vector<std::pair<int, std::string>> ranked;
  for (const HtmlLink& link : html_links(html.substr(0, kMaxPageBytes))) {
    if (link.href.empty()) continue;
    std::string url = resolve_url(base_url, link.href);
    const auto parsed = parse_url(url);
    if (!parsed || (parsed->scheme != "http" && parsed->scheme != "https")) continue;
    const int rank = rank_of(link, url);
    if (rank < 0 || url == base_url) continue;
    const bool known =
        std::any_of(ranked.begin(), ranked.end(), [&](const auto& each) { return each.second == url; });
    if (!known) ranked.emplace_back(rank, std::move(url));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> out;
  for (auto& [rank, url] : ranked) {
    if (out.size() == kMaxLinks) break;
    out.push_back(std::move(url));
  }
  return out;
}

std::vector<std::string> common_feed_addresses(std::string_view page_url) {
  static constexpr std::array<std::string_view, 8> kPaths{"feed",      "rss.xml", "feed.xml",  "atom.xml",
                                                          "index.xml", "rss",     "feed.json", "blog/feed"};
  std::vector<std::string> out;
  if (const auto url = parse_url(page_url); !url || (url->scheme != "http" && url->scheme != "https"))
    return out;
  for (const std::string_view path : kPaths) out.push_back(resolve_url(page_url, "/" + std::string(path)));
  return out;
}

}  // namespace eightbells
