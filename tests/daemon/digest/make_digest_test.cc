#include "daemon/digest/make_digest.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "config/load.h"

namespace eightbells {
namespace {

constexpr Instant kEnd{Millis(1'767'744'000'000)};  // 2026-01-07T00:00:00Z
const Window kWindow{kEnd - 4 * kHour, kEnd};

// Says what it was asked and gives the title back; importance by the first entry's title when the test wants
// one.
class EchoEditor final : public Editor {
 public:
  std::vector<Edited> edit(const std::vector<EditRequest>& requests, Instant, Millis) override {
    std::vector<Edited> out;
    for (const auto& request : requests) {
      Edited edited;
      edited.title = request.members.front()->entry.title;
      edited.summary = "About " + edited.title + ".";
      edited.voice = voice;
      if (const auto found = importance.find(edited.title); found != importance.end())
        edited.importance = found->second;
      out.push_back(std::move(edited));
    }
    asked += static_cast<int>(requests.size());
    return out;
  }
  std::map<std::string, double> importance;
  int asked = 0;
  std::size_t voice = 0;
};

Candidate candidate(std::int64_t id, const std::string& title, Instant at,
                    const std::string& source = "Source") {
  Candidate out;
  out.entry_id = id;
  out.entry.id = std::to_string(id);
  out.entry.title = title;
  out.entry.link = "https://example.com/" + std::to_string(id);
  out.canonical = out.entry.link;
  out.entry.published = at;
  out.first_seen = at;
  out.source_key = "feed:" + source;
  out.source_name = source;
  return out;
}

class MakeDigest : public ::testing::Test {
 protected:
  MakeDigest() {
    settings.language = "en";
    settings.categories = {{"Always", {}, {}, {}, {}, 1.0, true},
                           {"Robots", {{"robot", 1.0}}, {}, {}, {}, 1.0, false},
                           {"Models", {{"model", 1.0}}, {}, {}, {}, 1.0, false}};
    input.window = kWindow;
    input.now = kEnd + Millis(10'000);
  }

  DigestOutcome make() {
    const auto categoriser = Categoriser::make(settings.categories);
    const auto zone = Zone::find("UTC");
    return make_digest({settings, profile, *zone, *categoriser, aliases, editor}, input);
  }

  Settings settings = default_settings();
  ProfileSettings profile;
  Aliases aliases;
  EchoEditor editor;
  DigestInput input;
};

const std::vector<std::string> kTitles = {
    "A robot learns to fold laundry in Osaka", "Cheaper model released under a free licence",
    "Regulators open inquiry into face recognition", "Chip factory planned near Dresden"};

TEST_F(MakeDigest, NumbersTheItemsFromOneAndClaimsTheirEntries) {
  for (std::size_t i = 0; i < kTitles.size(); ++i)
    input.candidates.push_back(
        candidate(static_cast<std::int64_t>(i) + 1, kTitles[i], kEnd - kHour, "S" + std::to_string(i)));
  const DigestOutcome outcome = make();
  ASSERT_EQ(outcome.digest.items.size(), 4u);
  std::set<std::int64_t> claimed;
  for (const auto& claim : outcome.claims)
    EXPECT_TRUE(claimed.insert(claim.entry_id).second) << "claimed twice";
  for (int i = 0; i < 4; ++i) EXPECT_EQ(outcome.digest.items[static_cast<std::size_t>(i)].number, i + 1);
  EXPECT_EQ(claimed, (std::set<std::int64_t>{1, 2, 3, 4}));
  EXPECT_EQ(outcome.considered.size(), 4u);
  EXPECT_EQ(outcome.digest.title, "2026.01.07.00 What happened in AI in the last 4 hours?");
}

TEST_F(MakeDigest, ATitleOfTheUsersIsFilledIn) {
  profile.title = "{stamp}: {hours} h, {span}, {begin} to {end}";
  EXPECT_EQ(make().digest.title, "2026.01.07.00: 4 h, 4 hours, 2026-01-06 20:00 to 2026-01-07 00:00");
  input.window.begin = input.window.end - Millis(30 * 60'000);
  profile.title = "{hours}";
  EXPECT_EQ(make().digest.title, "0.5");
}

TEST_F(MakeDigest, TheSamePageFromTwoSourcesIsOneItem) {
  input.candidates = {candidate(1, kTitles[0], kEnd - kHour, "A"),
                      candidate(2, kTitles[0], kEnd - kHour, "B")};
  input.candidates[1].canonical = input.candidates[0].canonical;
  const DigestOutcome outcome = make();
  ASSERT_EQ(outcome.digest.items.size(), 1u);
  EXPECT_EQ(outcome.digest.items[0].members.size(), 2u);
  EXPECT_EQ(outcome.claims.size(), 2u);
}

TEST_F(MakeDigest, LinksAreShownWithoutTrackersAndOnlyIfTheyAreWebAddresses) {
  input.candidates = {candidate(1, kTitles[0], kEnd - kHour, "A"),
                      candidate(2, kTitles[1], kEnd - kHour, "B")};
  input.candidates[0].entry.link = "https://example.com/robots?utm_source=feed&page=2";
  input.candidates[1].entry.link = "tag:example.com,2026:2";
  for (const auto& item : make().digest.items)
    EXPECT_EQ(item.link, item.title == kTitles[0] ? "https://example.com/robots?page=2" : "");
}

TEST_F(MakeDigest, CategoriesStandInConfiguredOrderWithTheConstantOne) {
  input.candidates = {candidate(1, kTitles[1], kEnd - kHour, "A"),
                      candidate(2, kTitles[0], kEnd - kHour, "B")};
  EXPECT_EQ(make().digest.categories, (std::vector<std::string>{"Always", "Robots", "Models"}));
}

TEST_F(MakeDigest, WhatIsBeyondMaxItemsStaysUnclaimedForLaterWindows) {
  profile.max_items = 2;
  for (std::size_t i = 0; i < kTitles.size(); ++i)
    input.candidates.push_back(
        candidate(static_cast<std::int64_t>(i) + 1, kTitles[i], kEnd - kHour, "S" + std::to_string(i)));
  const DigestOutcome outcome = make();
  EXPECT_EQ(outcome.digest.items.size(), 2u);
  EXPECT_EQ(outcome.claims.size(), 2u);
  int kept_out = 0;
  for (const auto& one : outcome.considered) kept_out += one.kept_out.empty() ? 0 : 1;
  EXPECT_EQ(kept_out, 2);
}

TEST_F(MakeDigest, ATitleLeadsToThePageThatSaysIt) {
  input.candidates = {candidate(1, "A robot learns to fold laundry in Osaka", kEnd - kHour, "A"),
                      candidate(2, "A robot learns to fold laundry in Osaka", kEnd - 2 * kHour, "B")};
  const std::string lead = make().digest.items.front().link;
  editor.voice = 1;
  const std::string other = make().digest.items.front().link;
  EXPECT_NE(other, lead);
  const std::size_t voice = other == input.candidates[0].entry.link ? 0 : 1;
  Candidate& said = input.candidates[voice];
  said.entry.references = {lead};
  EXPECT_EQ(make().digest.items.front().link, lead);
  said.entry.references.clear();
  said.entry.is_repost = true;
  EXPECT_EQ(make().digest.items.front().link, lead);
  said.entry.is_repost = false;
  input.candidates[1 - voice].source_weight = 2;
  EXPECT_EQ(make().digest.items.front().link, lead);
}

TEST_F(MakeDigest, TheEditorsImportanceLeadsTheOrder) {
  for (std::size_t i = 0; i < kTitles.size(); ++i) {
    input.candidates.push_back(
        candidate(static_cast<std::int64_t>(i) + 1, kTitles[i], kEnd - kHour, "S" + std::to_string(i)));
    editor.importance[kTitles[i]] = static_cast<double>(i);
  }
  const DigestOutcome outcome = make();
  ASSERT_EQ(outcome.digest.items.size(), 4u);
  EXPECT_EQ(outcome.digest.items[0].title, kTitles[3]);
  EXPECT_EQ(outcome.digest.items[3].title, kTitles[0]);
}

TEST_F(MakeDigest, WhatWasShownBeforeIsARepeatAndIsClaimed) {
  input.candidates = {candidate(2, kTitles[0], kEnd - kHour, "B")};
  ShownItem shown;
  shown.story_id = "old";
  shown.window_end = kWindow.begin;
  shown.number = 3;
  shown.title = kTitles[0];
  shown.link = "https://example.com/2";
  shown.members = {candidate(1, kTitles[0], kEnd - 6 * kHour, "A")};
  input.shown = {shown};
  const DigestOutcome outcome = make();
  EXPECT_TRUE(outcome.digest.items.empty());
  ASSERT_EQ(outcome.claims.size(), 1u);
  EXPECT_EQ(outcome.claims[0].number, 0);
  ASSERT_EQ(outcome.considered.size(), 1u);
  EXPECT_EQ(outcome.considered[0].kept_out.rfind("repeat of ", 0), 0u);
}

TEST_F(MakeDigest, WhatAReaderWouldTakeForOneEventIsOneItemWithAllLinks) {
  input.candidates = {
      candidate(1, "Harbour Labs open-sources TidePool, a framework for training draft models", kEnd - kHour,
                "Lab"),
      candidate(2, "A look inside TidePool: cheaper inference of large models is in reach", kEnd - 2 * kHour,
                "Desk"),
      candidate(3, "Glacier loses a third of its ice", kEnd - kHour, "Wire")};
  for (std::size_t i = 0; i < kTitles.size(); ++i)
    input.candidates.push_back(
        candidate(static_cast<std::int64_t>(i) + 4, kTitles[i], kEnd - kHour, "S" + std::to_string(i)));
  const DigestOutcome outcome = make();
  ASSERT_EQ(outcome.digest.items.size(), 6u);
  const auto teller = std::find_if(outcome.digest.items.begin(), outcome.digest.items.end(),
                                   [](const Item& item) { return item.members.size() == 2; });
  ASSERT_NE(teller, outcome.digest.items.end());
  const std::int64_t told = teller->members[1].entry_id;
  const auto claim = std::find_if(outcome.claims.begin(), outcome.claims.end(),
                                  [&](const Claim& one) { return one.entry_id == told; });
  ASSERT_NE(claim, outcome.claims.end());
  EXPECT_EQ(claim->number, teller->number);
  const auto explained = std::find_if(outcome.considered.begin(), outcome.considered.end(),
                                      [&](const Considered& one) { return one.entry_id == told; });
  ASSERT_NE(explained, outcome.considered.end());
  EXPECT_EQ(explained->number, 0);
  EXPECT_EQ(explained->kept_out, "told by item " + std::to_string(teller->number));
}

TEST_F(MakeDigest, AnEmptyWindowSaysSoAndAHalfBlindOneToo) {
  input.collect = {10, 10, 4, 0, 0, {}, {}};
  const DigestOutcome outcome = make();
  EXPECT_TRUE(outcome.digest.items.empty());
  ASSERT_EQ(outcome.digest.notes.size(), 2u);
  EXPECT_NE(outcome.digest.notes[0].find("6 sources"), std::string::npos);
  EXPECT_NE(outcome.digest.notes[1].find("4 failed"), std::string::npos);
}

TEST_F(MakeDigest, AMergedWindowsTitleStatesTheTrueSpan) {
  input.window = {kEnd - 12 * kHour, kEnd};
  EXPECT_EQ(make().digest.title, "2026.01.07.00 What happened in AI in the last 12 hours?");
}

TEST_F(MakeDigest, ADigestOfOneShelfLeavesTheOthersUnclaimed) {
  profile.categories = {"Robots"};
  input.candidates = {candidate(1, kTitles[0], kEnd - kHour, "A"),
                      candidate(2, kTitles[1], kEnd - kHour, "B")};
  const DigestOutcome outcome = make();
  ASSERT_EQ(outcome.digest.items.size(), 1u);
  EXPECT_EQ(outcome.digest.items[0].title, kTitles[0]);
  EXPECT_EQ(outcome.claims.size(), 1u);
}

}  // namespace
}  // namespace eightbells
