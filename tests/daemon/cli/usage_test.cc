#include "daemon/cli/usage.h"

#include <gmock/gmock.h>

#include <set>

#include "daemon/cli/command_table.h"

namespace eightbells {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string problem(std::vector<std::string_view> words) { return usage_problem(words).value_or(""); }

TEST(Usage, WhatIsRightHasNoProblem) {
  EXPECT_EQ(problem({"once"}), "");
  EXPECT_EQ(problem({"--config", "x.toml", "once", "--at=now", "-v", "--state", "s"}), "");
  EXPECT_EQ(problem({"search", "机器人", "--limit", "5", "--", "--no-option"}), "");
  EXPECT_EQ(problem({"parse", "-"}), "");
  EXPECT_EQ(problem({"--help"}), "");
  EXPECT_EQ(problem({"once", "--help", "--nonsense"}), "");
}

TEST(Usage, AMistypedCommandGetsTheNearestName) {
  EXPECT_THAT(problem({"onse"}), HasSubstr("did you mean 'once'?"));
  EXPECT_THAT(problem({"--config", "once", "serach", "x"}), HasSubstr("did you mean 'search'?"));
  EXPECT_THAT(problem({"completely-else"}), HasSubstr("eightbells --help"));
}

TEST(Usage, AMistypedOptionGetsTheNearestOfItsCommand) {
  EXPECT_THAT(problem({"search", "x", "--sinse", "now"}),
              StartsWith("\"eightbells search\" does not take --sinse; did you mean '--since'?"));
  EXPECT_THAT(problem({"once", "--confg=x"}), HasSubstr("did you mean '--config'?"));
  EXPECT_THAT(problem({"run", "--at", "now"}), HasSubstr("eightbells run --help"));
}

TEST(Usage, AnOptionBeforeItsCommandIsSentBehindIt) {
  EXPECT_EQ(problem({"--at", "now", "once"}), "--at belongs behind its command: eightbells once --at");
}

TEST(Usage, NoCommandSaysWhatToType) { EXPECT_THAT(problem({}), HasSubstr("eightbells once")); }

TEST(Usage, AHostileWordCannotMoveTheCursor) {
  EXPECT_EQ(problem({"a\x1b[2Jb"}).find('\x1b'), std::string::npos);
}

TEST(CommandTable, NamesAreUniqueAndEveryRowSpeaks) {
  std::set<std::string_view> names;
  for (const auto& row : command_table()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.text.empty()) << row.name;
    EXPECT_NE(row.run, nullptr) << row.name;
    std::set<std::string_view> options;
    for (const auto& option : row.options) {
      EXPECT_TRUE(options.insert(option.names).second) << row.name << " " << option.names;
      EXPECT_FALSE(option.text.empty()) << row.name << " " << option.names;
      EXPECT_EQ(option.value.empty(), std::holds_alternative<bool Options::*>(option.target))
          << row.name << " " << option.names;
    }
  }
}

}  // namespace
}  // namespace eightbells
