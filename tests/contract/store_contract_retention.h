// What is removed for its age: a part of store_contract.h, which holds the fixture and includes this.
#pragma once

#include "tests/contract/store_contract.h"

namespace eightbells::testing {

TEST_P(StoreContract, OldEntriesAreRemovedInSlicesOldestFirstAndStayKnown) {
  Entry old = entry("old", "Old"), older = entry("older", "Older"), young = entry("young", "Young");
  old.published = noon_ - 50 * kOneHour;
  older.published = noon_ - 60 * kOneHour;
  save(source("a"), {old, older}, noon_ - 45 * kOneHour);
  save(source("a"), {young}, noon_);
  while (store_->index_pending(100).value() > 0) {
  }
  EXPECT_EQ(store_->remove_entries(noon_ - 40 * kOneHour, 1).value(), 1);
  EXPECT_THAT(titles(), ElementsAre("Old", "Young"));
  EXPECT_EQ(store_->remove_entries(noon_ - 40 * kOneHour, 10).value(), 1);
  EXPECT_EQ(store_->remove_entries(noon_ - 40 * kOneHour, 10).value(), 0);
  EXPECT_EQ(store_->sources()->at(0).entries, 1);
  while (store_->index_pending(100).value() > 0) {
  }
  EXPECT_TRUE(store_->search({"Older", {}, "", 10})->empty());
  EXPECT_EQ(store_->search({"Young", {}, "", 10})->size(), 1u);

  Entry redated = old;  // the feed still lists it, under a new date, other words, or another id
  redated.published = noon_;
  Entry reworded = older;
  reworded.title = "Older, corrected";
  Entry renamed = older;
  renamed.id = "renamed";
  const SavedCounts counts = save(source("a"), {redated, reworded, renamed}, noon_ + kOneHour);
  EXPECT_EQ(counts.fresh, 0);
  EXPECT_EQ(counts.changed, 0);
  EXPECT_THAT(titles(), ElementsAre("Young"));
}

TEST_P(StoreContract, AnOldPostThatWasSeenLatelyIsYoung) {
  Entry old = entry("old", "Old");
  old.published = noon_ - 9000 * kOneHour;
  save(source("a"), {old}, noon_);
  EXPECT_EQ(store_->remove_entries(noon_ - kOneHour, 10).value(), 0);
  EXPECT_EQ(store_->remove_entries(noon_ + kOneHour, 10).value(), 1);
}

TEST_P(StoreContract, ClaimsGoWithTheirEntryAndItemsStay) {
  save(source("a"), {entry("1", "One")}, noon_);
  LedgerRow written = row(noon_ + kOneHour);
  written.shown = {{1, "s1", "One", "https://example.org/1"}};
  ASSERT_TRUE(store_->plan(written, {{row_of("One"), "s1", 1}}));
  EXPECT_EQ(store_->remove_entries(noon_ + kOneHour, 10).value(), 1);
  const auto shown = store_->shown_since("ai", noon_).value();
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_TRUE(shown[0].members.empty());
  EXPECT_EQ(store_->ledger_row("ai", noon_ + kOneHour).value()->digest, "{\"items\":1}");
}

TEST_P(StoreContract, OldWindowsAreRemovedButPlannedOnesAndTheNewestOfEachProfile) {
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(store_->plan(row(noon_ + i * 4 * kOneHour), {}));
  ASSERT_TRUE(store_->plan(row(noon_, "other"), {}));
  for (const int i : {0, 1, 3}) {
    const Instant end = noon_ + i * 4 * kOneHour;
    ASSERT_TRUE(store_->mark_written("ai", end, end));
  }
  ASSERT_TRUE(store_->mark_written("other", noon_, noon_));
  const Instant later = noon_ + 100 * kOneHour;
  EXPECT_EQ(store_->remove_windows(noon_, 10).value(), 0);
  EXPECT_EQ(store_->remove_windows(later, 1).value(), 1);
  EXPECT_FALSE(store_->ledger_row("ai", noon_).value()) << "the oldest goes first";
  EXPECT_EQ(store_->remove_windows(later, 10).value(), 1);
  EXPECT_EQ(store_->remove_windows(later, 10).value(), 0);
  EXPECT_EQ(store_->unfinished()->size(), 1u);
  EXPECT_EQ(store_->ledger("ai", 10)->size(), 2u);
  EXPECT_EQ(store_->last_window_end("ai").value(), noon_ + 12 * kOneHour);
  EXPECT_EQ(store_->last_window_end("other").value(), noon_);
}

TEST_P(StoreContract, ARemovedWindowTakesItsItemsAndClaimsAlong) {
  save(source("a"), {entry("1", "One")}, noon_);
  LedgerRow first = row(noon_ + kOneHour);
  first.shown = {{1, "s1", "One", "https://example.org/1"}};
  ASSERT_TRUE(store_->plan(first, {{row_of("One"), "s1", 1}}));
  ASSERT_TRUE(store_->mark_written("ai", first.window.end, first.window.end));
  ASSERT_TRUE(store_->plan(row(noon_ + 9 * kOneHour), {}));
  EXPECT_EQ(store_->remove_windows(noon_ + 2 * kOneHour, 10).value(), 1);
  EXPECT_TRUE(store_->shown_since("ai", Instant())->empty());
  ASSERT_TRUE(store_->plan(first, {})) << "nothing of it is left";
}

TEST_P(StoreContract, AWindowStaysWhileAnEntryOfItIsYoungEnoughToBeReported) {
  save(source("a"), {entry("1", "One")}, noon_);
  const LedgerRow early = row(noon_ - 8 * kOneHour);  // a clock that was set back
  ASSERT_TRUE(store_->plan(early, {{row_of("One"), "s1", 1}}));
  ASSERT_TRUE(store_->mark_written("ai", early.window.end, early.window.end));
  ASSERT_TRUE(store_->plan(row(noon_ + 4 * kOneHour), {}));
  EXPECT_EQ(store_->remove_windows(noon_ - kOneHour, 10).value(), 0);
  EXPECT_TRUE(titles().empty());
  EXPECT_EQ(store_->remove_windows(noon_ + kOneHour, 10).value(), 1);
}

TEST_P(StoreContract, WhatWasConsideredIsEmptiedOldestFirstAndTheDigestStays) {
  for (int i = 0; i < 4; ++i) {
    const Instant end = noon_ + i * 4 * kOneHour;
    ASSERT_TRUE(store_->plan(row(end), {}));
    if (i != 1) {
      ASSERT_TRUE(store_->mark_written("ai", end, end));
    }
  }
  const auto considered = [&](int i) {
    return store_->ledger_row("ai", noon_ + i * 4 * kOneHour).value()->considered;
  };
  EXPECT_EQ(store_->remove_considered(noon_ + 12 * kOneHour, 1).value(), 1);
  EXPECT_EQ(considered(0), "");
  EXPECT_EQ(considered(2), "[]");
  EXPECT_EQ(store_->remove_considered(noon_ + 12 * kOneHour, 10).value(), 1);
  EXPECT_EQ(store_->remove_considered(noon_ + 12 * kOneHour, 10).value(), 0);
  EXPECT_EQ(considered(1), "[]") << "planned";
  EXPECT_EQ(considered(2), "");
  EXPECT_EQ(considered(3), "[]") << "young";
  EXPECT_EQ(store_->ledger_row("ai", noon_).value()->digest, "{\"items\":1}");
}

TEST_P(StoreContract, SmallThingsAreRemovedByTheirSpaceAndAge) {
  ASSERT_TRUE(store_->put("cache", "old", "1", noon_));
  ASSERT_TRUE(store_->put("cache", "young", "2", noon_ + kOneHour));
  ASSERT_TRUE(store_->put("other", "old", "3", noon_));
  EXPECT_EQ(store_->remove_small_things("cache", noon_ + kOneHour).value(), 1);
  EXPECT_FALSE(store_->get("cache", "old").value());
  EXPECT_TRUE(store_->get("cache", "young").value());
  EXPECT_TRUE(store_->get("other", "old").value());
}

}  // namespace eightbells::testing
