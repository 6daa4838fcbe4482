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

TEST(Similarity, OneSentenceSaidOfTwoIsNoMatch) {
  EXPECT_LT(likeness("Foldy ships a robot that folds shirts", "Skribo ships a robot that folds shirts").value,
            kTuning.core_average);
  EXPECT_LT(likeness("东岚科技完成1亿元A轮融资", "北辰科技完成2亿元A轮融资").value, kTuning.core_average);
  EXPECT_LT(likeness("东岚科技发布“小星”机器人，续航19小时", "北辰科技发布“小星”机器人，续航12小时").value,
            kTuning.core_average);
}

TEST(Similarity, ASetPhraseAboutAnotherNameInsideIsNoMatch) {
  EXPECT_LT(
      likeness("How to watch Foldy play online for free", "How to watch Skribo play online for free").value,
      kTuning.core_average);
  EXPECT_GT(likeness("Founders urge the White House to spare the lighthouse keepers",
                     "Founders urge Trump to spare the lighthouse keepers")
                .value,
            kTuning.same)
      << "both names are known, and one may stand for the other";
  EXPECT_GT(
      likeness("A new clinic opens for doctors in Oslo", "A new clinic opens for physicians in Oslo").value,
      kTuning.same)
      << "another word is no other name";
}

TEST(Similarity, CoresThatShareTopicsAloneAreNotNear) {
  const Vector microsoft{{2, 0.3F}, {3, 0.3F}, {1 | kTopic, 0.9F}};
  const Vector copilot{{2, 0.05F}, {4, 0.6F}, {1 | kTopic, 0.8F}};
  EXPECT_EQ(core_likeness(microsoft, copilot, false), 0);
  EXPECT_GT(cosine(microsoft, copilot, false), kTuning.core);
  const Vector event{{2, 0.6F}, {3, 0.6F}, {1 | kTopic, 0.5F}};
  EXPECT_GT(core_likeness(microsoft, event, false), kTuning.core);
}

TEST(Similarity, AnotherFirstWordIsNoOtherSubjectWhenItIsNone) {
  EXPECT_GT(
      likeness("Foldy ships a robot that folds shirts", "Robot maker Foldy ships a robot that folds shirts")
          .value,
      kTuning.same);
  EXPECT_GT(likeness("谷歌收购一家机器人公司", "Google收购一家机器人公司").value, kTuning.same);
  EXPECT_GT(likeness("Terence Marlow solves an old puzzle", "Terrence Marlow solves an old puzzle").value,
            kTuning.same);
  EXPECT_GT(likeness("Terence solves an old puzzle", "Terrence solves an old puzzle").value, kTuning.same);
}

TEST(Similarity, WhoIsNamedInTheOthersTextIsNoOtherSubject) {
  EXPECT_GT(likeness("Foldy founder leaves the company after ten years",
                     "Marlowe leaves the company after ten years", "Ada Marlowe built Foldy in a garage.",
                     "The founder of Foldy goes to sea.")
                .value,
            kTuning.same);
}

TEST(Similarity, DifferingAmountsSpeakAgainstAMatch) {
  EXPECT_GT(likeness("Foldy raises $30M for robots", "Foldy raises 30 million for robots").value,
            likeness("Foldy raises $30M for robots", "Foldy raises $45M for robots").value);
}

TEST(Similarity, ABareNumberDoesNotLink) {
  EXPECT_EQ(likeness("Bridge closes after 350 days", "Library lends 350 sleds").value, 0);
  EXPECT_GT(likeness("Library lends 350 sleds", "350 sleds lent by the library").value, kTuning.same);
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

TEST(Similarity, TopicsCountAsMuchAsTheWordsBesideThemInHan) {
  const double topics = likeness("英伟达和谷歌的新年", "谷歌与英伟达股东大会").value;
  const double event = likeness("英伟达和谷歌共建水下电缆", "谷歌联手英伟达铺设水下电缆").value;
  EXPECT_LT(topics, kTuning.same);
  EXPECT_GT(event, kTuning.same);
}

TEST(Similarity, ALongPhraseInOnePieceIsMoreThanAName) {
  const double phrase =
      likeness("Foldy recalls the shirt robot as winter comes", "In Oslo Foldy recalls the shirt robot")
          .value;
  const double name =
      likeness("Foldy robots sweep the harbour as winter comes", "In Oslo the price of Foldy robots falls")
          .value;
  EXPECT_GT(phrase, kTuning.same);
  EXPECT_LT(name, phrase * kTuning.one_phrase);
}

TEST(Similarity, HanWordsOfGrammarLinkNothing) {
  EXPECT_LT(likeness("他们的马和我的船", "你们的茶和她的猫").value, kTuning.core_average);
}

TEST(Similarity, CommonWordsMeetAcrossLanguages) {
  EXPECT_GT(likeness("Foldy adds watermarks to songs", "Foldy 给歌曲加水印").value, kTuning.same);
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
