// One poller over a fake client: what every test of polling a source begins with.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "feeds/sources/poll_source.h"
#include "tests/feeds/sources/polling.h"
#include "tests/support/fake_http_client.h"

namespace eightbells::testing {

inline const std::string kFeedUrl = "http://feed.test/rss";

inline HttpResponse answer(int status, std::string body = {}, Headers headers = {}) {
  HttpResponse response;
  response.status = status;
  response.url = kFeedUrl;
  response.headers = std::move(headers);
  response.body = std::move(body);
  return response;
}

class PollSource : public ::testing::Test {
 protected:
  PollResult poll(SourceState state = {}, Instant now = kNow) {
    return poll(feed_source(kFeedUrl), std::move(state), now);
  }
  PollResult poll(const Source& source, SourceState state = {}, Instant now = kNow) {
    return poll_once(io_, poller_, source, std::move(state), now);
  }
  const HttpRequest& last() const { return http_.requests().back(); }

  boost::asio::io_context io_;
  FakeHttpClient http_{io_};
  SourcePoller poller_{io_, http_, {}};
};

}  // namespace eightbells::testing
