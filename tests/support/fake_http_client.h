// An HttpClient for tests: answers from a table, through the loop as the real one does, and remembers what
// was asked. It keeps the contract of HttpClient (schemes, size limit, redirects, one completion each), so
// the contract suite runs on it too.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "feeds/fetch/http_client.h"

namespace eightbells::testing {

class FakeHttpClient final : public HttpClient {
 public:
  using Answer = std::function<Result<HttpResponse>(const HttpRequest&)>;

  // `io` must outlive it.
  explicit FakeHttpClient(boost::asio::io_context& io);
  ~FakeHttpClient() override;

  // What `url` answers from now on. A url that nobody answers fails like a name that does not exist.
  void answer(const std::string& url, HttpResponse response);
  void answer(const std::string& url, Error error);
  void answer(const std::string& url, Answer answer);
  // Short for 200 with this body.
  void answer(const std::string& url, std::string body);
  // Given once each, in this order, before what answer() said.
  void answer_once(const std::string& url, Result<HttpResponse> answer);
  // For every url that has no answer of its own.
  void otherwise(Answer answer);

  // Requests from now on wait until release(), which lets the first `count` of those that wait go (all by
  // default) and does not end the holding; go_on() does.
  void hold();
  void release(std::size_t count = static_cast<std::size_t>(-1));
  void go_on();

  void fetch(HttpRequest request, Handler done) override;
  void cancel_all() override;

  [[nodiscard]] const std::vector<HttpRequest>& requests() const;  // each hop of a redirect is one
  [[nodiscard]] std::size_t requests_of(const std::string& url) const;
  [[nodiscard]] std::size_t in_flight() const;
  [[nodiscard]] std::size_t most_in_flight() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace eightbells::testing
