#include "daemon/stories/learned.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "daemon/stories/lessons_jsonl.h"

namespace eightbells {
namespace {

const std::vector<Lesson> kLessons = {
    {"The striker scored twice in the cup final", "", "sport"},
    {"The coach praised his team after the match", "", "sport"},
    {"Swimmers broke two records at the games", "", "sport"},
    {"国家队在决赛中获胜", "", "sport"},
    {"The bank raised its rates and shares fell", "", "money"},
    {"Profits rose as the company cut costs", "", "money"},
    {"Investors sold bonds before the report", "", "money"},
    {"股市下跌，投资者抛售债券", "", "money"},
};

LearnedCategories taught() {
  return LearnedCategories::train(kLessons, Instant(Millis(1'700'000'000'000))).value();
}

std::string best(const LearnedCategories& model, std::string_view title) {
  const auto p = model.probabilities(title, "");
  return model.categories()[static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin())];
}

TEST(Learned, NewTextsGoWhereTheirWordsWereTaught) {
  const auto model = taught();
  EXPECT_EQ(best(model, "A late goal: the team won the final"), "sport");
  EXPECT_EQ(best(model, "Shares of the bank rose"), "money");
  EXPECT_EQ(best(model, "决赛在今晚"), "sport");
  EXPECT_EQ(best(model, "债券抛售"), "money");
}

TEST(Learned, ProbabilitiesSumToOneAndAreAlikeForUnknownWords) {
  const auto model = taught();
  const auto known = model.probabilities("the cup final", "");
  EXPECT_NEAR(std::accumulate(known.begin(), known.end(), 0.0), 1.0, 1e-9);
  const auto unknown = model.probabilities("zyzzyva", "");
  EXPECT_DOUBLE_EQ(unknown[0], unknown[1]);
}

TEST(Learned, TheSameLessonsGiveTheSameModel) { EXPECT_EQ(taught().serialise(), taught().serialise()); }

TEST(Learned, WhoeverWaitsHearsHowFarItIs) {
  std::vector<int> heard;
  int last = 0;
  const auto model = LearnedCategories::train(kLessons, Instant(), [&](int done, int total) {
    heard.push_back(done);
    last = total;
  });
  ASSERT_TRUE(model);
  ASSERT_FALSE(heard.empty());
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
  EXPECT_EQ(heard.back(), last);
}

TEST(Learned, WhatIsKeptComesBackWithItsDate) {
  const auto model = taught();
  const auto back = LearnedCategories::parse(model.serialise());
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->categories(), model.categories());
  EXPECT_EQ(back->lessons(), kLessons.size());
  EXPECT_EQ(back->trained_at(), model.trained_at());
  EXPECT_EQ(back->probabilities("the cup final", "bonds"), model.probabilities("the cup final", "bonds"));
}

TEST(Learned, AnotherVersionOrADamagedModelIsAnError) {
  const std::string stored = taught().serialise();
  EXPECT_FALSE(LearnedCategories::parse(""));
  EXPECT_FALSE(LearnedCategories::parse("eightbells categories 9\n"));
  for (std::size_t cut = 0; cut < stored.size(); cut += 7)
    EXPECT_FALSE(LearnedCategories::parse(stored.substr(0, cut))) << cut;
  std::string wrong = stored;
  wrong.back() = '!';
  EXPECT_FALSE(LearnedCategories::parse(wrong));
}

TEST(Learned, OneCategoryAloneTeachesNothing) {
  const auto model = LearnedCategories::train({{"a", "", "only"}, {"b", "", "only"}}, {});
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().kind, ErrorKind::invalid);
}

TEST(Learned, MoreCategoriesThanTheLimitAreRefused) {
  std::vector<Lesson> lessons;
  for (int i = 0; i < 64; ++i) lessons.push_back({"word" + std::to_string(i), "", "c" + std::to_string(i)});
  EXPECT_TRUE(LearnedCategories::train(lessons, {}));
  lessons.push_back({"one more", "", "too many"});
  EXPECT_FALSE(LearnedCategories::train(lessons, {}));
}

TEST(Lessons, LinesAreReadAndNumberedInErrors) {
  const auto lessons =
      lessons_of_jsonl("{\"title\":\"a\",\"category\":\" x  y \"}\n\n{\"text\":\"b\",\"category\":\"z\"}\n");
  ASSERT_TRUE(lessons);
  ASSERT_EQ(lessons->size(), 2U);
  EXPECT_EQ(lessons->front().category, "x y");
  EXPECT_EQ(lessons->back().text, "b");
  const auto wrong = lessons_of_jsonl("{\"title\":\"a\",\"category\":\"x\"}\n\n{\"title\":\"a\"}");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("line 3"), std::string::npos);
  EXPECT_FALSE(lessons_of_jsonl("{\"category\":\"x\"}"));
  EXPECT_FALSE(lessons_of_jsonl("no json"));
}

}  // namespace
}  // namespace eightbells
