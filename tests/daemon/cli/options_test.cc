#include "daemon/cli/options.h"

#include <vector>

#include <gtest/gtest.h>

namespace eightbells {
namespace {

std::variant<Options, int> parsed(std::vector<const char*> words) {
  words.insert(words.begin(), "eightbells");
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  auto out = parse_options(static_cast<int>(words.size()), words.data());
  ::testing::internal::GetCapturedStdout();
  ::testing::internal::GetCapturedStderr();
  return out;
}

TEST(CommandLine, GlobalOptionsStandBeforeOrBehindTheCommand) {
  for (const auto& words :
       {std::vector<const char*>{"--config", "c.toml", "--state", "s", "once", "--at", "now"},
        std::vector<const char*>{"once", "--at", "now", "--config", "c.toml", "--state", "s"}}) {
    const auto options = std::get<Options>(parsed(words));
    EXPECT_EQ(options.command, "once");
    EXPECT_EQ(options.config, "c.toml");
    EXPECT_EQ(options.state, "s");
    EXPECT_EQ(options.at, "now");
  }
}

TEST(CommandLine, LearnTakesAFileOrTheDigests) {
  EXPECT_EQ(std::get<Options>(parsed({"learn", "texts.jsonl"})).file, "texts.jsonl");
  EXPECT_TRUE(std::get<Options>(parsed({"learn", "--from-digests"})).from_digests);
}

TEST(CommandLine, HelpAndVersionAreDone) {
  EXPECT_EQ(std::get<int>(parsed({"--help"})), kDone);
  EXPECT_EQ(std::get<int>(parsed({"--version"})), kDone);
  EXPECT_EQ(std::get<int>(parsed({"once", "--help"})), kDone);
  EXPECT_EQ(std::get<int>(parsed({"help"})), kDone);
  EXPECT_EQ(std::get<int>(parsed({"help", "once"})), kDone);
  EXPECT_EQ(std::get<int>(parsed({"help", "onse"})), kBadUsage);
  EXPECT_EQ(std::get<int>(parsed({"help", ""})), kBadUsage);
}

TEST(CommandLine, BadUsageIsTwo) {
  EXPECT_EQ(std::get<int>(parsed({})), kBadUsage);
  EXPECT_EQ(std::get<int>(parsed({"onse"})), kBadUsage);
  EXPECT_EQ(std::get<int>(parsed({"once", "--nonsense"})), kBadUsage);
  EXPECT_EQ(std::get<int>(parsed({"digest"})), kBadUsage);
  EXPECT_EQ(std::get<int>(parsed({"once", "--log-level", "loud"})), kBadUsage);
}

}  // namespace
}  // namespace eightbells
