// A URL reference cut at its marks, nothing decoded or judged (RFC 3986, appendix B).
#pragma once

#include <string>
#include <string_view>

namespace eightbells {

struct UrlParts {
  std::string_view scheme;  // as written, without ':'
  std::string_view authority;
  std::string_view path;
  std::string_view query;
  std::string_view fragment;
  bool has_authority = false;
  bool has_query = false;
  bool has_fragment = false;
};

[[nodiscard]] UrlParts split_url(std::string_view text);

// Trimmed, without the line ends and tabs that broken templates put inside, and in http with slashes for
// backslashes.
[[nodiscard]] std::string tidied_url(std::string_view text);

// "." and ".." taken out of a path (RFC 3986, 5.2.4).
[[nodiscard]] std::string without_dot_segments(std::string_view path);

// Percent-encoding made uniform: unreserved characters decoded, hexadecimal digits large, and what may not
// stand in a URL (spaces, controls, quotes, angles, non-ASCII) encoded. Other characters stay.
[[nodiscard]] std::string normal_percent(std::string_view text);

// What may not stand in a URL encoded, nothing decoded.
[[nodiscard]] std::string encode_unsafe(std::string_view text);

// %XX decoded once.
[[nodiscard]] std::string percent_decode(std::string_view text);

// Whether a query parameter only tells where a reader came from. `host` has no "www.".
[[nodiscard]] bool is_tracking_parameter(std::string_view host, std::string_view name,
                                         std::string_view value);

// The address inside a redirect or a cache address ("google.com/url?q=...", "cdn.ampproject.org/c/s/..."), or
// nothing.
[[nodiscard]] std::string wrapped_target(std::string_view host, std::string_view path,
                                         std::string_view query);

}  // namespace eightbells
