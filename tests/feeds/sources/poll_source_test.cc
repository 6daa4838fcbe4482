#include "feeds/sources/poll_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feeds/sources/health.h"
#include "feeds/sources/rhythm.h"
#include "tests/feeds/sources/polling.h"
#include "tests/support/fake_http_client.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::FakeHttpClient;
using testing::feed_source;
using ::testing::HasSubstr;
using testing::kNow;
using testing::rss_feed;

const std::string kUrl = "http://feed.test/rss";

HttpResponse answer(int status, std::string body = {}, Headers headers = {}) {
  HttpResponse response;
  response.status = status;
  response.url = kUrl;
  response.headers = std::move(headers);
  response.body = std::move(body);
  return response;
}

class PollSource : public ::testing::Test {
 protected:
  PollResult poll(SourceState state = {}, Instant now = kNow) {
    return poll(feed_source(kUrl), std::move(state), now);
  }
  PollResult poll(const Source& source, SourceState state = {}, Instant now = kNow) {
    return testing::poll_once(io_, poller_, source, std::move(state), now);
  }
  const HttpRequest& last() const { return http_.requests().back(); }

  boost::asio::io_context io_;
  FakeHttpClient http_{io_};
  SourcePoller poller_{io_, http_, {}};
};

TEST_F(PollSource, AFeedGivesItsEntriesAndAState) {
  http_.answer(kUrl, rss_feed({{"b", 1}, {"a", 5}}));
  const PollResult result = poll();
  ASSERT_EQ(result.outcome, PollOutcome::fetched);
  ASSERT_EQ(result.entries.size(), 2u);
  EXPECT_EQ(result.entries[0].id, "b");
  EXPECT_EQ(result.state.first_success, kNow);
  EXPECT_EQ(result.state.last_success, kNow);
  EXPECT_EQ(result.state.last_full, kNow);
  EXPECT_EQ(result.state.newest_published, kNow - hours(1));
  EXPECT_EQ(result.state.health, Health::ok);
  EXPECT_EQ(result.state.feed_title, "A feed");
  EXPECT_FALSE(result.error);
}

TEST_F(PollSource, ValidatorsGoBackByteForByte) {
  http_.answer(kUrl, answer(200, rss_feed({{"a", 1}}),
                            {{"ETag", "W/\"a b,'\\x\""}, {"Last-Modified", "yesterday, about noon"}}));
  const SourceState state = poll().state;
  poll(state, kNow + hours(4));
  EXPECT_EQ(find_header(last().headers, "If-None-Match"), "W/\"a b,'\\x\"");
  EXPECT_EQ(find_header(last().headers, "If-Modified-Since"), "yesterday, about noon");
}

TEST_F(PollSource, ANotModifiedAnswerIsASuccessAndRefreshesValidators) {
  http_.answer_once(kUrl, answer(200, rss_feed({{"a", 1}}), {{"ETag", "\"1\""}, {"Last-Modified", "then"}}));
  http_.answer(kUrl, answer(304, "", {{"ETag", "\"2\""}}));
  const SourceState state = poll().state;
  const PollResult result = poll(state, kNow + hours(4));
  EXPECT_EQ(result.outcome, PollOutcome::not_modified);
  EXPECT_TRUE(result.entries.empty());
  EXPECT_EQ(result.state.etag, "\"2\"");
  EXPECT_EQ(result.state.last_modified, "then");
  EXPECT_EQ(result.state.last_success, kNow + hours(4));
  EXPECT_EQ(result.state.last_full, kNow);
}

TEST_F(PollSource, AnUnchangedBodyIsRecognisedByItsHash) {
  http_.answer(kUrl, rss_feed({{"a", 1}}));
  const SourceState state = poll().state;
  const PollResult result = poll(state, kNow + hours(4));
  EXPECT_EQ(result.outcome, PollOutcome::not_modified);
  EXPECT_TRUE(result.entries.empty());
  EXPECT_EQ(result.state.last_full, kNow + hours(4));
}

TEST_F(PollSource, ValidatorsOfABodyThatDoesNotParseAreDropped) {
  http_.answer_once(kUrl, answer(200, rss_feed({{"a", 1}}), {{"ETag", "\"1\""}}));
  http_.answer(kUrl, answer(200, "out of order", {{"ETag", "\"2\""}}));
  const SourceState state = poll().state;
  const PollResult result = poll(state, kNow + hours(4));
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_EQ(result.state.etag, "");
  poll(result.state, kNow + hours(8));
  EXPECT_EQ(find_header(last().headers, "If-None-Match"), "");
}

