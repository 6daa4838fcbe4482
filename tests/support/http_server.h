// A real HTTP/1.1 server on loopback for tests: routes are functions, every request is remembered, and an
// answer can misbehave in the ways that servers do. It runs on a thread of its own until it is destroyed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/fetch/http_client.h"

namespace eightbells::testing {

struct ServedRequest {
  std::string method;
  std::string target;  // "/feed?page=2"
  std::string path;    // "/feed"
  std::string query;   // "page=2"
  Headers headers;     // as sent, in order
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const {
    return std::string(find_header(headers, name));
  }
};

// What a route answers. Content-Length, or chunked framing, is added; everything else is as given.
struct ServedResponse {
  int status = 200;
  Headers headers = {};
  std::string body = {};
  bool chunked = false;
  Millis delay{0};        // before the first byte
  bool never = false;     // the request is read and not answered
  std::size_t piece = 0;  // the body in pieces of so many bytes (0: whole) ...
  Millis piece_gap{0};    // ... with this between two
  std::optional<std::size_t> reset_after =
      std::nullopt;  // the connection is reset after so many bytes of the body
  std::optional<std::size_t> close_after = std::nullopt;  // likewise, but closed in an orderly way
  bool endless = false;  // chunked; the body is repeated until the client goes
  bool close = false;    // Connection: close
};

class HttpServer {
 public:
  using Route = std::function<ServedResponse(const ServedRequest&)>;

  // Listens on an ephemeral port of `address`, which is an address of this machine.
  explicit HttpServer(const std::string& address = "127.0.0.1");
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::string url(std::string_view target) const;  // "http://127.0.0.1:<port>" + target

  // A path that ends in '*' is a prefix; an exact path goes first, then the longest prefix, else 404. Routes
  // run on the server's thread and must not call the server.
  void route(const std::string& path, Route route);
  void serve(const std::string& path, ServedResponse response);
  void serve(const std::string& path, std::string body, std::string content_type = "application/xml");
  void redirect(const std::string& path, int status, std::string to);

  // All requests so far, in order of arrival; those of one path.
  [[nodiscard]] std::vector<ServedRequest> requests() const;
  [[nodiscard]] std::vector<ServedRequest> requests(std::string_view path) const;

  [[nodiscard]] int connections() const;   // accepted so far
  [[nodiscard]] int most_at_once() const;  // requests being answered at a time, the maximum so far

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// `bytes` as one gzip member (Content-Encoding: gzip).
std::string gzip(std::string_view bytes);

}  // namespace eightbells::testing
