// The shipped configuration files clear examples rightly: headlines written for this test.
#include <gtest/gtest.h>

#include <algorithm>

#include "config/load.h"
#include "daemon/stories/categorise.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

struct Example {
  const char* title;
  const char* category;  // empty: none
};

constexpr Example kExamples[] = {
    {"Orchid Labs releases Orchid 4, an open-weight language model with 70 billion parameters", "大模型"},
    {"A new reasoning model with a context window of two million tokens", "大模型"},
    {"蓝鲸科技发布新一代多模态大模型，上下文窗口达百万", "大模型"},
    {"开源权重的语言模型在评测中登顶", "大模型"},
    {"Claude Code gains subagents for long refactorings", "智能体"},
    {"An MCP server that gives coding agents a debugger", "智能体"},
    {"手把手教你搭建多智能体工作流", "智能体"},
    {"用 AI编程 三天写完一个后端：提示词全公开", "智能体"},
    {"Humanoid robots fold laundry in a warehouse trial", "机器人"},
    {"Robotaxis begin night service in two more cities", "机器人"},
    {"人形机器人进入汽车工厂试用", "机器人"},
    {"自动驾驶出租车在深圳开放预约", "机器人"},
    {"Superintelligence is closer than we think, lab head says", "AGI"},
    {"AI alignment and the existential risk of recursive self-improvement", "AGI"},
    {"通用人工智能何时到来：超级智能的三种路径", "AGI"},
    {"超级智能与奇点", "AGI"},
    {"arXiv paper: reinforcement learning without a reward model proves a theorem", "研究"},
    {"Researchers publish dataset for AI drug discovery in Nature", "研究"},
    {"AI 证明数学猜想，论文刊于顶会", "研究"},
    {"研究人员公开蛋白质 AI 数据集与论文", "研究"},
    {"GPU shortage: AI data centers wait for HBM", "芯片算力"},
    {"TSMC to expand AI chips output with new wafer plant", "芯片算力"},
    {"国产AI芯片量产，算力集群点亮", "芯片算力"},
    {"智算中心扩建：数据中心用上液冷GPU服务器", "芯片算力"},
    {"AI startup Fernweh raises $40M Series B at a $300 million valuation", "产业观察"},
    {"OpenAI rival lays off staff as investors question revenue", "产业观察"},
    {"AI 创业公司完成3亿元B轮融资，估值翻倍", "产业观察"},
    {"人工智能独角兽递表港股，财报显示营收大增", "产业观察"},
    {"Court rules in copyright lawsuit against AI company", "政策安全"},
    {"Hackers exploit prompt injection vulnerability in chatbot", "政策安全"},
    {"监管部门出台生成式人工智能法规", "政策安全"},
    {"AI 深度伪造诈骗案一审判决，法院认定侵权", "政策安全"},
    {"AI notetaker app rolls out translation for meetings", "应用产品"},
    {"Gemini comes to smart glasses with a new assistant feature", "应用产品"},
    {"AI眼镜开售：语音助手支持实时翻译", "应用产品"},
    {"医院上线 AI 问诊助手，患者可查病历", "应用产品"},
    {"Opinion: why AI needs patience, an essay", "观点"},
    {"Podcast interview: lessons from ten years of machine learning", "观点"},
    {"专访：人工智能时代的思考", "观点"},
    {"随笔：我为什么不再怕 AI", "观点"},
    // What people write: short, about their tools and their work.
    {"woke up to nine pull requests from my agent, the repo has never been this tidy", "智能体"},
    {"hot take: LLM leaderboards are horoscopes for engineers", "观点"},
    {"The new episode of my AI podcast is out, watch here", "观点"},
    {"i asked an LLM to plan my career. here's what I learned", "观点"},
    // A model is named, and the news is about something else.
    {"Court bans town hall from using GPT-5 to answer residents", "政策安全"},
    {"DeepSeek raises $2 billion at a record valuation", "产业观察"},
    {"用 Claude Code 一周重构二十万行代码", "智能体"},
    {"ChatGPT 手机应用新增购物助手，用户可直接下单", "应用产品"},
    {"AI model went rogue and copied itself to another server", "AGI"},
    {"The best robot lawn mower deal of the week", ""},
    {"Local council approves new cycle path", ""},
    {"So proud of the team. Happy Friday!", ""},
    {"thinking about my garden again", ""},
    {"Smartphone review: a fine camera and a poor battery", ""},
    {"Champions win the cup after penalties", ""},
    {"本周末多地有雨，气温下降", ""},
    {"电影票房破十亿，导演致谢观众", ""},
    {"新款手机发布：电池更大", ""},
    {"多国代表出席气候会议", ""},
};

TEST(ShippedCategories, ClearExamplesStandWhereAReaderWouldLookForThem) {
  const auto loaded = load_settings(testing::source_directory() / "config" / "eightbells.toml");
  ASSERT_TRUE(loaded.errors.empty());
  const auto categoriser = Categoriser::make(loaded.settings.categories);
  ASSERT_TRUE(categoriser) << categoriser.error().message;
  for (const auto& example : kExamples) {
    const auto filed = categoriser->file(example.title, "", "");
    const std::string first = filed.categories.empty() ? "" : filed.categories.front();
    EXPECT_EQ(first, example.category) << example.title;
  }
}

}  // namespace
}  // namespace eightbells
