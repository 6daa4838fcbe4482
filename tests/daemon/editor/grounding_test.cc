#include "daemon/editor/grounding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/daemon/editor/stories_for_test.h"

namespace eightbells {
namespace {

using namespace eightbells::testing;
using ::testing::HasSubstr;

// What is unsupported in `said` when an entry says `known`; empty: nothing.
std::string wrong(const std::string& known, const std::string& said, const std::string& language,
                  const AliasTable* aliases = nullptr) {
  const Candidate member = candidate("", known, "https://news.example/2026/story", "Harbour News");
  return ungrounded("", said, {&member}, language, aliases).value_or("");
}

TEST(Grounding, NumbersAgreeAcrossMultipliersAndUnits) {
  EXPECT_EQ(wrong("It sold 9 million units and lifts 50 kg.", "售出900万台，可举起50公斤。", "zh-CN"), "");
  EXPECT_EQ(wrong("A $1.4 billion deal for 1.5 GW", "交易价值14亿美元，规模1500兆瓦。", "zh-CN"), "");
  EXPECT_EQ(
      wrong("融资4.5亿元，三年内完成", "It raised 450 million yuan, to be done within three years.", "en"),
      "");
  EXPECT_EQ(wrong("1,926,000 downloads", "下载量约190万次。", "zh-CN"), "");
  EXPECT_EQ(wrong("costs fell by half", "成本下降50%。", "zh-CN"), "");
  EXPECT_EQ(wrong("down by a third", "减少三分之一。", "zh-CN"), "");
  EXPECT_EQ(wrong("粉丝10w+", "粉丝超过10万。", "zh-CN"), "");
  EXPECT_EQ(wrong("价格为5-10%", "价格在5%到10%之间。", "zh-CN"), "");
}

TEST(Grounding, AWrongNumberIsNamed) {
  EXPECT_THAT(wrong("It sold 9 million units.", "售出800万台。", "zh-CN"), HasSubstr("800万"));
  EXPECT_THAT(wrong("It grew 31%.", "It grew 13%.", "en"), HasSubstr("13%"));
  EXPECT_THAT(wrong("共有三款模型", "共有五款模型。", "zh-CN"), HasSubstr("五"));
  EXPECT_THAT(wrong("It lifts 50 kg.", "可举起50吨。", "zh-CN"), HasSubstr("50吨"));
  EXPECT_THAT(wrong("50 people came.", "50%的人来了。", "zh-CN"), HasSubstr("50%"));
  EXPECT_THAT(wrong("It costs 20 dollars.", "售价20元。", "zh-CN"), HasSubstr("20元"));
}

TEST(Grounding, DatesAgreeInEveryForm) {
  EXPECT_EQ(wrong("Released on Jan 6, 2026.", "2026年1月6日发布。", "zh-CN"), "");
  EXPECT_EQ(wrong("Released on January 6th.", "1月6日发布。", "zh-CN"), "");
  EXPECT_EQ(wrong("发布于2026-01-06", "It was released on 6 January 2026.", "en"), "");
  EXPECT_EQ(wrong("The event runs Jan 6-9.", "活动于1月6日至9日举行。", "zh-CN"), "");
  EXPECT_EQ(wrong("第三季度出货", "Shipments begin in Q3.", "en"), "");
  EXPECT_EQ(wrong("It opened in the 1990s.", "它在1990年代开业。", "zh-CN"), "");
}

TEST(Grounding, TheDayOfPublicationIsKnown) {
  // The member of these tests was published on 2026-01-06 at 16:10 UTC: in Shanghai it is the 7th.
  EXPECT_EQ(wrong("Tern ships today.", "Tern于1月6日出货。", "zh-CN"), "");
  EXPECT_EQ(wrong("Tern ships today.", "Tern于1月7日出货。", "zh-CN"), "");
  EXPECT_THAT(wrong("Tern ships today.", "Tern于1月9日出货。", "zh-CN"), HasSubstr("1月9日"));
}

TEST(Grounding, AWrongDateIsNamed) {
  EXPECT_THAT(wrong("Released on March 3.", "3月13日发布。", "zh-CN"), HasSubstr("3月13日"));
  EXPECT_THAT(wrong("计划2030年完成", "The plan ends in 2032.", "en"), HasSubstr("2032"));
  EXPECT_THAT(wrong("Shipments begin in Q3.", "第四季度出货。", "zh-CN"), HasSubstr("第四季度"));
}

TEST(Grounding, NamesAgreeInSpellingsPluralsAndPossessives) {
  EXPECT_EQ(wrong("OpenAI's GPT 5.1 and H100s", "OpenAI的GPT-5.1使用H100。", "zh-CN"), "");
  EXPECT_EQ(wrong("deep mind and HuggingFace", "DeepMind与Hugging Face。", "zh-CN"), "");
  EXPECT_EQ(wrong("The Consumer Electronics Show opens.", "CES开幕。", "zh-CN"), "");
  EXPECT_EQ(wrong("AGI by 2030", "通用人工智能（Artificial General Intelligence）或在2030年实现。", "zh-CN"),
            "");
  EXPECT_EQ(wrong("The startup is from China.", "A Chinese startup, it says.", "en"), "");
  EXPECT_EQ(wrong("post by AndrewYNg", "Andrew Ng发文。", "zh-CN"), "");
}

TEST(Grounding, ANameOrVersionThatNoEntryHasIsNamed) {
  EXPECT_THAT(wrong("Tern 3.1 is out.", "Heron 3.1发布。", "zh-CN"), HasSubstr("Heron"));
  EXPECT_THAT(wrong("GPT-5.1 is out.", "GPT-5.2发布。", "zh-CN"), HasSubstr("GPT-5.2"));
  EXPECT_THAT(wrong("It runs on an M4.", "它在M5上运行。", "zh-CN"), HasSubstr("M5"));
  EXPECT_THAT(wrong("The lab released a model.", "The lab and Quorvex released a model.", "en"),
              HasSubstr("Quorvex"));
  EXPECT_THAT(wrong("The lab released a model.", "Quorvex released a model.", "en"), HasSubstr("Quorvex"));
  EXPECT_THAT(wrong("The lab released a model.", "Ottoline Vexley of the lab released a model.", "en"),
              HasSubstr("Ottoline"));
}

TEST(Grounding, OrdinaryWordsAreNoNames) {
  EXPECT_EQ(wrong("实验室发布模型", "实验室CEO表示，该AI应用的API按token计费。", "zh-CN"), "");
  EXPECT_EQ(wrong("The lab released a model.",
                  "Researchers released a model. Meanwhile, the lab went on. Separately, it hired.", "en"),
            "");
  EXPECT_EQ(wrong("the lab released a new model for robots", "Lab Releases New Model For Robots", "en"), "");
}

TEST(Grounding, HanNamesSupportTheirPinyin) {
  EXPECT_EQ(wrong("雷军表示，小米将扩产。", "Lei Jun said that Xiaomi would expand.", "en"), "");
  EXPECT_THAT(wrong("雷军表示，小米将扩产。", "Wang Xing said that Xiaomi would expand.", "en"),
              HasSubstr("Wang"));
}

TEST(Grounding, TheAliasTableCarriesNamesAcross) {
  const AliasTable aliases = {{"Google", {"谷歌"}}};
  EXPECT_EQ(wrong("谷歌发布新模型", "Google发布新模型。", "zh-CN", &aliases), "");
  EXPECT_THAT(wrong("谷歌发布新模型", "Google发布新模型。", "zh-CN"), HasSubstr("Google"));
}

TEST(Grounding, ALinkMustBeAnEntrysOwnAndWhole) {
  EXPECT_EQ(wrong("Code: https://github.com/lab/tern", "代码在https://github.com/lab/tern。", "zh-CN"), "");
  EXPECT_EQ(wrong("Code: https://github.com/lab/tern", "代码在github.com/lab/tern。", "zh-CN"), "");
  EXPECT_THAT(wrong("Code: https://github.com/lab/tern", "代码在https://github.com/lab/heron。", "zh-CN"),
              HasSubstr("heron"));
  EXPECT_THAT(wrong("Code: https://github.com/lab/tern", "See https://github.com/lab for it.", "en"),
              HasSubstr("link"));
  EXPECT_THAT(wrong("Code: https://github.com/lab/tern", "代码在evil.example/x。", "zh-CN"),
              HasSubstr("evil"));
}

TEST(Grounding, AQuotedPhraseMustBeSomebodysWords) {
  EXPECT_EQ(wrong("他说：“价格会下降，而且很快。”", "他说“价格会下降…很快”。", "zh-CN"), "");
  EXPECT_THAT(wrong("他说：“价格会下降。”", "他说“价格会翻倍上涨”。", "zh-CN"), HasSubstr("quoted"));
  EXPECT_THAT(wrong("She called it \"out of proportion\".", "She called it \"a disgrace\".", "en"),
              HasSubstr("quoted"));
  // A translated phrase cannot be found in another language.
  EXPECT_EQ(wrong("She proposes a \"Turing-AGI test\".", "她提出“图灵-AGI测试”。", "zh-CN"), "");
}

TEST(Grounding, HostileTextsAreReadInBoundedTime) {
  std::string digits;
  std::string quotes;
  for (int i = 0; i < 20'000; ++i) {
    digits += "1,";
    quotes += "“A三分之百万 ";
  }
  EXPECT_NE(wrong("nothing", digits, "en"), "");
  EXPECT_NE(wrong(quotes + digits, "Heron 17.5发布。", "zh-CN"), "");
}

}  // namespace
}  // namespace eightbells
