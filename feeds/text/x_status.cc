// Posts on X, whatever host shows them: x.com and twitter.com, their mirrors (nitter, xcancel), embed fixers
// (fxtwitter, vxtwitter, fixupx), RSSHub routes. All keep the path /<handle>/status/<id>. On a host we do not
// know the id must be long enough to be one of X (15 digits and more since 2011), so that nobody else's
// /a/status/1 is one.
#include <algorithm>
#include <charconv>
#include <vector>

#include "feeds/base/utf8.h"
#include "feeds/text/url.h"
#include "feeds/text/url_parts.h"

namespace eightbells {
namespace {

constexpr std::size_t kLongestHandle = 20;  // 15 today; some early ones are longer
constexpr std::size_t kShortestForeignId = 15;

bool is_handle(std::string_view text) {
  return !text.empty() && text.size() <= kLongestHandle && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_known_host(std::string_view host) {
  for (const std::string_view name : {"x.com", "twitter.com", "fxtwitter.com", "vxtwitter.com", "fixupx.com",
                                      "fixvx.com", "xcancel.com", "twittpr.com", "nitter.net"}) {
    if (host == name || (host.ends_with(name) && host[host.size() - name.size() - 1] == '.')) return true;
  }
  return host.find("nitter") != std::string_view::npos || host.find("rsshub") != std::string_view::npos;
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty() && segments.size() < 8) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) segments.push_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return segments;
}

}  // namespace

std::optional<XStatus> x_status(std::string_view url) {
  constexpr auto kNowhere = std::string_view::npos;
  if (url.find("/status") == kNowhere && url.find_first_of("\r\n\t\\") == kNowhere)
    return std::nullopt;  // most links end here
  const std::string tidied = tidied_url(url);
  const UrlParts parts = split_url(tidied);
  const std::string scheme = ascii_lower(parts.scheme);
  if (scheme != "http" && scheme != "https") return std::nullopt;
  const std::string_view authority = parts.authority.substr(parts.authority.rfind('@') + 1);
  const std::string host = ascii_lower(authority.substr(0, authority.find(':')));
  if (host.empty()) return std::nullopt;  // "https:/x/status/1": what it means is found when it is mended
  const bool known = is_known_host(host);
  const std::string path = without_dot_segments(parts.path);  // "/status/20/../30" is 30, as for browsers
  const auto segments = segments_of(path);
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    if (segments[i] != "status" && !(known && segments[i] == "statuses")) continue;
    std::string_view digits = segments[i + 1];
    digits = digits.substr(0, std::min(digits.find_first_not_of("0123456789"), digits.size()));
    if (digits.empty() || (!known && (digits.size() < kShortestForeignId || digits != segments[i + 1])))
      continue;
    XStatus status;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), status.id);
    if (error != std::errc() || status.id == 0) continue;
    const std::string_view before = i == 0 ? std::string_view() : segments[i - 1];
    if (before.empty() ? !known : !is_handle(before)) continue;
    const bool nobody =
        before.empty() || before == "i" || (before == "web" && i >= 2 && segments[i - 2] == "i");
    if (!nobody) status.handle = std::string(before);
    return status;
  }
  return std::nullopt;
}

}  // namespace eightbells
