#include "daemon/editor/boilerplate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace eightbells {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string title(std::string_view text, std::string_view source = "", std::string_view link = "") {
  return clean_title(text, source, link);
}

TEST(CleanTitle, LosesTheSitesName) {
  EXPECT_EQ(title("Tern opens its weights to everyone | Harbour News", "Harbour News"),
            "Tern opens its weights to everyone");
  EXPECT_EQ(title("Tern opens its weights to everyone - Harbour News", "Harbour News - all articles"),
            "Tern opens its weights to everyone");
  EXPECT_EQ(
      title("Tern opens its weights to everyone - harbournews", "", "https://www.harbournews.example/a"),
      "Tern opens its weights to everyone");
  EXPECT_EQ(title("蓝鲸实验室发布新一代航行模型_海港科技", "海港科技"), "蓝鲸实验室发布新一代航行模型");
  EXPECT_EQ(title("蓝鲸实验室发布新一代航行模型丨调查"), "蓝鲸实验室发布新一代航行模型");
  EXPECT_EQ(
      title("Ports of the north try robots - The Daily Buoy", "Google News", "https://news.google.com/x"),
      "Ports of the north try robots");
  EXPECT_EQ(title("Court finds for the small ports (Mara Lind/Harbour News)"),
            "Court finds for the small ports");
}

TEST(CleanTitle, KeepsWhatIsNoSite) {
  EXPECT_EQ(title("Kestrel 2 - a review after six weeks", "Harbour News"),
            "Kestrel 2 - a review after six weeks");
  EXPECT_EQ(title("Claude Code - best practices"), "Claude Code - best practices");
  EXPECT_EQ(title("State-of-the-art robots and GPT-5"), "State-of-the-art robots and GPT-5");
  EXPECT_EQ(title("Automation at FINN (20 million tasks/day)"), "Automation at FINN (20 million tasks/day)");
  EXPECT_EQ(title("Harbour News", "Harbour News"), "Harbour News");
}

TEST(CleanTitle, LosesLabelsEmojiTagsAndEnds) {
  EXPECT_EQ(title("【快讯】蓝鲸实验室完成融资"), "蓝鲸实验室完成融资");
  EXPECT_EQ(title("[Video] A robot ties its laces"), "A robot ties its laces");
  EXPECT_EQ(title("Breaking: a robot ties its laces"), "a robot ties its laces");
  EXPECT_EQ(title("🚀🚀 Tern 2 is here   #AI #LLM"), "Tern 2 is here");
  EXPECT_EQ(title("Jul 24, 2026Can a robot tie its laces?"), "Can a robot tie its laces?");
  EXPECT_EQ(title("lab /      tern"), "lab/tern");
  EXPECT_EQ(title("蓝鲸实验室完成融资。"), "蓝鲸实验室完成融资");
}

TEST(CleanTitle, IsNeverEmptyWhenTheTitleWasNot) {
  EXPECT_EQ(title("🚀"), "🚀");
  EXPECT_EQ(title("https://news.example/a"), "https://news.example/a");
}

TEST(CleanLines, DropFurnitureInEnglish) {
  EXPECT_THAT(clean_lines("The lab opened its weights.\nRead more\nContinue reading at Harbour News\nImage "
                          "credit: Mara Lind\nBy Mara Lind\n"
                          "Subscribe to our newsletter for daily updates\nAdvertisement\n5 min read\nThe "
                          "post Tern opens appeared first on Harbour News.\n"
                          "Comments URL: https://news.example/item?id=1\nPoints: 12\n# Comments: 3"),
              ElementsAre("The lab opened its weights."));
}

TEST(CleanLines, DropFurnitureInChinese) {
  EXPECT_THAT(clean_lines("蓝鲸实验室开放了权重。\n阅读全文\n点击查看更多内容\n本文来自微信公众号：海港科技，"
                          "作者：林一\n图源：蓝鲸实验室\n林一（资料图）图源海港新闻\n责任编辑：林一\n"
                          "欢迎关注我们的公众号\n免责声明：本文仅供参考，不代表任何立场\n延伸阅读：更多文章"),
              ElementsAre("蓝鲸实验室开放了权重。"));
}

TEST(CleanLines, CutHeadsAndTailsOfALine) {
  EXPECT_EQ(clean_line("海港之家 7 月 30 日消息，蓝鲸实验室开放了权重。"), "蓝鲸实验室开放了权重。");
  EXPECT_EQ(clean_line("新港社东港7月28日电（记者 林一）蓝鲸实验室开放了权重。"), "蓝鲸实验室开放了权重。");
  EXPECT_EQ(clean_line("东港财经获悉，蓝鲸实验室开放了权重。（编辑：林一）"), "蓝鲸实验室开放了权重。");
  EXPECT_EQ(clean_line("SAN MARLO, July 30 (Harbour Wire) - The lab opened its weights. Read more »"),
            "The lab opened its weights.");
  EXPECT_EQ(clean_line("The lab opened its weights. The post Tern opens appeared first on Harbour News."),
            "The lab opened its weights.");
  EXPECT_EQ(clean_line("NVIDIA — a maker of chips — grew."), "NVIDIA — a maker of chips — grew.");
}

TEST(CleanLines, CutWhatPostsCarry) {
  EXPECT_EQ(clean_line("RT @lab: Tern 2 is here 🎉🎉 https://t.co/abc https://t.co/def"), "Tern 2 is here");
  EXPECT_EQ(clean_line("@mara @tom it works #robots #AI"), "it works");
  EXPECT_EQ(clean_line("We love #robots that work 🧵 1/7"), "We love robots that work");
  EXPECT_EQ(clean_line("#今日科技# 蓝鲸实验室开放了权重"), "蓝鲸实验室开放了权重");
  EXPECT_EQ(clean_line("customer called https://t.co/abc that he was using"),
            "customer called … that he was using");
  EXPECT_EQ(clean_line("𝗕𝗼𝗹𝗱 words"), "Bold words");
  EXPECT_EQ(clean_line("Orbit™ runs at 40°C, ©2026, ½ price"), "Orbit™ runs at 40°C, ©2026, ½ price");
}

TEST(CleanLines, JoinTextThatWasBrokenAtAColumn) {
  EXPECT_THAT(
      clean_lines("If you live by the harbour there is an important vote to be\nheld this year about the new "
                  "crane, which many neighbours of\n"
                  "the Old Port dislike and others welcome, because it makes so\nmuch noise at night and "
                  "brings so many jobs to the town where\n"
                  "Marlow and Finch were born, and where their children live on\ntoday. That is all."),
      SizeIs(1));
  EXPECT_THAT(clean_lines("First point\nSecond point\nThird point"), SizeIs(3));
}

TEST(CleanLines, HaveALimitAndSurviveHostileLines) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "A line of text number x.\n";
  EXPECT_THAT(clean_lines(many, 10), SizeIs(10));
  EXPECT_THAT(clean_lines(std::string(100'000, '@')), IsEmpty());
  (void)clean_lines(std::string(50'000, '(') + std::string(50'000, '#'));
  std::string handles;
  for (int i = 0; i < 3000; ++i) handles += "@a ";
  EXPECT_EQ(clean_line(handles + "word").substr(0, 4).empty(), false);
}

}  // namespace
}  // namespace eightbells
