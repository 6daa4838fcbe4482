#include "feeds/sources/health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace eightbells {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

const Instant kNow{seconds(1767772800)};

// A source over time: documents come in, and it is judged.
class Told {
 public:
  // A success at `now` with this document.
  void document(Instant now, const std::vector<std::pair<std::string, std::optional<Instant>>>& entries,
                std::optional<Instant> built = std::nullopt, bool whole = true) {
    Feed feed;
    feed.built = built;
    for (const auto& [id, published] : entries) {
      Entry entry;
      entry.id = id;
      entry.published = published;
      feed.entries.push_back(entry);
    }
    learn_document(state, feed, whole, now);
    answered(now);
  }

  // A 304, or the same bytes.
  void answered(Instant now) {
    state.failures = 0;
    state.last_poll = state.last_success = now;
    refresh_health(source, state, now);
  }

  HealthReport at(Instant now) const { return judge_health(source, state, now); }

  Source source;
  SourceState state;
};

// Entries "e<n>" every `step`, the newest at `newest`.
std::vector<std::pair<std::string, std::optional<Instant>>> regular(Instant newest, Millis step, int count,
                                                                    int first = 1000) {
  std::vector<std::pair<std::string, std::optional<Instant>>> out;
  for (int n = 0; n < count; ++n) out.emplace_back("e" + std::to_string(first - n), newest - step * n);
  return out;
}

TEST(Health, ASourceThatWasNeverAskedIsUnknown) { EXPECT_EQ(Told().at(kNow).health, Health::unknown); }

TEST(Health, ASourceInItsRhythmIsOk) {
  Told told;
  told.document(kNow, regular(kNow - hours(3), hours(6), 20));
  EXPECT_EQ(told.state.usual_interval, hours(6));
  const HealthReport report = told.at(kNow);
  EXPECT_EQ(report.health, Health::ok);
  EXPECT_EQ(report.sentence, "last new entry 3 hours ago, usually one every 6 hours");
}

TEST(Health, SilenceOfTwoIntervalsIsQuiet) {
  Told told;
  told.document(kNow, regular(kNow, hours(6), 20));
  told.answered(kNow + hours(12));
  EXPECT_EQ(told.at(kNow + hours(12)).health, Health::ok);
  EXPECT_EQ(told.at(kNow + hours(13)).health, Health::quiet);
  EXPECT_EQ(told.at(kNow + hours(13)).sentence,
            "answers, nothing new for 13 hours, usually one every 6 hours");
}

TEST(Health, AYearOldPostWithAFreshBuildDateIsStaleAtOnce) {
  Told told;
  told.document(kNow, {{"old", kNow - days(400)}}, kNow);
  const HealthReport report = told.at(kNow);
  EXPECT_EQ(report.health, Health::stale);
  EXPECT_THAT(report.sentence, HasSubstr("calls itself fresh, but has had nothing new for 13 months"));
}

TEST(Health, AFrozenFeedIsFoundOutWithinTwoOfItsIntervals) {
  Told told;
  const auto entries = regular(kNow, days(2), 20);
  for (int day = 0; day <= 5; ++day) {
    told.document(kNow + days(day), entries, kNow + days(day));
    EXPECT_EQ(told.state.health == Health::stale, day >= 5) << day;
  }
}

TEST(Health, AFeedThatIsSilentAndSaysNothingOfItselfIsOnlyQuiet) {
  Told told;
  told.document(kNow, regular(kNow, days(2), 20), kNow);
  told.answered(kNow + days(20));
  EXPECT_EQ(told.at(kNow + days(20)).health, Health::quiet);
}

TEST(Health, NightsAndWeekendsAreNotStale) {
  // Five posts from nine to five on working days, a build date that is always now.
  std::vector<std::pair<std::string, std::optional<Instant>>> entries;
  const Instant monday{days(20458)};  // 2026-01-05
  for (int day = 0; day < 12; ++day) {
    if (day % 7 >= 5) continue;
    for (int hour = 9; hour <= 17; hour += 2) {
      entries.insert(entries.begin(), {std::to_string(day * 100 + hour), monday + days(day) + hours(hour)});
    }
  }
  Told told;
  const Instant friday = monday + days(11) + hours(17);
  for (int hour = 1; hour <= 63; ++hour) {  // until Monday at eight
    told.document(friday + hours(hour), entries, friday + hours(hour));
    EXPECT_NE(told.state.health, Health::stale) << hour;
  }
}

TEST(Health, ABusySiteIsGivenItsFirstNight) {
  Told told;
  const auto entries = regular(kNow, minutes(4), 40);
  for (int hour = 0; hour < 10; ++hour) {
    told.document(kNow + hours(hour), entries, kNow + hours(hour));
    EXPECT_NE(told.state.health, Health::stale) << hour;
  }
}

TEST(Health, AFeedKnownForDaysIsGivenTwoWeeksWhateverItsBuildDateSays) {
  Told told;
  const auto entries = regular(kNow, hours(3), 6);
  for (int day = 0; day <= 15; ++day) {
    told.document(kNow + days(day), entries, kNow + days(day));
    EXPECT_EQ(told.state.health == Health::stale, day >= 15) << day;
  }
}

TEST(Health, NewDatesOnKnownEntriesAreNotNews) {
  Told told;
  for (int day = 0; day <= 5; ++day) told.document(kNow + days(day), regular(kNow + days(day), hours(8), 20));
  EXPECT_EQ(told.state.last_new_entry, kNow);
  EXPECT_EQ(told.at(kNow + days(5)).health, Health::stale);
}

