#include "daemon/service/learned_state.h"

#include <gtest/gtest.h>

#include "daemon/store/sqlite_store.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

TEST(LearnedState, WhatIsKeptOutlivesTheProgramAndIsReplacedByTheNext) {
  const testing::ScratchDirectory scratch;
  const auto file = scratch.path() / kDatabaseName;
  const Instant at(Millis(1'700'000'000'000));
  {
    const auto store = open_sqlite_store(file);
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_FALSE(kept_learned(**store).value().has_value());
    const auto first = LearnedCategories::train({{"a", "", "x"}, {"b", "", "y"}}, at);
    const auto second = LearnedCategories::train({{"a", "", "x"}, {"b", "", "z"}}, at);
    ASSERT_TRUE(keep_learned(**store, *first));
    ASSERT_TRUE(keep_learned(**store, *second));
  }
  const auto store = open_sqlite_store(file);
  ASSERT_TRUE(store) << store.error().message;
  const auto kept = kept_learned(**store);
  ASSERT_TRUE(kept && kept->has_value());
  EXPECT_EQ((*kept)->categories(), (std::vector<std::string>{"x", "z"}));
  EXPECT_EQ((*kept)->trained_at(), at);
}

TEST(LearnedState, ADamagedModelIsAnErrorAndNotNothing) {
  const testing::ScratchDirectory scratch;
  const auto store = open_sqlite_store(scratch.path() / kDatabaseName);
  ASSERT_TRUE(store) << store.error().message;
  ASSERT_TRUE((*store)->put("learned", "categories", "nonsense", Instant{}));
  EXPECT_FALSE(kept_learned(**store));
}

}  // namespace
}  // namespace eightbells
