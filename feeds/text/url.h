// URLs: parsing and resolving by RFC 3986, with the leniency of the WHATWG URL standard where feeds need
// it, and the canonical form that decides whether two links are the same page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "feeds/base/result.h"

namespace eightbells {

struct Url {
  std::string scheme;      // small letters, without ':'
  std::string user_info;   // as written, without '@'
  std::string host;        // small letters; IPv6 with brackets; IDN as punycode
  std::uint16_t port = 0;  // 0: none written, or the scheme's own
  std::string path;
  std::string query;     // without '?'
  std::string fragment;  // without '#'
  bool has_query = false;

  [[nodiscard]] std::string to_string() const;
};

// An absolute URL. Error invalid: no scheme, a host that cannot be one, or longer than 8 KiB.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

// `reference` made absolute against `base` (RFC 3986, 5.2). A reference that cannot be resolved comes back
// trimmed, as it is.
[[nodiscard]] std::string resolve_url(std::string_view base, std::string_view reference);

// The form in which two links to one page are equal: http as https, no www., m. or amp. host, no default
// port, tracking parameters (utm_*, fbclid, ref, ...) and fragment removed, query sorted, dot segments and a
// trailing slash gone, percent-encoding normalised; an X status in any spelling becomes
// https://x.com/i/status/<id>. Not for showing.
[[nodiscard]] std::string canonical_url(std::string_view url);

// `url` as it may be shown and followed: http, https only, tracking parameters removed, spaces and
// controls percent-encoded; empty when it is none of these.
[[nodiscard]] std::string clean_link(std::string_view url);

// The host in small letters without "www.", empty when there is none.
[[nodiscard]] std::string host_of(std::string_view url);

struct XStatus {
  std::string handle;  // as written in the link; empty for /i/status/
  std::uint64_t id = 0;
};

// The post that a link names, whatever host serves it: x.com, twitter.com, mobile.twitter.com, fxtwitter,
// vxtwitter, fixupx, xcancel, nitter instances (any host with the path /<handle>/status/<digits>), RSSHub
// links.
[[nodiscard]] std::optional<XStatus> x_status(std::string_view url);

}  // namespace eightbells
