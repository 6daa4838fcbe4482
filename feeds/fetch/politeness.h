// Manners toward hosts: how many requests at a time, and the gap between them. An HttpClient around another.
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <string>

#include "feeds/fetch/http_client.h"

namespace eightbells {

struct PolitenessOptions {
  int per_host = 1;                  // requests at a time to one host
  Millis gap{0};                     // from the end of one to the start of the next
  std::map<std::string, int> hosts;  // other numbers for hosts that allow them
};

class PoliteClient final : public HttpClient {
 public:
  // `io` and `inner` must outlive it. Destroying it cancels those that wait; those under way at `inner` go
  // on.
  PoliteClient(boost::asio::io_context& io, HttpClient& inner, PolitenessOptions options);
  ~PoliteClient() override;

  // A file:// request and one to a host below its limit go at once; others wait in order of arrival. A server
  // on this machine (localhost, 127.0.0.0/8, ::1) that `hosts` does not name has eight at least and no gap.
  // A connection is kept for hosts that had somebody waiting before, and for requests with Authorization (an
  // API); the many hosts of a single source give theirs up. The host is that of the request: what a redirect
  // leads to is not counted.
  void fetch(HttpRequest request, Handler done) override;
  void cancel_all() override;  // those of `inner` too

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace eightbells
