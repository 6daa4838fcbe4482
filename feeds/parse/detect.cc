#include "feeds/parse/detect.h"

#include <algorithm>
#include <cctype>

#include "feeds/base/utf8.h"
#include "feeds/parse/cdf.h"
#include "feeds/parse/namespaces.h"
#include "feeds/text/html_text.h"

namespace eightbells {
namespace {

constexpr int kEnvelopeDepth = 4;         // SOAP, a stray <html><body>, a proxy's wrapper
constexpr std::size_t kMostTried = 1000;  // elements looked at
constexpr std::size_t kPageStart = 64 << 10;

FeedKind kind_of(pugi::xml_node node) {
  const std::string local = ascii_lower(local_part(node.name()));
  if (local == "rss" || local == "rdf") return FeedKind::rss;
  if (local == "feed") return FeedKind::atom;
  if (local == "entry")
    return node.child("title") || node.child("id") || !prefix_of(node.name()).empty() ? FeedKind::atom
                                                                                      : FeedKind::none;
  if (local == "channel") return is_cdf(node) ? FeedKind::cdf : FeedKind::rss;
  if (local == "item") return FeedKind::rss;
  return FeedKind::none;
}

// The first element that is a feed, level by level, so that an outer one wins.
FeedRoot search(pugi::xml_node parent) {
  std::vector<pugi::xml_node> level{parent};
  std::size_t tried = 0;
  for (int depth = 0; depth < kEnvelopeDepth; ++depth) {
    std::vector<pugi::xml_node> next;
    for (const pugi::xml_node node : level) {
      for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling()) {
        if (child.type() != pugi::node_element) continue;
        if (++tried > kMostTried) return {};
        const FeedKind kind = kind_of(child);
        if (kind != FeedKind::none) return {kind, child};
        next.push_back(child);
      }
    }
    level = std::move(next);
  }
  return {};
}

std::string title_of_page(std::string_view page, const std::string& lower) {
  const std::size_t open = lower.find("<title");
  if (open == std::string::npos) return {};
  const std::size_t start = lower.find('>', open);
  const std::size_t end = start == std::string::npos ? start : lower.find("</title", start);
  if (end == std::string::npos) return {};
  const std::string title = plain_title(page.substr(start + 1, end - start - 1));
  return std::string(truncate_code_points(title, 120));
}

bool is_login(const std::string& lower, const std::string& title) {
  const std::string folded = ascii_lower(title);
  for (const std::string_view sign : {"type=\"password\"", "type=password", "type='password'"}) {
    if (lower.find(sign) != std::string::npos) return true;
  }
  for (const std::string_view word : {"sign in", "log in", "login", "登录", "登入"}) {
    if (folded.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

bool looks_like_json(std::string_view text) {
  const std::string_view start = trim(text.substr(0, 4096));
  if (start.empty()) return false;
  if (start.front() == '{') return true;
  return start.front() == '[' || start.substr(0, 2) == "//" || start.substr(0, 2) == "/*";
}

FeedRoot find_feed(pugi::xml_node document) { return search(document); }

std::string describe_no_feed(std::string_view text) {
  if (trim(text).empty()) return "the answer is empty";
  const std::string_view page = text.substr(0, kPageStart);
  const std::string lower = ascii_lower(page);
  const bool html = lower.find("<html") != std::string::npos ||
                    lower.find("<!doctype html") != std::string::npos ||
                    lower.find("<head>") != std::string::npos || lower.find("<title>") != std::string::npos;
  if (html) {
    const std::string title = title_of_page(page, lower);
    const std::string named = title.empty() ? std::string() : ": " + title;
    if (is_login(lower, title)) return "a login page, not a feed" + named;
    return "a web page, not a feed" + named;
  }
  const std::size_t open = lower.find('<');
  if (open == std::string::npos) return "plain text, not a feed";
  return "XML or other markup, but not a feed";
}

}  // namespace eightbells
