// What every Store does: one suite for the real one and for the fake. Include it in one test file and
// instantiate StoreContract.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/store/store.h"
#include "tests/support/paths.h"

namespace eightbells::testing {

struct StoreMaker {
  const char* name;
  std::function<std::unique_ptr<Store>(const std::filesystem::path& directory)> make;
  friend std::ostream& operator<<(std::ostream& out, const StoreMaker& maker) { return out << maker.name; }
};

inline constexpr Millis kOneHour{3'600'000};

class StoreContract : public ::testing::TestWithParam<StoreMaker> {
 protected:
  static Source source(const std::string& name) {
    Source made;
    made.key = "feed:https://" + name + ".example/feed";
    made.name = name;
    return made;
  }
  static SourceState polled(Instant at) {
    SourceState state;
    state.first_success = at;
    state.last_poll = at;
    return state;
  }
  static Entry entry(const std::string& id, const std::string& title, const std::string& text = "Its text.") {
    Entry made;
    made.id = id;
    made.title = title;
    made.summary = text;
    made.link = "https://example.org/" + id;
    return made;
  }
  SavedCounts save(const Source& from, const std::vector<Entry>& entries, Instant at) {
    return store_->save_poll(from, polled(at), entries, at).value();
  }
  std::vector<std::string> titles(std::string_view profile = "ai", Instant oldest = Instant()) {
    std::vector<std::string> all;
    const auto candidates = store_->candidates(profile, oldest).value();
    for (const Candidate& one : candidates) all.push_back(one.entry.title);
    return all;
  }
  std::int64_t row_of(const std::string& title) {
    const auto candidates = store_->candidates("nobody", Instant()).value();
    for (const Candidate& one : candidates) {
      if (one.entry.title == title) return one.entry_id;
    }
    return 0;
  }
  LedgerRow row(Instant end, const std::string& profile = "ai") {
    LedgerRow made;
    made.profile = profile;
    made.window = {end - 4 * kOneHour, end};
    made.planned_at = end + Millis(10);
    made.items = 1;
    made.digest = "{\"items\":1}";
    made.considered = "[]";
    made.files = {"/var/lib/eightbells/digests/one.md", "/var/lib/eightbells/digests/one.json"};
    return made;
  }

