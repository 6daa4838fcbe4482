// Every way of misbehaving that we know of a source, over real HTTP: the right state, the right sentence, and
// an end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "feeds/fetch/curl_client.h"
#include "feeds/sources/health.h"
#include "feeds/sources/poll_source.h"
#include "tests/feeds/sources/polling.h"
#include "tests/feeds/sources/replay_server.h"
#include "tests/support/http_server.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using testing::feed_source;
using ::testing::HasSubstr;
using testing::HttpServer;
using testing::kNow;
using testing::ReplayServer;
using testing::rss_feed;
using testing::ServedRequest;
using testing::ServedResponse;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

const Instant kReplay{std::chrono::seconds(1785542400)};  // 2026-08-01T00:00:00Z
constexpr std::size_t kMemoryGrowth = 64 << 20;

// What a kind of fault must come to.
struct Fault {
  std::string kind;
  Health health;
  std::string sentence;  // is in the sentence that a person reads
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) { return out << fault.kind; }

const std::vector<Fault>& faults() {
  static const std::vector<Fault> all{
      {"403", Health::failing, "403"},
      {"404", Health::failing, "404"},
      {"410", Health::retired, "gone for good (410)"},
      {"429", Health::failing, "429"},
      {"500", Health::failing, "500"},
      {"503", Health::failing, "503"},
      {"slow", Health::failing, "within 1 s; it is asked again, raise timeout"},
      {"drip", Health::failing, "within 1 s; it is asked again, raise timeout"},
      {"reset", Health::failing, "connection"},
      {"truncate", Health::failing, "in the middle of its answer; it is asked again"},
      {"bomb", Health::failing, "is more than 10 MiB; raise max_bytes"},
      {"huge", Health::failing, "is more than 10 MiB; raise max_bytes"},
      {"loop", Health::failing, "redirect"},
      {"login", Health::failing, "login page"},
      {"html", Health::ok, "its address is a web page, the feed is read from"},
      {"empty", Health::empty, "holds no entries"},
      {"frozen", Health::stale, "calls itself fresh"},
  };
  return all;
}

class Faults : public ::testing::TestWithParam<Fault> {
 protected:
  PollResult poll(const std::string& url, Instant now) {
    Source source = feed_source(url);
    // The bomb takes its server a while to make; only those that never come have to be waited for.
    const bool comes = GetParam().kind != "slow" && GetParam().kind != "drip";
    source.fetch.timeout = comes ? Millis(60'000) : Millis(1000);
    SourcePoller poller(io_, http_, {});
    const PollResult result = testing::poll_once(io_, poller, source, {}, now);
    report_ = judge_health(source, result.state, now);
    return result;
  }

  void check(const PollResult& result) const {
    const Fault& fault = GetParam();
    EXPECT_EQ(name_of(report_.health), name_of(fault.health)) << report_.sentence;
    EXPECT_EQ(name_of(result.state.health), name_of(fault.health));
    EXPECT_THAT(report_.sentence, HasSubstr(fault.sentence));
    EXPECT_EQ(report_.sentence.find('\n'), std::string::npos);
    const bool failed = fault.health == Health::failing || fault.health == Health::retired;
    EXPECT_EQ(result.outcome == PollOutcome::failed, failed);
    EXPECT_EQ(result.error.has_value(), failed);
  }

  boost::asio::io_context io_;
  CurlClient http_{io_, {}};
  HealthReport report_;
};

void serve_faults(HttpServer& server) {
  for (const int status : {403, 404, 410, 429, 500, 503}) {
    Headers headers;
    if (status == 429 || status == 503) headers = {{"Retry-After", "7200"}};
    server.serve("/fault/" + std::to_string(status), ServedResponse{status, headers, "no\n"});
  }
  ServedResponse slow;
  slow.never = true;
  server.serve("/fault/slow", slow);
  ServedResponse drip;
  drip.body = std::string(1000, ' ');
  drip.piece = 1;
  drip.piece_gap = Millis(50);
  server.serve("/fault/drip", drip);
  ServedResponse reset;
  reset.body = "x";
  reset.reset_after = 0;
  server.serve("/fault/reset", reset);
  const std::string feed = rss_feed({{"a", 1}, {"b", 2}, {"c", 3}});
  ServedResponse truncate;
  truncate.body = feed;
  truncate.close_after = feed.size() / 2;
  server.serve("/fault/truncate", truncate);
  ServedResponse bomb;
  bomb.headers = {{"Content-Encoding", "gzip"}};
  bomb.body = testing::gzip("<rss><channel>" + std::string(64 << 20, ' '));
  server.serve("/fault/bomb", bomb);
  ServedResponse huge;
  huge.body = "<item>" + std::string(1 << 18, 'x');
  huge.endless = true;
  server.serve("/fault/huge", huge);
  server.redirect("/fault/loop", 302, server.url("/fault/loop"));
  server.serve("/fault/login",
               "<!doctype html><html><title>Sign in</title><form><input type=password></form></html>",
               "text/html");
  server.serve("/fault/html",
               "<html><head><link rel=alternate type='application/rss+xml' href='/feed.xml'></head></html>",
               "text/html");
  server.serve("/feed.xml", feed);
  server.serve("/fault/empty", rss_feed({}));
  server.serve("/fault/frozen",
               rss_feed({{"old", 24 * 400}}, "<lastBuildDate>Wed, 07 Jan 2026 08:00:00 GMT</lastBuildDate>"));
}

TEST_P(Faults, OfAServerOfOurOwnAreFoundOut) {
  HttpServer server;
  serve_faults(server);
  const std::size_t before = testing::peak_memory();
  const PollResult result = poll(server.url("/fault/" + GetParam().kind), kNow);
  check(result);
  if (!kSanitized) {
    EXPECT_LT(testing::peak_memory() - before, kMemoryGrowth);
  }
  // Misbehaviour of one does no harm to the next.
  const PollResult good = poll(server.url("/feed.xml"), kNow);
  EXPECT_EQ(good.entries.size(), 3u);
  EXPECT_EQ(good.state.health, Health::ok);
}

TEST_P(Faults, OfTheReplayServerAreFoundOut) {
  SKIP_WITHOUT_SHARED(shared);
  // The page of "html" names a feed of the news; the others need no data.
  ReplayServer server(shared,
                      {"--at", "2026-08-01T00:00:00Z", "--only", GetParam().kind == "html" ? "news" : "x"});
  ASSERT_FALSE(server.url().empty());
  const std::size_t before = testing::peak_memory();
  // "frozen" has the build date of the real clock; the news are of the summer of 2026.
  const Instant now = GetParam().kind == "html" ? kReplay : SystemClock().now();
  check(poll(server.url() + "/fault/" + GetParam().kind, now));
  if (!kSanitized) {
    EXPECT_LT(testing::peak_memory() - before, kMemoryGrowth);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Faults, ::testing::ValuesIn(faults()),
                         [](const auto& test) { return test.param.kind; });

}  // namespace
}  // namespace eightbells
