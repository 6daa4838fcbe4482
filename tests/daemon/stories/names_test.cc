#include "daemon/stories/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace eightbells {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

const Aliases kAliases{{"Google", {"谷歌"}},
                       {"Andrew Ng", {"吴恩达"}},
                       {"United States", {"US", "美国"}},
                       {"release", {"launch", "发布"}},
                       {"Meta", {}},
                       {"Meta Quest", {}}};

std::vector<std::string> found(std::string_view text) {
  std::vector<std::string> out;
  for (const NameTable::Token& token : NameTable(kAliases).find(words_of(text))) out.push_back(token.text);
  return out;
}

TEST(Names, SpellingsInAllLanguagesBecomeOne) {
  EXPECT_THAT(found("Google launches"), ElementsAre("=google", "=release"));
  EXPECT_THAT(found("谷歌发布"), ElementsAre("=google", "=release"));
  EXPECT_THAT(found("吳恩達"), ElementsAre("=andrew ng"));
}

TEST(Names, PairsOfHanOverTheEdgeOfANameAreNoWords) {
  EXPECT_THAT(found("美国谷歌公司"), ElementsAre("=united states", "=google", "公司"));
}

TEST(Names, TheLongestSpellingWins) { EXPECT_THAT(found("the Meta Quest is out"), Contains("=meta quest")); }

TEST(Names, InitialsMustBeCapitals) {
  EXPECT_THAT(found("in the US today"), Contains("=united states"));
  EXPECT_THAT(found("it is up to us today"), Not(Contains("=united states")));
}

TEST(Names, NamesAndCommonWordsAreToldApart) {
  const auto tokens = NameTable(kAliases).find(words_of("Google 发布"));
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(tokens[0].known, NameTable::Kind::name);
  EXPECT_EQ(tokens[1].known, NameTable::Kind::common);
}

TEST(Names, AnEmptyTableChangesNothing) {
  const auto tokens = NameTable({}).find(words_of("谷歌发布"));
  ASSERT_EQ(tokens.size(), 3U);
  EXPECT_EQ(tokens[1].text, "歌发");
}

}  // namespace
}  // namespace eightbells
