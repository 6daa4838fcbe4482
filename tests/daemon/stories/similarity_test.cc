#include "daemon/stories/similarity.h"

#include <gtest/gtest.h>

#include "daemon/stories/near_duplicate.h"
#include "daemon/stories/tuning.h"
#include "tests/daemon/stories/candidates.h"

namespace eightbells {
namespace {

using testing::candidate;

// The likeness of two headlines among a few others.
Likeness likeness(const std::string& a, const std::string& b, const std::string& text_a = {},
                  const std::string& text_b = {}) {
  const std::vector<Candidate> all{candidate("a", a, {}, text_a),
                                   candidate("b", b, {}, text_b),
                                   candidate("c", "Harbour town opens a swimming pool"),
                                   candidate("d", "博物馆展出古代陶器"),
                                   candidate("e", "Chess club elects a treasurer"),
                                   candidate("f", "铁路公司增开夜间列车")};
  const auto pointers = testing::pointers(all);
  const NameTable names(testing::shipped_aliases());
  const Corpus corpus(pointers, exact_groups(pointers), names, {});
  return compare(corpus.features()[0], corpus.features()[1]);
}

TEST(Similarity, TheSameWordsAreAlikeAndOthersAreNot) {
  EXPECT_GT(likeness("Foldy unveils a shirt robot", "Foldy introduces its robot for shirts").value,
            kTuning.same);
  EXPECT_LT(likeness("Foldy unveils a shirt robot", "Glacier loses a third of its ice").value, 0.05);
}

TEST(Similarity, DifferingVersionsOfOneProductForbidAMatch) {
  EXPECT_TRUE(likeness("OpenAI releases GPT-5.1", "OpenAI releases GPT-5.2").forbidden);
  EXPECT_FALSE(likeness("OpenAI releases GPT-5.1", "OpenAI 发布 GPT 5.1").forbidden);
  EXPECT_FALSE(likeness("GPT-5.2 beats GPT-5.1", "OpenAI releases GPT-5.2").forbidden);
  EXPECT_FALSE(likeness("A laptop with 16GB", "A phone with 5G").forbidden);
}

TEST(Similarity, DifferingAmountsSpeakAgainstAMatch) {
  EXPECT_GT(likeness("Foldy raises $30M for robots", "Foldy raises 30 million for robots").value,
            likeness("Foldy raises $30M for robots", "Foldy raises $45M for robots").value);
}

TEST(Similarity, NamesAndNumbersMeetAcrossLanguages) {
  const Likeness value = likeness("Google acquires Foldy for $300 million", "谷歌以3亿美元收购Foldy");
  EXPECT_TRUE(value.across);
  EXPECT_GT(value.value, kTuning.same);
}

TEST(Similarity, ATopicAloneIsNoStoryInHan) {
  EXPECT_LT(likeness("英伟达推出新款车载平台", "英伟达高管出售股份").value, kTuning.same);
  EXPECT_LT(likeness("Having fun with GPT-5.6", "用GPT-5.6写小说的经验").value, kTuning.same);
}

TEST(Similarity, HanHeadlinesAboutDifferentNamedThingsAreNotAlike) {
  EXPECT_LT(likeness("为什么越来越多的人使用Foldy", "为什么越来越多的人使用Skribo").value,
            likeness("为什么越来越多的人使用Foldy", "为什么越来越多的人喜欢Foldy").value);
}

TEST(Similarity, WithTextsTheTextsDecide) {
  const std::string pool =
      "The council voted on Tuesday to drain the basin and repair the cracked tiles before summer";
  const std::string match =
      "The striker scored twice and the visitors went home with three points after a rainy evening";
  EXPECT_GT(likeness("In brief", "Notes from town", pool, pool + " begins").value, kTuning.same);
  EXPECT_LT(likeness("News of the day from town", "News of the day from the stadium", pool, match).value,
            kTuning.same);
}

TEST(Similarity, AFloorCutsOffWhatCannotReachIt) {
  const std::vector<Candidate> all{candidate("a", "Foldy sells shirts"), candidate("b", "Foldy sells hats"),
                                   candidate("c", "Rain")};
  const auto pointers = testing::pointers(all);
  const NameTable names({});
  const Corpus corpus(pointers, exact_groups(pointers), names, {});
  EXPECT_GT(compare(corpus.features()[0], corpus.features()[1]).value, 0);
  EXPECT_EQ(compare(corpus.features()[0], corpus.features()[1], 0.99).value, 0);
}

}  // namespace
}  // namespace eightbells
