// What only the real store can show: what survives, and what two processes see of each other.
#include "daemon/store/sqlite_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/model/digest_json.h"
#include "daemon/store/sqlite.h"
#include "tests/support/paths.h"

namespace eightbells::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

class SqliteStores : public ::testing::Test {
 protected:
  static Source source(const std::string& name) {
    Source made;
    made.key = "feed:" + name;
    made.name = name;
    return made;
  }
  static std::vector<Entry> entries(int count, const std::string& prefix = "") {
    std::vector<Entry> all;
    for (int i = 0; i < count; ++i) {
      Entry entry;
      entry.id = prefix + std::to_string(i);
      entry.title = "Title " + entry.id;
      entry.summary = "Text " + entry.id;
      entry.link = "https://www.example.org/" + entry.id + "?utm_source=x";
      all.push_back(entry);
    }
    return all;
  }
  SavedCounts save(Store& store, const std::string& name, const std::vector<Entry>& all) {
    SourceState state;
    state.first_success = now_;
    return store.save_poll(source(name), state, all, now_).value();
  }
  LedgerRow row(const std::string& profile = "ai") {
    LedgerRow made;
    made.profile = profile;
    made.window = {now_ - Millis(1000), now_};
    made.digest = "{}";
    return made;
  }
  std::unique_ptr<Store> open() { return open_sqlite_store(file_).value(); }
  // The files as they lie on the disk while the store is open: what is there after the process was killed.
  fs::path copy_as_after_a_crash() {
    const fs::path folder = directory_.path() / "after";
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::copy_file(file_, folder / "state.db");
    if (fs::exists(file_.string() + "-wal")) fs::copy_file(file_.string() + "-wal", folder / "state.db-wal");
    return folder / "state.db";
  }

  ScratchDirectory directory_;
  const fs::path file_ = directory_.path() / "state.db";
  Instant now_{Millis(1'790'000'000'000)};
};

TEST_F(SqliteStores, EverythingIsThereAfterOpeningAgain) {
  {
    auto store = open();
    save(*store, "a", entries(3));
    ASSERT_TRUE(store->plan(row(), {{1, "s1", 1}}));
    ASSERT_TRUE(store->put("space", "key", "value", now_));
  }
  auto store = open();
  EXPECT_EQ(save(*store, "a", entries(3)).known, 3);
  EXPECT_EQ(store->candidates("ai", Instant()).value().size(), 2u);
  EXPECT_EQ(store->unfinished().value().size(), 1u);
  EXPECT_EQ(store->get("space", "key").value(), "value");
}

TEST_F(SqliteStores, AKilledProcessLosesNothingThatWasCommitted) {
  auto store = open();
  save(*store, "a", entries(3));
  ASSERT_TRUE(store->plan(row(), {{1, "s1", 1}}));
  ASSERT_TRUE(store->begin_batch());
  save(*store, "b", entries(5));
  const auto killed = open_sqlite_store(copy_as_after_a_crash()).value();
  EXPECT_EQ(killed->candidates("ai", Instant()).value().size(), 2u) << "the open batch is gone as a whole";
  EXPECT_EQ(killed->unfinished().value().size(), 1u);
  EXPECT_EQ(save(*killed, "b", entries(5)).fresh, 5);
  EXPECT_EQ(killed->sources().value().size(), 2u);
}

TEST_F(SqliteStores, ATornEndOfTheLogIsCutOff) {
  auto store = open();
  save(*store, "a", entries(3));
  save(*store, "b", entries(3));
  const fs::path copy = copy_as_after_a_crash();
  const fs::path log = copy.string() + "-wal";
  fs::resize_file(log, fs::file_size(log) - 2000);
  const auto torn = open_sqlite_store(copy).value();
  const auto sources = torn->sources().value();
  ASSERT_EQ(sources.size(), 1u) << "the torn commit is undone, the one before it stands";
  EXPECT_EQ(sources[0].entries, 3);
  EXPECT_EQ(Connection::open(copy).value()->word("PRAGMA integrity_check").value(), "ok");
}

