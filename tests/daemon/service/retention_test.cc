#include "daemon/service/retention.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <random>
#include <set>

#include "daemon/model/digest_json.h"
#include "daemon/store/sqlite.h"
#include "daemon/store/sqlite_store.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

constexpr Instant kBegin{Millis(1'767'744'000'000)};  // 2026-01-07T00:00:00Z

class Retention : public ::testing::Test {
 protected:
  Retention() {
    settings.max_age = 2 * kDay;
    settings.keep_entries = 40 * kDay;
    settings.keep_digests = 50 * kDay;
    source.key = "feed:https://pier.example/";
    source.name = "Pier";
  }

  static Entry entry(int number, Instant published) {
    Entry out;
    out.id = std::to_string(number);
    out.title = "Ship number " + out.id + " comes in";
    out.link = "https://pier.example/" + out.id;
    out.published = published;
    return out;
  }

  SavedCounts poll(const std::vector<Entry>& entries, Instant now) {
    SourceState state;
    state.first_success = kBegin;
    return store->save_poll(source, state, entries, now).value();
  }

  // Writes the window that ends at `end` with every candidate as an item; their ids.
  std::set<std::string> write_window(Instant end) {
    std::set<std::string> told;
    LedgerRow row;
    row.profile = "d";
    row.window = {end - 4 * kHour, end};
    row.planned_at = end;
    Digest digest;
    digest.profile = row.profile;
    digest.window = row.window;
    std::vector<Claim> claims;
    const auto candidates = store->candidates("d", end - settings.max_age).value();
    for (const Candidate& one : candidates) {
      const int number = static_cast<int>(claims.size()) + 1;
      claims.push_back({one.entry_id, "s" + one.entry.id, number});
      row.shown.push_back({number, "s" + one.entry.id, one.entry.title, one.entry.link});
      Item item;
      item.number = number;
      item.title = "Port news: " + one.entry.title;
      item.link = one.entry.link;
      digest.items.push_back(item);
      told.insert(one.entry.id);
    }
    row.digest = digest_to_json(digest);
    row.considered = "[]";
    EXPECT_TRUE(store->plan(row, claims));
    EXPECT_TRUE(store->mark_written("d", end, end));
    return told;
  }

  void remove_all(Instant now) {
    const auto reference = begin_removals(*store, now);
    ASSERT_TRUE(reference) << reference.error().message;
    for (int removed = 1; removed > 0;) {
      const auto done = remove_old(settings, *store, *reference, 7);
      ASSERT_TRUE(done) << done.error().message;
      removed = *done;
    }
  }

  void index_all() {
    while (store->index_pending(100).value() > 0) {
    }
  }

  [[nodiscard]] std::int64_t count(const std::string& what) const {
    return Connection::open(scratch.path() / "state.db")
        .value()
        ->number("SELECT count(*) FROM " + what)
        .value();
  }

  testing::ScratchDirectory scratch;
  std::unique_ptr<Store> store = *open_sqlite_store(scratch.path() / "state.db");
  Settings settings;
  Source source;
};

TEST_F(Retention, DigestsLeaveTheLedgerAndTheSearchAndTheNewestStays) {
  poll({}, kBegin);
  for (int day = 1; day <= 60; ++day) {
    poll({entry(day, kBegin + day * kDay - kHour)}, kBegin + day * kDay);
    write_window(kBegin + day * kDay);
    index_all();
    remove_all(kBegin + day * kDay);
  }
  index_all();
  EXPECT_EQ(store->ledger("d", 100)->size(), 51u);
  EXPECT_EQ(count("items"), 51);
  EXPECT_EQ(count("entries"), 41);
  EXPECT_EQ(count("claims"), 41);
  EXPECT_EQ(count("reindex") + count("reindex_digests"), 0);
  EXPECT_TRUE(store->search({"\"number 9\"", {}, "", 10})->empty());
  EXPECT_EQ(store->search({"\"number 15\"", {}, "", 10})->size(), 1u) << "the item, whose entry is gone";
  // FTS5 checks what an index holds against what is in the table where it can, and its own structure always.
  const auto raw = Connection::open(scratch.path() / "state.db").value();
  EXPECT_TRUE(raw->execute("INSERT INTO entry_words (entry_words) VALUES ('integrity-check')"));
  EXPECT_TRUE(raw->execute("INSERT INTO item_words (item_words) VALUES ('integrity-check')"));
  EXPECT_EQ(raw->word("PRAGMA integrity_check").value(), "ok");
  EXPECT_EQ(raw->number("SELECT count(*) FROM pragma_foreign_key_check").value(), 0);

  for (int year = 0; year < 400; ++year) remove_all(kBegin + (100 + 2 * year) * kDay);
  EXPECT_EQ(store->ledger("d", 100)->size(), 1u);
  EXPECT_EQ(*store->last_window_end("d"), kBegin + 60 * kDay);
}

TEST_F(Retention, WithoutTheSettingsEverythingStays) {
  settings.keep_digests = Millis(0);
  settings.keep_entries = Millis(0);
  poll({entry(1, kBegin)}, kBegin);
  for (int day = 0; day < 3; ++day) write_window(kBegin + day * kDay);
  for (int day = 0; day < 100; ++day) remove_all(kBegin + 2 * day * kDay);
  EXPECT_EQ(store->ledger("d", 100)->size(), 3u);
  EXPECT_EQ(count("entries"), 1);
}

