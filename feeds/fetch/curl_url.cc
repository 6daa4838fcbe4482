#include "feeds/fetch/curl_url.h"

#include <memory>

#include "feeds/base/utf8.h"
#include "feeds/fetch/libcurl.h"

namespace eightbells {
namespace {

struct UrlCleanup {
  void operator()(CURLU* url) const { libcurl().url_cleanup(url); }
};

std::string part(CURLU* url, CURLUPart which, unsigned flags) {
  char* text = nullptr;
  if (libcurl().url_get(url, which, &text, flags) != CURLUE_OK || text == nullptr) return {};
  std::string out(text);
  libcurl().free(text);
  return out;
}

}  // namespace

std::string CurlUrlParts::host_and_port() const {
  const bool usual =
      port.empty() || (scheme == "http" && port == "80") || (scheme == "https" && port == "443");
  return usual ? host : host + ":" + port;
}

Result<CurlUrlParts> read_url(const std::string& url) {
  const std::unique_ptr<CURLU, UrlCleanup> handle(libcurl().url());
  const CURLUcode code =
      libcurl().url_set(handle.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME);
  if (code != CURLUE_OK || url.find('\0') != std::string::npos) {
    return fail(ErrorKind::invalid,
                "not a URL that can be fetched (" + std::string(libcurl().url_strerror(code)) + ")");
  }
  CurlUrlParts parts;
  parts.scheme = ascii_lower(part(handle.get(), CURLUPART_SCHEME, 0));
  parts.host = ascii_lower(part(handle.get(), CURLUPART_HOST, 0));
  parts.port = part(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  parts.path = part(handle.get(), CURLUPART_PATH, CURLU_URLDECODE);
  return parts;
}

Result<std::string> resolve_location(const std::string& base, const std::string& reference) {
  constexpr unsigned kFlags = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE;
  const std::unique_ptr<CURLU, UrlCleanup> handle(libcurl().url());
  if (libcurl().url_set(handle.get(), CURLUPART_URL, base.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
      libcurl().url_set(handle.get(), CURLUPART_URL, reference.c_str(), kFlags) != CURLUE_OK) {
    return fail(ErrorKind::invalid, "not a URL that can be fetched");
  }
  return part(handle.get(), CURLUPART_URL, 0);
}

bool same_trust(const CurlUrlParts& from, const CurlUrlParts& to) {
  if (from.host != to.host) return false;
  if (from.scheme == to.scheme && from.port == to.port) return true;
  return from.scheme == "http" && from.port == "80" && to.scheme == "https" && to.port == "443";
}

}  // namespace eightbells
