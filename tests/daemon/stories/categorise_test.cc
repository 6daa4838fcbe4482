#include "daemon/stories/categorise.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

using Names = std::vector<std::string>;

CategorySettings category(std::string name, std::vector<Keyword> keywords) {
  CategorySettings out;
  out.name = std::move(name);
  out.keywords = std::move(keywords);
  return out;
}

Filed file(const std::vector<CategorySettings>& categories, std::string_view title,
           std::string_view text = {}, std::string_view source_category = {}) {
  const auto categoriser = Categoriser::make(categories);
  EXPECT_TRUE(categoriser);
  return categoriser->file(title, text, source_category);
}

const std::vector<CategorySettings> kTwo = {category("sea", {{"ship"}, {"harbour", 2}}),
                                            category("land", {{"train"}, {"road"}})};

TEST(Categorise, AWordOfTheTitleOutweighsOneOfTheText) {
  EXPECT_EQ(file(kTwo, "A train", "met a ship").categories, Names{"land"});
  EXPECT_EQ(file(kTwo, "A ship", "met a train").categories, Names{"sea"});
}

TEST(Categorise, WeightsCountAndTheSecondFollowsWhenItIsNear) {
  EXPECT_EQ(file(kTwo, "harbour road").categories, (Names{"sea", "land"}));
  EXPECT_EQ(file(kTwo, "harbour ship road").categories, Names{"sea"});
}

TEST(Categorise, AStrongWordIsEnoughToFollowHoweverLoudTheFirst) {
  std::vector<Keyword> many;
  for (const char* word : {"ship", "mast", "keel", "sail", "deck", "crew", "helm", "port"})
    many.push_back({word, 5});
  const std::vector<CategorySettings> loud = {category("sea", many),
                                              category("land", {{"rail", 3}, {"road", 2}, {"bridge", 10}})};
  EXPECT_EQ(file(loud, "ship mast keel sail deck crew helm port rail").categories, (Names{"sea", "land"}));
  EXPECT_EQ(file(loud, "ship mast keel sail deck crew helm port road").categories, Names{"sea"});
  EXPECT_EQ(file(loud, "ship mast keel sail deck crew helm port", "a bridge").categories, Names{"sea"})
      << "a text mentions anything";
  const auto categoriser = Categoriser::make(loud);
  ASSERT_TRUE(categoriser);
  const FilingText both{"ship mast keel sail deck crew helm port rail", "", "", "", ""};
  const FilingText sea{"ship mast keel sail deck crew helm port", "", "", "", ""};
  EXPECT_EQ(categoriser->file({both, both}).categories, (Names{"sea", "land"}));
  EXPECT_EQ(categoriser->file({both, sea}).categories, Names{"sea"});
}

TEST(Categorise, AKeywordCountsOnce) {
  EXPECT_EQ(file(kTwo, "train train train harbour").categories, (Names{"sea", "land"}));
}

TEST(Categorise, AtMostThree) {
  const std::vector<CategorySettings> four = {category("a", {{"x"}}), category("b", {{"x"}}),
                                              category("c", {{"x"}}), category("d", {{"x"}})};
  EXPECT_EQ(file(four, "x").categories, (Names{"a", "b", "c"}));
}

TEST(Categorise, ALongerKeywordOfWeightZeroTakesAMeaningAway) {
  const std::vector<CategorySettings> robots = {category("robots", {{"robot"}, {"chat robot", 0}})};
  EXPECT_EQ(file(robots, "a robot").by, "keywords");
  EXPECT_EQ(file(robots, "a chat robot").by, "");
}

TEST(Categorise, MustAnyAndExcludeDecideBeforeTheScore) {
  std::vector<CategorySettings> narrow = kTwo;
  narrow[0].must = {"new"};
  narrow[0].any = {"sail", "steam"};
  narrow[0].exclude = {"toy"};
  EXPECT_EQ(file(narrow, "new steam ship").categories, Names{"sea"});
  EXPECT_TRUE(file(narrow, "steam ship").categories.empty());
  EXPECT_TRUE(file(narrow, "new ship").categories.empty());
  EXPECT_TRUE(file(narrow, "new steam ship, a toy").categories.empty());
}

