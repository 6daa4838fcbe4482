#include "daemon/service/bell.h"

#include <map>

#include <gtest/gtest.h>

#include "config/load.h"
#include "daemon/editor/extractive.h"
#include "tests/support/memory_store.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

constexpr Instant kEnd{Millis(1'767'744'000'000)};  // 2026-01-07T00:00:00Z

Entry entry(const std::string& id, const std::string& title, Instant published) {
  Entry out;
  out.id = id;
  out.title = title;
  out.link = "https://example.com/" + id;
  out.content = title + " was announced today by the people who made it.";
  out.published = published;
  return out;
}

class BellTest : public ::testing::Test {
 protected:
  BellTest() {
    Settings settings = default_settings();
    settings.timezone = "UTC";
    settings.language = "en";
    source.key = "feed:https://example.com/";
    source.name = "Example";
    source.weight = 2.5;
    settings.sources = {source};
    given = settings;
  }

  std::unique_ptr<Bell> open() {
    auto bell = Bell::open(std::make_shared<const Settings>(given), scratch.path(), store, files);
    EXPECT_TRUE(bell) << bell.error().message;
    return std::move(*bell);
  }

  void poll(const std::vector<Entry>& entries, Instant now) {
    auto state = *store.source_state(source.key);
    state.first_success = state.first_success.value_or(now);
    ASSERT_TRUE(store.save_poll(source, state, entries, now));
  }

  std::vector<fs::path> write_due(Instant now) {
    ExtractiveEditor editor;
    auto written = open()->write_due({}, editor, now);
    EXPECT_TRUE(written) << written.error().message;
    return written.value_or(std::vector<fs::path>{});
  }

  testing::ScratchDirectory scratch;
  testing::MemoryStore store;
  DiskFiles files;
  Source source;
  Settings given;
};

std::string all_of(const std::vector<fs::path>& paths) {
  std::string out;
  for (const auto& path : paths) out += testing::read_file(path) + "\n";
  return out;
}

TEST_F(BellTest, AFirstRunWritesTheLatestWindowOnly) {
  poll({}, kEnd - kDay);
  poll({entry("1", "A ferry sails again", kEnd - kHour)}, kEnd + Millis(5));
  const auto paths = write_due(kEnd + Millis(10));
  ASSERT_EQ(paths.size(), 1u);
  EXPECT_EQ(paths[0].filename(), "2026.01.07.00.md");
  EXPECT_NE(all_of(paths).find("A ferry sails again"), std::string::npos);
  EXPECT_TRUE(write_due(kEnd + kHour).empty()) << "the window was written twice";
}

TEST_F(BellTest, MissedWindowsAreCaughtUpEachWithWhatWasPublishedInIt) {
  poll({}, kEnd - kDay);
  ASSERT_EQ(write_due(kEnd).size(), 1u);
  poll({entry("1", "A ferry sails again", kEnd + kHour),
        entry("2", "Grain ship aground in fog", kEnd + 5 * kHour),
        entry("3", "Lighthouse keeper retires after decades", kEnd + 13 * kHour)},
       kEnd + 13 * kHour);
  const auto paths = write_due(kEnd + 13 * kHour);
  ASSERT_EQ(paths.size(), 3u);
  EXPECT_NE(testing::read_file(paths[0]).find("A ferry"), std::string::npos);
  EXPECT_NE(testing::read_file(paths[1]).find("Grain ship"), std::string::npos);
  EXPECT_EQ(all_of(paths).find("Lighthouse"), std::string::npos) << "its window has not closed";
  const auto later = write_due(kEnd + 16 * kHour);
  ASSERT_EQ(later.size(), 1u);
  EXPECT_NE(all_of(later).find("Lighthouse"), std::string::npos);
}

TEST_F(BellTest, TheWordsOfAWindowAreCountedOnceForTheNextOnes) {
  poll({}, kEnd - kDay);
  poll({entry("1", "A ferry sails again", kEnd - kHour)}, kEnd - kHour);
  ASSERT_EQ(write_due(kEnd + Millis(10)).size(), 1u);
  const auto counted = [&] {
    return *frequencies_from_text(**store.get("frequencies", given.digests.front().name));
  };
  ASSERT_TRUE(*store.get("frequencies", given.digests.front().name));
  EXPECT_DOUBLE_EQ(counted().words.documents, 1);
  EXPECT_EQ(counted().words.counts.count("sail"), 1u);
  poll({entry("2", "Grain ship aground in fog", kEnd + kHour)}, kEnd + kHour);
  ASSERT_EQ(write_due(kEnd + 4 * kHour).size(), 1u);
  EXPECT_NEAR(counted().words.documents, 2, 0.02);
}

