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

TEST_P(StoreContract, ASearchInASourceThatIsNotThereIsAnError) {
  save(source("a"), {entry("1", "Robots")}, noon_);
  const auto nothing = store_->search({"robots", {}, "b", 10});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().kind, ErrorKind::not_found);
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

TEST_P(StoreContract, NumbersAddUp) {
  ASSERT_TRUE(store_->add("space", {{"a", 3}, {"b", 0}}, noon_));
  ASSERT_TRUE(store_->add("space", {{"a", 4'000'000'000'000}}, noon_));
  EXPECT_EQ(store_->get("space", "a").value(), "4000000000003");
  EXPECT_EQ(store_->get("space", "b").value(), "0");
  ASSERT_TRUE(store_->put("space", "b", "not a number", noon_));
  ASSERT_TRUE(store_->add("space", {{"b", 5}}, noon_));
  EXPECT_EQ(store_->get("space", "b").value(), "5");
  ASSERT_TRUE(store_->add("space", {}, noon_));
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

#include "tests/contract/store_contract_entries.h"
#include "tests/contract/store_contract_ledger.h"
#include "tests/contract/store_contract_retention.h"
