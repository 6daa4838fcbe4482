// HttpClient on libcurl's multi-socket interface, driven by Asio on one thread: hundreds of requests in
// flight. libcurl keeps the sockets and the protocol (HTTP/1.1, HTTP/2, TLS, compression, file://); Asio
// waits for them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string_view>

#include "feeds/fetch/http_client.h"
#include "feeds/fetch/private_address.h"

namespace eightbells {

struct CurlClientOptions {
  int max_in_flight = 64;          // requests beyond wait in order
  int max_connections = 128;       // kept open for the next request
  Millis connect_timeout{10'000};  // name, connection and TLS; the request's own timeout limits the whole
  // A server that has begun its body and sends less than this over a while (the body's first `slow_grace`) is
  // given up.
  std::size_t slowest_bytes_per_second = 100;
  Millis slow_grace{15'000};
  // Which addresses are private. Tests put their own here, because all that they can reach is loopback.
  std::function<bool(std::string_view address)> is_private = is_private_address;
};

class CurlClient final : public HttpClient {
 public:
  // `io` must outlive the client. Call everything on the thread that runs `io`.
  CurlClient(boost::asio::io_context& io, CurlClientOptions options);
  // Cancels what is under way: those handlers are still called, from the loop, if it runs on.
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
