#include "feeds/sources/poll_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "feeds/sources/health.h"
#include "feeds/sources/rhythm.h"
#include "tests/feeds/sources/poll_source_fixture.h"
#include "tests/feeds/sources/polling.h"
#include "tests/support/fake_http_client.h"

namespace eightbells {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::answer;
using testing::feed_source;
using ::testing::HasSubstr;
using testing::kFeedUrl;
using testing::kNow;
using testing::PollSource;
using testing::rss_feed;

TEST_F(PollSource, AFeedGivesItsEntriesAndAState) {
  http_.answer(kFeedUrl, rss_feed({{"b", 1}, {"a", 5}}));
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
  http_.answer(kFeedUrl, answer(200, rss_feed({{"a", 1}}),
                                {{"ETag", "W/\"a b,'\\x\""}, {"Last-Modified", "yesterday, about noon"}}));
  const SourceState state = poll().state;
  poll(state, kNow + hours(4));
  EXPECT_EQ(find_header(last().headers, "If-None-Match"), "W/\"a b,'\\x\"");
  EXPECT_EQ(find_header(last().headers, "If-Modified-Since"), "yesterday, about noon");
}

TEST_F(PollSource, ANotModifiedAnswerIsASuccessAndRefreshesValidators) {
  http_.answer_once(kFeedUrl,
                    answer(200, rss_feed({{"a", 1}}), {{"ETag", "\"1\""}, {"Last-Modified", "then"}}));
  http_.answer(kFeedUrl, answer(304, "", {{"ETag", "\"2\""}}));
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
  http_.answer(kFeedUrl, rss_feed({{"a", 1}}));
  const SourceState state = poll().state;
  const PollResult result = poll(state, kNow + hours(4));
  EXPECT_EQ(result.outcome, PollOutcome::not_modified);
  EXPECT_TRUE(result.entries.empty());
  EXPECT_EQ(result.state.last_full, kNow + hours(4));
}

TEST_F(PollSource, ValidatorsOfABodyThatDoesNotParseAreDropped) {
  http_.answer_once(kFeedUrl, answer(200, rss_feed({{"a", 1}}), {{"ETag", "\"1\""}}));
  http_.answer(kFeedUrl, answer(200, "out of order", {{"ETag", "\"2\""}}));
  const SourceState state = poll().state;
  const PollResult result = poll(state, kNow + hours(4));
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_EQ(result.state.etag, "");
  poll(result.state, kNow + hours(8));
  EXPECT_EQ(find_header(last().headers, "If-None-Match"), "");
}

TEST_F(PollSource, ASilenceOfManyIntervalsIsCheckedWithoutValidatorsOnceADay) {
  http_.answer(kFeedUrl, [](const HttpRequest& request) -> Result<HttpResponse> {
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
  http_.answer(kFeedUrl, [&](const HttpRequest&) -> Result<HttpResponse> {
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
  http_.answer(kFeedUrl, answer(429, "", {{"Retry-After", "36000"}}));
  const PollResult result = poll();
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_GE(*result.state.next_due, kNow + hours(10));
  EXPECT_FALSE(is_due(feed_source(kFeedUrl), result.state, kNow + hours(9)));
  EXPECT_TRUE(is_due(feed_source(kFeedUrl), result.state, kNow + hours(10)));
}

TEST_F(PollSource, DueTimesComeFromTheStateAlone) {
  http_.answer(kFeedUrl, rss_feed({{"a", 1}}));
  const SourceState state = poll().state;
  EXPECT_FALSE(is_due(feed_source(kFeedUrl), state, kNow + hours(1)));
  EXPECT_TRUE(is_due(feed_source(kFeedUrl), state, kNow + hours(4)));
  EXPECT_TRUE(is_due(feed_source(kFeedUrl), SourceState{}, kNow));
}

TEST_F(PollSource, AClockThatWasAheadForOnePollKeepsNoSourceWaiting) {
  http_.answer(kFeedUrl, rss_feed({{"a", 1}}));
  SourceState state = poll().state;
  state.last_poll = kNow + hours(24 * 365);
  state.next_due = kNow + hours(24 * 365 + 4);
  EXPECT_TRUE(is_due(feed_source(kFeedUrl), state, kNow));
  EXPECT_EQ(due_at(state, kNow), kNow);
  state.last_poll = kNow + kClockSlack;  // the little by which clocks are always set
  EXPECT_FALSE(is_due(feed_source(kFeedUrl), state, kNow));
  EXPECT_EQ(due_at(state, kNow), *state.next_due);
}

TEST_F(PollSource, FailuresAreCountedAndASuccessEndsThem) {
  http_.answer_once(kFeedUrl, fail(ErrorKind::network, "feed.test cannot be reached"));
  http_.answer_once(kFeedUrl, fail(ErrorKind::timeout, "feed.test did not answer within 30 s"));
  http_.answer(kFeedUrl, rss_feed({{"a", 1}}));
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
  EXPECT_THAT(judge_health(feed_source(kFeedUrl), result.state, kNow).sentence,
              HasSubstr("2 times in a row"));
  result = poll(result.state, kNow + hours(2));
  EXPECT_EQ(result.state.failures, 0);
  EXPECT_EQ(result.state.last_error, "");
  EXPECT_EQ(result.state.health, Health::ok);
  EXPECT_EQ(result.state.health_since, kNow + hours(2));
}

TEST_F(PollSource, BeingStoppedIsNobodysFailure) {
  http_.answer(kFeedUrl, Error{ErrorKind::cancelled, "stopped"});
  const PollResult result = poll();
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_EQ(result.state.failures, 0);
  EXPECT_FALSE(result.state.next_due);
  EXPECT_EQ(result.state.health, Health::unknown);
}

TEST_F(PollSource, WhoeverIsAskedTooOftenIsNotAskedSoonerThanUsual) {
  http_.answer(kFeedUrl, answer(429));
  EXPECT_GE(*poll().state.next_due, kNow + hours(3));
}

TEST_F(PollSource, TextsOfKnownEntriesAreNotRead) {
  PollSettings settings;
  settings.is_known = [](const Source& source, std::string_view id, std::uint64_t) {
    return source.address == kFeedUrl && id == "a";
  };
  SourcePoller poller(io_, http_, settings);
  http_.answer(kFeedUrl, rss_feed({{"b", 1}, {"a", 2}}));
  SourceState before;
  before.first_success = kNow - hours(4);
  const PollResult result = testing::poll_once(io_, poller, feed_source(kFeedUrl), before, kNow);
  ASSERT_EQ(result.entries.size(), 2u);
  EXPECT_FALSE(result.entries[0].known);
  EXPECT_TRUE(result.entries[1].known);
  EXPECT_EQ(result.entries[0].title, "Item b");
}

TEST_F(PollSource, OfASourceThatNeverAnsweredNothingIsKnown) {
  PollSettings settings;
  settings.is_known = [](const Source&, std::string_view, std::uint64_t) { return true; };
  SourcePoller poller(io_, http_, settings);
  http_.answer(kFeedUrl, rss_feed({{"a", 2}}));
  const PollResult result = testing::poll_once(io_, poller, feed_source(kFeedUrl), {}, kNow);
  ASSERT_EQ(result.entries.size(), 1u);
  EXPECT_EQ(result.entries[0].title, "Item a");
}

// Large first documents are read by a worker.
std::string large_feed(int items) {
  std::vector<std::pair<std::string, int>> list;
  for (int i = 0; i < items; ++i) list.emplace_back("guid-" + std::to_string(i), i % 24);
  return rss_feed(list);
}

TEST_F(PollSource, ALargeFirstDocumentIsReadLikeASmallOne) {
  http_.answer(kFeedUrl, large_feed(500));
  const PollResult result = poll();
  EXPECT_EQ(result.outcome, PollOutcome::fetched);
  ASSERT_EQ(result.entries.size(), 500u);
  EXPECT_EQ(result.entries[499].title, "Item guid-499");
  EXPECT_EQ(result.state.first_success, kNow);
}

TEST_F(PollSource, ALoopThatRunsUntilNothingIsLeftWaitsForTheWorker) {
  int ended = 0;
  SourcePoller poller(io_, http_, {});
  for (int i = 0; i < 20; ++i) {
    const std::string url = "http://feed.test/" + std::to_string(i);
    http_.answer(url, large_feed(200));
    poller.poll(feed_source(url), {}, kNow,
                [&](const PollResult& result) { ended += result.entries.size() == 200; });
  }
  io_.run();
  EXPECT_EQ(ended, 20);
}

TEST_F(PollSource, APollerThatGoesWhileItsWorkerReadsCallsNobody) {
  bool called = false;
  auto poller = std::make_unique<SourcePoller>(io_, http_, PollSettings{});
  for (int i = 0; i < 20; ++i) {
    const std::string url = "http://feed.test/" + std::to_string(i);
    http_.answer(url, large_feed(200));
    poller->poll(feed_source(url), {}, kNow, [&](const PollResult&) { called = true; });
  }
  for (int i = 0; i < 15; ++i) io_.poll_one();  // answers come in and go to the worker
  called = false;
  poller.reset();
  io_.run();
  EXPECT_FALSE(called);
}

TEST_F(PollSource, ADocumentsOwnHoursAreKept) {
  http_.answer(kFeedUrl, rss_feed({{"a", 1}}, "<skipHours><hour>11</hour><hour>12</hour></skipHours>"));
  SourceState state = poll().state;
  EXPECT_EQ(*state.next_due, kNow + hours(5));
  // Also after an answer without a document.
  state = poll(state, kNow + minutes(1)).state;
  EXPECT_EQ(*state.next_due, kNow + hours(5));
}

TEST_F(PollSource, AShortIntervalWaitsWhileTheAnswerIsFresh) {
  Source source = feed_source(kFeedUrl);
  source.every = minutes(10);
  http_.answer(kFeedUrl,
               answer(200, rss_feed({{"a", 1}}, "<ttl>60</ttl>"), {{"Cache-Control", "max-age=1800"}}));
  EXPECT_EQ(*poll(source).state.next_due, kNow + hours(1));
  http_.answer(kFeedUrl, answer(200, rss_feed({{"b", 1}}), {{"Cache-Control", "max-age=1800"}}));
  EXPECT_EQ(*poll(source).state.next_due, kNow + minutes(30));
}

TEST_F(PollSource, EntriesBeyondTheLimitAreLeftOut) {
  PollSettings settings;
  settings.max_entries = 3;
  SourcePoller poller(io_, http_, settings);
  http_.answer(kFeedUrl, rss_feed({{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}}));
  EXPECT_EQ(testing::poll_once(io_, poller, feed_source(kFeedUrl), {}, kNow).entries.size(), 3u);
}

TEST_F(PollSource, APollerThatIsGoneCallsNobody) {
  http_.answer(kFeedUrl, rss_feed({{"a", 1}}));
  bool called = false;
  {
    SourcePoller poller(io_, http_, {});
    poller.poll(feed_source(kFeedUrl), {}, kNow, [&](const PollResult&) { called = true; });
  }
  io_.run();
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace eightbells
