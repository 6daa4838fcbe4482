#include "daemon/store/search_words.h"

#include <gtest/gtest.h>

namespace eightbells::testing {
namespace {

std::string expression(std::string_view words) { return match_expression(query_parts(words)); }

std::string marked(std::string_view text, std::string_view words) {
  std::string out;
  for (const char c : snippet_of(text, query_parts(words))) {
    if (c == '\x02') out += '[';
    else if (c == '\x03') out += ']';
    else out += c;
  }
  return out;
}

TEST(IndexText, HanIsIndexedAsPairsAndItsLastCharacter) {
  EXPECT_EQ(index_text("机器人"), " 机器 器人 人");
  EXPECT_EQ(index_text("人"), " 人");
  EXPECT_EQ(index_text("用GPT写诗"), " 用 gpt 写诗 诗");
}

TEST(IndexText, KanaAndHangulLikewise) {
  EXPECT_EQ(index_text("ロボット"), " ロボ ボッ ット ト");
  EXPECT_EQ(index_text("로봇"), " 로봇 봇");
}

TEST(IndexText, LatinWordsAreFoldedAndMarksDivide) {
  EXPECT_EQ(index_text("OpenAI's GPT-5.1, ＡＩ"), "openai s gpt 5 1 ai");
  EXPECT_EQ(index_text("機器"), index_text("机器")) << "traditional and simplified are one";
}

TEST(IndexText, OnlySoMuchOfATextIsIndexed) {
  std::string text(kIndexedBytes - 1, 'a');
  text += "机器";
  EXPECT_EQ(index_text(text).size(), kIndexedBytes - 1) << "no character is cut";
}

TEST(Queries, WordsMustAllBeFound) { EXPECT_EQ(expression("open models"), "\"open\" AND \"models\""); }

TEST(Queries, HanIsAPhraseOfPairs) {
  EXPECT_EQ(expression("机器人"), "\"机器 器人\"");
  EXPECT_EQ(expression("发布"), "\"发布\"");
  EXPECT_EQ(expression("人"), "\"人\" *") << "one character is the beginning of a pair";
  EXPECT_EQ(expression("机器人GPT"), "\"机器 器人 人 gpt\"");
}

TEST(Queries, QuotesMakeAPhrase) {
  EXPECT_EQ(expression("\"open source\" model"), "\"open source\" AND \"model\"");
  EXPECT_EQ(expression("“open source”"), "\"open source\"");
  EXPECT_EQ(expression("\"never closed"), "\"never closed\"");
}

TEST(Queries, NothingTypedHasAMeaningToTheIndex) {
  EXPECT_EQ(expression("a NEAR(b) title:c d* -e ^f {g} (h"),
            "\"a\" AND \"near b\" AND \"title c\" AND \"d\" AND \"e\" AND \"f\" AND \"g\" AND \"h\"");
  EXPECT_EQ(expression(" \"\" '; -- "), "");
}

TEST(Queries, TheirLengthIsLimited) {
  std::string words;
  for (int i = 0; i < 100; ++i) words += "w" + std::to_string(i) + " ";
  EXPECT_EQ(query_parts(words).size(), kMaxQueryParts);
  EXPECT_EQ(query_parts(std::string(100'000, 'x')).at(0).units.at(0).size(), kMaxQueryBytes);
}

TEST(Snippets, MatchesAreMarkedAsTheyWereWritten) {
  EXPECT_EQ(marked("OpenAI shows Robots. A robot walks.", "robot"),
            "OpenAI shows [Robots]. A [robot] walks.");
  EXPECT_EQ(marked("人形机器人公司", "机器人"), "人形[机器人]公司");
  EXPECT_EQ(marked("人形機器人公司", "机器人"), "人形[機器人]公司");
  EXPECT_EQ(marked("the open-source model, open to all", "\"open source\" model"),
            "the [open-source] [model], open to all");
}

TEST(Snippets, WordsThatOnlyBeginAlikeAreNotMarked) {
  EXPECT_EQ(marked("a robotics team", "robot"), "");
  EXPECT_EQ(marked("机 器", "机器"), "");
}

TEST(Snippets, ALongTextIsCutAroundTheFirstMatch) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "前文";
  text += "机器人";
  for (int i = 0; i < 200; ++i) text += "后文";
  const std::string snippet = marked(text, "机器人");
  EXPECT_EQ(snippet.substr(0, 3), "…");
  EXPECT_NE(snippet.find("[机器人]"), std::string::npos);
  EXPECT_LT(snippet.size(), 3 * (kSnippetCharacters + 4));
}

TEST(Snippets, AnOpeningIsOneLine) {
  EXPECT_EQ(opening_of("One\n\n two"), "One two");
  EXPECT_EQ(opening_of(std::string(1000, 'x')).size(), kSnippetCharacters + std::string("…").size());
}

std::string spelled(std::string_view words, const std::vector<Spellings>& groups) {
  auto parts = query_parts(words);
  add_spellings(parts, groups);
  return match_expression(parts);
}

TEST(OtherSpellings, ANameIsFoundInAllOfThem) {
  const std::vector<Spellings> groups = {{"Google", "谷歌", "Alphabet"}};
  EXPECT_EQ(spelled("谷歌", groups), "(\"谷歌\" OR \"google\" OR \"alphabet\")");
  EXPECT_EQ(spelled("google 机器人", groups), "(\"google\" OR \"谷歌\" OR \"alphabet\") AND \"机器 器人\"");
  EXPECT_EQ(spelled("Yahoo", groups), "\"yahoo\"");
}

TEST(OtherSpellings, OfACommonWordOnlyThoseOfOtherScriptsCount) {
  const std::vector<Spellings> groups = {{"robot", "robots", "humanoid", "机器人"}};
  EXPECT_EQ(spelled("robots", groups), "(\"robots\" OR \"机器 器人\")");
  EXPECT_EQ(spelled("機器人", groups), "(\"机器 器人\" OR \"robot\" OR \"humanoid\")")
      << "traditional is typed too";
}

TEST(OtherSpellings, WordsInARowAreOneNameAndNeedNotStandSideBySide) {
  const std::vector<Spellings> groups = {{"OpenAI", "Open AI"}};
  EXPECT_EQ(spelled("open ai news", groups), "((\"open\" AND \"ai\") OR \"openai\") AND \"news\"");
  EXPECT_EQ(spelled("\"open ai\"", groups), "(\"open ai\" OR \"openai\")");
}

TEST(OtherSpellings, AreToldApartFromWhatWasTyped) {
  auto parts = query_parts("open ai 谷歌 news");
  add_spellings(parts, {{"OpenAI", "Open AI"}, {"Google", "谷歌"}});
  EXPECT_EQ(match_expression(parts),
            "((\"open\" AND \"ai\") OR \"openai\") AND (\"谷歌\" OR \"google\") AND \"news\"");
  EXPECT_EQ(typed_phrases(parts), "110101");
}

TEST(OtherSpellings, ThereIsALimit) {
  std::vector<Spellings> groups = {{"Name"}};
  for (int i = 0; i < 100; ++i) groups[0].push_back("Name" + std::to_string(i));
  auto parts = query_parts("name");
  add_spellings(parts, groups);
  EXPECT_EQ(parts.at(0).also.size(), kMaxSpellings - 1);
}

TEST(OtherSpellings, AreMarkedInTheText) {
  auto parts = query_parts("谷歌");
  add_spellings(parts, {{"Google", "谷歌"}});
  EXPECT_EQ(snippet_of("Google said", parts), "\x02Google\x03 said");
}

}  // namespace
}  // namespace eightbells::testing
