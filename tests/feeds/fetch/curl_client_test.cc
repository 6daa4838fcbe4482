// What is sent and what comes back when all goes well.
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <memory>

#include "tests/feeds/fetch/curl_fixture.h"
#include "tests/support/paths.h"

namespace eightbells::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

// One uncompressed meta-block and the empty last one (RFC 7932, 9.2).
std::string brotli_stored(const std::string& bytes) {
  const std::size_t head = (bytes.size() - 1) << 4 | 1 << 20;
  std::string out;
  for (int shift : {0, 8, 16}) out += static_cast<char>(head >> shift);
  return out + bytes + '\x03';
}

// One frame of one raw block (RFC 8878, 3.1.1), for fewer than 256 bytes.
std::string zstd_stored(const std::string& bytes) {
  const std::size_t head = bytes.size() << 3 | 1;
  std::string out = "\x28\xB5\x2F\xFD\x20";
  out += static_cast<char>(bytes.size());
  for (int shift : {0, 8, 16}) out += static_cast<char>(head >> shift);
  return out + bytes;
}

TEST_F(CurlClientTest, GzipBrotliAndZstdAreAskedForAndDecoded) {
  const std::string text = "news of the day";
  server_.serve("/gzip", ServedResponse{.headers = {{"Content-Encoding", "gzip"}}, .body = gzip(text)});
  server_.serve("/br", ServedResponse{.headers = {{"Content-Encoding", "br"}}, .body = brotli_stored(text)});
  server_.serve("/zstd",
                ServedResponse{.headers = {{"Content-Encoding", "zstd"}}, .body = zstd_stored(text)});
  for (const char* target : {"/gzip", "/br", "/zstd"}) {
    const auto answer = fetch(target);
    ASSERT_TRUE(answer) << target << ": " << answer.error().message;
    EXPECT_EQ(answer->body, text) << target;
  }
  const std::string asked = server_.requests().at(0).header("accept-encoding");
  for (const char* name : {"gzip", "br", "zstd"}) EXPECT_THAT(asked, HasSubstr(name));
}

