// libcurl's multi handle on an Asio loop: Asio waits for the sockets and the timer, libcurl does the rest.
#pragma once

#include <curl/curl.h>

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

namespace eightbells {

// Two rules of libcurl shape this class. None of its functions may be called from inside its callbacks: the
// callbacks here only note what is wanted, and all calls come from Asio handlers or from the owner. And it
// owns the sockets: Asio borrows the descriptor for waiting, and lets go of it, without closing, when libcurl
// says so and before libcurl closes it.
class CurlMulti {
 public:
  using Done = std::function<void(CURL*, CURLcode)>;

  // `done` is called from the loop when a transfer has ended; its handle is removed by then.
  CurlMulti(boost::asio::io_context& io, int max_connections, Done done);
  ~CurlMulti();
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;

  [[nodiscard]] CURLMcode add(CURL* easy);
  void remove(CURL* easy);  // ends it without `done`

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace eightbells
