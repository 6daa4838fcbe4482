// HTTP as an interface. The real client is CurlClient; tests use a fake that remembers.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "feeds/base/result.h"
#include "feeds/model/source.h"

namespace eightbells {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The first value of a header (names compare without case), or empty.
[[nodiscard]] std::string_view find_header(const Headers& headers, std::string_view name);

struct HttpRequest {
  std::string method = "GET";
  std::string url;   // http, https; file only with allow_file
  Headers headers;   // beside those of `options`
  std::string body;  // POST
  FetchOptions options;
  bool allow_file = false;
  bool require_public = false;  // a link that a stranger gave: already its first address must be public
  bool keep_connection = true;  // false: nobody is expected to ask this host again soon
};

struct HttpRedirect {
  int status = 0;
  std::string to;  // absolute
};

struct HttpResponse {
  int status = 0;                       // 0 for file://
  std::string url;                      // after redirects
  Headers headers;                      // of the last answer, in order
  std::string body;                     // decoded (gzip, br, zstd)
  std::vector<HttpRedirect> redirects;  // in order
};

class HttpClient {
 public:
  using Handler = std::function<void(Result<HttpResponse>)>;
  virtual ~HttpClient() = default;

  // Starts a request; `done` is called once, later, from the loop, never from inside fetch(). Any HTTP status
  // is a success here. A redirect to another host takes no header along but Accept and the conditional ones,
  // no password and no certificate; one from a public address does not reach a private one (unless
  // allow_private). Errors: network, timeout, too_large, refused (scheme, private address after a redirect),
  // http (more redirects than allowed), not_found (file://), cancelled.
  virtual void fetch(HttpRequest request, Handler done) = 0;

  // Ends all that is under way; every handler is called with `cancelled`.
  virtual void cancel_all() = 0;
};

}  // namespace eightbells