TEST_F(PollSource, ASilenceOfManyIntervalsIsCheckedWithoutValidatorsOnceADay) {
  http_.answer(kUrl, [](const HttpRequest& request) -> Result<HttpResponse> {
    if (!find_header(request.headers, "If-None-Match").empty()) return answer(304);
    return answer(200, rss_feed({{"c", 1}, {"b", 3}, {"a", 5}}), {{"ETag", "\"1\""}});
  });
  SourceState state = poll().state;
  int full = 0;
  for (int n = 1; n <= 18; ++n) {  // three days of windows
    state = poll(state, kNow + hours(4 * n)).state;
    full += find_header(last().headers, "If-None-Match").empty();
  }
  EXPECT_EQ(full, 3);
}

TEST_F(PollSource, ABusyFeedIsNeverAskedWithoutValidators) {
  int n = 0;
  http_.answer(kUrl, [&](const HttpRequest&) -> Result<HttpResponse> {
    ++n;
    return answer(
        200, rss_feed({{"n" + std::to_string(n), 4 - 4 * n}, {"o" + std::to_string(n), 5 - 4 * n}, {"p", 9}}),
        {{"ETag", std::to_string(n)}});
  });
  SourceState state = poll().state;
  for (int window = 1; window <= 12; ++window) {
    state = poll(state, kNow + hours(4 * window)).state;
    EXPECT_NE(find_header(last().headers, "If-None-Match"), "") << window;
  }
}

TEST_F(PollSource, RetryAfterIsKept) {
  http_.answer(kUrl, answer(429, "", {{"Retry-After", "36000"}}));
  const PollResult result = poll();
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_GE(*result.state.next_due, kNow + hours(10));
  EXPECT_FALSE(is_due(feed_source(kUrl), result.state, kNow + hours(9)));
  EXPECT_TRUE(is_due(feed_source(kUrl), result.state, kNow + hours(10)));
}

TEST_F(PollSource, DueTimesComeFromTheStateAlone) {
  http_.answer(kUrl, rss_feed({{"a", 1}}));
  const SourceState state = poll().state;
  EXPECT_FALSE(is_due(feed_source(kUrl), state, kNow + hours(1)));
  EXPECT_TRUE(is_due(feed_source(kUrl), state, kNow + hours(4)));
  EXPECT_TRUE(is_due(feed_source(kUrl), SourceState{}, kNow));
}

TEST_F(PollSource, FailuresAreCountedAndASuccessEndsThem) {
  http_.answer_once(kUrl, fail(ErrorKind::network, "feed.test cannot be reached"));
  http_.answer_once(kUrl, fail(ErrorKind::timeout, "feed.test did not answer within 30 s"));
  http_.answer(kUrl, rss_feed({{"a", 1}}));
  PollResult result = poll();
  EXPECT_EQ(result.state.failures, 1);
  EXPECT_EQ(result.state.last_error,
            "feed.test cannot be reached; it is asked again, check the address if this lasts");
  EXPECT_EQ(result.state.health, Health::failing);
  EXPECT_EQ(result.error->kind, ErrorKind::network);
  EXPECT_LE(*result.state.next_due, kNow + minutes(7));
  result = poll(result.state, kNow + hours(1));
  EXPECT_EQ(result.state.failures, 2);
  EXPECT_EQ(result.state.health_since, kNow);
  EXPECT_THAT(judge_health(feed_source(kUrl), result.state, kNow).sentence, HasSubstr("2 times in a row"));
  result = poll(result.state, kNow + hours(2));
  EXPECT_EQ(result.state.failures, 0);
  EXPECT_EQ(result.state.last_error, "");
  EXPECT_EQ(result.state.health, Health::ok);
  EXPECT_EQ(result.state.health_since, kNow + hours(2));
}

TEST_F(PollSource, BeingStoppedIsNobodysFailure) {
  http_.answer(kUrl, Error{ErrorKind::cancelled, "stopped"});
  const PollResult result = poll();
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_EQ(result.state.failures, 0);
  EXPECT_FALSE(result.state.next_due);
  EXPECT_EQ(result.state.health, Health::unknown);
}

TEST_F(PollSource, GoneRetiresASource) {
  http_.answer(kUrl, answer(410));
  const PollResult result = poll();
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_EQ(result.state.health, Health::retired);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_THAT(result.notes[0], HasSubstr("410"));
  EXPECT_FALSE(is_due(feed_source(kUrl), result.state, kNow + hours(24 * 365)));
  EXPECT_EQ(judge_health(feed_source(kUrl), result.state, kNow + hours(1)).sentence, result.state.last_error);
}

