#include "daemon/stories/rank.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/daemon/stories/candidates.h"

namespace eightbells {
namespace {

using std::chrono::hours;
using testing::candidate;
using ::testing::ElementsAre;
using testing::kNoon;

Story story_of(std::vector<std::size_t> members, const std::string& id = "s", double score = 0) {
  Story out;
  out.id = id;
  out.members = std::move(members);
  out.score = score;
  return out;
}

double part(const Story& story, const std::string& name) {
  for (const ScorePart& each : story.parts) {
    if (each.name == name) return each.value;
  }
  ADD_FAILURE() << "no part " << name;
  return 0;
}

Story scored(const std::vector<Candidate>& candidates, const std::vector<CategorySettings>& categories = {},
             std::vector<std::string> shelves = {}) {
  std::vector<std::size_t> members(candidates.size());
  for (std::size_t i = 0; i < members.size(); ++i) members[i] = i;
  std::vector<Story> stories{story_of(members)};
  stories[0].categories = std::move(shelves);
  score_stories(stories, candidates, categories, kNoon + hours(4));
  return stories[0];
}

TEST(Rank, TheScoreIsTheSumOfItsParts) {
  const Story story = scored({candidate("a", "Foldy raises $30M", "https://a.example/1")});
  double sum = 0;
  for (const ScorePart& each : story.parts) sum += each.value;
  EXPECT_DOUBLE_EQ(story.score, sum);
}

TEST(Rank, ManyPostsOfOneAuthorAreOneVoice) {
  std::vector<Candidate> one{candidate("a", "x", "https://a.example/1"),
                             candidate("a", "y", "https://a.example/2")};
  for (Candidate& each : one) each.entry.author = "@ann";
  std::vector<Candidate> two = one;
  two[1].entry.author = "@bob";
  EXPECT_DOUBLE_EQ(part(scored(one), "voices"), 0);
  EXPECT_GT(part(scored(two), "voices"), 0);
}

TEST(Rank, RepostsAndCopiesOfOnePageAreEchoes) {
  std::vector<Candidate> copies{candidate("a", "x", "https://a.example/1"),
                                candidate("b", "x", "https://a.example/1"),
                                candidate("c", "x", "https://c.example/1")};
  copies[2].entry.is_repost = true;
  const Story story = scored(copies);
  EXPECT_DOUBLE_EQ(part(story, "voices"), 0);
  EXPECT_GT(part(story, "echo"), 0);
}

TEST(Rank, WhatIsNewerAndHeavierScoresMore) {
  const Story fresh = scored({candidate("a", "x", {}, {}, kNoon + hours(3))});
  const Story old = scored({candidate("a", "x", {}, {}, kNoon - hours(20))});
  EXPECT_GT(fresh.score, old.score);
  EXPECT_GT(part(fresh, "freshness"), 2 * part(old, "freshness"));
  Candidate heavy = candidate("a", "x");
  heavy.source_weight = 2;
  EXPECT_GT(scored({heavy}).score, scored({candidate("a", "x")}).score);
}

TEST(Rank, ADateInTheFutureIsNotFresherThanNow) {
  EXPECT_DOUBLE_EQ(part(scored({candidate("a", "x", {}, {}, kNoon + hours(400))}), "freshness"),
                   part(scored({candidate("a", "x", {}, {}, kNoon + hours(4))}), "freshness"));
}

TEST(Rank, TheWeightOfTheShelfIsAddedAndThoseOfItsKeywordsAreNot) {
  CategorySettings shelf;
  shelf.name = "Robots";
  shelf.weight = 1.5;
  shelf.keywords = {{"foldy", 3.0}};
  const Story story = scored({candidate("a", "Foldy 发布叠衣机器人")}, {shelf}, {"Robots"});
  EXPECT_DOUBLE_EQ(part(story, "category"), 0.5);
  EXPECT_DOUBLE_EQ(story.score, scored({candidate("a", "Foldy 发布叠衣机器人")}).score + 0.5);
}

TEST(Rank, WhatStandsOnNoShelfOfADigestAboutSomethingGoesLast) {
  CategorySettings shelf;
  shelf.name = "Robots";
  EXPECT_DOUBLE_EQ(part(scored({candidate("a", "Pottery")}, {shelf}), "category"), 0)
      << "no shelf has keywords";
  shelf.keywords = {{"robot", 1.0}};
  EXPECT_LT(part(scored({candidate("a", "Pottery")}, {shelf}), "category"), -1);
}

TEST(Rank, ASiteIsOneVoiceAndAListOfOthersPagesIsNone) {
  EXPECT_DOUBLE_EQ(part(scored({candidate("Daily", "Foldy folds", "https://daily.example/1"),
                                candidate("Daily AI", "Foldy folds shirts", "https://daily.example/2"),
                                candidate("HN", "Foldy", "https://news.ycombinator.com/item?id=1")}),
                        "voices"),
                   0);
}

TEST(Rank, ABoostFitsTheLeadOrHalfOfTheHeadlines) {
  const Boosts boosts = Boosts::make({{"recall", -2, {"recalls", "召回"}, {}, {}}}, {}).value();
  const auto score = [&](std::vector<Candidate> all) {
    std::vector<Story> stories{story_of({})};
    for (std::size_t i = 0; i < all.size(); ++i) stories[0].members.push_back(i);
    score_stories(stories, all, {}, kNoon, &boosts);
    return stories[0];
  };
  const Candidate lead = candidate("a", "Foldy robots go back", "https://a.example/1");
  EXPECT_DOUBLE_EQ(
      part(score({lead, candidate("b", "Foldy 召回机器人", "https://b.example/1", {}, kNoon + hours(1))}),
           "recall"),
      -2);
  const Story third =
      score({lead, candidate("b", "Foldy recalls", "https://b.example/1", {}, kNoon + hours(1)),
             candidate("c", "Robots by Foldy", "https://c.example/1", {}, kNoon + hours(1))});
  EXPECT_TRUE(std::none_of(third.parts.begin(), third.parts.end(),
                           [](const ScorePart& p) { return p.name == "recall"; }));
}

TEST(Rank, TheLeadIsThePageItselfAndNotWhoPassesItOn) {
  std::vector<Candidate> all{candidate("hn", "Foldy", "https://news.ycombinator.com/item?id=1"),
                             candidate("Foldy", "Foldy", "https://foldy.example/news", {}, kNoon + hours(1))};
  EXPECT_EQ(scored(all).members.front(), 1U);
}

TEST(Rank, AnOwnPostLeadsBeforeReplyAndRepost) {
  std::vector<Candidate> all{candidate("a", "", "https://x.com/a/status/1", "RT"),
                             candidate("b", "", "https://x.com/b/status/2", "re"),
                             candidate("c", "", "https://x.com/c/status/3", "own", kNoon + hours(1))};
  all[0].entry.is_repost = true;
  all[1].entry.is_reply = true;
  const Story story = scored(all);
  EXPECT_THAT(story.members, ElementsAre(2, 0, 1));
  EXPECT_GT(part(story, "originality"), 0);
}

TEST(Rank, TheHeavierSourceLeads) {
  std::vector<Candidate> all{candidate("a", "x", "https://a.example/1"),
                             candidate("b", "x", "https://b.example/1")};
  all[1].source_weight = 3;
  EXPECT_EQ(scored(all).members.front(), 1U);
}

class Places : public ::testing::Test {
 protected:
  void add(const std::string& source, double score, const std::string& category = {}) {
    candidates_.push_back(candidate(
        source, "t", "https://x.com/" + source + "/status/" + std::to_string(candidates_.size() + 1)));
    stories_.push_back(story_of({candidates_.size() - 1}, "s" + std::to_string(stories_.size()), score));
    if (!category.empty()) stories_.back().categories = {category};
  }
  // Story numbers in the order of their places.
  std::vector<std::size_t> shown(const std::vector<std::optional<double>>& importance = {}) {
    places_ = give_places(stories_, candidates_, profile_, importance);
    std::vector<std::size_t> out;
    for (const Place& place : places_) {
      if (place.number > 0) out.push_back(place.story);
    }
    return out;
  }
  std::string kept_out(std::size_t story) const {
    for (const Place& place : places_) {
      if (place.story == story) return place.kept_out;
    }
    return "absent";
  }

