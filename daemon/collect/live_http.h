// The HTTP client that collecting uses: libcurl with manners, set up from [collect].
#pragma once

#include <boost/asio/io_context.hpp>

#include "config/settings.h"
#include "feeds/fetch/curl_client.h"
#include "feeds/fetch/politeness.h"

namespace eightbells {

class LiveHttp {
 public:
  LiveHttp(boost::asio::io_context& io, const CollectSettings& settings)
      : curl_(io, {settings.concurrency, settings.concurrency * 2}),
        polite_(io, curl_, {settings.per_host, settings.gap, settings.hosts}) {}

  [[nodiscard]] HttpClient& client() { return polite_; }

 private:
  CurlClient curl_;
  PoliteClient polite_;
};

}  // namespace eightbells
