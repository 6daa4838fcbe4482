// libcurl's error codes as sentences for a person.
#pragma once

#include <curl/curl.h>

#include <string>

#include "feeds/base/clock.h"
#include "feeds/base/result.h"
#include "feeds/fetch/curl_url.h"

namespace eightbells {

// What was known when a transfer failed.
struct CurlFailure {
  CURLcode code = CURLE_OK;
  CurlUrlParts url;
  std::string proxy_host;  // empty: none
  Millis timeout{0};       // of the whole request
  Millis connect_timeout{0};
  bool resolved = false;  // the name had been looked up
  bool connected = false;
  std::size_t body_bytes = 0;
  long verify_result = 0;  // OpenSSL's X509_V_ERR_*
  int os_error = 0;        // errno
};

[[nodiscard]] Error describe(const CurlFailure& failure);

// "10 MiB", "30 s", "1.5 s".
[[nodiscard]] std::string show_size(std::size_t bytes);
[[nodiscard]] std::string show_duration(Millis duration);

}  // namespace eightbells
