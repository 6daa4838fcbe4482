// Redirects: what is followed, what is remembered, what may not go along, and where they may not lead.
#include "tests/feeds/fetch/curl_fixture.h"

namespace eightbells::testing {
namespace {

using ::testing::HasSubstr;

TEST_F(CurlClientTest, RelativeTargetsAreMadeAbsolute) {
  server_.redirect("/a/start", 308, "../b/next?x=1");
  server_.redirect("/b/next", 307, "//127.0.0.1:" + std::to_string(server_.port()) + "/end");
  server_.serve("/end", "there");
  const auto answer = fetch("/a/start");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->url, server_.url("/end"));
  ASSERT_EQ(answer->redirects.size(), 2u);
  EXPECT_EQ(answer->redirects[0].status, 308);
  EXPECT_EQ(answer->redirects[0].to, server_.url("/b/next?x=1"));
  EXPECT_EQ(answer->redirects[1].status, 307);
  EXPECT_EQ(answer->redirects[1].to, server_.url("/end"));
}

TEST_F(CurlClientTest, ARedirectWithoutATargetIsAnAnswer) {
  server_.serve("/nowhere", ServedResponse{.status = 302, .body = "?"});
  const auto answer = fetch("/nowhere");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 302);
}

TEST_F(CurlClientTest, ARedirectWithAnEndlessBodyIsFollowed) {
  server_.serve("/start", ServedResponse{.status = 302,
                                         .headers = {{"Location", "/end"}},
                                         .body = std::string(65'536, 'e'),
                                         .endless = true});
  server_.serve("/end", "there");
  const auto answer = fetch("/start");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "there");
}

TEST_F(CurlClientTest, ARedirectToAnotherSchemeIsRefused) {
  for (const char* to :
       {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:70/", "dict://127.0.0.1/"}) {
    server_.redirect("/start", 302, to);
    auto request = get(server_.url("/start"));
    request.allow_file = true;  // which is for the user's own URL
    const auto answer = fetch(request);
    ASSERT_FALSE(answer) << to;
    EXPECT_EQ(answer.error().kind, ErrorKind::refused) << answer.error().message;
    EXPECT_THAT(answer.error().message, HasSubstr("which is not followed"));
  }
}

TEST_F(CurlClientTest, ATargetOfSpacesAndOtherBytesIsEncoded) {
  server_.redirect("/start", 302, "/a b/\xE6\x96\xB0?q=\xE9");
  server_.serve("/a%20b/*", "there");
  const auto answer = fetch("/start");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "there");
  EXPECT_EQ(answer->url, server_.url("/a%20b/%e6%96%b0?q=%e9"));
}

TEST_F(CurlClientTest, ATargetThatIsNoUrlIsAnError) {
  server_.redirect("/start", 302, "http://[::1:x/");
  const auto answer = fetch("/start");
  EXPECT_FAILS(answer, ErrorKind::http, host() + " redirects to something that is not a URL");
}

TEST_F(CurlClientTest, APostBecomesAGetUnlessTheStatusForbidsIt) {
  server_.route("/end", [](const ServedRequest& request) {
    return ServedResponse{.body = request.method + request.body};
  });
  for (const auto& [status, wanted] :
       {std::pair(301, "GET"), {302, "GET"}, {303, "GET"}, {307, "POSTdata"}, {308, "POSTdata"}}) {
    server_.redirect("/start", status, "/end");
    auto request = get(server_.url("/start"));
    request.method = "POST";
    request.body = "data";
    const auto answer = fetch(request);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, wanted) << status;
  }
}

// 127.0.0.1 and 127.0.0.2 are two hosts.
class TwoHostsTest : public CurlClientTest {
 protected:
  TwoHostsTest() {
    other_.serve("/feed", "other");
    server_.redirect("/away", 302, other_.url("/feed"));
    server_.redirect("/near", 302, "/feed");
    server_.serve("/feed", "same");
  }

  static HttpRequest secret(const std::string& url) {
    auto request = get(url);
    request.options.basic_auth = "ann:secret";
    request.options.headers = {{"Cookie", "session=1"}, {"X-Api-Key", "k"}};
    request.headers = {
        {"If-None-Match", "\"1\""}, {"Accept", "application/atom+xml"}, {"Proxy-Authorization", "p"}};
    return request;
  }

  HttpServer other_{"127.0.0.2"};
};

