// HttpClient on libcurl's multi-socket interface, driven by Asio on one thread: hundreds of requests in flight.
// libcurl keeps the sockets and the protocol (HTTP/1.1, HTTP/2, TLS, compression, file://); Asio waits for them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "feeds/fetch/http_client.h"

namespace eightbells {

struct CurlClientOptions {
  int max_in_flight = 64;    // requests beyond wait in order
  int max_connections = 128;
};

class CurlClient final : public HttpClient {
 public:
  // `io` must outlive the client. Call everything on the thread that runs `io`.
  CurlClient(boost::asio::io_context& io, CurlClientOptions options);
  ~CurlClient() override;
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;

  void fetch(HttpRequest request, Handler done) override;
  void cancel_all() override;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace eightbells