TEST_F(PollSource, GoneBehindATemporaryRedirectDoesNotRetire) {
  HttpResponse response = answer(410);
  response.url = "http://elsewhere.test/";
  response.redirects = {{302, "http://elsewhere.test/"}};
  http_.answer(kUrl, response);
  EXPECT_EQ(poll().state.health, Health::failing);
}

TEST_F(PollSource, APermanentRedirectIsStoredAfterThreeSightings) {
  const std::string target = "http://new.test/rss";
  HttpResponse response = answer(200, rss_feed({{"a", 1}}));
  response.url = target;
  response.redirects = {{301, target}};
  http_.answer(kUrl, response);
  http_.answer(target, rss_feed({{"a", 1}}));
  PollResult result = poll();
  EXPECT_EQ(result.state.moved_seen, 1);
  EXPECT_EQ(result.state.health, Health::moved);
  EXPECT_EQ(result.state.stored_url, "");
  result = poll(result.state, kNow + hours(4));
  EXPECT_TRUE(result.notes.empty());
  result = poll(result.state, kNow + hours(8));
  EXPECT_EQ(result.state.stored_url, target);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_THAT(result.notes[0], HasSubstr(target));
  result = poll(result.state, kNow + hours(12));
  EXPECT_EQ(last().url, target);
  EXPECT_TRUE(result.notes.empty());
  EXPECT_EQ(result.state.health, Health::moved);
}

TEST_F(PollSource, ATemporaryRedirectIsNeverStored) {
  HttpResponse response = answer(200, rss_feed({{"a", 1}}));
  response.url = "http://today.test/rss";
  response.redirects = {{302, "http://today.test/rss"}};
  http_.answer(kUrl, response);
  SourceState state;
  for (int n = 0; n < 5; ++n) state = poll(state, kNow + hours(4 * n)).state;
  EXPECT_EQ(state.stored_url, "");
  EXPECT_EQ(state.moved_seen, 0);
  EXPECT_EQ(last().url, kUrl);
  EXPECT_EQ(state.health, Health::ok);
}

TEST_F(PollSource, AStoredAddressThatFailsThreeTimesIsGivenUp) {
  SourceState state;
  state.stored_url = "http://new.test/rss";
  state.etag = "\"of new\"";
  http_.answer("http://new.test/rss", answer(404));
  http_.answer(kUrl, rss_feed({{"a", 1}}));
  for (int n = 0; n < 3; ++n) state = poll(state, kNow + hours(24 * n)).state;
  EXPECT_EQ(state.stored_url, "");
  const PollResult result = poll(state, kNow + hours(96));
  EXPECT_EQ(last().url, kUrl);
  EXPECT_EQ(find_header(last().headers, "If-None-Match"), "");
  EXPECT_EQ(result.outcome, PollOutcome::fetched);
}

TEST_F(PollSource, APageLeadsToItsFeedAtOnceAndIsToldOnce) {
  http_.answer(
      kUrl,
      answer(200,
             "<html><head><link rel=alternate type='application/rss+xml' href='/real.xml'></head></html>"));
  http_.answer("http://feed.test/real.xml", rss_feed({{"a", 1}}));
  PollResult result = poll();
  ASSERT_EQ(result.outcome, PollOutcome::fetched) << (result.error ? result.error->message : "");
  EXPECT_EQ(result.entries.size(), 1u);
  EXPECT_EQ(result.state.stored_url, "http://feed.test/real.xml");
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_THAT(result.notes[0], HasSubstr("http://feed.test/real.xml is read instead"));
  EXPECT_EQ(result.state.health, Health::ok);
  EXPECT_EQ(result.state.failures, 0);
  result = poll(result.state, kNow + hours(4));
  EXPECT_EQ(http_.requests_of(kUrl), 1u);
  EXPECT_TRUE(result.notes.empty());
}

TEST_F(PollSource, AFeedThatAStrangersPageNamesElsewhereMustBePublic) {
  http_.answer(kUrl, answer(200,
                            "<html><head><link rel=alternate type='application/rss+xml' "
                            "href='http://10.0.0.1/x'></head></html>"));
  http_.answer("http://10.0.0.1/x", rss_feed({{"a", 1}}));
  const SourceState state = poll().state;
  EXPECT_EQ(last().url, "http://10.0.0.1/x");
  EXPECT_TRUE(last().require_public);
  poll(state, kNow + hours(4));
  EXPECT_TRUE(last().require_public);
}