TEST_F(CurlClientTest, ABodyInChunksIsPutTogether) {
  server_.serve("/chunks", ServedResponse{.body = std::string(100'000, 'c'), .chunked = true, .piece = 777});
  const auto answer = fetch("/chunks");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, std::string(100'000, 'c'));
}

TEST_F(CurlClientTest, HeadersKeepTheirOrderAndBytes) {
  server_.serve("/feed", ServedResponse{.headers = {{"ETag", "W/\"a  b\\\"c\""},
                                                    {"Last-Modified", "yesterday,  about noon"},
                                                    {"X-Empty", ""},
                                                    {"x-colon", "a: b:c"}},
                                        .body = "x"});
  const auto answer = fetch("/feed");
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->headers,
              ElementsAre(Pair("ETag", "W/\"a  b\\\"c\""), Pair("Last-Modified", "yesterday,  about noon"),
                          Pair("X-Empty", ""), Pair("x-colon", "a: b:c"), Pair("Content-Length", "1")));
}

TEST_F(CurlClientTest, AConditionalRequestComesBackAsNotModified) {
  server_.route("/feed", [](const ServedRequest& request) {
    if (request.header("if-none-match") == "W/\"7\"")
      return ServedResponse{.status = 304, .headers = {{"ETag", "W/\"7\""}}};
    return ServedResponse{.headers = {{"ETag", "W/\"7\""}}, .body = "seven"};
  });
  const auto first = fetch("/feed");
  ASSERT_TRUE(first);
  auto request = get(server_.url("/feed"));
  request.headers.emplace_back("If-None-Match", find_header(first->headers, "etag"));
  const auto second = fetch(request);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, 304);
  EXPECT_EQ(second->body, "");
  EXPECT_EQ(find_header(second->headers, "etag"), "W/\"7\"");
}

TEST_F(CurlClientTest, ARequestTellsWhoAsksAndCarriesItsHeaders) {
  server_.serve("/feed", "x");
  auto request = get(server_.url("/feed"));
  request.options.user_agent = "eightbells/1 (+https://example.org/bot)";
  request.options.headers = {{"X-Key", "from options"}, {"X-Other", "o"}};
  request.headers = {{"x-key", "from request"}, {"X-None", ""}};
  request.options.basic_auth = "ann:pass:word";
  ASSERT_TRUE(fetch(request));
  const auto seen = server_.requests().at(0);
  EXPECT_EQ(seen.header("user-agent"), "eightbells/1 (+https://example.org/bot)");
  EXPECT_EQ(seen.header("x-key"), "from request");
  EXPECT_EQ(seen.header("x-other"), "o");
  EXPECT_EQ(seen.header("authorization"), "Basic YW5uOnBhc3M6d29yZA==");
  ASSERT_TRUE(fetch("/feed"));
  EXPECT_THAT(server_.requests().at(1).header("user-agent"), HasSubstr("eightbells/"));
  EXPECT_EQ(server_.requests().at(1).header("authorization"), "");
}

TEST_F(CurlClientTest, APostSendsItsBodyAtOnce) {
  server_.route("/chat", [](const ServedRequest& request) {
    return ServedResponse{.body = request.method + " " + request.body};
  });
  auto request = get(server_.url("/chat"));
  request.method = "POST";
  request.body = "{\"a\":\"" + std::string(5000, 'p') + "\"}";
  request.headers = {{"Content-Type", "application/json"}};
  const auto answer = fetch(request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "POST " + request.body);
  EXPECT_EQ(server_.requests().at(0).header("content-type"), "application/json");
  EXPECT_EQ(server_.requests().at(0).header("expect"), "");
}

TEST_F(CurlClientTest, AHeadRequestHasNoBody) {
  server_.serve("/feed", "body");
  auto request = get(server_.url("/feed"));
  request.method = "HEAD";
  const auto answer = fetch(request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "");
  EXPECT_EQ(find_header(answer->headers, "content-length"), "4");
}

TEST_F(CurlClientTest, AHeaderWithALineBreakIsNeverSent) {
  for (const std::string& value :
       {std::string("a\r\nX-Evil: 1"), std::string("a\nb"), std::string("a\0b", 3)}) {
    auto request = get(server_.url("/feed"));
    request.headers = {{"If-None-Match", value}};
    const auto answer = fetch(request);
    EXPECT_FAILS(answer, ErrorKind::invalid, "line break");
  }
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(CurlClientTest, AConnectionIsUsedAgain) {
  server_.serve("/feed", "x");
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(fetch("/feed"));
  EXPECT_EQ(server_.connections(), 1);
}

TEST_F(CurlClientTest, AConnectionIsClosedWhereNobodyWillAskAgain) {
  server_.serve("/feed", "x");
  auto request = get(server_.url("/feed"));
  request.keep_connection = false;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(fetch(request));
  EXPECT_EQ(server_.connections(), 3);
}

TEST_F(CurlClientTest, AProxyIsTakenFromTheRequestAndNeverFromTheEnvironment) {
  server_.serve("/feed", "direct");
  server_.serve("http://feeds.example/feed", "by proxy");
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  setenv("no_proxy", "feeds.example", 1);
  const auto direct = fetch("/feed");
  auto request = get("http://feeds.example/feed");
  request.options.proxy = server_.url("");
  const auto proxied = fetch(request);
  unsetenv("http_proxy");
  unsetenv("no_proxy");
  ASSERT_TRUE(direct) << direct.error().message;
  EXPECT_EQ(direct->body, "direct");
  ASSERT_TRUE(proxied) << proxied.error().message;
  EXPECT_EQ(proxied->body, "by proxy");
}

TEST_F(CurlClientTest, TwoHundredRequestsKeepToTheLimitOfThoseInFlight) {
  boost::asio::io_context io;
  CurlClientOptions options;
  options.max_in_flight = 8;
  CurlClient client(io, options);
  server_.route("/n*", [](const ServedRequest& request) {
    return ServedResponse{.body = request.query, .delay = Millis(2)};
  });
  std::vector<std::string> bodies;
  for (int i = 0; i < 200; ++i) {
    client.fetch(get(server_.url("/n?" + std::to_string(i))), [&bodies](const Result<HttpResponse>& answer) {
      bodies.push_back(answer ? answer->body : answer.error().message);
    });
  }
  io.run();
  EXPECT_LE(server_.most_at_once(), 8);
  EXPECT_GE(server_.most_at_once(), 2);
  EXPECT_LE(server_.connections(), 8);
  std::vector<std::string> wanted;
  for (int i = 0; i < 200; ++i) wanted.push_back(std::to_string(i));
  EXPECT_THAT(bodies, ::testing::UnorderedElementsAreArray(wanted));
}

TEST_F(CurlClientTest, RequestsBeyondTheLimitGoInOrder) {
  boost::asio::io_context io;
  CurlClientOptions options;
  options.max_in_flight = 1;
  CurlClient client(io, options);
  server_.serve("/*", "x");
  for (const char* target : {"/1", "/2", "/3", "/4"})
    client.fetch(get(server_.url(target)), [](const auto&) {});
  io.run();
  std::vector<std::string> paths;
  for (const auto& request : server_.requests()) paths.push_back(request.path);
  EXPECT_THAT(paths, ElementsAre("/1", "/2", "/3", "/4"));
}

TEST_F(CurlClientTest, DestroyingTheClientCancelsWhatIsUnderWay) {
  server_.serve("/never", ServedResponse{.never = true});
  boost::asio::io_context io;
  CurlClientOptions options;
  options.max_in_flight = 3;
  auto client = std::make_unique<CurlClient>(io, options);
  int cancelled = 0;
  for (int i = 0; i < 6; ++i) {
    client->fetch(get(server_.url("/never")), [&cancelled](const Result<HttpResponse>& answer) {
      cancelled += !answer && answer.error().kind == ErrorKind::cancelled ? 1 : 0;
    });
  }
  while (server_.requests().size() < 3) io.run_one_for(Millis(10));
  client.reset();
  EXPECT_EQ(cancelled, 0);
  io.restart();
  io.run();
  EXPECT_EQ(cancelled, 6);
}

TEST_F(CurlClientTest, DestroyingTheLoopWithTheClientGoneIsHarmless) {
  server_.serve("/never", ServedResponse{.never = true});
  int calls = 0;
  {
    boost::asio::io_context io;
    CurlClient client(io, {});
    client.fetch(get(server_.url("/never")), [&calls](const auto&) { ++calls; });
    while (server_.requests().empty()) io.run_one_for(Millis(10));
  }
  EXPECT_EQ(calls, 0);
}

TEST_F(CurlClientTest, CancellingFromAHandlerIsFine) {
  server_.serve("/quick", "x");
  server_.serve("/never", ServedResponse{.never = true});
  std::vector<ErrorKind> kinds;
  for (int i = 0; i < 3; ++i) {
    client_.fetch(get(server_.url("/never")),
                  [&kinds](const Result<HttpResponse>& answer) { kinds.push_back(answer.error().kind); });
  }
  client_.fetch(get(server_.url("/quick")), [this](const auto&) { client_.cancel_all(); });
  io_.run();
  EXPECT_THAT(kinds, ElementsAre(ErrorKind::cancelled, ErrorKind::cancelled, ErrorKind::cancelled));
}

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

}  // namespace
}  // namespace eightbells::testing
