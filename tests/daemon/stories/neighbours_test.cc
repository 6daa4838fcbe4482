#include "daemon/stories/neighbours.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "daemon/stories/categorise.h"

namespace eightbells {
namespace {

using Role = NeighbourText::Role;

NeighbourText text(std::string_view words, Role role, std::size_t shelf = 0) {
  return {words_for_neighbours(words, {}), role, shelf};
}

// Sixty texts of the sea and sixty of the land.
std::vector<NeighbourText> window() {
  std::vector<NeighbourText> out;
  for (int i = 0; i < 60; ++i) {
    out.push_back(text(fmt::format("ship anchor mast crew deck tide harbour{}", i), Role::example, 0));
    out.push_back(text(fmt::format("train station rail wagon track signal platform{}", i), Role::example, 1));
  }
  return out;
}

std::optional<std::size_t> last_of(const std::vector<NeighbourText>& texts) {
  return shelves_by_neighbours(texts, 2).back();
}

TEST(Neighbours, ATextGoesWhereTextsOfItsWordsStand) {
  auto texts = window();
  texts.push_back(text("the crew on deck waits for the tide", Role::asks));
  EXPECT_EQ(last_of(texts), 0U);
  texts.push_back(text("a wagon left the track before the signal", Role::asks));
  EXPECT_EQ(last_of(texts), 1U);
}

TEST(Neighbours, ATextBetweenTwoShelvesOrWithoutKnownWordsStaysWhereItIs) {
  auto texts = window();
  texts.push_back(text("crew and deck, wagon and track", Role::asks));
  EXPECT_EQ(last_of(texts), std::nullopt);
  texts.push_back(text("a council votes on taxes", Role::asks));
  EXPECT_EQ(last_of(texts), std::nullopt);
}

TEST(Neighbours, WhatManyUnfiledTextsSayIsNoShelfsWord) {
  auto texts = window();
  for (std::size_t i = 0; i < 10; ++i)
    texts[i * 2].words = words_for_neighbours("ship anchor storm rain", {});
  for (int i = 0; i < 30; ++i) texts.push_back(text("storm rain wind", Role::asks));
  EXPECT_EQ(last_of(texts), std::nullopt);
}

TEST(Neighbours, ASmallWindowAndOneThatTheShelvesDoNotCoverGiveNothing) {
  auto few = window();
  few.resize(90);
  few.push_back(text("the crew on deck waits for the tide", Role::asks));
  EXPECT_EQ(last_of(few), std::nullopt);
  auto wide = window();
  for (int i = 0; i < 70; ++i) wide.push_back(text(fmt::format("council tax vote {}", i), Role::asks));
  wide.push_back(text("the crew on deck waits for the tide", Role::asks));
  EXPECT_EQ(last_of(wide), std::nullopt);
}

TEST(Neighbours, TheOrderOfTheTextsDoesNotMatter) {
  auto texts = window();
  texts.push_back(text("the crew on deck waits for the tide", Role::asks));
  std::reverse(texts.begin(), texts.end());
  EXPECT_EQ(shelves_by_neighbours(texts, 2).front(), 0U);
}

TEST(Neighbours, HanWordsCountAsWell) {
  std::vector<NeighbourText> texts;
  for (int i = 0; i < 60; ++i) {
    texts.push_back(text("轮船停靠码头，船员卸货", Role::example, 0));
    texts.push_back(text("列车驶入车站，乘客上车", Role::example, 1));
  }
  texts.push_back(text("乘客在车站等候列车", Role::asks));
  EXPECT_EQ(last_of(texts), 1U);
}

TEST(Neighbours, TheCategoriserAsksThemLastAndSaysSo) {
  CategorySettings sea, land;
  sea.name = "sea";
  sea.keywords = {{"ship"}};
  land.name = "land";
  land.keywords = {{"train"}};
  const auto categoriser = Categoriser::make({sea, land});
  ASSERT_TRUE(categoriser);
  std::vector<std::vector<FilingText>> stories;
  for (int i = 0; i < 60; ++i) {
    stories.push_back({{"A ship, its crew, the deck and the tide", {}, {}, {}, {}}});
    stories.push_back({{"A train, its wagon, the track and the signal", {}, {}, {}, {}}});
  }
  stories.push_back({{"The crew on deck waits for the tide", {}, {}, {}, {}}});
  stories.push_back({{"The crew on deck waits for the tide", {}, {}, {}, "land"}});
  const auto filed = categoriser->file_all(stories);
  EXPECT_EQ(filed[0].by, "keywords");
  EXPECT_EQ(filed[120].by, "neighbours");
  EXPECT_EQ(filed[120].categories, std::vector<std::string>{"sea"});
  EXPECT_EQ(filed[121].by, "source");
}

}  // namespace
}  // namespace eightbells