TEST(Categorise, TheSourceSpeaksWhenNothingElseDoes) {
  EXPECT_EQ(file(kTwo, "nothing", "", "sea").categories, Names{"sea"});
  EXPECT_EQ(file(kTwo, "nothing", "", "sea").by, "source");
  EXPECT_EQ(file(kTwo, "a road", "", "sea").by, "keywords");
}

std::vector<CategorySettings> with_door() {
  auto out = kTwo;
  out.push_back(category("always", {{"steam"}, {"coal", 0.5}, {"iron", 0.5}}));
  out.back().always = true;
  return out;
}

TEST(Categorise, KeywordsOfAConstantCategoryAreTheDoor) {
  EXPECT_TRUE(file(with_door(), "a ship").categories.empty());
  EXPECT_EQ(file(with_door(), "a steam ship").categories, Names{"sea"});
  EXPECT_TRUE(file(with_door(), "a ship of coal").categories.empty());
  EXPECT_EQ(file(with_door(), "a ship of coal and iron").categories, Names{"sea"});
  EXPECT_TRUE(file(with_door(), "a ship", "steam").categories.empty()) << "a word of the text counts half";
  EXPECT_EQ(file(with_door(), "a ship", "steam and coal of iron").categories, Names{"sea"});
}

TEST(Categorise, AConstantCategoryWithoutKeywordsIsNoDoor) {
  auto plain = kTwo;
  plain.push_back(category("always", {}));
  plain.back().always = true;
  EXPECT_EQ(file(plain, "a ship").categories, Names{"sea"});
}

TEST(Categorise, TheWordsOfALinkAndTheEntriesOfAStoryCountTogether) {
  const auto categoriser = Categoriser::make(kTwo);
  ASSERT_TRUE(categoriser);
  EXPECT_EQ(
      categoriser->file({{"Untitled", "", "https://example.org/2026/a-new-harbour.html", "", ""}}).categories,
      Names{"sea"});
  EXPECT_EQ(categoriser->file({{"ship", "", "", "", ""}, {"train", "", "", "", ""}, {"road", "", "", "", ""}})
                .categories.front(),
            "land");
}

TEST(Categorise, KeysInALinkAreNoWords) {
  const auto categoriser = Categoriser::make(kTwo);
  ASSERT_TRUE(categoriser);
  const std::string key = "https://news.example.org/articles/CBMiWkFVX3lxTE1-ship-QkZ4X2Rr";
  EXPECT_TRUE(categoriser->file({{"Untitled", "", key, "", ""}}).categories.empty());
}

TEST(Categorise, HalfOfAStorysEntriesOpenTheDoor) {
  const auto categoriser = Categoriser::make(with_door());
  ASSERT_TRUE(categoriser);
  const FilingText outside{"a ship", "", "", "", ""};
  const FilingText inside{"a steam ship", "", "", "", ""};
  EXPECT_EQ(categoriser->file({outside, inside}).categories, Names{"sea"});
  EXPECT_TRUE(categoriser->file({outside, inside, outside}).categories.empty());
}

LearnedCategories taught() {
  std::vector<Lesson> lessons;
  for (int i = 0; i < 10; ++i) {
    lessons.push_back({"waves and sails " + std::to_string(i), "", "sea"});
    lessons.push_back({"hills and wheels " + std::to_string(i), "", "land"});
  }
  return LearnedCategories::train(lessons, {}).value();
}

TEST(Categorise, WhatWasLearnedAnswersWhereKeywordsAreSilent) {
  const auto categoriser = Categoriser::make(kTwo, taught());
  ASSERT_TRUE(categoriser);
  const auto filed = categoriser->file("sails and waves", "", "land");
  EXPECT_EQ(filed.categories.front(), "sea");
  EXPECT_EQ(filed.by, "learned");
  EXPECT_EQ(categoriser->file("zyzzyva", "", "land").by, "source") << "not sure enough";
  EXPECT_EQ(categoriser->file("a ship on waves", "", "").by, "keywords");
}

TEST(Categorise, AFewLessonsDoNotOverruleTheKeywords) {
  const auto categoriser = Categoriser::make(kTwo, taught());
  ASSERT_TRUE(categoriser);
  const auto filed = categoriser->file("a ship over hills and wheels", "", "");
  EXPECT_EQ(filed.categories, Names{"sea"});
  EXPECT_EQ(filed.by, "keywords");
}

