// Sources and entries: a part of store_contract.h, which holds the fixture and includes this.
#pragma once

#include "tests/contract/store_contract.h"

namespace eightbells::testing {

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

TEST_P(StoreContract, APostsOwnTellingTakesThePlaceOfARepostWhicheverCameFirst) {
  Entry own = entry("x:1998765432101234567", "", "A post");
  own.author = "@author";
  Entry repost = own;
  repost.is_repost = true;
  save(source("a"), {repost}, noon_);
  save(source("b"), {own}, noon_);
  save(source("a"), {repost}, noon_);
  const auto kept = store_->candidates("ai", noon_ - kOneHour).value();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].source_key, source("b").key);
  EXPECT_EQ(kept[0].entry.author, "@author");
  EXPECT_FALSE(kept[0].entry.is_repost);
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

TEST_P(StoreContract, AnEntryIsKnownBeforeItIsReadWhileItIsWrittenTheSame) {
  Entry one = entry("1", "One", "Words");
  one.written = 11;
  const std::string key = source("a").key;
  EXPECT_FALSE(store_->knows(key, "1", 11).value());
  save(source("a"), {one}, noon_);
  EXPECT_TRUE(store_->knows(key, "1", 11).value());
  EXPECT_FALSE(store_->knows(key, "1", 12).value()) << "written otherwise: it has to be read";
  EXPECT_FALSE(store_->knows(key, "2", 11).value());
  EXPECT_FALSE(store_->knows(source("b").key, "1", 11).value());
}

TEST_P(StoreContract, OtherMarkupAroundTheSameWordsIsRemembered) {
  Entry one = entry("1", "One", "Words");
  one.written = 11;
  save(source("a"), {one}, noon_);
  one.written = 12;
  EXPECT_EQ(save(source("a"), {one}, noon_).known, 1);
  EXPECT_TRUE(store_->knows(source("a").key, "1", 12).value());
  one.summary = "Other words";
  one.written = 13;
  EXPECT_EQ(save(source("a"), {one}, noon_).changed, 1);
  EXPECT_TRUE(store_->knows(source("a").key, "1", 13).value());
}

TEST_P(StoreContract, AnEntryWhoseSourceWritesNothingIsNeverKnownUnread) {
  save(source("a"), {entry("1", "One")}, noon_);
  EXPECT_FALSE(store_->knows(source("a").key, "1", 0).value());
}

TEST_P(StoreContract, AnEntryMarkedKnownIsLeftAsItIs) {
  save(source("a"), {entry("1", "One", "Words")}, noon_);
  Entry unread = entry("1", "");
  unread.known = true;
  EXPECT_EQ(save(source("a"), {unread}, noon_).known, 1);
  EXPECT_EQ(store_->candidates("ai", Instant()).value().at(0).entry.title, "One");
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

}  // namespace eightbells::testing
