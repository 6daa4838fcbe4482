// What the client needs to know of a URL, read by libcurl itself, so that it and we never see two different
// hosts.
#pragma once

#include <string>

#include "feeds/base/result.h"

namespace eightbells {

struct CurlUrlParts {
  std::string scheme;  // small letters
  std::string host;    // as libcurl normalises it, IPv6 in brackets
  std::string port;    // the scheme's own when none is written
  std::string path;    // percent-decoded; for file://

  // "feeds.example.com", with ":8080" when that is not the scheme's own port.
  [[nodiscard]] std::string host_and_port() const;
};

[[nodiscard]] Result<CurlUrlParts> read_url(const std::string& url);

// `reference`, as a Location header has it, made absolute against `base`; spaces and bytes beyond ASCII are
// percent-encoded.
[[nodiscard]] Result<std::string> resolve_location(const std::string& base, const std::string& reference);

// Whether what was meant for `from` (a password, a header) may be sent to `to`: the same host, scheme and
// port, or the same host by https where it was http.
[[nodiscard]] bool same_trust(const CurlUrlParts& from, const CurlUrlParts& to);

}  // namespace eightbells
