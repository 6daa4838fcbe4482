#include "feeds/fetch/curl_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "tests/contract/http_client_contract.h"
#include "tests/support/http_server.h"
#include "tests/support/paths.h"

namespace eightbells::testing {
namespace {

using ::testing::HasSubstr;

class CurlClientTest : public ::testing::Test {
 protected:
  Result<HttpResponse> fetch(HttpRequest request) { return fetch_one(io_, client_, std::move(request)); }
  Result<HttpResponse> fetch(const std::string& target) { return fetch(get(server_.url(target))); }

  boost::asio::io_context io_;
  HttpServer server_;
  CurlClient client_{io_, {}};
};

TEST_F(CurlClientTest, AFileIsReadWhereItIsAllowed) {
  const ScratchDirectory scratch;
  write_file(scratch.path() / "a feed.xml", "<rss/>");
  auto request = get("file://" + scratch.path().string() + "/a%20feed.xml");
  request.allow_file = true;
  const auto answer = fetch(request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 0);
  EXPECT_EQ(answer->body, "<rss/>");
}

TEST_F(CurlClientTest, AGzippedBodyIsDecoded) {
  server_.serve("/gz", ServedResponse{.headers = {{"Content-Encoding", "gzip"}}, .body = gzip("zipped")});
  const auto answer = fetch("/gz");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "zipped");
  EXPECT_THAT(server_.requests().at(0).header("accept-encoding"), HasSubstr("gzip"));
}

}  // namespace
}  // namespace eightbells::testing