TEST_F(PollSource, AUserWhoAllowsPrivateAddressesMayBeLedThere) {
  http_.answer(kUrl, answer(200,
                            "<html><head><link rel=alternate type='application/rss+xml' "
                            "href='http://10.0.0.1/x'></head></html>"));
  Source source = feed_source(kUrl);
  source.fetch.allow_private = true;
  poll(source);
  EXPECT_FALSE(last().require_public);
}

TEST_F(PollSource, SecretsGoToTheConfiguredHostOnly) {
  Source source = feed_source("https://feed.test/rss");
  source.fetch.basic_auth = "me:secret";
  source.fetch.headers = {{"X-Key", "secret"}};
  source.fetch.client_certificate = "/etc/me.pem";
  const auto page = [](const std::string& link) {
    return answer(
        200, "<html><head><link rel=alternate type='application/rss+xml' href='" + link + "'></head></html>");
  };
  const auto secrets = [&] {
    const FetchOptions& options = last().options;
    return !options.basic_auth.empty() || !options.headers.empty() || !options.client_certificate.empty();
  };
  for (const std::string link : {"https://evil.test/x", "http://feed.test/x", "https://feed.test:8443/x"}) {
    http_.answer(source.address, page(link));
    http_.answer(link, rss_feed({{"a", 1}}));
    const SourceState state = poll(source).state;
    EXPECT_EQ(last().url, link);
    EXPECT_FALSE(secrets()) << link;
    poll(source, state, kNow + hours(4));
    EXPECT_EQ(last().url, link);
    EXPECT_FALSE(secrets()) << link;
  }
  HttpResponse same = page("/x");
  same.url = source.address;
  http_.answer(source.address, same);
  http_.answer("https://feed.test/x", rss_feed({{"a", 1}}));
  poll(source);
  EXPECT_EQ(last().url, "https://feed.test/x");
  EXPECT_TRUE(secrets());
}

TEST_F(PollSource, WhoeverIsAskedTooOftenIsNotAskedSoonerThanUsual) {
  http_.answer(kUrl, answer(429));
  EXPECT_GE(*poll().state.next_due, kNow + hours(3));
}

TEST_F(PollSource, TextsOfKnownEntriesAreNotRead) {
  PollSettings settings;
  settings.is_known = [](const Source& source, std::string_view id, std::uint64_t) {
    return source.address == kUrl && id == "a";
  };
  SourcePoller poller(io_, http_, settings);
  http_.answer(kUrl, rss_feed({{"b", 1}, {"a", 2}}));
  const PollResult result = testing::poll_once(io_, poller, feed_source(kUrl), {}, kNow);
  ASSERT_EQ(result.entries.size(), 2u);
  EXPECT_FALSE(result.entries[0].known);
  EXPECT_TRUE(result.entries[1].known);
  EXPECT_EQ(result.entries[0].title, "Item b");
}

TEST_F(PollSource, APageWhoseFeedsAreNoneFails) {
  http_.answer(kUrl, answer(200,
                            "<html><head><link rel=alternate type='application/rss+xml' href='/a'><link "
                            "rel=alternate type='application/atom+xml' href='/b'></head></html>"));
  http_.answer("http://feed.test/a", answer(404));
  http_.answer("http://feed.test/b", answer(200, "<html></html>"));
  const PollResult result = poll();
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_EQ(result.state.failures, 1);
  EXPECT_EQ(http_.requests().size(), 3u);
  EXPECT_EQ(result.state.stored_url, "");
}

TEST_F(PollSource, ALoginPageIsAFailureThatSaysSo) {
  http_.answer(kUrl,
               answer(200, "<!doctype html><title>Sign in</title><form><input type=\"password\"></form>"));
  const PollResult result = poll();
  EXPECT_EQ(result.error->kind, ErrorKind::parse);
  EXPECT_THAT(result.error->message, HasSubstr("login page instead of a feed"));
  EXPECT_EQ(result.state.health, Health::failing);
}

TEST_F(PollSource, ADocumentsOwnHoursAreKept) {
  http_.answer(kUrl, rss_feed({{"a", 1}}, "<skipHours><hour>11</hour><hour>12</hour></skipHours>"));
  SourceState state = poll().state;
  EXPECT_EQ(*state.next_due, kNow + hours(5));
  // Also after an answer without a document.
  state = poll(state, kNow + minutes(1)).state;
  EXPECT_EQ(*state.next_due, kNow + hours(5));
}

