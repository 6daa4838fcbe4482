// Servers that are slow, broken or hostile: the right kind, the right sentence, and an end.
#include <sys/stat.h>

#include "tests/feeds/fetch/curl_fixture.h"
#include "tests/support/paths.h"

namespace eightbells::testing {
namespace {

class CurlLimitsTest : public CurlClientTest {
 protected:
  HttpRequest limited(const std::string& target, std::size_t max_bytes) {
    auto request = get(server_.url(target));
    request.options.max_bytes = max_bytes;
    return request;
  }
  HttpRequest hurried(const std::string& target) {
    auto request = get(server_.url(target));
    request.options.timeout = Millis(100);
    return request;
  }
};

constexpr std::size_t kMiB = 1 << 20;

TEST_F(CurlLimitsTest, NoAnswerIsATimeout) {
  server_.serve("/never", ServedResponse{.never = true});
  const auto answer = fetch(hurried("/never"));
  EXPECT_FAILS(answer, ErrorKind::timeout, "no answer from " + host() + " within 100 ms");
}

TEST_F(CurlLimitsTest, ABodyThatDripsEndsAtTheTimeout) {
  server_.serve("/drip",
                ServedResponse{.body = std::string(100'000, 'd'), .piece = 1, .piece_gap = Millis(5)});
  const auto answer = fetch(hurried("/drip"));
  EXPECT_FAILS(answer, ErrorKind::timeout, host() + " sent only");
}

TEST_F(CurlLimitsTest, ABodyThatDripsIsGivenUpBeforeALongTimeout) {
  CurlClientOptions options;
  options.slow_grace = Millis(20);
  options.slowest_bytes_per_second = 100 * kMiB;
  boost::asio::io_context io;
  CurlClient client(io, options);
  server_.serve("/drip",
                ServedResponse{.body = std::string(100'000, 'd'), .piece = 1, .piece_gap = Millis(5)});
  const auto answer = fetch_one(io, client, get(server_.url("/drip")));
  EXPECT_FAILS(answer, ErrorKind::timeout, "sends less than 100 MiB a second");
}

TEST_F(CurlLimitsTest, TheTimeoutCountsAllHopsOfARedirectTogether) {
  server_.route("/slow*", [](const ServedRequest& request) {
    const std::string next = "/slow" + std::to_string(request.path.size());
    return ServedResponse{
        .status = 302, .headers = {{"Location", next + request.path.substr(5)}}, .delay = Millis(40)};
  });
  auto request = hurried("/slow");
  request.options.max_redirects = 1000;
  const auto answer = fetch(request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::timeout) << answer.error().message;
}

TEST_F(CurlLimitsTest, AResetInTheBodyIsAnError) {
  server_.serve("/reset", ServedResponse{.body = std::string(1000, 'r'), .reset_after = 400});
  const auto answer = fetch("/reset");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::network);
  EXPECT_THAT(answer.error().message, ::testing::HasSubstr(host()));
}

TEST_F(CurlLimitsTest, ABodyThatEndsTooEarlyIsAnError) {
  server_.serve("/cut", ServedResponse{.body = std::string(1000, 'r'), .close_after = 400});
  const auto answer = fetch("/cut");
  EXPECT_FAILS(answer, ErrorKind::network, "closed the connection in the middle of its answer");
  server_.serve("/chunks",
                ServedResponse{.body = std::string(1000, 'r'), .chunked = true, .close_after = 400});
  const auto chunks = fetch("/chunks");
  EXPECT_FAILS(chunks, ErrorKind::network, "in the middle of its answer");
}

TEST_F(CurlLimitsTest, ALengthOverTheLimitEndsItBeforeTheBody) {
  server_.serve("/huge", std::string(3 * kMiB, 'h'));
  const auto answer = fetch(limited("/huge", 2 * kMiB));
  EXPECT_FAILS(answer, ErrorKind::too_large, "the answer of " + host() + " is more than 2 MiB");
}

TEST_F(CurlLimitsTest, AnEndlessBodyEndsAtTheLimit) {
  server_.serve("/endless", ServedResponse{.body = std::string(65'536, 'e'), .endless = true});
  const auto answer = fetch(limited("/endless", 10 * kMiB));
  EXPECT_FAILS(answer, ErrorKind::too_large, "more than 10 MiB");
}

TEST_F(CurlLimitsTest, AGzipBombEndsAtTheDecodedLimit) {
  const std::string bomb = gzip(std::string(64 * kMiB, ' '));
  ASSERT_LT(bomb.size(), kMiB);
  server_.serve("/bomb", ServedResponse{.headers = {{"Content-Encoding", "gzip"}}, .body = bomb});
  const auto answer = fetch(limited("/bomb", kMiB));
  EXPECT_FAILS(answer, ErrorKind::too_large, "more than 1 MiB");
}

TEST_F(CurlLimitsTest, ABrokenEncodingIsAnError) {
  server_.serve("/bad",
                ServedResponse{.headers = {{"Content-Encoding", "gzip"}}, .body = "this is no gzip at all"});
  const auto answer = fetch("/bad");
  EXPECT_FAILS(answer, ErrorKind::network, "compressed in a broken or unknown way");
}

TEST_F(CurlLimitsTest, HeadersOverTheLimitAreTooLarge) {
  Headers many;
  for (int i = 0; i < 400; ++i) many.emplace_back("X-" + std::to_string(i), std::string(1000, 'h'));
  server_.serve("/headers", ServedResponse{.headers = many, .body = "x"});
  const auto answer = fetch("/headers");
  EXPECT_FAILS(answer, ErrorKind::too_large, "the headers of " + host() + " are more than 256 KiB");
}

TEST_F(CurlLimitsTest, ARefusedConnectionNamesThePort) {
  std::string url;
  {
    const HttpServer gone;
    url = gone.url("/feed");
  }
  const auto answer = fetch(get(url));
  EXPECT_FAILS(answer, ErrorKind::network, "connection refused by 127.0.0.1:");
}

TEST_F(CurlLimitsTest, ARefusedProxyIsNamedAsTheProxy) {
  auto request = get("http://feeds.example/feed");
  {
    const HttpServer gone;
    request.options.proxy = gone.url("");
  }
  const auto answer = fetch(request);
  EXPECT_FAILS(answer, ErrorKind::network, "connection refused by the proxy 127.0.0.1:");
}

TEST_F(CurlLimitsTest, TheOthersAreUnharmedByOneThatHangs) {
  server_.serve("/never", ServedResponse{.never = true});
  server_.serve("/ok", "fine");
  int fine = 0;
  for (int i = 0; i < 10; ++i) {
    client_.fetch(hurried("/never"), [](const auto&) {});
    client_.fetch(get(server_.url("/ok")),
                  [&fine](const auto& answer) { fine += answer && answer->body == "fine" ? 1 : 0; });
  }
  io_.run();
  EXPECT_EQ(fine, 10);
}

TEST_F(CurlLimitsTest, OnlyARegularFileIsRead) {
  const ScratchDirectory scratch;
  const std::string pipe = scratch.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& path : {pipe, scratch.path().string(), std::string("/dev/zero")}) {
    auto request = get("file://" + path);
    request.allow_file = true;
    const auto answer = fetch(request);
    EXPECT_FAILS(answer, ErrorKind::refused, path + " is not a regular file");
  }
}

TEST_F(CurlLimitsTest, AFileOverTheLimitIsTooLarge) {
  const ScratchDirectory scratch;
  write_file(scratch.path() / "big", std::string(5000, 'b'));
  auto request = get("file://" + (scratch.path() / "big").string());
  request.allow_file = true;
  request.options.max_bytes = 4096;
  const auto answer = fetch(request);
  EXPECT_FAILS(answer, ErrorKind::too_large, "is more than 4 KiB");
}

TEST_F(CurlLimitsTest, WhatIsNoUrlIsInvalid) {
  for (const char* url : {"", "http://", "not a url", "http://a b/", "http://[::1", "http://x:99999/"}) {
    const auto answer = fetch(get(url));
    ASSERT_FALSE(answer) << url;
    EXPECT_TRUE(answer.error().kind == ErrorKind::invalid || answer.error().kind == ErrorKind::refused)
        << url;
  }
}

}  // namespace
}  // namespace eightbells::testing
