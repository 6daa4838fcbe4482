#include "config/nearest.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsSubstitutionsAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("window", "window"), 0u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("windw", "window"), 1u);
  EXPECT_EQ(edit_distance("windoow", "window"), 1u);
  EXPECT_EQ(edit_distance("wendow", "window"), 1u);
  EXPECT_EQ(edit_distance("widnow", "window"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

TEST(EditDistance, CountsCharactersNotBytes) {
  EXPECT_EQ(edit_distance("大模型", "大模形"), 1u);
  EXPECT_EQ(edit_distance("机器人", "器机人"), 1u);
}

TEST(EditDistance, ComparesOnlyTheFirstCharactersOfALongName) {
  const std::string a(1'000'000, 'a');
  EXPECT_EQ(edit_distance(a, a + "b"), 0u);
  EXPECT_EQ(edit_distance(a, ""), 64u);
}

TEST(NearestName, IsTheOneWithTheFewestSlips) {
  EXPECT_EQ(nearest_name("max_itmes", {"max_age", "max_items", "min_score"}), "max_items");
  EXPECT_EQ(nearest_name("Timezone", {"timezone", "timeout"}), "timezone");
}

TEST(NearestName, IsNothingWhenNoneIsNear) {
  EXPECT_EQ(nearest_name("retention", {"window", "language"}), std::nullopt);
  EXPECT_EQ(nearest_name("AGI", {"产业"}), std::nullopt);
  EXPECT_EQ(nearest_name("x", {}), std::nullopt);
}

TEST(NearestName, AShortNameMayDifferInOneLetter) {
  EXPECT_EQ(nearest_name("urk", {"url", "x"}), "url");
  EXPECT_EQ(nearest_name("y", {"x"}), std::nullopt);  // nothing of it would be left
}

TEST(NearestName, TheHintIsAQuestion) {
  EXPECT_EQ(nearest_hint("wieght", {"weight"}), "; did you mean 'weight'?");
  EXPECT_EQ(nearest_hint("colour", {"weight"}), "");
}

}  // namespace
}  // namespace eightbells