TEST_F(TwoHostsTest, SecretsStayWithTheFirstHost) {
  ASSERT_TRUE(fetch(secret(server_.url("/away"))));
  const auto seen = other_.requests().at(0);
  for (const char* name : {"authorization", "cookie", "x-api-key", "proxy-authorization"})
    EXPECT_EQ(seen.header(name), "") << name;
  EXPECT_EQ(seen.header("if-none-match"), "\"1\"");
  EXPECT_EQ(seen.header("accept"), "application/atom+xml");
}

TEST_F(TwoHostsTest, SecretsGoAlongOnTheSameHost) {
  ASSERT_TRUE(fetch(secret(server_.url("/near"))));
  const auto seen = server_.requests("/feed").at(0);
  EXPECT_EQ(seen.header("authorization"), "Basic YW5uOnNlY3JldA==");
  EXPECT_EQ(seen.header("x-api-key"), "k");
}

TEST_F(TwoHostsTest, SecretsComeBackWithTheFirstHost) {
  other_.redirect("/back", 302, server_.url("/feed"));
  server_.redirect("/away", 302, other_.url("/back"));
  ASSERT_TRUE(fetch(secret(server_.url("/away"))));
  EXPECT_EQ(other_.requests("/back").at(0).header("x-api-key"), "");
  EXPECT_EQ(server_.requests("/feed").at(0).header("x-api-key"), "k");
}

// 127.0.0.1 stands for a public address here, all others are private.
class PrivateAddressTest : public TwoHostsTest {
 protected:
  PrivateAddressTest() : guarded_(io_, options()) {}
  static CurlClientOptions options() {
    CurlClientOptions options;
    options.is_private = [](std::string_view address) { return address != "127.0.0.1"; };
    return options;
  }
  Result<HttpResponse> guarded(const HttpRequest& request) { return fetch_one(io_, guarded_, request); }

  CurlClient guarded_;
};

TEST_F(PrivateAddressTest, ARedirectFromAPublicToAPrivateAddressIsRefusedBeforeItConnects) {
  const auto answer = guarded(get(server_.url("/away")));
  EXPECT_FAILS(answer, ErrorKind::refused, "is at the private address 127.0.0.2");
  EXPECT_EQ(other_.connections(), 0);
}

TEST_F(PrivateAddressTest, ItIsAllowedWhereTheUserAllowsIt) {
  auto request = get(server_.url("/away"));
  request.options.allow_private = true;
  const auto answer = guarded(request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "other");
}

TEST_F(PrivateAddressTest, AConfiguredPrivateAddressIsReachedAndMayRedirectToOthers) {
  HttpServer third("127.0.0.3");
  third.serve("/feed", "third");
  other_.redirect("/away", 302, third.url("/feed"));
  const auto answer = guarded(get(other_.url("/away")));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "third");
}

TEST_F(PrivateAddressTest, APublicHopInBetweenIsEnoughToRefuse) {
  other_.redirect("/start", 302, server_.url("/away"));
  const auto answer = guarded(get(other_.url("/start")));
  EXPECT_FAILS(answer, ErrorKind::refused, "127.0.0.2");
  EXPECT_TRUE(other_.requests("/feed").empty());
}

TEST_F(PrivateAddressTest, AnOpenConnectionToAPrivateAddressIsNotUsedEither) {
  ASSERT_TRUE(guarded(get(other_.url("/feed"))));  // configured, and kept open
  const auto answer = guarded(get(server_.url("/away")));
  EXPECT_FAILS(answer, ErrorKind::refused, "127.0.0.2");
  EXPECT_EQ(other_.requests().size(), 1u);
}

TEST_F(PrivateAddressTest, ALinkThatAStrangerGaveMustBePublicFromTheStart) {
  auto request = get(other_.url("/feed"));
  request.require_public = true;
  const auto refused = guarded(request);
  EXPECT_FAILS(refused, ErrorKind::refused, "127.0.0.2");
  EXPECT_EQ(other_.connections(), 0);
  request.url = server_.url("/feed");
  EXPECT_TRUE(guarded(request));
  request.url = other_.url("/feed");
  request.options.allow_private = true;
  EXPECT_TRUE(guarded(request));
}

TEST_F(PrivateAddressTest, TheRealRuleCountsLoopbackAsPrivate) {
  auto request = get(server_.url("/feed"));
  request.require_public = true;
  const auto answer = fetch(request);
  EXPECT_FAILS(answer, ErrorKind::refused, "private address 127.0.0.1");
}

}  // namespace
}  // namespace eightbells::testing