TEST(Health, AnEntryWithAnUnknownIdIsNew) {
  Told told;
  told.document(kNow, regular(kNow - hours(2), hours(8), 20, 1000));
  told.document(kNow + hours(4), regular(kNow + hours(3), hours(8), 20, 1001));
  EXPECT_EQ(told.state.last_new_entry, kNow + hours(4));
  EXPECT_EQ(told.state.newest_published, kNow + hours(3));
}

TEST(Health, AnOldEntryThatComesUpFromBelowIsNotNew) {
  Told told;
  auto entries = regular(kNow - hours(2), hours(8), 80);
  told.document(kNow, entries);
  entries.erase(entries.begin());  // the newest was taken back
  told.document(kNow + hours(4), entries);
  EXPECT_EQ(told.state.last_new_entry, kNow - hours(2));
}

TEST(Health, AFutureDateIsNow) {
  Told told;
  told.document(kNow, {{"a", kNow + days(300)}});
  EXPECT_EQ(told.state.newest_published, kNow);
}

TEST(Health, ASilentYearIsStaleWhateverItSays) {
  Told told;
  told.document(kNow, regular(kNow - days(380), days(30), 10));
  const HealthReport report = told.at(kNow);
  EXPECT_EQ(report.health, Health::stale);
  EXPECT_THAT(report.sentence, HasSubstr("replace or remove the source"));
}

TEST(Health, AYearlySourceIsNotStaleAfterAYear) {
  Told told;
  told.document(kNow, regular(kNow - days(380), days(364), 6));
  EXPECT_EQ(told.at(kNow).health, Health::ok);
}

TEST(Health, AFeedThatBecameEmptySaysWhatItHeld) {
  Told told;
  told.document(kNow, regular(kNow, hours(6), 20));
  told.document(kNow + hours(4), {});
  EXPECT_EQ(told.state.health, Health::empty);
  EXPECT_EQ(told.at(kNow + hours(4)).sentence,
            "held 20 entries before and holds none now: look at the site, the feed may have moved");
  told.document(kNow + hours(8), regular(kNow, hours(6), 20));
  EXPECT_EQ(told.state.health, Health::ok);
}

TEST(Health, AFeedThatNeverHadAnEntryIsEmptyToo) {
  Told told;
  told.document(kNow, {});
  EXPECT_EQ(told.state.health, Health::empty);
  EXPECT_THAT(told.at(kNow).sentence, HasSubstr("check that this is the right address"));
}

TEST(Health, AnAccountWithoutNewPostsIsNotEmpty) {
  Told told;
  told.document(kNow, {}, std::nullopt, false);
  EXPECT_EQ(told.state.health, Health::ok);
  EXPECT_EQ(told.at(kNow).sentence, "answers, nothing new yet");
}

TEST(Health, AnAccountsRhythmIsLearntFromWhatComes) {
  Told told;
  told.document(kNow, regular(kNow, hours(5), 8, 100), std::nullopt, false);
  told.document(kNow + hours(5), {{"e101", kNow + hours(5)}}, std::nullopt, false);
  told.document(kNow + hours(10), {{"e102", kNow + hours(10)}}, std::nullopt, false);
  EXPECT_EQ(told.state.usual_interval, hours(5));
  EXPECT_EQ(told.state.last_new_entry, kNow + hours(10));
}

TEST(Health, ADocumentWithoutDatesHasTheRhythmOfItsArrivals) {
  Told told;
  told.document(kNow, {{"a", std::nullopt}});
  told.document(kNow + hours(8), {{"b", std::nullopt}, {"a", std::nullopt}});
  EXPECT_EQ(told.state.usual_interval, hours(8));
  EXPECT_EQ(told.state.last_new_entry, kNow + hours(8));
}

TEST(Health, FailuresOutweighEverythingButRetirement) {
  Told told;
  told.document(kNow, {});
  told.state.failures = 3;
  told.state.last_error = "feed.test cannot be reached";
  EXPECT_EQ(told.at(kNow).health, Health::failing);
  EXPECT_EQ(told.at(kNow).sentence, "feed.test cannot be reached (3 times in a row)");
  told.state.health = Health::retired;
  EXPECT_EQ(told.at(kNow).health, Health::retired);
}

TEST(Health, SinceWhenIsKeptUntilItChanges) {
  Told told;
  told.document(kNow, regular(kNow, hours(6), 20));
  told.answered(kNow + hours(4));
  EXPECT_EQ(told.state.health_since, kNow);
  told.answered(kNow + hours(16));
  EXPECT_EQ(told.state.health, Health::quiet);
  EXPECT_EQ(told.state.health_since, kNow + hours(16));
}

TEST(Health, DurationsAreSpoken) {
  EXPECT_EQ(spoken(seconds(5)), "1 minute");
  EXPECT_EQ(spoken(minutes(90)), "90 minutes");
  EXPECT_EQ(spoken(hours(47)), "47 hours");
  EXPECT_EQ(spoken(days(3)), "3 days");
  EXPECT_EQ(spoken(days(400)), "13 months");
  EXPECT_EQ(spoken(days(365 * 5)), "5 years");
  EXPECT_EQ(spoken(Millis(-5)), "1 minute");
}

TEST(Health, EveryStateHasAName) {
  EXPECT_EQ(name_of(Health::unknown), "unknown");
  EXPECT_EQ(name_of(Health::ok), "ok");
  EXPECT_EQ(name_of(Health::quiet), "quiet");
  EXPECT_EQ(name_of(Health::stale), "stale");
  EXPECT_EQ(name_of(Health::empty), "empty");
  EXPECT_EQ(name_of(Health::moved), "moved");
  EXPECT_EQ(name_of(Health::failing), "failing");
  EXPECT_EQ(name_of(Health::retired), "retired");
}

}  // namespace
}  // namespace eightbells
