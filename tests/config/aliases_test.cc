#include "config/aliases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/paths.h"

namespace eightbells {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Aliases, NamesAndCommonWordsAreReadIntoOneTable) {
  const auto table = load_aliases_text(
      "[aliases]\nGoogle = [\"谷歌\", \"グーグル\"]\n[words]\nrelease = [\"发布\"]\n", "a.toml");
  ASSERT_TRUE(table.has_value());
  EXPECT_THAT(table->at("Google"), ElementsAre("谷歌", "グーグル"));
  EXPECT_THAT(table->at("release"), ElementsAre("发布"));
}

TEST(Aliases, AWrongValueIsNamedWithItsPlace) {
  const auto table = load_aliases_text("[aliases]\nGoogle = \"谷歌\"\n", "a.toml");
  ASSERT_FALSE(table.has_value());
  EXPECT_EQ(table.error().kind, ErrorKind::config);
  EXPECT_EQ(table.error().message, "a.toml:2:10: expected a list of spellings for \"Google\"");
}

TEST(Aliases, AnEmptySpellingIsAnError) {
  const auto table = load_aliases_text("[aliases]\nGoogle = [\"\"]\n", "a.toml");
  ASSERT_FALSE(table.has_value());
  EXPECT_THAT(table.error().message, HasSubstr("expected a spelling in quotes"));
}

TEST(Aliases, AnotherTableIsAnError) {
  EXPECT_FALSE(load_aliases_text("[names]\n", "a.toml").has_value());
  EXPECT_FALSE(load_aliases_text("[aliases\n", "a.toml").has_value());
}

TEST(Aliases, AMissingFileIsAnError) {
  const auto table = load_aliases("/nowhere/aliases.toml");
  ASSERT_FALSE(table.has_value());
  EXPECT_EQ(table.error().kind, ErrorKind::io);
}

TEST(Aliases, TheUsersSpellingsStandBesideTheShipped) {
  AliasTable table{{"Google", {"谷歌"}}};
  add_aliases(table, {{"Google", {"谷歌", "古狗"}}, {"Acme", {"顶点"}}});
  EXPECT_THAT(table.at("Google"), ElementsAre("谷歌", "古狗"));
  EXPECT_THAT(table.at("Acme"), ElementsAre("顶点"));
}

TEST(Aliases, TheShippedTableLoads) {
  const auto table = load_aliases(testing::source_directory() / "config/aliases.toml");
  ASSERT_TRUE(table.has_value()) << table.error().message;
  EXPECT_THAT(table->at("Google"), Contains("谷歌"));
  EXPECT_GT(table->size(), 300U);
}

}  // namespace
}  // namespace eightbells