  ScratchDirectory directory_;
  std::unique_ptr<Store> store_ = GetParam().make(directory_.path());
  const Instant noon_{std::chrono::sys_days{std::chrono::year(2026) / 1 / 7} + std::chrono::hours(12)};
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// ---- sources ----

TEST_P(StoreContract, AnUnknownSourceHasAFreshState) {
  const SourceState state = store_->source_state("feed:https://nowhere.example/").value();
  EXPECT_FALSE(state.first_success);
  EXPECT_EQ(state.etag, "");
  EXPECT_EQ(state.health, Health::unknown);
}

TEST_P(StoreContract, AStateIsKeptWholeAndToTheByte) {
  SourceState state;
  state.etag = "W/\"a\\\"b\xff\"";
  state.last_modified = "Wed, 07 Jan 2026 08:00:00 GMT ";
  state.body_hash = "abc";
  state.next_due = noon_ + Millis(1);
  state.first_success = noon_ + Millis(2);
  state.last_poll = noon_ + Millis(3);
  state.last_success = noon_ + Millis(4);
  state.last_full = noon_ + Millis(5);
  state.last_new_entry = noon_ + Millis(6);
  state.newest_published = noon_ + Millis(7);
  state.usual_interval = Millis(8);
  state.failures = 9;
  state.last_error = "no answer";
  state.health = Health::failing;
  state.health_since = noon_ + Millis(10);
  state.moved_to = "https://new.example/";
  state.moved_seen = 2;
  state.stored_url = "https://stored.example/";
  state.feed_title = "标题";
  state.feed_language = "zh-CN";
  state.x_user_id = "11";
  state.x_since_id = "12";
  state.extra = {{"a", "1"}, {"引号", "\"\\\n"}};
  ASSERT_TRUE(store_->save_poll(source("one"), state, {}, noon_));
  const SourceState kept = store_->source_state(source("one").key).value();
  EXPECT_EQ(kept.etag, state.etag);
  EXPECT_EQ(kept.last_modified, state.last_modified);
  EXPECT_EQ(kept.body_hash, state.body_hash);
  EXPECT_EQ(kept.next_due, state.next_due);
  EXPECT_EQ(kept.first_success, state.first_success);
  EXPECT_EQ(kept.last_poll, state.last_poll);
  EXPECT_EQ(kept.last_success, state.last_success);
  EXPECT_EQ(kept.last_full, state.last_full);
  EXPECT_EQ(kept.last_new_entry, state.last_new_entry);
  EXPECT_EQ(kept.newest_published, state.newest_published);
  EXPECT_EQ(kept.usual_interval, state.usual_interval);
  EXPECT_EQ(kept.failures, state.failures);
  EXPECT_EQ(kept.last_error, state.last_error);
  EXPECT_EQ(kept.health, state.health);
  EXPECT_EQ(kept.health_since, state.health_since);
  EXPECT_EQ(kept.moved_to, state.moved_to);
  EXPECT_EQ(kept.moved_seen, state.moved_seen);
  EXPECT_EQ(kept.stored_url, state.stored_url);
  EXPECT_EQ(kept.feed_title, state.feed_title);
  EXPECT_EQ(kept.feed_language, state.feed_language);
  EXPECT_EQ(kept.x_user_id, state.x_user_id);
  EXPECT_EQ(kept.x_since_id, state.x_since_id);
  EXPECT_EQ(kept.extra, state.extra);
}

TEST_P(StoreContract, SourcesAreListedWithTheirCounts) {
  save(source("b"), {entry("1", "One"), entry("2", "Two")}, noon_);
  save(source("b"), {entry("2", "Two"), entry("3", "Three")}, noon_ + kOneHour);
  save(source("a"), {}, noon_);
  const auto records = store_->sources().value();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].name, "a");
  EXPECT_EQ(records[0].entries, 0);
  EXPECT_EQ(records[1].name, "b");
  EXPECT_EQ(records[1].key, source("b").key);
  EXPECT_EQ(records[1].entries, 3);
  EXPECT_EQ(records[1].state.last_new_entry, noon_ + kOneHour);
  EXPECT_FALSE(records[0].state.last_new_entry);
}

// ---- knowing entries again ----

TEST_P(StoreContract, AnEntryIsFreshOnce) {
  const std::vector<Entry> entries = {entry("1", "One"), entry("2", "Two")};
  const SavedCounts first = save(source("a"), entries, noon_);
  EXPECT_EQ(first.fresh, 2);
  const SavedCounts second = save(source("a"), entries, noon_ + kOneHour);
  EXPECT_EQ(second.fresh, 0);
  EXPECT_EQ(second.known, 2);
  EXPECT_EQ(store_->candidates("ai", Instant()).value().size(), 2u);
}

TEST_P(StoreContract, TheSameIdOfTwoSourcesIsTwoEntries) {
  save(source("a"), {entry("1", "One")}, noon_);
  EXPECT_EQ(save(source("b"), {entry("1", "One")}, noon_).fresh, 1);
}

TEST_P(StoreContract, AnXStatusIsOneEntryAcrossSources) {
  Entry post = entry("x:1998765432101234567", "", "A post");
  EXPECT_EQ(save(source("a"), {post}, noon_).fresh, 1);
  post.summary = "A post, as another host shows it";
  const SavedCounts again = save(source("b"), {post}, noon_);
  EXPECT_EQ(again.known, 1);
  EXPECT_EQ(again.fresh + again.changed, 0);
  ASSERT_EQ(store_->candidates("ai", Instant()).value().size(), 1u);
  EXPECT_EQ(store_->candidates("ai", Instant()).value()[0].entry.summary, "A post");
}

