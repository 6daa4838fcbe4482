#include "daemon/collect/collect.h"

#include <gtest/gtest.h>

#include "config/load.h"
#include "tests/support/fake_http_client.h"
#include "tests/support/memory_store.h"

namespace eightbells {
namespace {

using std::chrono::hours;

constexpr Instant kNow{Millis(1'767'744'010'000)};  // 2026-01-07T00:00:10Z

std::string feed_of(const std::string& title, int items) {
  std::string out = "<rss version=\"2.0\"><channel><title>" + title + "</title>";
  for (int i = 1; i <= items; ++i)
    out += "<item><guid>" + title + std::to_string(i) + "</guid><title>" + title + " says thing " +
           std::to_string(i) + "</title><link>https://example.com/" + title + "/" + std::to_string(i) +
           "</link><pubDate>Tue, 06 Jan 2026 23:00:00 GMT</pubDate></item>";
  return out + "</channel></rss>";
}

class CollectTest : public ::testing::Test {
 protected:
  CollectTest() : http(io), clock(kNow) {
    settings = default_settings();
    settings.timezone = "UTC";
  }

  Source& add(const std::string& name) {
    Source source;
    source.name = name;
    source.address = "https://" + name + ".example/feed";
    source.key = "feed:" + source.address;
    settings.sources.push_back(source);
    return settings.sources.back();
  }

  CollectReport collect(CollectWhich which = CollectWhich::all) {
    Collector collector(io, http, store, clock, std::make_shared<const Settings>(settings));
    CollectReport report;
    bool done = false;
    collector.collect(
        which, [this](const CollectProgress& p) { progress.push_back(p); },
        [&](CollectReport r) {
          report = std::move(r);
          done = true;
          io.stop();
        });
    io.restart();
    io.run();
    EXPECT_TRUE(done);
    return report;
  }

