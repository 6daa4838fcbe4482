// Where a source is found: redirects, pages that name feeds, files, commands, lists of sources.
#include "feeds/sources/poll_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "feeds/sources/health.h"
#include "feeds/sources/rhythm.h"
#include "tests/feeds/sources/poll_source_fixture.h"
#include "tests/feeds/sources/polling.h"
#include "tests/support/fake_http_client.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using std::chrono::hours;
using testing::answer;
using testing::feed_source;
using ::testing::HasSubstr;
using testing::kFeedUrl;
using testing::kNow;
using testing::PollSource;
using testing::rss_feed;

TEST_F(PollSource, GoneRetiresASource) {
  http_.answer(kFeedUrl, answer(410));
  const PollResult result = poll();
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_EQ(result.state.health, Health::retired);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_THAT(result.notes[0], HasSubstr("410"));
  EXPECT_FALSE(is_due(feed_source(kFeedUrl), result.state, kNow + hours(24 * 365)));
  EXPECT_EQ(judge_health(feed_source(kFeedUrl), result.state, kNow + hours(1)).sentence,
            result.state.last_error);
}

TEST_F(PollSource, GoneBehindATemporaryRedirectDoesNotRetire) {
  HttpResponse response = answer(410);
  response.url = "http://elsewhere.test/";
  response.redirects = {{302, "http://elsewhere.test/"}};
  http_.answer(kFeedUrl, response);
  EXPECT_EQ(poll().state.health, Health::failing);
}

TEST_F(PollSource, APermanentRedirectIsStoredAfterThreeSightings) {
  const std::string target = "http://new.test/rss";
  HttpResponse response = answer(200, rss_feed({{"a", 1}}));
  response.url = target;
  response.redirects = {{301, target}};
  http_.answer(kFeedUrl, response);
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
  http_.answer(kFeedUrl, response);
  SourceState state;
  for (int n = 0; n < 5; ++n) state = poll(state, kNow + hours(4 * n)).state;
  EXPECT_EQ(state.stored_url, "");
  EXPECT_EQ(state.moved_seen, 0);
  EXPECT_EQ(last().url, kFeedUrl);
  EXPECT_EQ(state.health, Health::ok);
}

TEST_F(PollSource, AStoredAddressThatFailsThreeTimesIsGivenUp) {
  SourceState state;
  state.stored_url = "http://new.test/rss";
  state.etag = "\"of new\"";
  http_.answer("http://new.test/rss", answer(404));
  http_.answer(kFeedUrl, rss_feed({{"a", 1}}));
  for (int n = 0; n < 3; ++n) state = poll(state, kNow + hours(24 * n)).state;
  EXPECT_EQ(state.stored_url, "");
  const PollResult result = poll(state, kNow + hours(96));
  EXPECT_EQ(last().url, kFeedUrl);
  EXPECT_EQ(find_header(last().headers, "If-None-Match"), "");
  EXPECT_EQ(result.outcome, PollOutcome::fetched);
}

TEST_F(PollSource, APageLeadsToItsFeedAtOnceAndIsToldOnce) {
  http_.answer(
      kFeedUrl,
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
  EXPECT_EQ(http_.requests_of(kFeedUrl), 1u);
  EXPECT_TRUE(result.notes.empty());
}

TEST_F(PollSource, AFeedThatAStrangersPageNamesElsewhereMustBePublic) {
  http_.answer(kFeedUrl, answer(200,
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
  http_.answer(kFeedUrl, answer(200,
                                "<html><head><link rel=alternate type='application/rss+xml' "
                                "href='http://10.0.0.1/x'></head></html>"));
  Source source = feed_source(kFeedUrl);
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

TEST_F(PollSource, ALargePageIsSearchedForFeeds) {
  http_.answer(kFeedUrl,
               answer(200, "<html><head><link rel=alternate type='application/rss+xml' href='/a'></head>" +
                               std::string(20'000, ' ') + "</html>"));
  http_.answer("http://feed.test/a", rss_feed({{"a", 1}}));
  const PollResult result = poll();
  EXPECT_EQ(result.outcome, PollOutcome::fetched);
  EXPECT_EQ(result.state.stored_url, "http://feed.test/a");
}

TEST_F(PollSource, APageWhoseFeedsAreNoneFails) {
  http_.answer(kFeedUrl, answer(200,
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
  http_.answer(kFeedUrl,
               answer(200, "<!doctype html><title>Sign in</title><form><input type=\"password\"></form>"));
  const PollResult result = poll();
  EXPECT_EQ(result.error->kind, ErrorKind::parse);
  EXPECT_THAT(result.error->message, HasSubstr("login page instead of a feed"));
  EXPECT_EQ(result.state.health, Health::failing);
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
  http_.answer(kFeedUrl, rss_feed({{"a", 1}}));
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

}  // namespace
}  // namespace eightbells