TEST_P(StoreContract, AnXStatusWithTheTextOfAnotherIsAnotherPost) {
  save(source("a"), {entry("x:1", "", "Good morning")}, noon_);
  EXPECT_EQ(save(source("a"), {entry("x:2", "", "Good morning")}, noon_).fresh, 1);
}

TEST_P(StoreContract, ChangedWordsAreKeptAsTheSameEntry) {
  Entry one = entry("1", "One", "Old words");
  one.published = noon_ - kOneHour;
  save(source("a"), {one}, noon_);
  one.title = "One, corrected";
  one.summary = "New words";
  one.published = noon_ + kOneHour;
  one.link = "https://example.org/moved";
  const SavedCounts counts = save(source("a"), {one}, noon_ + 2 * kOneHour);
  EXPECT_EQ(counts.changed, 1);
  EXPECT_EQ(counts.fresh, 0);
  EXPECT_EQ(save(source("a"), {one}, noon_ + 3 * kOneHour).known, 1);
  const auto candidates = store_->candidates("ai", Instant()).value();
  ASSERT_EQ(candidates.size(), 1u);
  EXPECT_EQ(candidates[0].entry.title, "One, corrected");
  EXPECT_EQ(candidates[0].entry.summary, "New words");
  EXPECT_EQ(candidates[0].entry.link, "https://example.org/moved");
  EXPECT_EQ(candidates[0].first_seen, noon_);
  EXPECT_EQ(candidates[0].at(), noon_ - kOneHour) << "a new date makes nothing new";
}

TEST_P(StoreContract, ARedatedEntryIsKnown) {
  Entry one = entry("1", "One");
  one.published = noon_ - 100 * kOneHour;
  save(source("a"), {one}, noon_);
  one.published = noon_;
  EXPECT_EQ(save(source("a"), {one}, noon_).known, 1);
  EXPECT_THAT(titles("ai", noon_ - kOneHour), IsEmpty());
}

TEST_P(StoreContract, AnEntryGivenOutAgainUnderAnotherIdIsKnown) {
  save(source("a"), {entry("1", "One", "The same words")}, noon_);
  const Entry again = entry("1?again", "One", "The same words");
  EXPECT_EQ(save(source("a"), {again}, noon_).known, 1);
  EXPECT_EQ(save(source("a"), {again}, noon_).known, 1);
  EXPECT_EQ(save(source("b"), {again}, noon_).fresh, 1) << "another source says it for itself";
  EXPECT_EQ(save(source("a"), {entry("2", "One", "Other words")}, noon_).fresh, 1);
  // The new id is a name of the same entry: its words may change too.
  EXPECT_EQ(save(source("a"), {entry("1?again", "One", "The same words, and more")}, noon_).changed, 1);
}

TEST_P(StoreContract, WithoutATextTheLinkMustBeTheSameToo) {
  save(source("a"), {entry("1", "Weekly thread", "")}, noon_);
  EXPECT_EQ(save(source("a"), {entry("2", "Weekly thread", "")}, noon_).fresh, 1);
  Entry again = entry("3", "Weekly thread", "");
  again.link = "https://example.org/1";
  EXPECT_EQ(save(source("a"), {again}, noon_).known, 1);
}

TEST_P(StoreContract, OfTwoEntriesWithOneIdInADocumentTheFirstCounts) {
  const std::vector<Entry> broken = {entry("1", "One"), entry("1", "Two"), entry("1", "Three")};
  const SavedCounts first = save(source("a"), broken, noon_);
  EXPECT_EQ(first.fresh, 1);
  EXPECT_EQ(first.known, 2);
  EXPECT_EQ(save(source("a"), broken, noon_).known, 3);
  EXPECT_THAT(titles(), ElementsAre("One"));
}