TEST_F(Retention, WhatTheModelSaidGoesAfterAMonthAndNothingElseByName) {
  ASSERT_TRUE(store->put("editor_cache", "edit:old", "{}", kBegin));
  ASSERT_TRUE(store->put("editor_cache", "edit:young", "{}", kBegin + 2 * kDay));
  ASSERT_TRUE(store->put("learned", "model", "{}", kBegin));
  remove_all(kBegin + kKeepEdits);
  EXPECT_TRUE(store->get("editor_cache", "edit:old").value());
  remove_all(kBegin + kKeepEdits + kDay);
  EXPECT_FALSE(store->get("editor_cache", "edit:old").value());
  EXPECT_TRUE(store->get("editor_cache", "edit:young").value());
  EXPECT_TRUE(store->get("learned", "model").value());
}

TEST_F(Retention, WhatWasConsideredGoesAfterAMonthWhateverTheSettings) {
  settings.keep_digests = Millis(0);
  settings.keep_entries = Millis(0);
  for (int day = 0; day <= 40; ++day) {
    write_window(kBegin + day * kDay);
    remove_all(kBegin + day * kDay);
  }
  EXPECT_EQ(count("ledger WHERE considered <> ''"), 31);
  EXPECT_EQ(store->ledger("d", 100)->size(), 41u);
}

TEST_F(Retention, AClockThatIsYearsAheadForABellCostsTwoDaysAtMost) {
  poll({}, kBegin);
  for (int day = 1; day <= 45; ++day) {
    poll({entry(day, kBegin + day * kDay - kHour)}, kBegin + day * kDay);
    write_window(kBegin + day * kDay);
    remove_all(kBegin + day * kDay);
  }
  EXPECT_EQ(count("entries"), 41);
  remove_all(kBegin + 3650 * kDay);
  EXPECT_EQ(count("entries"), 39);
  remove_all(kBegin + 46 * kDay);
  EXPECT_EQ(count("entries"), 39) << "set right again, nothing more goes";
  remove_all(kBegin - 3650 * kDay);
  EXPECT_EQ(count("entries"), 39);
}

TEST_F(Retention, AfterATrueAbsenceTheMeasureCatchesUpBellByBell) {
  poll({entry(1, kBegin)}, kBegin);
  remove_all(kBegin);
  const Instant back = kBegin + 60 * kDay;
  int bells = 0;
  while (count("entries") > 0 && bells < 100) {
    remove_all(back);
    ++bells;
  }
  EXPECT_EQ(bells, 21);
}

TEST_F(Retention, ARememberedMomentThatCannotBeReadBeginsAnew) {
  for (const char* text : {"", "x", "12x", "99999999999999999999999"}) {
    ASSERT_TRUE(store->put("retention", "reference", text, kBegin));
    EXPECT_EQ(begin_removals(*store, kBegin).value(), kBegin);
    EXPECT_EQ(store->get("retention", "reference").value(), "1767744000000");
  }
}

// A long time of a source that lists its newest entries, and now and then digs out an old one, under its own
// or another date: however bells, absences and removals fall, no entry is told twice, and none that was young
// enough is lost.
TEST_F(Retention, WhateverIsRemovedNothingIsToldTwiceAndNothingIsLost) {
  settings.keep_entries = kKeepEntriesAtLeast + settings.max_age;
  for (const unsigned seed : {1U, 2U, 3U}) {
    store = *open_sqlite_store(scratch.path() / ("state" + std::to_string(seed) + ".db"));
    std::mt19937 chance(seed);
    std::map<int, Instant> published;
    std::set<std::string> told;
    Instant now = kBegin;
    poll({}, now);
    for (int bell = 0; bell < 400; ++bell) {
      now += 4 * kHour * (1 + (chance() % 8 == 0 ? chance() % 12 : 0));  // at times the daemon was down
      std::vector<Entry> listed;
      for (unsigned fresh = chance() % 3; fresh > 0; --fresh)
        published[static_cast<int>(published.size()) + 1] = now - kHour;
      for (auto one = published.rbegin(); one != published.rend() && listed.size() < 10; ++one)
        listed.push_back(entry(one->first, one->second));
      if (!published.empty()) {
        const int old = 1 + static_cast<int>(chance() % published.size());
        listed.push_back(entry(old, chance() % 2 == 0 ? published[old] : now - kHour));
      }
      poll(listed, now);
      for (const std::string& id : write_window(now))
        EXPECT_TRUE(told.insert(id).second) << id << " told twice";
      if (chance() % 3 != 0) remove_all(now);
    }
    EXPECT_EQ(told.size(), published.size()) << "lost";
    EXPECT_LT(store->sources()->at(0).entries, static_cast<std::int64_t>(published.size()))
        << "something was removed";
    const auto shown = store->shown_since("d", now - 7 * kDay).value();
    EXPECT_FALSE(shown.empty());
    for (const ShownItem& item : shown) EXPECT_FALSE(item.members.empty()) << "memory compares with them";
  }
}

}  // namespace
}  // namespace eightbells
