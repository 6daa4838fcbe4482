// The form in which two links to one page are equal.
//
// Problem. The same article is linked with and without www., over http and https, from its mobile and AMP
// hosts, with the newsletter's and the tweet's tracking parameters, through redirect wrappers. Equal pages
// found here are worth more than any text similarity, so a miss costs a duplicate; but two pages made equal
// are one story lost, which is worse.
//
// Method. Only changes that are safe on the web at large, or facts about one host:
//  1. a post on X in any spelling is its number;
//  2. a wrapper that carries the address inside is replaced by it, kWrapperDepth of them in a round;
//  3. https, host without "www." "m." "amp.", no port of the scheme, no user;
//  4. path without dot segments, doubled slashes, session ids, index files, AMP endings, trailing slash;
//  5. query without tracking parameters, sorted;
//  6. no fragment, unless it routes an application ("#/post/1", "#!x") or names one entry of a changelog by
//  date or
//     version ("#2026-01-07", "#v1.2");
//  7. hosts that have several addresses for one thing (videos, papers, posts) get one form.
// Nothing is asked of the network. The steps are repeated until nothing changes, which makes the function
// idempotent: an address that is canonical already takes one round, most others two.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "feeds/base/utf8.h"
#include "feeds/text/url.h"
#include "feeds/text/url_hosts.h"
#include "feeds/text/url_parts.h"

namespace eightbells {
namespace {

constexpr int kWrapperDepth = 3;
constexpr int kRounds = 512;  // an address of the greatest length has fewer wrappers

// Endings of a path that do not make it another page.
constexpr std::string_view kEmptyEndings[] = {"/",          "/amp",       ".amp",         "/index.html",
                                              "/index.htm", "/index.php", "/index.shtml", "/default.aspx"};
constexpr auto npos = std::string_view::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_web(std::string_view scheme) { return scheme == "http" || scheme == "https"; }

std::string_view without_www(std::string_view host) {
  if (host.starts_with("www.") && host.find('.', 4) != npos) host.remove_prefix(4);
  return host;
}

std::string canonical_host(std::string host) {
  while (host.ends_with('.')) host.pop_back();
  for (const std::string_view prefix : {"www.", "amp.", "m."}) {
    // What remains must still be a name with a dot: "m.me" is a host of its own.
    if (host.starts_with(prefix) && host.find('.', prefix.size()) != npos) host.erase(0, prefix.size());
  }
  return host;
}

std::string canonical_path(std::string_view written) {
  std::string path;
  for (const char c : without_dot_segments(normal_percent(written))) {
    if (c != '/' || !path.ends_with('/')) path += c;
  }
  const std::string lower = ascii_lower(path);
  if (const std::size_t session = lower.find(";jsessionid="); session != npos) path.resize(session);
  for (std::size_t before = 0; before != path.size();) {  // "/amp/index.html/"
    before = path.size();
    if (path.ends_with(".amp.html")) path.replace(path.size() - 9, 9, ".html");
    for (const std::string_view ending : kEmptyEndings) {
      if (path.ends_with(ending)) path.resize(path.size() - ending.size());
    }
  }
  return path;
}

// The pieces of a query that say something about the page.
std::vector<std::string_view> telling_pieces(std::string_view host, std::string_view query) {
  std::vector<std::string_view> pieces;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    std::string_view piece = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    while (piece.starts_with("amp;")) piece.remove_prefix(4);  // "&amp;" that was escaped once too often
    const std::size_t equals = std::min(piece.find('='), piece.size());
    const std::string_view value = piece.substr(std::min(equals + 1, piece.size()));
    if (!piece.empty() && !is_tracking_parameter(host, piece.substr(0, equals), value))
      pieces.push_back(piece);
  }
  return pieces;
}

std::string canonical_query(std::string_view host, std::string_view query) {
  std::vector<std::string> pieces;
  for (const std::string_view piece : telling_pieces(host, query)) {
    std::string normal = normal_percent(piece);
    for (std::size_t plus = normal.find('+'); plus != npos; plus = normal.find('+', plus))
      normal.replace(plus, 1, "%20");
    if (normal != "outputType=amp" && normal != "output=amp" && normal != "outputType=valid_amp")
      pieces.push_back(normal);
  }
  std::sort(pieces.begin(), pieces.end());
  pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
  std::string out;
  for (const std::string& piece : pieces) {
    if (!out.empty()) out.append(1, '&');
    out.append(piece);
  }
  return out;
}

bool names_date_or_version(std::string_view fragment) {
  if (fragment.starts_with('v') || fragment.starts_with('V')) fragment.remove_prefix(1);
  std::size_t digits = 0;
  while (digits < fragment.size() && is_digit(fragment[digits])) ++digits;
  if (digits == 0 || digits > 4 || digits + 1 >= fragment.size()) return false;
  const char mark = fragment[digits];
  return (mark == '.' || mark == '-' || mark == '_') && is_digit(fragment[digits + 1]);
}

std::string canonical_fragment(std::string_view fragment) {
  const bool route = fragment.starts_with("/") || fragment.starts_with("!");
  if (fragment.size() < 2 || !(route || names_date_or_version(fragment))) return {};
  return normal_percent(fragment);
}

// The address inside redirect wrappers, or the address itself.
Url unwrapped(Url url) {
  for (int depth = 0; depth < kWrapperDepth; ++depth) {
    const std::string target = wrapped_target(without_www(url.host), url.path, url.query);
    if (target.empty()) break;
    auto inner = parse_url(target);
    if (!inner || !is_web(inner->scheme)) break;
    url = std::move(*inner);
  }
  return url;
}

std::string post_address(const XStatus& status) {
  return fmt::format("https://x.com/i/status/{}", status.id);
}

std::string canonical_once(const std::string& text) {
  if (const auto status = x_status(text)) return post_address(*status);
  auto parsed = parse_url(text);
  if (!parsed) return text;
  if (!is_web(parsed->scheme)) return parsed->to_string();
  Url url = unwrapped(std::move(*parsed));
  if (const auto status = x_status(url.to_string())) return post_address(*status);
  url.scheme = "https";
  if (url.port == 80 || url.port == 443) url.port = 0;
  url.user_info.clear();
  url.host = canonical_host(std::move(url.host));
  url.path = canonical_path(url.path);
  url.query = canonical_query(url.host, url.query);
  url.fragment = canonical_fragment(url.fragment);
  apply_host_rules(url);
  url.has_query = !url.query.empty();
  return url.to_string();
}

}  // namespace

std::string canonical_url(std::string_view text) {
  std::string current(trim(text));
  for (int round = 0; round < kRounds; ++round) {
    std::string next = canonical_once(current);
    if (next == current) break;
    current = std::move(next);
  }
  return current;
}

std::string clean_link(std::string_view text) {
  auto url = parse_url(text);
  if (!url || !is_web(url->scheme)) return {};
  std::string query;
  for (const std::string_view piece : telling_pieces(without_www(url->host), url->query)) {
    if (!query.empty()) query += '&';
    query += piece;
  }
  url->query = std::move(query);
  url->has_query = !url->query.empty();
  return url->to_string();
}

}  // namespace eightbells
