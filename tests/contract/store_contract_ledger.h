// Choosing, the ledger and batches: a part of store_contract.h, which holds the fixture and includes this.
#pragma once

#include "tests/contract/store_contract.h"

namespace eightbells::testing {

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

TEST_P(StoreContract, DigestsOfASpanComeNewestFirstWithTheirTextOnly) {
  for (int n = 0; n < 4; ++n) {
    LedgerRow one = row(noon_ + n * 4 * kOneHour);
    one.digest = "digest " + std::to_string(n);
    one.considered = "[]";
    if (n == 2) one.state = WindowState::skipped;
    ASSERT_TRUE(store_->plan(one, {}));
  }
  const auto all = store_->digests("ai", noon_, noon_ + 12 * kOneHour, 10).value();
  ASSERT_EQ(all.size(), 2u) << "the begin is outside, the end inside, and what was skipped has no digest";
  EXPECT_EQ(all[0].digest, "digest 3");
  EXPECT_EQ(all[1].digest, "digest 1");
  EXPECT_EQ(all[0].considered, "");
  EXPECT_EQ(all[0].files, row(noon_).files);
  EXPECT_EQ(store_->digests("ai", Instant(), noon_ + 12 * kOneHour, 1).value().size(), 1u);
  EXPECT_THAT(store_->digests("other", Instant(), noon_ + 12 * kOneHour, 10).value(), IsEmpty());
}

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

}  // namespace eightbells::testing