TEST_F(PollSource, AShortIntervalWaitsWhileTheAnswerIsFresh) {
  Source source = feed_source(kUrl);
  source.every = minutes(10);
  http_.answer(kUrl, answer(200, rss_feed({{"a", 1}}, "<ttl>60</ttl>"), {{"Cache-Control", "max-age=1800"}}));
  EXPECT_EQ(*poll(source).state.next_due, kNow + hours(1));
  http_.answer(kUrl, answer(200, rss_feed({{"b", 1}}), {{"Cache-Control", "max-age=1800"}}));
  EXPECT_EQ(*poll(source).state.next_due, kNow + minutes(30));
}

TEST_F(PollSource, AFileIsReadByItsPath) {
  testing::ScratchDirectory scratch;
  Source source = feed_source("");
  source.kind = SourceKind::file;
  source.address = "/tmp/my feeds/天.xml";
  HttpResponse response = answer(0, rss_feed({{"a", 1}}));
  http_.answer("file:///tmp/my%20feeds/%E5%A4%A9.xml", response);
  const PollResult result = poll(source);
  EXPECT_EQ(result.outcome, PollOutcome::fetched);
  EXPECT_TRUE(last().allow_file);
  EXPECT_EQ(poll(source, result.state, kNow + hours(4)).outcome, PollOutcome::not_modified);
}

TEST_F(PollSource, AFeedOnTheWebMayNotBeAFile) {
  http_.answer(kUrl, rss_feed({{"a", 1}}));
  poll();
  EXPECT_FALSE(last().allow_file);
}

TEST_F(PollSource, ACommandsOutputIsAFeed) {
  Source source = feed_source("");
  source.kind = SourceKind::command;
  source.name = "my script";
  source.argv = {"printf", "%s", rss_feed({{"a", 1}, {"b", 2}})};
  const PollResult result = poll(source);
  ASSERT_EQ(result.outcome, PollOutcome::fetched) << result.error->message;
  EXPECT_EQ(result.entries.size(), 2u);
  EXPECT_EQ(poll(source, result.state, kNow + hours(4)).outcome, PollOutcome::not_modified);
  source.argv = {"sh", "-c", "echo no key >&2; exit 2"};
  const PollResult failure = poll(source, result.state, kNow + hours(8));
  EXPECT_EQ(failure.error->message, "the command sh ended with status 2: no key");
  EXPECT_EQ(failure.state.health, Health::failing);
}

TEST_F(PollSource, AListGivesItsSourcesAlsoWhenItIsUnchangedOrAway) {
  Source source = feed_source("http://feed.test/list.opml");
  source.kind = SourceKind::opml;
  http_.answer_once(source.address, answer(200,
                                           "<opml><body><outline text='A' xmlUrl='http://a.test/'/><outline "
                                           "text='B' xmlUrl='http://b.test/'/></body></opml>",
                                           {{"ETag", "1"}}));
  http_.answer_once(source.address, answer(304));
  http_.answer(source.address, answer(500));
  PollResult result = poll(source);
  EXPECT_EQ(result.outcome, PollOutcome::fetched);
  ASSERT_EQ(result.found.size(), 2u);
  EXPECT_TRUE(result.entries.empty());
  result = poll(source, result.state, kNow + hours(4));
  EXPECT_EQ(result.outcome, PollOutcome::not_modified);
  ASSERT_EQ(result.found.size(), 2u);
  EXPECT_EQ(result.found[1].address, "http://b.test/");
  EXPECT_EQ(result.state.health, Health::ok);
  result = poll(source, result.state, kNow + hours(8));
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_EQ(result.found.size(), 2u);
}

TEST_F(PollSource, EntriesBeyondTheLimitAreLeftOut) {
  PollSettings settings;
  settings.max_entries = 3;
  SourcePoller poller(io_, http_, settings);
  http_.answer(kUrl, rss_feed({{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}}));
  EXPECT_EQ(testing::poll_once(io_, poller, feed_source(kUrl), {}, kNow).entries.size(), 3u);
}

TEST_F(PollSource, APollerThatIsGoneCallsNobody) {
  http_.answer(kUrl, rss_feed({{"a", 1}}));
  bool called = false;
  {
    SourcePoller poller(io_, http_, {});
    poller.poll(feed_source(kUrl), {}, kNow, [&](const PollResult&) { called = true; });
  }
  io_.run();
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace eightbells
