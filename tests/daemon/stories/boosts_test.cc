#include "daemon/stories/boosts.h"

#include <gtest/gtest.h>

#include "config/load.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

double sum_of(const Boosts& boosts, std::string_view headline) {
  double sum = 0;
  for (const ScorePart& part : boosts.of(headline)) sum += part.value;
  return sum;
}

const Boosts& shipped() {
  static const Boosts boosts = [] {
    const LoadResult file = load_settings(testing::source_directory() / "config/boosts.toml");
    for (const ConfigError& error : file.errors) ADD_FAILURE() << error.to_string();
    return Boosts::make(file.settings.boosts, {}).value();
  }();
  return boosts;
}

TEST(Boosts, AHeadlineNeedsOneOfAnyAndOneOfWithAndNoneOfExclude) {
  const Boosts boosts =
      Boosts::make({{"release", 2, {"launches", "发布"}, {"Foldy"}, {"how to"}}}, {}).value();
  EXPECT_DOUBLE_EQ(sum_of(boosts, "Foldy launches a robot"), 2);
  EXPECT_DOUBLE_EQ(sum_of(boosts, "FOLDY 发布机器人"), 2);
  EXPECT_DOUBLE_EQ(sum_of(boosts, "A rival launches a robot"), 0);
  EXPECT_DOUBLE_EQ(sum_of(boosts, "Foldy relaunches nothing"), 0) << "Latin words match whole";
  EXPECT_DOUBLE_EQ(sum_of(boosts, "How to see what Foldy launches"), 0);
}

TEST(Boosts, OnesOwnTableReplacesTheShippedOfItsName) {
  const BoostSettings shipped{"deal", -3, {"discount"}, {}, {}};
  EXPECT_DOUBLE_EQ(sum_of(Boosts::make({shipped}, {{"deal", 1, {"discount"}, {}, {}}}).value(), "A discount"),
                   1);
  EXPECT_DOUBLE_EQ(sum_of(Boosts::make({shipped}, {{"deal", 0, {"discount"}, {}, {}}}).value(), "A discount"),
                   0);
}

TEST(Boosts, ARegularExpressionThatCannotBeReadIsAnError) {
  EXPECT_FALSE(Boosts::make({{"x", 1, {"/(/"}, {}, {}}}, {}));
}

TEST(ShippedBoosts, ReleasesPolicyAndIncidentsRise) {
  EXPECT_GT(sum_of(shipped(), "OpenAI launches GPT-7, its new model"), 1.5);
  EXPECT_GT(sum_of(shipped(), "阿里发布千问新模型"), 1.5);
  EXPECT_GT(sum_of(shipped(), "EU court rejects the ban on model training"), 1);
  EXPECT_GT(sum_of(shipped(), "欧盟通过人工智能法案"), 1);
  EXPECT_GT(sum_of(shipped(), "An AI agent broke into a hospital's servers"), 1);
}

TEST(ShippedBoosts, FundingOfSmallFirmsShowsHowTosDealsAndMarketNotesFall) {
  for (const char* headline :
       {"Foldy raises $30M Series A for shirt robots", "叠衣机器人公司完成A轮融资",
        "Show HN: I made a shirt folder", "Foldy (YC W26) is hiring engineers", "How to fold a shirt",
        "手把手教你叠衬衫", "12 best shirt folders", "Save $400 on a shirt robot",
        "Robot stocks fall on Wall Street", "我用机器人叠了三天衬衫"})
    EXPECT_LT(sum_of(shipped(), headline), -0.9) << headline;
}

}  // namespace
}  // namespace eightbells
