// What every HttpClient does, as one suite. A World has `boost::asio::io_context io`, `HttpClient& client()`,
// `std::string url(target)`, `void serve(target, status, headers, body)` and `void serve_never(target)`.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <optional>
#include <string>
#include <vector>

#include "feeds/fetch/http_client.h"

namespace eightbells::testing {

inline HttpRequest get(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  return request;
}

// Runs one request to its end.
inline Result<HttpResponse> fetch_one(boost::asio::io_context& io, HttpClient& client, HttpRequest request) {
  std::optional<Result<HttpResponse>> answer;
  client.fetch(std::move(request), [&answer](Result<HttpResponse> result) { answer = std::move(result); });
  io.restart();
  while (!answer && io.run_one() > 0) {
  }
  if (!answer) return fail(ErrorKind::invalid, "the loop ran dry before the request ended");
  return *std::move(answer);
}

template <typename World>
class HttpClientContract : public ::testing::Test {
 protected:
  World world_;
  Result<HttpResponse> fetch(HttpRequest request) {
    return fetch_one(world_.io, world_.client(), std::move(request));
  }
};

TYPED_TEST_SUITE_P(HttpClientContract);

TYPED_TEST_P(HttpClientContract, AnAnswerHasStatusHeadersBodyAndUrl) {
  this->world_.serve("/feed", 200, {{"ETag", "W/\"a b\""}, {"X-Two", "1"}, {"X-Two", "2"}}, "hello");
  const auto answer = this->fetch(get(this->world_.url("/feed")));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "hello");
  EXPECT_EQ(answer->url, this->world_.url("/feed"));
  EXPECT_EQ(find_header(answer->headers, "etag"), "W/\"a b\"");
  EXPECT_EQ(find_header(answer->headers, "x-two"), "1");
  EXPECT_TRUE(answer->redirects.empty());
}

TYPED_TEST_P(HttpClientContract, AnyStatusIsASuccess) {
  for (const int status : {304, 404, 410, 429, 500, 503}) {
    const std::string target = "/" + std::to_string(status);
    this->world_.serve(target, status, {}, "");
    const auto answer = this->fetch(get(this->world_.url(target)));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, status);
  }
}

TYPED_TEST_P(HttpClientContract, TheHandlerIsNeverCalledFromInsideFetch) {
  this->world_.serve("/feed", 200, {}, "hello");
  for (const std::string& url :
       {this->world_.url("/feed"), std::string("gopher://x/"), std::string("not a url")}) {
    int calls = 0;
    this->world_.client().fetch(get(url), [&calls](const Result<HttpResponse>&) { ++calls; });
    EXPECT_EQ(calls, 0);
    this->world_.io.restart();
    this->world_.io.run();
    EXPECT_EQ(calls, 1);
  }
}

TYPED_TEST_P(HttpClientContract, OtherSchemesAreRefused) {
  for (const char* url : {"ftp://127.0.0.1/x", "gopher://127.0.0.1/", "file:///etc/hostname"}) {
    const auto answer = this->fetch(get(url));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::refused) << url;
  }
}

TYPED_TEST_P(HttpClientContract, AMissingFileIsNotFound) {
  auto request = get("file:///nonexistent/feed.xml");
  request.allow_file = true;
  const auto answer = this->fetch(request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::not_found);
}

TYPED_TEST_P(HttpClientContract, ABodyOverTheLimitIsTooLarge) {
  this->world_.serve("/big", 200, {}, std::string(1001, 'x'));
  auto request = get(this->world_.url("/big"));
  request.options.max_bytes = 1000;
  const auto answer = this->fetch(request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::too_large);
  request.options.max_bytes = 1001;
  EXPECT_TRUE(this->fetch(request));
}

TYPED_TEST_P(HttpClientContract, RedirectsAreListedInOrder) {
  const std::string end = this->world_.url("/end");
  const std::string middle = this->world_.url("/middle");
  this->world_.serve("/start", 301, {{"Location", middle}}, "");
  this->world_.serve("/middle", 302, {{"Location", end}}, "");
  this->world_.serve("/end", 200, {}, "there");
  const auto answer = this->fetch(get(this->world_.url("/start")));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->url, end);
  EXPECT_EQ(answer->body, "there");
  ASSERT_EQ(answer->redirects.size(), 2u);
  EXPECT_EQ(answer->redirects[0].status, 301);
  EXPECT_EQ(answer->redirects[0].to, middle);
  EXPECT_EQ(answer->redirects[1].status, 302);
  EXPECT_EQ(answer->redirects[1].to, end);
}

TYPED_TEST_P(HttpClientContract, MoreRedirectsThanAllowedAreAnError) {
  this->world_.serve("/loop", 302, {{"Location", this->world_.url("/loop")}}, "");
  auto request = get(this->world_.url("/loop"));
  request.options.max_redirects = 3;
  const auto answer = this->fetch(request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::http);
  EXPECT_NE(answer.error().message.find("more than 3 redirects"), std::string::npos)
      << answer.error().message;
}

TYPED_TEST_P(HttpClientContract, CancelAllEndsEveryRequestWithCancelled) {
  this->world_.serve_never("/never");
  std::vector<Result<HttpResponse>> answers;
  for (int i = 0; i < 5; ++i) {
    this->world_.client().fetch(get(this->world_.url("/never")), [&answers](Result<HttpResponse> result) {
      answers.push_back(std::move(result));
    });
  }
  boost::asio::post(this->world_.io, [this, &answers] {
    this->world_.client().cancel_all();
    EXPECT_TRUE(answers.empty());
  });
  this->world_.io.restart();
  this->world_.io.run();
  ASSERT_EQ(answers.size(), 5u);
  for (const auto& answer : answers) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::cancelled);
  }
}

TYPED_TEST_P(HttpClientContract, ItCanBeUsedAgainAfterCancelAll) {
  this->world_.serve("/feed", 200, {}, "hello");
  this->world_.client().cancel_all();
  EXPECT_TRUE(this->fetch(get(this->world_.url("/feed"))));
}

TYPED_TEST_P(HttpClientContract, AHandlerMayStartTheNextRequest) {
  this->world_.serve("/one", 200, {}, "1");
  this->world_.serve("/two", 200, {}, "2");
  std::string bodies;
  auto& client = this->world_.client();
  client.fetch(get(this->world_.url("/one")), [&](const Result<HttpResponse>& first) {
    bodies += first->body;
    client.fetch(get(this->world_.url("/two")),
                 [&](const Result<HttpResponse>& second) { bodies += second->body; });
  });
  this->world_.io.restart();
  this->world_.io.run();
  EXPECT_EQ(bodies, "12");
}

REGISTER_TYPED_TEST_SUITE_P(HttpClientContract, AnAnswerHasStatusHeadersBodyAndUrl, AnyStatusIsASuccess,
                            TheHandlerIsNeverCalledFromInsideFetch, OtherSchemesAreRefused,
                            AMissingFileIsNotFound, ABodyOverTheLimitIsTooLarge, RedirectsAreListedInOrder,
                            MoreRedirectsThanAllowedAreAnError, CancelAllEndsEveryRequestWithCancelled,
                            ItCanBeUsedAgainAfterCancelAll, AHandlerMayStartTheNextRequest);

}  // namespace eightbells::testing