TEST_F(SqliteStores, TwoConnectionsSeeEachOthersWork) {
  auto daemon = open();
  auto once = open();
  save(*daemon, "a", entries(2));
  EXPECT_EQ(save(*once, "a", entries(2)).known, 2);
  save(*once, "b", entries(2));
  EXPECT_EQ(daemon->sources().value().size(), 2u);
  ASSERT_TRUE(once->plan(row(), {{1, "s1", 1}}));
  const auto refused = daemon->plan(row(), {{2, "s1", 1}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_EQ(daemon->candidates("ai", Instant()).value().size(), 3u);
}

TEST_F(SqliteStores, AnOpenBatchIsNotSeenByOthersAndDoesNotKeepThemFromReading) {
  auto daemon = open();
  auto reader = open();
  save(*daemon, "a", entries(1));
  ASSERT_TRUE(daemon->begin_batch());
  save(*daemon, "b", entries(1));
  EXPECT_EQ(reader->sources().value().size(), 1u);
  ASSERT_TRUE(daemon->commit_batch());
  EXPECT_EQ(reader->sources().value().size(), 2u);
}

TEST_F(SqliteStores, KnownEntriesAreNotWritten) {
  auto store = open();
  save(*store, "a", entries(50));
  const auto watcher = Connection::open(file_).value();
  const auto pages = [&] { return watcher->number("SELECT total(entry) FROM seen").value(); };
  const auto before = pages();
  const auto log_before = fs::file_size(file_.string() + "-wal");
  EXPECT_EQ(save(*store, "a", entries(50)).known, 50);
  EXPECT_EQ(pages(), before);
  // One page: the source's row.
  EXPECT_LE(fs::file_size(file_.string() + "-wal") - log_before, 2u * (8192 + 24));
}

TEST_F(SqliteStores, SeenRecordsOutliveTheirEntries) {
  auto store = open();
  save(*store, "a", entries(3));
  ASSERT_TRUE(Connection::open(file_).value()->execute("DELETE FROM entries WHERE id = 3"));
  EXPECT_EQ(save(*store, "a", entries(3)).known, 3);
  auto changed = entries(3);
  for (Entry& entry : changed) entry.summary += ", changed";
  const SavedCounts counts = save(*store, "a", changed);
  EXPECT_EQ(counts.changed, 2);
  EXPECT_EQ(counts.known, 1) << "removed for its age, and not new";
  save(*store, "a", entries(1, "new"));
  EXPECT_EQ(store->candidates("ai", Instant()).value().back().entry_id, 4) << "no number is used twice";
}

TEST_F(SqliteStores, LinksOfCandidatesHaveTheirCanonicalForm) {
  auto store = open();
  save(*store, "a", entries(1));
  EXPECT_EQ(store->candidates("ai", Instant())->at(0).canonical, "https://example.org/0");
}

TEST_F(SqliteStores, ABackupIsAWholeStore) {
  auto store = open();
  save(*store, "a", entries(3));
  ASSERT_TRUE(store->begin_batch());
  save(*store, "b", entries(3));
  ASSERT_TRUE(store->backup(directory_.path() / "copy.db"));
  EXPECT_EQ(open_sqlite_store(directory_.path() / "copy.db").value()->sources().value().size(), 2u);
}

TEST_F(SqliteStores, WordsThatChangedAreFoundAnewAndNoLongerAsTheyWere) {
  auto store = open();
  auto all = entries(2);
  all[0].summary = "About penguins";
  save(*store, "a", all);
  ASSERT_EQ(store->index_pending(100).value(), 2);
  all[0].summary = "About seals";
  ASSERT_EQ(save(*store, "a", all).changed, 1);
  all[0].summary = "About otters";
  ASSERT_EQ(save(*store, "a", all).changed, 1);
  EXPECT_EQ(store->index_pending(100).value(), 1);
  EXPECT_THAT(store->search({"penguins", {}, "", 10}).value(), IsEmpty());
  EXPECT_THAT(store->search({"seals", {}, "", 10}).value(), IsEmpty());
  EXPECT_EQ(store->search({"otter", {}, "", 10})->size(), 1u);
}

TEST_F(SqliteStores, OfVeryManyMatchesTheNewestAreRanked) {
  auto store = open();
  auto all = entries(5'001);
  all[0].title = "Text text text";  // it would be the best
  save(*store, "a", all);
  while (store->index_pending(2'000).value() > 0) continue;
  const auto newest = store->search({"text", {}, "", 5}).value();
  ASSERT_EQ(newest.size(), 5u);
  EXPECT_NE(newest[0].title, "Text text text");
  EXPECT_EQ(store->search({"text", {}, "", 100'000}).value().size(), 1'000u);
}

TEST_F(SqliteStores, AFilterFindsWhatManyNewerMatchesHide) {
  auto store = open();
  auto old = entries(1, "old");
  old[0].categories = {"Rare"};
  save(*store, "a", old);
  now_ += Millis(10 * 86'400'000LL);
  save(*store, "b", entries(5'001));
  while (store->index_pending(2'000).value() > 0) continue;
  EXPECT_EQ(store->search({"text", {}, "a", 5})->size(), 1u);
  EXPECT_EQ(store->search({"text", {}, "", 5, "Rare"})->size(), 1u);
  EXPECT_EQ(store->search({"text", now_ - Millis(1), "", 1'000})->size(), 1'000u);
  EXPECT_THAT(store->search({"text", now_ - Millis(1), "a", 5}).value(), IsEmpty());
  const auto unknown = store->search({"text", {}, "c", 5});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::not_found);
}

TEST_F(SqliteStores, ATitleCountsMoreThanATextAndTheNewMoreThanTheOld) {
  auto store = open();
  auto all = entries(3);
  all[0].summary = "About otters, and about much else.";
  all[1].title = "Otters";
  save(*store, "a", all);
  auto later = entries(1, "later");
  later[0].summary = "About otters, and about much else.";
  now_ += Millis(200 * 86'400'000LL);
  save(*store, "a", later);
  ASSERT_EQ(store->index_pending(100).value(), 4);
  const auto hits = store->search({"otters", {}, "", 10}).value();
  ASSERT_EQ(hits.size(), 3u);
  EXPECT_EQ(hits[0].title, "Otters");
  EXPECT_EQ(hits[1].title, "Title later0");
  EXPECT_GT(hits[1].rank, hits[2].rank);
}

TEST_F(SqliteStores, TheItemsOfDigestsAreFoundAndTheirEntriesSayWhereTheyWentTo) {
  auto store = open();
  auto all = entries(2);
  all[0].summary = "Otters swim.";
  all[1].summary = "Otters swim too.";
  save(*store, "a", all);
  Digest digest;
  digest.profile = "ai";
  Item item;
  item.number = 1;
  item.title = "Otters in the news";
  item.summary = "They swim, says everyone.";
  item.link = all[0].link;
  item.categories = {"Animals"};
  item.members.resize(1);
  item.members[0].source = "a";
  digest.items = {item};
  auto planned = row();
  planned.digest = digest_to_json(digest);
  const auto first = store->candidates("ai", Instant())->at(0).entry_id;
  const auto second = store->candidates("ai", Instant())->at(1).entry_id;
  ASSERT_TRUE(store->plan(planned, {{first, "s", 1}, {second, "s", 1}}));
  while (store->index_pending(100).value() > 0) continue;

  const auto hits = store->search({"otters", {}, "", 10}).value();
  ASSERT_EQ(hits.size(), 2u) << "the entry with the item's link is not told twice";
  EXPECT_EQ(hits[0].entry_id, 0);
  EXPECT_EQ(hits[0].title, "Otters in the news");
  EXPECT_EQ(hits[0].number, 1);
  EXPECT_EQ(hits[0].window_end, now_);
  EXPECT_EQ(hits[1].entry_id, second);
  EXPECT_EQ(hits[1].number, 1);
  EXPECT_EQ(hits[1].profile, "ai");
  EXPECT_EQ(hits[1].categories, std::vector<std::string>{"Animals"});
  EXPECT_EQ(store->search({"otters", {}, "", 10, "Animals"})->size(), 2u);
  EXPECT_THAT(store->search({"otters", {}, "", 10, "Plants"}).value(), IsEmpty());
  EXPECT_EQ(store->search({"otters", {}, "a", 10})->size(), 2u);

  digest.items[0].title = "Seals";
  ASSERT_TRUE(store->replace_digest("ai", now_, digest_to_json(digest)));
  while (store->index_pending(100).value() > 0) continue;
  EXPECT_EQ(store->search({"seals", {}, "", 10})->size(), 1u);
  EXPECT_EQ(store->search({"otters", {}, "", 10})->size(), 2u) << "now both are entries";
}

TEST_F(SqliteStores, APageIsFoundOnceHoweverManyToldIt) {
  auto store = open();
  save(*store, "a", entries(2, "otter"));
  save(*store, "b", entries(2, "otter"));
  while (store->index_pending(100).value() > 0) continue;
  const auto both = store->search({"title", {}, "", 10}).value();
  EXPECT_EQ(both.size(), 2u) << "of four entries";
  EXPECT_EQ(store->search({"title", {}, "b", 10})->size(), 2u) << "whichever source is asked for";

  Digest digest;
  Item item;
  item.number = 1;
  item.title = "A title of both digests";
  item.link = both[0].link;
  digest.items = {item};
  for (const char* profile : {"ai", "daily"}) {
    auto planned = row(profile);
    digest.profile = profile;
    planned.digest = digest_to_json(digest);
    ASSERT_TRUE(store->plan(planned, {}));
  }
  while (store->index_pending(100).value() > 0) continue;
  const auto found = store->search({"title", {}, "", 10}).value();
  ASSERT_EQ(found.size(), 2u) << "one item and one entry";
  EXPECT_EQ(std::count_if(found.begin(), found.end(), [](const SearchHit& hit) { return hit.entry_id == 0; }),
            1);
}

TEST_F(SqliteStores, AnIndexOfOtherRulesIsBuiltAnew) {
  auto store = open();
  save(*store, "a", entries(3));
  ASSERT_EQ(store->index_pending(100).value(), 3);
  ASSERT_TRUE(Connection::open(file_).value()->execute("UPDATE search_state SET rules = 999"));
  EXPECT_EQ(store->index_pending(2).value(), 2);
  EXPECT_EQ(store->index_pending(2).value(), 1);
  EXPECT_EQ(store->search({"title", {}, "", 10})->size(), 3u);
}

}  // namespace
}  // namespace eightbells::testing