  std::vector<Candidate> candidates_;
  std::vector<Story> stories_;
  ProfileSettings profile_;
  std::vector<Place> places_;
};

TEST_F(Places, GoByScore) {
  add("a", 1);
  add("b", 3);
  add("c", 2);
  EXPECT_THAT(shown(), ElementsAre(1, 2, 0));
  EXPECT_EQ(places_[0].number, 1);
  EXPECT_EQ(places_[2].number, 3);
}

TEST_F(Places, ImportanceLeads) {
  add("a", 9);
  add("b", 1);
  add("c", 2);
  EXPECT_THAT(shown({std::nullopt, 3.0, 8.0}), ElementsAre(2, 1, 0));
}

TEST_F(Places, ACapPerSourceLetsOthersIn) {
  profile_.max_items = 3;
  profile_.per_author = 2;
  for (int i = 0; i < 4; ++i) add("busy", 10 - i);
  add("quiet", 1);
  EXPECT_THAT(shown(), ElementsAre(0, 1, 4));
  EXPECT_EQ(kept_out(2), "cap per author");
  EXPECT_EQ(kept_out(3), "cap per author");
}

TEST_F(Places, CapsAreRelaxedWhilePlacesStayEmpty) {
  profile_.max_items = 4;
  profile_.per_author = 1;
  for (int i = 0; i < 4; ++i) add("busy", 10 - i);
  add("quiet", 1);
  EXPECT_THAT(shown(), ElementsAre(0, 1, 2, 4));
}

TEST_F(Places, ACapPerCategoryKeepsShelvesMixed) {
  profile_.max_items = 2;
  profile_.per_category = 1;
  add("a", 3, "Robots");
  add("b", 2, "Robots");
  add("c", 1, "Chips");
  EXPECT_THAT(shown(), ElementsAre(0, 2));
  EXPECT_EQ(kept_out(1), "cap per category");
}

TEST_F(Places, WhatIsLeftOverSaysWhy) {
  profile_.max_items = 1;
  profile_.min_score = 2;
  add("a", 3);
  add("b", 2.5);
  add("c", 1);
  add("d", 9);
  stories_[3].news = StoryNews::repeat;
  EXPECT_THAT(shown(), ElementsAre(0));
  EXPECT_EQ(kept_out(1), "beyond max_items");
  EXPECT_EQ(kept_out(2), "below min_score");
  EXPECT_EQ(kept_out(3), "repeat");
}

TEST_F(Places, NoPlacesIsNoItems) {
  profile_.max_items = 0;
  add("a", 1);
  EXPECT_TRUE(shown().empty());
  EXPECT_EQ(kept_out(0), "beyond max_items");
}

TEST_F(Places, TiesGoByTimeAndThenById) {
  add("a", 1);
  add("b", 1);
  candidates_[1].entry.published = kNoon + hours(1);
  add("c", 1);
  EXPECT_THAT(shown(), ElementsAre(1, 0, 2));
}

}  // namespace
}  // namespace eightbells
