#include "daemon/stories/round_up.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/daemon/stories/candidates.h"

namespace eightbells {
namespace {

// Posts of @mira, each a filed and scored story of its own.
struct Posts {
  std::vector<Candidate> candidates;
  std::vector<Story> stories;

  Story& add(const std::string& text, const std::string& shelf = "robots") {
    candidates.push_back(testing::candidate(
        "X @mira", "", "https://x.com/mira/status/" + std::to_string(stories.size()), text));
    candidates.back().entry.author = "@mira";
    Story story;
    story.id = "story" + std::to_string(stories.size());
    story.members = {stories.size()};
    story.categories = {shelf};
    story.score = 5.0 - static_cast<double>(stories.size());
    story.parts = {{"source", 2.0}, {"voices", 0.0}, {"substance", 0.3}};
    stories.push_back(story);
    return stories.back();
  }

  void fold() {
    fold_round_ups(stories, candidates, [](const Story&) { return true; });
  }
};

Posts three() {
  Posts posts;
  posts.add("A small arm picks cherries");
  posts.add("Nice gripper by students in Lund");
  posts.add("Nine million downloads of the walking data");
  return posts;
}

TEST(RoundUp, ManySmallPostsOfOneAuthorOnOneShelfAreOneStory) {
  Posts posts = three();
  posts.fold();
  ASSERT_EQ(posts.stories.size(), 1U);
  EXPECT_EQ(posts.stories[0].id, "story0");
  EXPECT_EQ(posts.stories[0].members, (std::vector<std::size_t>{0, 1, 2})) << "the best leads, none is lost";
  EXPECT_EQ(posts.stories[0].parts.back().name, "round-up");
}

TEST(RoundUp, TheOrderOfTheStoriesDoesNotMatter) {
  Posts posts = three();
  std::reverse(posts.stories.begin(), posts.stories.end());
  posts.fold();
  ASSERT_EQ(posts.stories.size(), 1U);
  EXPECT_EQ(posts.stories[0].members, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(RoundUp, TwoPostsStayTwo) {
  Posts posts = three();
  posts.stories.pop_back();
  posts.fold();
  EXPECT_EQ(posts.stories.size(), 2U);
}

TEST(RoundUp, WhatIsNewsOfItsOwnStaysAnItemOfItsOwn) {
  Posts posts = three();
  posts.stories[1].parts.push_back({"model release", 2.0});
  posts.fold();
  EXPECT_EQ(posts.stories.size(), 3U) << "a launch is no small post, and two are left";
}

TEST(RoundUp, OtherShelvesOtherAuthorsLongAndTitledPostsAndUpdatesStayApart) {
  Posts posts = three();
  posts.add("A chip for cameras", "chips");
  posts.add("By somebody else");
  posts.candidates.back().entry.author = "@tove";
  posts.add(std::string(1201, 'x'));
  posts.add("With a title");
  posts.candidates.back().entry.title = "The title";
  posts.add("It goes on").news = StoryNews::update;
  posts.add("Told by two").members.push_back(0);
  posts.fold();
  EXPECT_EQ(posts.stories.size(), 7U);
}

TEST(RoundUp, WhatMayNotBeShownIsNoPartOfIt) {
  Posts posts = three();
  fold_round_ups(posts.stories, posts.candidates, [](const Story& story) { return story.id != "story2"; });
  EXPECT_EQ(posts.stories.size(), 3U);
}

TEST(RoundUp, ARoundUpHasTwelvePostsAtMost) {
  Posts posts;
  for (int i = 0; i < 20; ++i) posts.add("Small thing number " + std::to_string(i));
  posts.fold();
  EXPECT_EQ(posts.stories.size(), 9U);
  EXPECT_EQ(posts.stories[0].members.size(), 12U);
}

}  // namespace
}  // namespace eightbells
