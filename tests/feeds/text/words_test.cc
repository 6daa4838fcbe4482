#include "feeds/text/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace eightbells {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> texts(std::string_view text) {
  std::vector<std::string> out;
  for (const Word& word : words_of(text)) out.push_back(word.text);
  return out;
}

std::vector<std::string> texts_of_kind(std::string_view text, WordKind kind) {
  std::vector<std::string> out;
  for (const Word& word : words_of(text)) {
    if (word.kind == kind) out.push_back(word.text);
  }
  return out;
}

TEST(Words, EndingsOfLatinWordsAreForgotten) {
  EXPECT_EQ(texts("raise"), texts("raises"));
  EXPECT_EQ(texts("raised"), texts("raising"));
  EXPECT_EQ(texts("companies"), texts("company"));
  EXPECT_EQ(texts("running"), texts("run"));
  EXPECT_EQ(texts("Apple's"), texts("Apple"));
  EXPECT_EQ(texts("Apple’s"), texts("apple"));
}

TEST(Words, ShortAndLatinEndingsStay) {
  EXPECT_THAT(texts("gas bus analysis press"), ElementsAre("gas", "bus", "analysis", "press"));
}

TEST(Words, HanRunsBecomeOverlappingPairs) {
  EXPECT_THAT(texts("机器学习"), ElementsAre("机器", "器学", "学习"));
  EXPECT_THAT(texts("我"), ElementsAre("我"));
}

TEST(Words, TraditionalAndSimplifiedHanAreTheSame) {
  EXPECT_EQ(texts("機器學習發佈"), texts("机器学习发布"));
}

TEST(Words, FullWidthLettersAreLetters) { EXPECT_EQ(texts("ＧＰＴ－５．１"), texts("GPT-5.1")); }

TEST(Words, MixedTextIsCutWhereTheScriptChanges) {
  EXPECT_THAT(texts("谷歌发布Gemini模型"), ElementsAre("谷歌", "歌发", "发布", "gemini", "模型"));
}

TEST(Words, VersionsHaveOneSpelling) {
  for (const char* written : {"GPT-5.1", "GPT 5.1", "gpt5.1", "GPT5.1"}) {
    EXPECT_THAT(texts_of_kind(std::string("Now ") + written, WordKind::version), ElementsAre("gpt5.1"))
        << written;
  }
  EXPECT_THAT(texts_of_kind("Qwen3.8-Max", WordKind::version), ElementsAre("qwen3.8"));
  EXPECT_THAT(texts_of_kind("the GPT-5.0 model", WordKind::version), ElementsAre("gpt5"));
  EXPECT_THAT(texts_of_kind("Claude Opus 5 became ruthless", WordKind::version), ElementsAre("opus5"));
}

TEST(Words, ADecimalPointWithASpaceIsReadInHanTextOnly) {
  EXPECT_THAT(texts_of_kind("模型Foldy 2. 5 正式发布", WordKind::version), ElementsAre("foldy2.5"));
  EXPECT_THAT(texts_of_kind("GPT-5. 6系列", WordKind::version), ElementsAre("gpt5.6"));
  EXPECT_THAT(texts_of_kind("there were 2. 5 came", WordKind::number), ElementsAre("2", "5"));
}

TEST(Words, ANameStandsBesideItsVersion) {
  EXPECT_THAT(texts("用GPT-5.1"), ElementsAre("用", "gpt", "gpt5.1"));
}

TEST(Words, AmountsHaveOneSpellingInAllLanguages) {
  for (const char* written :
       {"$30M", "$30 million", "30 million dollars", "3000万美元", "€30,000,000", "30mn"}) {
    EXPECT_THAT(texts_of_kind(written, WordKind::number), ElementsAre("3e+07")) << written;
  }
  EXPECT_EQ(texts_of_kind("1.5亿", WordKind::number), texts_of_kind("150 million", WordKind::number));
  EXPECT_EQ(texts_of_kind("2.4万亿", WordKind::number), texts_of_kind("2.4 trillion", WordKind::number));
  EXPECT_EQ(texts_of_kind("3.5 percent", WordKind::number), texts_of_kind("3.5%", WordKind::number));
  EXPECT_EQ(texts_of_kind("34B", WordKind::number), texts_of_kind("340亿", WordKind::number));
}