TEST_F(BellTest, WordsThatCannotBeReadAreCountedAnew) {
  poll({}, kEnd - kDay);
  ASSERT_TRUE(store.put("frequencies", given.digests.front().name, "not what was written", kEnd));
  poll({entry("1", "A ferry sails again", kEnd - kHour)}, kEnd - kHour);
  ASSERT_EQ(write_due(kEnd + Millis(10)).size(), 1u);
  EXPECT_TRUE(frequencies_from_text(**store.get("frequencies", given.digests.front().name)));
}

TEST_F(BellTest, MissedWindowsMayBeMergedIntoOneThatStatesItsSpan) {
  given.catch_up = CatchUp::merge;
  poll({}, kEnd - kDay);
  ASSERT_EQ(write_due(kEnd).size(), 1u);
  poll({entry("1", "A ferry sails again", kEnd + kHour),
        entry("2", "Grain ship aground in fog", kEnd + 5 * kHour)},
       kEnd + 13 * kHour);
  const auto paths = write_due(kEnd + 13 * kHour);
  ASSERT_EQ(paths.size(), 1u);
  const std::string text = all_of(paths);
  EXPECT_NE(text.find("last 12 hours"), std::string::npos) << text;
  EXPECT_NE(text.find("A ferry"), std::string::npos);
  EXPECT_NE(text.find("Grain ship"), std::string::npos);
}

TEST_F(BellTest, MissedWindowsMayBeSkippedAndStandInTheLedgerAsSuch) {
  given.catch_up = CatchUp::skip;
  poll({}, kEnd - kDay);
  ASSERT_EQ(write_due(kEnd).size(), 1u);
  const auto paths = write_due(kEnd + 13 * kHour);
  ASSERT_EQ(paths.size(), 1u);
  EXPECT_EQ(paths[0].filename(), "2026.01.07.12.md");
  const auto ledger = *store.ledger("digest", 10);
  ASSERT_EQ(ledger.size(), 3u);
  EXPECT_EQ(ledger[1].state, WindowState::skipped);
  EXPECT_EQ(ledger[1].window, (Window{kEnd, kEnd + 8 * kHour}));
}

TEST_F(BellTest, AWindowThatAnotherProcessWroteMeanwhileIsNotWrittenAgain) {
  poll({}, kEnd - kDay);
  poll({entry("1", "A ferry sails again", kEnd - kHour)}, kEnd);
  const auto ours = open(), theirs = open();
  ExtractiveEditor editor;
  const auto due = *ours->due(kEnd);
  ASSERT_EQ(due.size(), 1u);
  const auto input = *ours->gather(*due[0].profile, due[0].due.window, true, {}, kEnd);
  const auto outcome = ours->make(*due[0].profile, input, editor);
  ASSERT_EQ(theirs->write_due({}, editor, kEnd)->size(), 1u);
  const auto paths = ours->publish_outcome(due[0], outcome, kEnd);
  ASSERT_TRUE(paths) << paths.error().message;
  EXPECT_TRUE(paths->empty());
}

// Words of a model that has come back.
class LateEditor final : public Editor {
 public:
  std::vector<Edited> edit(const std::vector<EditRequest>& requests, Instant, Millis) override {
    std::vector<Edited> out;
    for (const auto& request : requests) {
      Edited edited;
      edited.title = "Better: " + request.members.front()->entry.title;
      edited.by = "model";
      out.push_back(edited);
    }
    return out;
  }
};

TEST_F(BellTest, ItemsLeftExtractiveAreEditedLaterUnderTheSameNumbers) {
  poll({}, kEnd - kDay);
  poll({entry("1", "A ferry sails again", kEnd - kHour),
        entry("2", "Grain ship aground in fog", kEnd - 2 * kHour)},
       kEnd);
  const auto paths = write_due(kEnd);
  const std::string before = all_of(paths);
  const auto bell = open();
  LateEditor editor;
  auto row = **store.ledger_row("digest", kEnd);
  EXPECT_EQ(bell->edit_again(bell->settings().digests.front(), row, editor, kEnd + kHour), 2);
  EXPECT_EQ(bell->edit_again(bell->settings().digests.front(), row, editor, kEnd + kHour), 0)
      << "edited twice";
  ASSERT_TRUE(write_again(row, bell->place_of(bell->settings().digests.front()), store, files));
  const std::string after = all_of(paths);
  EXPECT_NE(after, before);
  EXPECT_EQ(before.find("A ferry") < before.find("Grain"), after.find("A ferry") < after.find("Grain"));
  EXPECT_NE(after.find("[Better: A ferry sails again](https://example.com/1)"), std::string::npos) << after;
}