// ---- dates and baseline ----

TEST_P(StoreContract, EntriesOfTheFirstSuccessAreABaseline) {
  SourceState failed;
  failed.last_poll = noon_;
  failed.failures = 1;
  ASSERT_TRUE(store_->save_poll(source("a"), failed, {}, noon_));
  save(source("a"), {entry("1", "Old")}, noon_);
  save(source("a"), {entry("2", "New"), entry("1", "Old")}, noon_ + kOneHour);
  const auto candidates = store_->candidates("ai", Instant()).value();
  ASSERT_EQ(candidates.size(), 2u);
  EXPECT_TRUE(candidates[0].baseline);
  EXPECT_FALSE(candidates[1].baseline);
}

TEST_P(StoreContract, ADateThatIsMissingOrInTheFutureIsNotTrusted) {
  Entry undated = entry("1", "Undated");
  Entry future = entry("2", "Future");
  future.published = noon_ + kOneHour;
  Entry fast = entry("3", "A fast clock");
  fast.published = noon_ + Millis(60'000);
  Entry epoch = entry("4", "Epoch");
  epoch.published = Instant();
  save(source("a"), {undated, future, fast, epoch}, noon_);
  const auto candidates = store_->candidates("ai", noon_).value();
  ASSERT_EQ(candidates.size(), 4u);
  for (const Candidate& one : candidates) {
    EXPECT_EQ(one.at(), noon_) << one.entry.title;
    EXPECT_EQ(one.date_trusted, one.entry.title == "A fast clock") << one.entry.title;
  }
  EXPECT_EQ(candidates[1].entry.published, noon_ + kOneHour) << "kept as the source said it";
}

// ---- choosing ----

TEST_P(StoreContract, CandidatesComeWholeAndInOrder) {
  Entry one = entry("1", "One", "");
  one.content = "Long text";
  one.author = "@someone";
  one.categories = {"AI", "机器\"人"};
  one.published = noon_ - kOneHour;
  one.updated = noon_;
  one.language = "zh";
  one.references = {"https://example.org/page"};
  one.is_repost = true;
  one.is_reply = true;
  Entry older = entry("2", "Older");
  older.published = noon_ - 2 * kOneHour;
  save(source("a"), {one, older}, noon_);
  EXPECT_THAT(titles(), ElementsAre("Older", "One"));
  EXPECT_THAT(titles("ai", noon_ - kOneHour), ElementsAre("One"));
  const Candidate got = store_->candidates("ai", noon_ - kOneHour).value().at(0);
  EXPECT_EQ(got.source_key, source("a").key);
  EXPECT_EQ(got.source_name, "a");
  EXPECT_EQ(got.entry.id, "1");
  EXPECT_EQ(got.entry.link, "https://example.org/1");
  EXPECT_EQ(got.entry.content, "Long text");
  EXPECT_EQ(got.entry.summary, "");
  EXPECT_EQ(got.entry.author, "@someone");
  EXPECT_EQ(got.entry.categories, one.categories);
  EXPECT_EQ(got.entry.published, one.published);
  EXPECT_EQ(got.entry.updated, one.updated);
  EXPECT_EQ(got.entry.language, "zh");
  EXPECT_EQ(got.entry.references, one.references);
  EXPECT_TRUE(got.entry.is_repost);
  EXPECT_TRUE(got.entry.is_reply);
}

TEST_P(StoreContract, AClaimedEntryIsNoCandidateOfItsProfile) {
  save(source("a"), {entry("1", "One"), entry("2", "Two")}, noon_);
  ASSERT_TRUE(store_->plan(row(noon_), {{row_of("One"), "s1", 1}}));
  EXPECT_THAT(titles("ai"), ElementsAre("Two"));
  EXPECT_THAT(titles("other"), ElementsAre("One", "Two"));
}

TEST_P(StoreContract, ShownItemsComeWithTheirMembers) {
  save(source("a"), {entry("1", "One"), entry("2", "Two"), entry("3", "Three"), entry("4", "Repeat")}, noon_);
  LedgerRow first = row(noon_);
  first.shown = {{1, "s1", "The first item", "https://example.org/1"},
                 {2, "s2", "The second", "https://example.org/3"}};
  ASSERT_TRUE(store_->plan(first, {{row_of("Two"), "s1", 1},
                                   {row_of("One"), "s1", 1},
                                   {row_of("Three"), "s2", 2},
                                   {row_of("Repeat"), "s0", 0}}));
  LedgerRow second = row(noon_ + 4 * kOneHour);
  second.shown = {{1, "s3", "Later", ""}};
  ASSERT_TRUE(store_->plan(second, {}));
  const auto shown = store_->shown_since("ai", noon_).value();
  ASSERT_EQ(shown.size(), 3u);
  EXPECT_EQ(shown[0].story_id, "s1");
  EXPECT_EQ(shown[0].window_end, noon_);
  EXPECT_EQ(shown[0].number, 1);
  EXPECT_EQ(shown[0].title, "The first item");
  EXPECT_EQ(shown[0].link, "https://example.org/1");
  EXPECT_EQ(shown[0].digest_file, "/var/lib/eightbells/digests/one.md");
  ASSERT_EQ(shown[0].members.size(), 2u);
  EXPECT_EQ(shown[0].members[0].entry.title, "Two") << "the lead first";
  EXPECT_EQ(shown[0].members[0].entry.summary, "Its text.");
  EXPECT_EQ(shown[1].members.size(), 1u);
  EXPECT_THAT(shown[2].members, IsEmpty());
  EXPECT_EQ(store_->shown_since("ai", noon_ + Millis(1)).value().size(), 1u);
  EXPECT_THAT(store_->shown_since("other", Instant()).value(), IsEmpty());
}

// ---- the ledger ----

TEST_P(StoreContract, APlannedWindowIsUnfinishedUntilWritten) {
  LedgerRow planned = row(noon_);
  planned.shown = {{1, "s1", "One", "https://example.org/1"}};
  ASSERT_TRUE(store_->plan(planned, {}));
  const auto unfinished = store_->unfinished().value();
  ASSERT_EQ(unfinished.size(), 1u);
  EXPECT_EQ(unfinished[0].profile, "ai");
  EXPECT_EQ(unfinished[0].window, planned.window);
  EXPECT_EQ(unfinished[0].state, WindowState::planned);
  EXPECT_EQ(unfinished[0].planned_at, planned.planned_at);
  EXPECT_FALSE(unfinished[0].written_at);
  EXPECT_EQ(unfinished[0].items, 1);
  EXPECT_EQ(unfinished[0].digest, planned.digest);
  EXPECT_EQ(unfinished[0].considered, planned.considered);
  EXPECT_EQ(unfinished[0].files, planned.files);
  ASSERT_EQ(unfinished[0].shown.size(), 1u);
  EXPECT_EQ(unfinished[0].shown[0].title, "One");

  ASSERT_TRUE(store_->mark_written("ai", noon_, noon_ + kOneHour));
  EXPECT_THAT(store_->unfinished().value(), IsEmpty());
  ASSERT_TRUE(store_->mark_written("ai", noon_, noon_ + 2 * kOneHour)) << "again is no error";
  const auto written = store_->ledger_row("ai", noon_).value();
  ASSERT_TRUE(written);
  EXPECT_EQ(written->state, WindowState::written);
  EXPECT_EQ(written->written_at, noon_ + kOneHour);
}

TEST_P(StoreContract, AWindowIsPlannedOnce) {
  save(source("a"), {entry("1", "One")}, noon_);
  ASSERT_TRUE(store_->plan(row(noon_), {}));
  const auto again = store_->plan(row(noon_), {{row_of("One"), "s1", 1}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::invalid);
  EXPECT_THAT(titles("ai"), ElementsAre("One")) << "nothing was claimed";
  EXPECT_TRUE(store_->plan(row(noon_, "other"), {}));
}

TEST_P(StoreContract, AnEntryIsClaimedOnceAndARefusedPlanLeavesNothing) {
  save(source("a"), {entry("1", "One"), entry("2", "Two")}, noon_);
  ASSERT_TRUE(store_->plan(row(noon_), {{row_of("One"), "s1", 1}}));
  LedgerRow next = row(noon_ + 4 * kOneHour);
  next.shown = {{1, "s2", "Two", ""}};
  const auto refused = store_->plan(next, {{row_of("Two"), "s2", 1}, {row_of("One"), "s1", 0}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_FALSE(store_->ledger_row("ai", next.window.end).value());
  EXPECT_THAT(store_->shown_since("ai", next.window.end).value(), IsEmpty());
  EXPECT_THAT(titles("ai"), ElementsAre("Two"));
  EXPECT_FALSE(store_->plan(next, {{row_of("Two"), "s2", 1}, {row_of("Two"), "s2", 2}}));
  EXPECT_FALSE(store_->plan(next, {{987654, "s2", 1}})) << "there is no such entry";
  EXPECT_TRUE(store_->plan(next, {{row_of("Two"), "s2", 1}}));
}

TEST_P(StoreContract, AnItemNumberStandsOnceInADigest) {
  LedgerRow twice = row(noon_);
  twice.shown = {{1, "s1", "One", ""}, {1, "s2", "Two", ""}};
  const auto refused = store_->plan(twice, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_FALSE(store_->ledger_row("ai", noon_).value());
}

TEST_P(StoreContract, ASkippedWindowIsInTheLedgerAndNeverUnfinished) {
  LedgerRow skipped = row(noon_);
  skipped.state = WindowState::skipped;
  ASSERT_TRUE(store_->plan(skipped, {}));
  EXPECT_THAT(store_->unfinished().value(), IsEmpty());
  EXPECT_EQ(store_->ledger_row("ai", noon_).value()->state, WindowState::skipped);
  EXPECT_EQ(store_->last_window_end("ai").value(), noon_);
  EXPECT_FALSE(store_->mark_written("ai", noon_, noon_));
}

TEST_P(StoreContract, TheLedgerIsListedNewestFirst) {
  EXPECT_FALSE(store_->last_window_end("ai").value());
  for (int i = 2; i >= 0; --i) ASSERT_TRUE(store_->plan(row(noon_ + i * 4 * kOneHour), {}));
  ASSERT_TRUE(store_->plan(row(noon_ + 100 * kOneHour, "other"), {}));
  const auto rows = store_->ledger("ai", 2).value();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].window.end, noon_ + 8 * kOneHour);
  EXPECT_EQ(rows[1].window.end, noon_ + 4 * kOneHour);
  EXPECT_EQ(rows[0].digest, "") << "texts are left empty";
  EXPECT_EQ(rows[0].files, row(noon_).files);
  EXPECT_EQ(store_->last_window_end("ai").value(), noon_ + 8 * kOneHour);
  EXPECT_THAT(store_->ledger("ai", -1).value(), IsEmpty());
}

TEST_P(StoreContract, ADigestMayBeReplacedWhereItExists) {
  ASSERT_TRUE(store_->plan(row(noon_), {}));
  ASSERT_TRUE(store_->replace_digest("ai", noon_, "{\"edited\":true}"));
  EXPECT_EQ(store_->ledger_row("ai", noon_).value()->digest, "{\"edited\":true}");
  for (const auto& missing :
       {store_->replace_digest("ai", noon_ + kOneHour, "{}"),
        store_->mark_written("ai", noon_ + kOneHour, noon_), store_->mark_written("no", noon_, noon_)}) {
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  }
}

// ---- batches ----

TEST_P(StoreContract, ABatchIsSeenAtOnceAndKept) {
  ASSERT_TRUE(store_->begin_batch());
  save(source("a"), {entry("1", "One")}, noon_);
  save(source("b"), {entry("1", "Two")}, noon_);
  EXPECT_THAT(titles(), ElementsAre("One", "Two"));
  ASSERT_TRUE(store_->commit_batch());
  ASSERT_TRUE(store_->commit_batch()) << "nothing is open: no error";
  EXPECT_EQ(save(source("a"), {entry("1", "One")}, noon_).known, 1);
}

TEST_P(StoreContract, WritingToTheLedgerCommitsAnOpenBatch) {
  ASSERT_TRUE(store_->begin_batch());
  save(source("a"), {entry("1", "One")}, noon_);
  ASSERT_TRUE(store_->plan(row(noon_), {{row_of("One"), "s1", 1}}));
  ASSERT_TRUE(store_->commit_batch());
  EXPECT_THAT(titles("ai"), IsEmpty());
}

// ---- finding, small things, backup ----

TEST_P(StoreContract, AnIndexedEntryIsFound) {
  save(source("a"), {entry("1", "Robots", "A story about humanoid robots at work.")}, noon_);
  save(source("b"), {entry("1", "机器人", "人形机器人进入工厂。")}, noon_ + kOneHour);
  EXPECT_THAT(store_->search({"robots", {}, "", 10}).value(), IsEmpty()) << "not indexed yet";
  EXPECT_EQ(store_->index_pending(1).value(), 1);
  EXPECT_EQ(store_->index_pending(100).value(), 1);
  EXPECT_EQ(store_->index_pending(100).value(), 0);
  const auto latin = store_->search({"humanoid robots", {}, "", 10}).value();
  ASSERT_EQ(latin.size(), 1u);
  EXPECT_EQ(latin[0].title, "Robots");
  EXPECT_EQ(latin[0].source, "a");
  EXPECT_EQ(latin[0].link, "https://example.org/1");
  EXPECT_EQ(latin[0].first_seen, noon_);
  EXPECT_NE(latin[0].snippet.find('\x02'), std::string::npos);
  const auto han = store_->search({"机器", {}, "", 10}).value();
  ASSERT_EQ(han.size(), 1u);
  EXPECT_NE(han[0].snippet.find("\x02机器\x03"), std::string::npos) << han[0].snippet;
  EXPECT_THAT(store_->search({"机器", noon_ + 2 * kOneHour, "", 10}).value(), IsEmpty());
  EXPECT_THAT(store_->search({"机器", {}, "a", 10}).value(), IsEmpty());
}

TEST_P(StoreContract, ASearchWithoutAWordIsAnError) {
  const auto nothing = store_->search({"  ", {}, "", 10});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().kind, ErrorKind::invalid);
}

TEST_P(StoreContract, SmallThingsAreKeptByNameToTheByte) {
  EXPECT_FALSE(store_->get("space", "key").value());
  ASSERT_TRUE(store_->put("space", "key", "one", noon_));
  const std::string bytes("\0two\xff\n", 6);
  ASSERT_TRUE(store_->put("space", "key", bytes, noon_));
  ASSERT_TRUE(store_->put("other", "key", "", noon_));
  EXPECT_EQ(store_->get("space", "key").value(), bytes);
  EXPECT_EQ(store_->get("other", "key").value(), "");
  EXPECT_FALSE(store_->get("space", "").value());
}

TEST_P(StoreContract, ABackupNeverOverwrites) {
  save(source("a"), {entry("1", "One")}, noon_);
  const auto file = directory_.path() / "backup.db";
  ASSERT_TRUE(store_->backup(file));
  EXPECT_GT(std::filesystem::file_size(file), 0u);
  const auto again = store_->backup(file);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::invalid);
}

}  // namespace eightbells::testing