TEST(Categorise, ManyLessonsDo) {
  std::vector<Lesson> lessons;
  for (int i = 0; i < 1000; ++i) {
    lessons.push_back({"waves and sails " + std::to_string(i), "", "sea"});
    lessons.push_back({"hills and wheels " + std::to_string(i), "", "land"});
  }
  const auto categoriser = Categoriser::make(kTwo, LearnedCategories::train(lessons, {}).value());
  ASSERT_TRUE(categoriser);
  const auto filed = categoriser->file("a ship over hills and wheels", "", "");
  EXPECT_EQ(filed.categories.front(), "land");
  EXPECT_EQ(filed.by, "learned");
}

TEST(Categorise, ACategoryThatWasNotLearnedKeepsItsKeywords) {
  std::vector<CategorySettings> three = kTwo;
  three.push_back(category("air", {{"plane"}}));
  const auto categoriser = Categoriser::make(three, taught());
  ASSERT_TRUE(categoriser);
  const auto filed = categoriser->file("a plane over the hills", "", "");
  EXPECT_EQ(filed.categories.front(), "air");
  EXPECT_EQ(filed.by, "keywords");
}

TEST(Categorise, WhatWasLearnedForACategoryThatIsNotConfiguredIsNotGiven) {
  const auto categoriser = Categoriser::make({category("land", {{"road"}})}, taught());
  ASSERT_TRUE(categoriser);
  EXPECT_NE(categoriser->file("sails and waves", "", "").by, "keywords");
  for (const auto& name : categoriser->file("sails and waves", "", "").categories) EXPECT_EQ(name, "land");
}

TEST(Categorise, WhatRatherBelongsToACategoryThatIsNotConfiguredIsLeftToTheKeywordsAndTheSource) {
  const std::vector<CategorySettings> some = {category("land", {{"road"}}), category("air", {{"plane"}})};
  std::vector<Lesson> lessons;
  for (int i = 0; i < 10; ++i) {
    lessons.push_back({"waves and sails " + std::to_string(i), "", "sea"});
    lessons.push_back({"hills and wheels " + std::to_string(i), "", "land"});
    lessons.push_back({"wings and clouds " + std::to_string(i), "", "air"});
  }
  const auto categoriser = Categoriser::make(some, LearnedCategories::train(lessons, {}).value());
  ASSERT_TRUE(categoriser);
  EXPECT_EQ(categoriser->file("sails and waves", "", "").by, "");
  EXPECT_EQ(categoriser->file("sails and waves", "", "air").by, "source");
  EXPECT_EQ(categoriser->file("sails and waves beside the road", "", "").by, "keywords");
  EXPECT_EQ(categoriser->file("zyzzyva", "", "").by, "") << "all alike is no knowledge";
  EXPECT_EQ(categoriser->file("wheels over hills", "", "").categories.front(), "land");
  const auto alone = Categoriser::make({category("land", {{"road"}})}, taught());
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->file("wheels over hills", "", "").by, "learned");
}

TEST(Categorise, MustAnyAndExcludeDecideOverWhatWasLearned) {
  std::vector<CategorySettings> narrow = kTwo;
  narrow[0].exclude = {"toy"};
  narrow[1].must = {"new"};
  const auto categoriser = Categoriser::make(narrow, taught());
  ASSERT_TRUE(categoriser);
  EXPECT_EQ(categoriser->file("sails and waves", "", "").by, "learned");
  EXPECT_TRUE(categoriser->file("sails and waves, a toy", "", "").categories.empty());
  EXPECT_TRUE(categoriser->file("wheels over hills", "", "").categories.empty());
  EXPECT_EQ(categoriser->file("new wheels over hills", "", "").categories.front(), "land");
}

TEST(Categorise, ARefusedExpressionNamesItsCategory) {
  const auto categoriser = Categoriser::make({category("sea", {{"/[/"}})});
  ASSERT_FALSE(categoriser);
  EXPECT_NE(categoriser.error().message.find("sea"), std::string::npos);
}

}  // namespace
}  // namespace eightbells
