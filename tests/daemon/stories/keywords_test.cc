#include "daemon/stories/keywords.h"

#include <gtest/gtest.h>

#include <set>

namespace eightbells {
namespace {

// The keywords of a list that occur in a text.
std::set<std::string> found(const std::vector<std::string>& keywords, std::string_view text,
                            bool longest = false) {
  KeywordSet set;
  for (const auto& keyword : keywords) EXPECT_TRUE(set.add(keyword)) << keyword;
  auto matches = set.find(KeywordText(text));
  if (longest) drop_covered(matches);
  std::set<std::string> out;
  for (const auto& match : matches) out.insert(keywords[match.keyword]);
  return out;
}

using Names = std::set<std::string>;

TEST(Keywords, LatinWordsMatchWholeAndWithoutCase) {
  EXPECT_EQ(found({"chip"}, "A new CHIP"), Names{"chip"});
  EXPECT_EQ(found({"chip"}, "chipotle and microchip"), Names{});
  EXPECT_EQ(found({"chip"}, "chip's, (chip)"), Names{"chip"});
}

TEST(Keywords, HanMatchesAnywhereAndInBothScripts) {
  EXPECT_EQ(found({"芯片", "裁员"}, "國產芯片降價"), Names{"芯片"});
  EXPECT_EQ(found({"发布"}, "新模型發布"), Names{"发布"});
}

TEST(Keywords, LatinBesideHanIsAWordOfItsOwn) { EXPECT_EQ(found({"AI"}, "用AI写代码"), Names{"AI"}); }

TEST(Keywords, TheBoundaryOfAnExpressionStandsBesideHanToo) {
  EXPECT_EQ(found({"/\\bGPT-?[0-9]+\\b/"}, "用GPT5写代码"), (Names{"/\\bGPT-?[0-9]+\\b/"}));
  EXPECT_EQ(found({"/\\bGPT-?[0-9]+\\b/"}, "用NanoGPT5写代码"), Names{});
  EXPECT_EQ(found({"/x\\\\b/"}, "用x写"), Names{});
  EXPECT_EQ(found({"/\\bключ\\b/"}, "ключи"), Names{});
  EXPECT_EQ(found({"/\\bключ\\b/"}, "это ключ"), Names{"/\\bключ\\b/"});
}

TEST(Keywords, FullWidthLettersAreLetters) { EXPECT_EQ(found({"GPU"}, "ＧＰＵ 涨价"), Names{"GPU"}); }

TEST(Keywords, OneThatBeginsAnotherIsFoundBesideIt) {
  EXPECT_EQ(found({"data", "data center", "data centers"}, "two data centers"),
            (Names{"data", "data centers"}));
}

TEST(Keywords, OneInsideALongerOneIsDropped) {
  EXPECT_EQ(found({"Claude", "Claude Code", "Code"}, "Claude Code update", true), Names{"Claude Code"});
  EXPECT_EQ(found({"机器人", "聊天机器人"}, "聊天机器人", true), Names{"聊天机器人"});
}

TEST(Keywords, OneThatAlsoStandsAloneIsKept) {
  EXPECT_EQ(found({"Claude", "Claude Code"}, "Claude Code and Claude", true),
            (Names{"Claude", "Claude Code"}));
}

TEST(Keywords, OverlappingOnesAreBothKept) {
  EXPECT_EQ(found({"人工智能", "智能体"}, "人工智能体", true), (Names{"人工智能", "智能体"}));
}

TEST(Keywords, ExpressionsSeeCapitalsWhenTheyAsk) {
  EXPECT_EQ(found({"/raises? \\$[0-9.]+ ?(m|b)/"}, "Acme Raises $30M"), Names{"/raises? \\$[0-9.]+ ?(m|b)/"});
  const std::string capitals = "/(?-i:[a-z]AI\\b)/";
  EXPECT_EQ(found({capitals}, "MailAI is here"), Names{capitals});
  EXPECT_EQ(found({capitals}, "Bonsai is here"), Names{});
}

TEST(Keywords, ARefusedExpressionIsAnErrorThatNamesIt) {
  KeywordSet set;
  const auto number = set.add("/(/");
  ASSERT_FALSE(number);
  EXPECT_EQ(number.error().kind, ErrorKind::config);
  EXPECT_NE(number.error().message.find("/(/"), std::string::npos);
}

TEST(Keywords, AnExpressionThatExplodesEnds) {
  std::string text(60, 'a');
  text += 'b';
  EXPECT_EQ(found({"/(a+)+$/"}, text), Names{});
}

TEST(Keywords, EqualTextsShareANumber) {
  KeywordSet set;
  EXPECT_EQ(set.add("Agent").value(), set.add("agent").value());
  EXPECT_NE(set.add("agent").value(), set.add("agents").value());
  EXPECT_EQ(set.size(), 2U);
}

TEST(Keywords, EmptyAndIllFormedTextsHaveNone) {
  EXPECT_EQ(found({"AI"}, ""), Names{});
  EXPECT_EQ(found({"AI"}, "\xff\xfe\xe4\xba"), Names{});
}

}  // namespace
}  // namespace eightbells
