#include "daemon/stories/headline.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

TEST(Headline, TheSourcesOwnNameAtTheEndGoes) {
  EXPECT_EQ(headline_of("Robots learn to fold shirts - The Daily Bot", "The Daily Bot"),
            "Robots learn to fold shirts");
  EXPECT_EQ(headline_of("机器人学会叠衣服 | 机器之声", "机器之声"), "机器人学会叠衣服");
}

TEST(Headline, ADomainAtTheEndGoes) {
  EXPECT_EQ(headline_of("Robots learn to fold shirts - dailybot.example", "News"),
            "Robots learn to fold shirts");
}

TEST(Headline, AForeignTailOfAHanTitleGoes) {
  EXPECT_EQ(headline_of("机器人在全国比赛中学会叠衣服 - Daily Bot", "News"), "机器人在全国比赛中学会叠衣服");
}

TEST(Headline, WhatFollowsADashAndIsNoSiteStays) {
  EXPECT_EQ(headline_of("Foldy – a robot for shirts", "News"), "Foldy – a robot for shirts");
  EXPECT_EQ(headline_of("Robots win - and lose", "News"), "Robots win - and lose");
}

TEST(Headline, MarksOfForumsAndRepostsGo) {
  EXPECT_EQ(headline_of("Show HN: Foldy", "News"), "Foldy");
  EXPECT_EQ(headline_of("RT @foldy: we are live", "News"), "we are live");
}

TEST(Headline, ACreditInParenthesesGoes) {
  EXPECT_EQ(headline_of("Foldy raised $30M (Ann Writer/DailyBot)", "News"), "Foldy raised $30M");
  EXPECT_EQ(headline_of("Foldy raised $30M (again)", "News"), "Foldy raised $30M (again)");
}

TEST(Headline, NothingStaysNothing) { EXPECT_EQ(headline_of("", ""), ""); }

TEST(Headline, AVersionWithASpaceInItIsWholeAgainAmongHan) {
  EXPECT_EQ(headline_of("字节跳动Seedance 2. 5正式发布， 30 秒一镜", "AIbase"),
            "字节跳动Seedance 2.5正式发布， 30 秒一镜");
  EXPECT_EQ(headline_of("开放GPT-5. 6 系列", "AIbase"), "开放GPT-5.6 系列");
  EXPECT_EQ(headline_of("第1. 5个技巧", "AIbase"), "第1. 5个技巧");
  EXPECT_EQ(headline_of("We tested model 2. 5 of us liked it", "AIbase"),
            "We tested model 2. 5 of us liked it");
}

}  // namespace
}  // namespace eightbells
