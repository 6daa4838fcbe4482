// A CurlClient against a real server on loopback: what the tests of this folder start from.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <string>

#include "feeds/fetch/curl_client.h"
#include "tests/contract/http_client_contract.h"
#include "tests/support/http_server.h"

namespace eightbells::testing {

class CurlClientTest : public ::testing::Test {
 protected:
  Result<HttpResponse> fetch(HttpRequest request) { return fetch_one(io_, client_, std::move(request)); }
  Result<HttpResponse> fetch(const std::string& target) { return fetch(get(server_.url(target))); }

  // "127.0.0.1:<port>", as it stands in sentences.
  std::string host() const { return "127.0.0.1:" + std::to_string(server_.port()); }

  boost::asio::io_context io_;
  HttpServer server_;
  CurlClient client_{io_, {}};
};

}  // namespace eightbells::testing

#define EXPECT_FAILS(answer, wanted_kind, sentence)                          \
  ASSERT_FALSE(answer) << "status " << (answer)->status;                     \
  EXPECT_EQ((answer).error().kind, wanted_kind) << (answer).error().message; \
  EXPECT_THAT((answer).error().message, ::testing::HasSubstr(sentence))
