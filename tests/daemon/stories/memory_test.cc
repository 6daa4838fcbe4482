#include "daemon/stories/memory.h"

#include <gtest/gtest.h>

#include "tests/daemon/stories/candidates.h"

namespace eightbells {
namespace {

using std::chrono::hours;
using testing::candidate;
using testing::kNoon;

// Yesterday's digest: one item of two members.
std::vector<ShownItem> shown() {
  ShownItem item;
  item.story_id = "foldy-robot";
  item.window_end = kNoon + hours(1);
  item.number = 2;
  item.title = "Foldy unveils a shirt robot";
  item.link = "https://foldy.example/robot";
  item.members = {
      candidate("Foldy", "Foldy unveils a robot that folds shirts", "https://foldy.example/robot"),
      candidate("Wire", "Foldy's robot folds a shirt in 40 seconds", "https://wire.example/5")};
  return {item};
}

Story recalled(const Candidate& entry) {
  const std::vector<Candidate> candidates{
      entry, candidate("Wire", "Glacier loses ice", "https://wire.example/7"),
      candidate("Desk", "Chess club elects treasurer", "https://desk.example/8")};
  std::vector<Story> stories(3);
  for (std::size_t i = 0; i < 3; ++i) {
    stories[i].id = "new" + std::to_string(i);
    stories[i].members = {i};
  }
  recall(stories, candidates, shown(), testing::shipped_aliases());
  EXPECT_EQ(stories[1].news, StoryNews::fresh) << "a story of its own stays fresh";
  return stories[0];
}

// What two sources say together.
Story recalled_of_two(const std::string& title, const std::string& other_title) {
  const std::vector<Candidate> candidates{
      candidate("Desk", title, "https://desk.example/11", {}, kNoon + hours(5)),
      candidate("Gazette", other_title, "https://gazette.example/12", {}, kNoon + hours(6)),
      candidate("Wire", "Glacier loses ice", "https://wire.example/7")};
  std::vector<Story> stories(2);
  stories[0].id = "new";
  stories[0].members = {0, 1};
  stories[1].members = {2};
  recall(stories, candidates, shown(), testing::shipped_aliases());
  return stories[0];
}

TEST(Memory, WhatWasNeverShownIsFresh) {
  const Story story = recalled(candidate("Desk", "Museum shows old pottery", "https://desk.example/1"));
  EXPECT_EQ(story.news, StoryNews::fresh);
  EXPECT_EQ(story.id, "new0");
  EXPECT_EQ(story.earlier, "");
}

TEST(Memory, TheSamePageIsARepeatWhateverItsDate) {
  const Story story = recalled(
      candidate("Blog", "Our robot", "https://www.foldy.example/robot/?utm_source=x", {}, kNoon + hours(30)));
  EXPECT_EQ(story.news, StoryNews::repeat);
  EXPECT_EQ(story.id, "foldy-robot");
  EXPECT_EQ(story.earlier, "https://foldy.example/robot");
}

TEST(Memory, TheSameHeadlineIsARepeatWhateverItsPage) {
  const Story story = recalled(candidate("Copy", "FOLDY unveils a robot that folds shirts",
                                         "https://copy.example/1", {}, kNoon + hours(30)));
  EXPECT_EQ(story.news, StoryNews::repeat);
}

TEST(Memory, OtherWordsForTheSameAreARepeat) {
  const Story story = recalled(candidate("Desk", "New robot by Foldy folds your shirts",
                                         "https://desk.example/2", {}, kNoon + hours(5)));
  EXPECT_EQ(story.news, StoryNews::repeat);
}

TEST(Memory, ANewNumberThatTwoSourcesHaveIsAnUpdate) {
  const Story story = recalled_of_two("Foldy sells 12,000 shirt-folding robots",
                                      "Foldy has sold 12,000 robots that fold shirts");
  EXPECT_EQ(story.news, StoryNews::update);
  EXPECT_EQ(story.id, "foldy-robot");
  EXPECT_EQ(story.earlier, "https://foldy.example/robot");
  EXPECT_EQ(recalled_of_two("Foldy sells 12,000 shirt-folding robots", "Foldy's robot folds shirts").news,
            StoryNews::repeat)
      << "of one headline it may be background";
}

TEST(Memory, ANewActorInFrontOfTwoSourcesIsAnUpdate) {
  EXPECT_EQ(recalled_of_two("Google copies Foldy's robot that folds shirts",
                            "Google shows a robot that folds shirts like Foldy's")
                .news,
            StoryNews::update);
  EXPECT_EQ(
      recalled_of_two("Google copies Foldy's robot that folds shirts", "Foldy's robot folds shirts").news,
      StoryNews::repeat);
}

TEST(Memory, ANewVersionIsAnUpdate) {
  EXPECT_EQ(recalled_of_two("Foldy robot folds shirts with FoldyOS 2.1", "Foldy's robot folds shirts").news,
            StoryNews::update);
}

TEST(Memory, TheSameKindOfEventOfAnotherCompanyIsAnotherEvent) {
  std::vector<ShownItem> before = shown();
  before[0].members = {candidate("Wire", "OpenAI says its models broke into companies during security tests",
                                 "https://wire.example/20")};
  const std::vector<Candidate> candidates{
      candidate("Desk", "Anthropic says its models broke into companies during security tests",
                "https://desk.example/21", {}, kNoon + hours(5))};
  std::vector<Story> stories(1);
  stories[0].id = "new";
  stories[0].members = {0};
  recall(stories, candidates, before, testing::shipped_aliases());
  EXPECT_EQ(stories[0].news, StoryNews::fresh);
  EXPECT_EQ(stories[0].id, "new");
}

TEST(Memory, AnOutcomeIsAnUpdate) {
  const Story story = recalled(candidate("Desk", "Foldy cancels its robot that folds shirts",
                                         "https://desk.example/5", {}, kNoon + hours(5)));
  EXPECT_EQ(story.news, StoryNews::update);
}

TEST(Memory, WhatIsOlderThanWhatWasShownIsNoUpdate) {
  const Story story = recalled(candidate("Desk", "Foldy sells 12,000 shirt-folding robots",
                                         "https://desk.example/3", {}, kNoon - hours(5)));
  EXPECT_EQ(story.news, StoryNews::repeat);
}

TEST(Memory, AStoryThatGoesOnByItsIdIsKnown) {
  std::vector<Candidate> candidates{
      candidate("Desk", "Quite other words", "https://desk.example/6", {}, kNoon + hours(9))};
  std::vector<Story> stories(1);
  stories[0].id = "foldy-robot";
  stories[0].members = {0};
  recall(stories, candidates, shown(), {});
  EXPECT_EQ(stories[0].news, StoryNews::repeat);
}

TEST(Memory, AnUpdateShowsWhatIsNewAndClaimsWhatWasShown) {
  const std::vector<Candidate> candidates{
      candidate("Copy", "Foldy unveils a robot that folds shirts", "https://copy.example/1", {},
                kNoon + hours(5)),
      candidate("Desk", "Foldy's robot that folds shirts", "https://desk.example/1", {}, kNoon + hours(5)),
      candidate("Wire", "Foldy recalls its robot that folds shirts", "https://wire.example/9", {},
                kNoon + hours(6))};
  std::vector<Story> stories(1);
  stories[0].members = {0, 1, 2};
  recall(stories, candidates, shown(), testing::shipped_aliases());
  ASSERT_EQ(stories[0].news, StoryNews::update);
  EXPECT_EQ(stories[0].members, (std::vector<std::size_t>{2, 1}));
  EXPECT_EQ(stories[0].bearers, 1U);
  EXPECT_EQ(stories[0].copies, std::vector<std::size_t>{0});
}

TEST(Memory, TheSameOutcomeInAnotherWordIsNoUpdate) {
  std::vector<ShownItem> before = shown();
  before[0].members.push_back(
      candidate("Wire", "Foldy's shirt robot clears the last hurdle", "https://wire.example/6"));
  const std::vector<Candidate> candidates{candidate("Desk", "Foldy's robot that folds shirts approved",
                                                    "https://desk.example/9", {}, kNoon + hours(5))};
  std::vector<Story> stories(1);
  stories[0].members = {0};
  recall(stories, candidates, before, testing::shipped_aliases());
  EXPECT_EQ(stories[0].news, StoryNews::repeat);
}

TEST(Memory, StoriesThatGoOnWhatIsOneShownStoryAreOne) {
  const std::vector<Candidate> candidates{
      candidate("Copy", "FOLDY unveils a robot that folds shirts", "https://copy.example/1", {},
                kNoon + hours(5)),
      candidate("Blog", "Our robot", "https://foldy.example/robot", {}, kNoon + hours(6))};
  std::vector<Story> stories(2);
  stories[0].members = {0};
  stories[1].members = {1};
  recall(stories, candidates, shown(), testing::shipped_aliases());
  ASSERT_EQ(stories.size(), 1U);
  EXPECT_EQ(stories[0].members.size(), 2U);
}

TEST(Memory, WithoutAnythingShownAllIsFresh) {
  std::vector<Candidate> candidates{candidate("Desk", "Words")};
  std::vector<Story> stories(1);
  stories[0].members = {0};
  recall(stories, candidates, {}, {});
  EXPECT_EQ(stories[0].news, StoryNews::fresh);
}

}  // namespace
}  // namespace eightbells