TEST(Words, TenthsAreAPercentage) {
  for (const char* written : {"收入七成来自广告", "收入7成来自广告", "收入 七成", "七成以上"})
    EXPECT_THAT(texts_of_kind(written, WordKind::number), ElementsAre("70%")) << written;
  for (const char* written : {"一成不变", "第三成员国", "三成功", "完成", "一二成", "1.5成"})
    EXPECT_THAT(texts_of_kind(written, WordKind::number),
                ::testing::Not(::testing::Contains(::testing::HasSubstr("%"))))
        << written;
}

TEST(Words, YearsAndDatesAreNoAmounts) {
  EXPECT_THAT(texts_of_kind("In 2026 there were 3 of them", WordKind::number), ElementsAre("3"));
  EXPECT_THAT(texts_of_kind("2026年7月29日", WordKind::number), IsEmpty());
}

TEST(Words, ANumberAfterASmallWordIsNoVersion) {
  EXPECT_THAT(texts_of_kind("Over 20 New Apps", WordKind::version), IsEmpty());
  EXPECT_THAT(texts_of_kind("July 29", WordKind::version), IsEmpty());
}

TEST(Words, CapitalsInsideASentenceMakeNames) {
  EXPECT_THAT(texts_of_kind("Yesterday some people from Nvidia and OpenAI spoke about chips", WordKind::name),
              ElementsAre("nvidia", "openai"));
}

TEST(Words, ALatinWordWithACapitalInsideHanIsAName) {
  EXPECT_THAT(texts_of_kind("为什么用Foldy", WordKind::name), ElementsAre("foldy"));
}

TEST(Words, CapitalsOfAHeadlineMakeNone) {
  EXPECT_THAT(texts_of_kind("Some Great Words About OpenAI Here", WordKind::name), ElementsAre("openai"));
}

TEST(Words, AddressesAreNoWords) {
  EXPECT_THAT(texts("see https://t.co/tdLh5WXW7e now"), ElementsAre("see", "now"));
  EXPECT_THAT(texts("看https://t.co/abc"), ElementsAre("看"));
}

TEST(Words, AcronymsLoseTheirPoints) { EXPECT_EQ(texts("the U.S. said"), texts("the US said")); }

TEST(Words, KatakanaIsOneWordAndHangulIsPairs) {
  EXPECT_THAT(texts("グーグル"), ElementsAre("グーグル"));
  EXPECT_THAT(texts("네이버"), ElementsAre("네이", "이버"));
}

TEST(Words, WhatIsTooLongIsNoWord) {
  EXPECT_THAT(texts("a " + std::string(65, 'x') + " b"), ElementsAre("a", "b"));
  EXPECT_THAT(texts(std::string(64, 'x')).size(), 1U);
}

TEST(Words, BrokenTextGivesWhatWordsThereAre) {
  EXPECT_THAT(texts("good \xff\xfe words"), Contains("good"));
  EXPECT_THAT(texts(""), IsEmpty());
  EXPECT_THAT(texts("🎉🎉 !!!"), IsEmpty());
}

TEST(FoldText, WidthCaseScriptAndSpaceAreForgotten) {
  EXPECT_EQ(fold_text(" Ｈello\u3000 WORLD "), "hello world");
  EXPECT_EQ(fold_text("發佈"), "发布");
  EXPECT_EQ(fold_text("Straße"), "strasse");
  EXPECT_THAT(fold_text("abc"), Not(fold_text("abd")));
}

}  // namespace
}  // namespace eightbells
