#include "daemon/stories/overlap.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/daemon/stories/candidates.h"

namespace eightbells {
namespace {

using std::chrono::hours;
using testing::candidate;

// Each candidate is a story of its own, the first the best, among a few others that are left out of the
// count.
std::vector<Story> folded(std::vector<Candidate>& candidates, const std::vector<ShownItem>& shown = {},
                          std::size_t looked_at = 100) {
  const std::size_t given = candidates.size();
  for (const char* title :
       {"Harbour town opens a swimming pool", "博物馆展出古代陶器", "Chess club elects a treasurer",
        "Glacier loses a third of its ice", "铁路公司增开夜间列车"})
    candidates.push_back(candidate("Desk", title));
  std::vector<Story> stories(candidates.size());
  for (std::size_t i = 0; i < stories.size(); ++i) {
    stories[i].id = "story" + std::to_string(i);
    stories[i].members = {i};
    stories[i].score = 10.0 - static_cast<double>(i);
  }
  fold_overlaps(stories, candidates, shown, testing::shipped_aliases(), looked_at,
                [](const Story& story) { return story.categories.empty(); });
  std::vector<Story> out;
  for (Story& story : stories)
    if (story.members.front() < given) out.push_back(std::move(story));
  return out;
}

std::vector<ShownItem> shown_item(const Candidate& member) {
  ShownItem item;
  item.story_id = "before";
  item.number = 1;
  item.link = member.entry.link;
  item.members = {member};
  return {item};
}

TEST(Overlap, ANameThatHardlyAnyOtherHeadlineHasStandsForItsEvent) {
  std::vector<Candidate> candidates{
      candidate("Lab", "Harbour Labs open-sources TidePool, a framework for training draft models",
                "https://a.example/1"),
      candidate("Desk", "How the new TidePool framework makes inference of large models cheaper",
                "https://b.example/2")};
  const std::vector<Story> stories = folded(candidates);
  ASSERT_EQ(stories.size(), 1U);
  EXPECT_EQ(stories[0].members, std::vector<std::size_t>{0});
  EXPECT_EQ(stories[0].also, std::vector<std::size_t>{1}) << "the link of what was folded stays";
}

TEST(Overlap, TheBetterOneTellsWhateverTheOrder) {
  std::vector<Candidate> candidates{
      candidate("Desk", "How the new TidePool framework makes inference of large models cheaper"),
      candidate("Lab", "Harbour Labs open-sources TidePool, a framework for training draft models")};
  std::vector<Story> stories(2);
  for (std::size_t i = 0; i < 2; ++i) {
    stories[i].id = std::to_string(i);
    stories[i].members = {i};
    stories[i].score = static_cast<double>(i);
  }
  fold_overlaps(stories, candidates, {}, testing::shipped_aliases(), 9, [](const Story&) { return true; });
  ASSERT_EQ(stories.size(), 1U);
  EXPECT_EQ(stories[0].members, std::vector<std::size_t>{1});
}

TEST(Overlap, AReleaseAndTheNoteOfItsVersionAreOne) {
  std::vector<Candidate> candidates{
      candidate("A", "DeepSeek-V7-Swift 正式版 API 上线公测，智能体能力超过预览版"),
      candidate("B", "DeepSeek-V7-Swift Update")};
  EXPECT_EQ(folded(candidates).size(), 1U);
  std::vector<Candidate> others{candidate("A", "DeepSeek-V7-Swift 正式版 API 上线公测，智能体能力超过预览版"),
                                candidate("B", "DeepSeek-V6-Swift Update")};
  EXPECT_EQ(folded(others).size(), 2U) << "another version";
}

TEST(Overlap, HeadlinesThatAreNearNeedNoName) {
  std::vector<Candidate> candidates{
      candidate("A", "Anthropic says its own models breached three firms in cybersecurity evaluations"),
      candidate("B", "Looking into three real breaches in our cybersecurity evaluations")};
  EXPECT_EQ(folded(candidates).size(), 1U);
}

TEST(Overlap, AnAcronymThatEverybodyWritesIsNoRareName) {
  std::vector<Candidate> candidates{
      candidate("A", "A Go SDK for LLM streaming with tools on the server side"),
      candidate("B", "A honeypot for LLM crawlers that ate my server")};
  EXPECT_EQ(folded(candidates).size(), 2U);
}

TEST(Overlap, TwoEventsOfOneCompanyStayTwo) {
  std::vector<Candidate> candidates{
      candidate("A", "Microsoft reports record cloud revenue for the quarter"),
      candidate("B", "UK regulator asks whether Microsoft misled customers over Copilot prices"),
      candidate("C", "Microsoft ships a photo app that replaces a phone maker's gallery")};
  EXPECT_EQ(folded(candidates).size(), 3U);
}

TEST(Overlap, OneKindOfEventOfTwoCompaniesStaysTwo) {
  std::vector<Candidate> candidates{
      candidate("A", "OpenAI says its models broke into other companies during security tests"),
      candidate("B", "Anthropic says its models broke into three companies during security tests")};
  EXPECT_EQ(folded(candidates).size(), 2U);
  EXPECT_EQ(folded(candidates, shown_item(candidates[0]))[1].news, StoryNews::fresh);
}

TEST(Overlap, WhatWasShownInOtherWordsIsARepeatOfIt) {
  std::vector<Candidate> candidates{candidate("Desk",
                                              "TidePool framework by Harbour Labs trains draft models",
                                              "https://b.example/2", {}, testing::kNoon + hours(9))};
  const std::vector<Story> stories = folded(
      candidates,
      shown_item(candidate("Lab", "Harbour Labs open-sources TidePool, a framework for training draft models",
                           "https://a.example/1")));
  ASSERT_EQ(stories.size(), 1U);
  EXPECT_EQ(stories[0].news, StoryNews::repeat);
  EXPECT_EQ(stories[0].earlier, "https://a.example/1");
}

TEST(Overlap, AnItemShownWhoseEntriesAreGoneIsPassedOver) {
  std::vector<ShownItem> shown(1);
  shown[0].story_id = "gone";
  std::vector<Candidate> candidates{candidate("Lab", "Harbour Labs open-sources TidePool")};
  EXPECT_EQ(folded(candidates, shown)[0].news, StoryNews::fresh);
}

TEST(Overlap, BareNumbersDoNotLink) {
  std::vector<Candidate> candidates{
      candidate("A", "Coding with models in 2026 is 2x faster and not 10x"),
      candidate("B", "Computing could become 10x costlier as supply falls behind"),
      candidate("C", "Startup raises $200M to build observability"),
      candidate("D", "Security firm sold for $200M")};
  EXPECT_EQ(folded(candidates).size(), 4U);
}

TEST(Overlap, OnlyTheBestAreLookedAtAndOnlyWhatMayBeShown) {
  std::vector<Candidate> candidates{
      candidate("Lab", "Harbour Labs open-sources TidePool, a framework for training draft models"),
      candidate("Desk", "How the new TidePool framework makes inference of large models cheaper")};
  std::vector<Candidate> again = candidates;
  EXPECT_EQ(folded(candidates, {}, 1).size(), 2U);
  std::vector<Story> stories(2);
  stories[0].members = {0};
  stories[1].members = {1};
  stories[1].news = StoryNews::repeat;
  fold_overlaps(stories, again, {}, testing::shipped_aliases(), 9, [](const Story&) { return true; });
  EXPECT_EQ(stories.size(), 2U);
}

TEST(Overlap, NothingComesOfNothing) {
  std::vector<Story> none;
  fold_overlaps(none, {}, {}, {}, 9, [](const Story&) { return true; });
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace eightbells