TEST_F(BellTest, ANewSourcesOldEntriesAreABaseline) {
  poll({entry("1", "A ferry sails again", kEnd - 20 * kHour),
        entry("2", "Grain ship aground in fog", kEnd - kHour)},
       kEnd);
  const std::string text = all_of(write_due(kEnd + Millis(1)));
  EXPECT_EQ(text.find("A ferry"), std::string::npos);
  EXPECT_NE(text.find("Grain ship"), std::string::npos);
  EXPECT_EQ(all_of(write_due(kEnd + 4 * kHour)).find("A ferry"), std::string::npos);
}

TEST_F(BellTest, SettingsGiveTheWeightOfASource) {
  poll({}, kEnd - kDay);
  poll({entry("1", "A ferry sails again", kEnd - kHour)}, kEnd);
  const auto bell = open();
  const auto input = bell->gather(bell->settings().digests.front(), {kEnd - 4 * kHour, kEnd}, true, {}, kEnd);
  ASSERT_TRUE(input);
  ASSERT_EQ(input->candidates.size(), 1u);
  EXPECT_EQ(input->candidates[0].source_weight, 2.5);
  EXPECT_EQ(input->candidates[0].source_name, "Example");
}

TEST_F(BellTest, FinishingRemovesTheTemporaryFilesOfAnAttemptUnderAnotherName) {
  poll({}, kEnd - kDay);
  const fs::path abandoned = scratch.path() / "digests" / "2026.01.06.20.md";
  ASSERT_TRUE(files.stage(abandoned, "half a dig"));
  EXPECT_FALSE(*open()->has_planned_windows());
  ASSERT_TRUE(open()->finish_planned_windows(kEnd));
  EXPECT_FALSE(fs::exists(staged_path(abandoned)));
}

TEST_F(BellTest, WhileTheLedgerIsAheadOfTheClockNothingIsDueAndThatIsSaid) {
  poll({}, kEnd - kDay);
  ASSERT_EQ(write_due(kEnd).size(), 1u);
  const auto bell = open();
  for (const Millis back : {Millis(0), kMinute, 4 * kHour}) {
    EXPECT_TRUE(bell->due(kEnd - back)->empty());
    EXPECT_FALSE(*bell->ledger_ahead_of(kEnd - back)) << "that is no reason to be alarmed";
  }
  EXPECT_TRUE(bell->due(kEnd - 3 * kDay)->empty());
  EXPECT_EQ(*bell->ledger_ahead_of(kEnd - 3 * kDay), kEnd);
  EXPECT_EQ(bell->due(kEnd + 4 * kHour)->size(), 1u) << "when the clock has caught up, all goes on";
}

TEST_F(BellTest, AWindowIsCollectingUntilItIsPlannedAndAfterACrashStillDue) {
  poll({}, kEnd - kDay);
  const auto bell = open();
  const std::string profile = given.digests.front().name;
  const auto collecting = [&] { return Bell::collecting(store, profile).value(); };
  EXPECT_FALSE(collecting());
  const Instant now = kEnd + Millis(7);
  ASSERT_TRUE(bell->begin_collecting(bell->due(now).value(), now));
  ASSERT_TRUE(collecting());
  EXPECT_EQ(collecting()->window, (Window{kEnd - 4 * kHour, kEnd}));
  EXPECT_EQ(collecting()->state, WindowState::collecting);
  EXPECT_EQ(collecting()->planned_at, now);
  EXPECT_EQ(open()->due(now)->size(), 1u) << "nothing is claimed yet";
  EXPECT_TRUE(store.ledger(profile, 9)->empty());
  ASSERT_EQ(write_due(now).size(), 1u);
  EXPECT_FALSE(collecting());
  ASSERT_TRUE(store.put("collecting", profile, "what an older version left", now));
  EXPECT_FALSE(collecting());
}

TEST_F(BellTest, AWrongZoneIsSaidWithItsSetting) {
  given.timezone = "Asia/Shangai";
  const auto bell = Bell::open(std::make_shared<const Settings>(given), scratch.path(), store, files);
  ASSERT_FALSE(bell);
  EXPECT_NE(bell.error().message.find("timezone"), std::string::npos);
}

}  // namespace
}  // namespace eightbells
