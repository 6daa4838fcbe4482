#include "daemon/stories/adapt.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "daemon/stories/neighbours.h"

namespace eightbells {
namespace {

constexpr std::size_t kSea = 0, kLand = 1;

JudgedText text(std::string_view words, std::vector<double> probabilities) {
  return {words_for_neighbours(words, {}), std::move(probabilities)};
}

// Texts that were placed safely, in which names stand that no lesson had: Marlin at sea, Garrick on land.
std::vector<JudgedText> window(int of_each) {
  std::vector<JudgedText> out;
  for (int i = 0; i < of_each; ++i) {
    out.push_back(text(fmt::format("the Marlin raises anchor {}", i), {0.9, 0.1}));
    out.push_back(text(fmt::format("the Garrick leaves the station {}", i), {0.1, 0.9}));
  }
  return out;
}

std::size_t shelf_of(const std::vector<double>& probabilities) {
  return static_cast<std::size_t>(std::max_element(probabilities.begin(), probabilities.end()) -
                                  probabilities.begin());
}

TEST(Adapt, ANameOfTheWindowTellsWhereADoubtfulTextBelongs) {
  auto texts = window(300);
  texts.push_back(text("Marlin raises hopes", {0.45, 0.55}));
  texts.push_back(text("Garrick leaves questions", {0.55, 0.45}));
  const auto adapted = adapt_to_window(texts);
  EXPECT_EQ(shelf_of(adapted[600]), kSea);
  EXPECT_EQ(shelf_of(adapted[601]), kLand);
  EXPECT_EQ(shelf_of(adapted[0]), kSea);
  EXPECT_NEAR(adapted[600][kSea] + adapted[600][kLand], 1, 1e-9);
}

TEST(Adapt, WordsThatNoOtherTextHasChangeNothing) {
  auto texts = window(300);
  texts.push_back(text("council votes", {0.45, 0.55}));
  EXPECT_NEAR(adapt_to_window(texts)[600][kSea], 0.45, 1e-9);
}

TEST(Adapt, WhatBelongsToNoShelfStaysMissing) {
  auto texts = window(300);
  texts.push_back(text("Marlin raises hopes", {0.25, 0.35}));
  const auto adapted = adapt_to_window(texts)[600];
  EXPECT_EQ(shelf_of(adapted), kSea);
  EXPECT_NEAR(adapted[kSea] + adapted[kLand], 0.6, 1e-9);
}

TEST(Adapt, ASmallWindowStaysAsItWas) {
  auto texts = window(200);
  texts.push_back(text("Marlin raises hopes", {0.45, 0.55}));
  EXPECT_EQ(adapt_to_window(texts)[400], (std::vector<double>{0.45, 0.55}));
}

TEST(Adapt, AShelfThatWasNotLearnedAndATextThatIsNotJudgedStayOut) {
  auto texts = window(300);
  for (auto& one : texts) one.probabilities.push_back(0);
  texts.push_back(text("Marlin raises hopes", {}));
  texts.push_back(text("Marlin raises hopes", {0.45, 0.55, 0}));
  const auto adapted = adapt_to_window(texts);
  EXPECT_TRUE(adapted[600].empty());
  EXPECT_EQ(adapted[601][2], 0);
  EXPECT_EQ(shelf_of(adapted[601]), kSea);
}

TEST(Adapt, TheOrderOfTheTextsDoesNotMatter) {
  auto texts = window(300);
  for (int i = 0; i < 40; ++i)
    texts.push_back(text(fmt::format("Marlin meets Garrick {}", i % 7), {0.3 + 0.01 * i, 0.7 - 0.01 * i}));
  const auto forward = adapt_to_window(texts);
  std::reverse(texts.begin(), texts.end());
  auto backward = adapt_to_window(texts);
  std::reverse(backward.begin(), backward.end());
  EXPECT_EQ(forward, backward);
}

}  // namespace
}  // namespace eightbells
