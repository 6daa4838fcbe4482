#include "daemon/editor/sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(Sentences, ChineseEndsAtItsOwnMarks) {
  EXPECT_THAT(split_sentences("新模型今天发布。价格不变！它会更快吗？会的……"),
              ElementsAre("新模型今天发布。", "价格不变！", "它会更快吗？", "会的……"));
}

TEST(Sentences, AClosingQuoteBelongsToTheSentenceItEnds) {
  EXPECT_THAT(split_sentences("他说：“我们成功了。大家都来了。”会议随后结束。"),
              ElementsAre("他说：“我们成功了。大家都来了。”", "会议随后结束。"));
  EXPECT_THAT(split_sentences("She said \"it works. We ship.\" Nobody objected."),
              ElementsAre("She said \"it works. We ship.\"", "Nobody objected."));
}

TEST(Sentences, ASpeakerBehindTheQuoteGoesOn) {
  EXPECT_THAT(split_sentences("“价格会下降。”他说。工厂明年开工。"),
              ElementsAre("“价格会下降。”他说。", "工厂明年开工。"));
}

TEST(Sentences, AnUnclosedQuoteDoesNotSwallowTheRest) {
  EXPECT_THAT(split_sentences("“第一句。第二句。"), ElementsAre("“第一句。", "第二句。"));
}

TEST(Sentences, DecimalsVersionsAndAddressesHoldNoEnd) {
  EXPECT_THAT(split_sentences("Tern 3.5 costs $0.25 per call. See example.org for more."),
              ElementsAre("Tern 3.5 costs $0.25 per call.", "See example.org for more."));
}

TEST(Sentences, AbbreviationsAndInitialsHoldNoEnd) {
  EXPECT_THAT(split_sentences(
                  "Dr. Peter H. Marlow of Acme Inc. spoke vs. Mr. Lee, e.g. on Jan. 6. The talk is online."),
              ElementsAre("Dr. Peter H. Marlow of Acme Inc. spoke vs. Mr. Lee, e.g. on Jan. 6.",
                          "The talk is online."));
}

TEST(Sentences, AnAbbreviationBeforeACommonOpenerEnds) {
  EXPECT_THAT(split_sentences("It opens in the U.S. The rest follows."),
              ElementsAre("It opens in the U.S.", "The rest follows."));
}

TEST(Sentences, AnEllipsisInsideASentenceIsNoEnd) {
  EXPECT_THAT(split_sentences("It is smart, but...I agree. Well... maybe."),
              ElementsAre("It is smart, but...I agree.", "Well... maybe."));
}

TEST(Sentences, ALineBreakEndsOneUnlessTheNextLineGoesOnInSmallLetters) {
  EXPECT_THAT(split_sentences("First line without end\nSecond line"),
              ElementsAre("First line without end", "Second line"));
  EXPECT_THAT(split_sentences("A mail that was wrapped by its sender at some\ncolumn goes on here."),
              ElementsAre("A mail that was wrapped by its sender at some column goes on here."));
}

TEST(Sentences, ThereIsALimit) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "句子。";
  EXPECT_THAT(split_sentences(many, 7), SizeIs(7));
}

TEST(Sentences, NestedAndBrokenMarksNeverHang) {
  std::string hostile;
  for (int i = 0; i < 5000; ++i) hostile += "“（《\"….";
  EXPECT_FALSE(split_sentences(hostile).empty());
}

TEST(Sentences, JoiningPutsASpaceBetweenLatinSentencesOnly) {
  EXPECT_EQ(join_sentences({"新模型发布。", "价格不变。"}), "新模型发布。价格不变。");
  EXPECT_EQ(join_sentences({"It ships.", "It works."}), "It ships. It works.");
}

TEST(Sentences, JoiningEndsWhatHasNoEnd) {
  EXPECT_EQ(join_sentences({"It ships today", "try it:"}), "It ships today. try it.");
  EXPECT_EQ(join_sentences({"今天发布，", "价格不变"}), "今天发布。价格不变。");
}

TEST(Cuts, WhatFitsStaysAsItIs) { EXPECT_EQ(cut_at_clause("短标题", 2, 10), "短标题"); }

TEST(Cuts, ACutFallsOnTheLastClauseThatFits) {
  EXPECT_EQ(cut_at_clause("公司今天宣布，新模型已经上线，价格下降一半，开发者可以试用", 8, 22),
            "公司今天宣布，新模型已经上线，价格下降一半");
  EXPECT_EQ(cut_at_clause("The lab released a model, cut its price, and opened the weights", 10, 45),
            "The lab released a model, cut its price");
}

TEST(Cuts, WithoutAClauseTheLastWholeWordIsKept) {
  EXPECT_EQ(cut_at_clause("Internationalisation considerations everywhere", 5, 40),
            "Internationalisation considerations…");
  EXPECT_EQ(cut_at_clause("运行 Marlin-7B-Instruct 模型", 2, 12), "运行…");
}

TEST(Cuts, AChineseWordIsNotCut) {
  // 人工智能 is one word: the cut falls before or behind it.
  const std::string cut = cut_at_clause("研究人员正在讨论人工智能的未来发展方向", 2, 11);
  EXPECT_TRUE(cut == "研究人员正在讨论…" || cut == "研究人员正在讨论人工…") << cut;
}

TEST(Cuts, NoCutBreaksACharacter) {
  const std::string family = "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦";
  for (std::size_t max = 1; max < 20; ++max) {
    const std::string cut = cut_at_clause(family + "ééé", 1, max);
    EXPECT_TRUE(is_valid_utf8(cut));
    EXPECT_LE(count_code_points(cut), std::max<std::size_t>(max, 1));
  }
}

}  // namespace
}  // namespace eightbells