  boost::asio::io_context io;
  testing::FakeHttpClient http;
  testing::MemoryStore store;
  FixedClock clock;
  Settings settings;
  std::vector<CollectProgress> progress;
};

TEST_F(CollectTest, EverySourcesEntriesAreInTheStore) {
  for (const char* name : {"one", "two", "three"}) http.answer(add(name).address, feed_of(name, 2));
  const CollectReport report = collect();
  EXPECT_EQ(report.sources, 3);
  EXPECT_EQ(report.polled, 3);
  EXPECT_EQ(report.failed, 0);
  EXPECT_EQ(report.new_entries, 6);
  EXPECT_EQ(store.candidates("ai", kNow - kDay)->size(), 6u);
  ASSERT_FALSE(progress.empty());
  EXPECT_EQ(progress.back().done, 3);
  EXPECT_EQ(progress.back().waiting_for, "");
}

TEST_F(CollectTest, OneBrokenSourceHarmsNoOther) {
  http.answer(add("good").address, feed_of("good", 1));
  const std::string broken = add("broken").address;
  http.answer(broken, HttpResponse{500, broken, {}, "no", {}});
  http.answer(add("unreachable").address, Error{ErrorKind::network, "cannot resolve unreachable.example"});
  const CollectReport report = collect();
  EXPECT_EQ(report.failed, 2);
  EXPECT_EQ(report.new_entries, 1);
  ASSERT_EQ(report.failures.size(), 2u);
  EXPECT_NE((report.failures[0] + report.failures[1]).find("unreachable: "), std::string::npos);
}

TEST_F(CollectTest, AFeedThatWasEmptiedIsStaleAndOneThatNeverHeldAnythingIsNot) {
  http.answer(add("full").address, feed_of("full", 2));
  http.answer(add("never").address, feed_of("never", 0));
  EXPECT_EQ(collect().stale, 0);
  http.answer(settings.sources.front().address, feed_of("full", 0));
  clock = FixedClock(kNow + hours(4));
  EXPECT_EQ(collect().stale, 1);
}

TEST_F(CollectTest, NoSourceAtAllIsDoneAtOnce) {
  const CollectReport report = collect();
  EXPECT_EQ(report.sources, 0);
  EXPECT_EQ(report.polled, 0);
}

TEST_F(CollectTest, ASourceThatDoesNotAnswerCountsAsFailedAtTheDeadline) {
  http.answer(add("good").address, feed_of("good", 1));
  http.answer(add("slow").address, feed_of("slow", 1));
  settings.collect.deadline = Millis(50);
  http.hold();
  http.release(1);
  Collector collector(io, http, store, clock, std::make_shared<const Settings>(settings));
  CollectReport report;
  collector.collect(CollectWhich::all, nullptr, [&](CollectReport r) {
    report = std::move(r);
    io.stop();
  });
  io.run();
  EXPECT_GE(report.failed, 1);
  EXPECT_EQ(report.sources, 2);
}

TEST_F(CollectTest, ACollectingEndsAfterHalfAWindowWhateverTheDeadline) {
  http.answer(add("slow").address, feed_of("slow", 1));
  settings.window = Millis(100);
  http.hold();
  const CollectReport report = collect();
  ASSERT_EQ(report.failures.size(), 1u);
  EXPECT_EQ(report.new_entries, 0);
}

TEST_F(CollectTest, WhatIsNotDueIsNotPolledWhenOnlyTheDueAre) {
  http.answer(add("one").address, feed_of("one", 1));
  collect();
  const auto asked = http.requests().size();
  const CollectReport report = collect(CollectWhich::due);
  EXPECT_EQ(report.polled, 0);
  EXPECT_EQ(report.sources, 1);
  EXPECT_EQ(http.requests().size(), asked);
  clock.set(kNow + 5 * kHour);
  EXPECT_EQ(collect(CollectWhich::due).polled, 1);
}

TEST_F(CollectTest, AtABellTheFrequentlyPolledAreAskedTooSoThatTheDigestIsFresh) {
  add("often").every = 30 * kMinute;
  http.answer(settings.sources.back().address, feed_of("often", 1));
  collect();
  clock.set(kNow + 5 * kMinute);
  EXPECT_EQ(collect(CollectWhich::due).polled, 0);
  EXPECT_EQ(collect(CollectWhich::bell).polled, 1);
}

TEST_F(CollectTest, ASourceThatFailsIsNotAskedAgainBeforeItsTimeAndStillCounts) {
  const std::string limited = add("limited").address;
  http.answer(limited, HttpResponse{429, limited, {{"Retry-After", "7200"}}, "", {}});
  EXPECT_EQ(collect().failed, 1);
  const auto asked = http.requests().size();
  const CollectReport report = collect();
  EXPECT_EQ(report.polled, 0);
  EXPECT_EQ(report.failed, 1);
  EXPECT_EQ(http.requests().size(), asked);
}

TEST_F(CollectTest, DueTimesAreThoseOfSourcesWithARhythmOfTheirOwn) {
  http.answer(add("plain").address, feed_of("plain", 1));
  add("often").every = 30 * kMinute;
  http.answer(settings.sources.back().address, feed_of("often", 1));
  collect();
  Collector collector(io, http, store, clock, std::make_shared<const Settings>(settings));
  const auto times = collector.due_times();
  ASSERT_TRUE(times);
  ASSERT_EQ(times->size(), 1u);
  EXPECT_GT(times->front(), kNow);
  EXPECT_LE(times->front(), kNow + 30 * kMinute);
}

TEST_F(CollectTest, AFullDiskIsAFailureOfTheSourceThatSaysSo) {
  http.answer(add("one").address, feed_of("one", 1));
  store.fail_writes(Error{ErrorKind::database, "the disk is full"});
  const CollectReport report = collect();
  EXPECT_EQ(report.failed, 1);
  EXPECT_NE(report.failures.at(0).find("the disk is full"), std::string::npos);
}

TEST_F(CollectTest, ManyPollsAreSavedInOneTransaction) {
  for (int i = 0; i < 40; ++i) {
    const std::string name = "source" + std::to_string(i);
    http.answer(add(name).address, feed_of(name, 1));
  }
  EXPECT_EQ(collect().new_entries, 40);
  EXPECT_LT(store.commits(), 20);
  EXPECT_GE(store.commits(), 1);
}

TEST_F(CollectTest, PollsThatAreLostWithTheirBatchAreFailures) {
  http.answer(add("one").address, feed_of("one", 2));
  const std::string broken = add("two").address;
  http.answer(broken, HttpResponse{500, broken, {}, "no", {}});
  store.fail_commits(Error{ErrorKind::database, "the disk is full"});
  const CollectReport report = collect();
  EXPECT_EQ(report.failed, 2) << "a source that had failed anyway is counted once";
  EXPECT_EQ(report.new_entries, 0);
  ASSERT_EQ(report.failures.size(), 2u);
  EXPECT_NE((report.failures[0] + report.failures[1]).find("one: the disk is full"), std::string::npos);
}

TEST_F(CollectTest, HoweverManySourcesOnlySomeAreUnderWayAtATime) {
  settings.collect.concurrency = 4;
  for (int i = 0; i < 100; ++i) {
    const std::string name = "source" + std::to_string(i);
    http.answer(add(name).address, feed_of(name, 1));
  }
  EXPECT_EQ(collect().polled, 100);
  EXPECT_LE(http.most_in_flight(), 8u);
  EXPECT_GE(http.most_in_flight(), 4u);
}

TEST_F(CollectTest, SourcesThatCouldNotEvenStartCountAsFailedAtTheDeadline) {
  settings.collect.concurrency = 1;
  settings.collect.deadline = Millis(20);
  for (int i = 0; i < 10; ++i) add("source" + std::to_string(i));
  http.hold();
  EXPECT_EQ(collect().failed, 10);
}

TEST_F(CollectTest, AnEntryWhoseWordsChangeIsChangedAndOneThatStaysIsNotReadAgain) {
  const std::string address = add("one").address;
  http.answer(address, feed_of("one", 2));
  collect();
  std::string edited = feed_of("one", 2);
  edited.replace(edited.find("says thing 1"), 12, "says THING 1");
  http.answer(address, edited);
  clock.set(kNow + 5 * kHour);
  EXPECT_EQ(collect().new_entries, 0);
  std::vector<std::string> titles;
  const auto candidates = store.candidates("ai", kNow - kDay).value();
  for (const auto& candidate : candidates) titles.push_back(candidate.entry.title);
  EXPECT_EQ(titles, (std::vector<std::string>{"one says THING 1", "one says thing 2"}));
}

}  // namespace
}  // namespace eightbells
