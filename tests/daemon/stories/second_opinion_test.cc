#include "daemon/stories/second_opinion.h"

#include <gtest/gtest.h>

#include "daemon/stories/tuning.h"

namespace eightbells {
namespace {

std::vector<Candidate> candidates(std::size_t count) {
  std::vector<Candidate> out(count);
  for (std::size_t i = 0; i < count; ++i) out[i].entry.title = "headline " + std::to_string(i);
  return out;
}

std::vector<const Candidate*> pointers(const std::vector<Candidate>& all) {
  std::vector<const Candidate*> out;
  for (const auto& one : all) out.push_back(&one);
  return out;
}

SecondOpinion always(std::optional<bool> answer, OpinionQuestion* asked = nullptr) {
  return [answer, asked](const OpinionQuestion& question) {
    if (asked) *asked = question;
    return std::vector<std::optional<bool>>(question.open.size(), answer);
  };
}

TEST(SecondOpinion, AYesLiftsABorderlinePairAndANoTakesItAway) {
  const auto all = candidates(4);
  const std::vector<LikelyPair> pairs = {{kTuning.same - 0.02, 0, 1}};
  EXPECT_GE(opinions_on(pointers(all), pairs, always(true)).at({0, 1}), kTuning.same);
  EXPECT_EQ(opinions_on(pointers(all), pairs, always(false)).at({0, 1}), 0);
  EXPECT_TRUE(opinions_on(pointers(all), pairs, always(std::nullopt)).empty());
  EXPECT_TRUE(opinions_on(pointers(all), pairs, {}).empty());
}

TEST(SecondOpinion, OnlyTheBandIsAskedAboutAndClearPairsAreTheScale) {
  const auto all = candidates(10);
  const std::vector<LikelyPair> pairs = {
      {0.9, 0, 1}, {kTuning.same + 0.1, 2, 3}, {kTuning.same, 4, 5}, {0.1, 6, 7}};
  OpinionQuestion asked;
  const auto out = opinions_on(pointers(all), pairs, always(true, &asked));
  EXPECT_EQ(asked.open.size(), 1U);
  EXPECT_EQ(asked.alike.size(), 1U);
  EXPECT_EQ(asked.unlike.size(), 5U) << "neighbours that were not proposed";
  EXPECT_EQ(out.size(), 1U);
  EXPECT_EQ(out.count({4, 5}), 1U);
}

TEST(SecondOpinion, ALargeWindowAsksABoundedQuestion) {
  const auto all = candidates(3000);
  std::vector<LikelyPair> pairs;
  for (std::size_t i = 0; i + 1 < all.size(); i += 2) pairs.push_back({kTuning.same, i, i + 1});
  OpinionQuestion asked;
  EXPECT_LE(opinions_on(pointers(all), pairs, always(true, &asked)).size(), 200U);
  EXPECT_LE(asked.texts.size(), 500U);
}

TEST(SecondOpinion, AnswersThatAreTooFewAreNoOpinion) {
  const auto all = candidates(4);
  const std::vector<LikelyPair> pairs = {{kTuning.same, 0, 1}, {kTuning.same, 2, 3}};
  const auto silent = [](const OpinionQuestion&) { return std::vector<std::optional<bool>>{true}; };
  EXPECT_EQ(opinions_on(pointers(all), pairs, silent).size(), 1U);
}

TEST(SecondOpinion, ATextIsAskedOnceAndTwinsNotAtAll) {
  auto all = candidates(3);
  all[1].entry.title = all[0].entry.title;
  OpinionQuestion asked;
  static_cast<void>(opinions_on(pointers(all),
                                {{kTuning.same, 0, 1}, {kTuning.same, 0, 2}, {kTuning.same, 1, 2}},
                                always(true, &asked)));
  EXPECT_EQ(asked.texts.size(), 2U);
  EXPECT_EQ(asked.open.size(), 2U);
}

}  // namespace
}  // namespace eightbells
