#include "daemon/cli/completions.h"

#include <gtest/gtest.h>

#include "daemon/cli/command_table.h"
#include "daemon/cli/manual.h"
#include "daemon/cli/terminal.h"

namespace eightbells {
namespace {

TEST(Completions, EveryShellKnowsEveryCommandAndOption) {
  for (const std::string& text :
       {bash_completion(), zsh_completion(), fish_completion(), program_manual("2026-01-07")}) {
    for (const auto& command : command_table()) {
      EXPECT_EQ(text.find(std::string(command.name)) == text.npos, command.hidden) << command.name;
      if (command.hidden) continue;
      for (const auto& row : command.options) {
        if (is_positional(row)) continue;
        for (const auto name : names_of(row)) {
          std::string bare(name.substr(std::min(name.find_first_not_of('-'), name.size())));
          EXPECT_NE(text.find(bare.substr(0, bare.find('-'))), text.npos) << command.name << " " << name;
        }
      }
    }
  }
}

TEST(Completions, ValuesOfFewChoicesAreOffered) {
  EXPECT_NE(bash_completion().find("--topic) COMPREPLY=($(compgen -W 'ai science tech world none'"),
            std::string::npos);
  EXPECT_NE(fish_completion().find("-l topic -x -a 'ai science tech world none'"), std::string::npos);
  EXPECT_NE(zsh_completion().find(":TOPIC:(ai science tech world none)"), std::string::npos);
}

TEST(Colours, AreNothingWhereTheyAreNotWanted) {
  EXPECT_EQ(Paint::plain()(Ink::bad, "x"), "x");
  EXPECT_EQ(Paint::colours()(Ink::bad, "x"), "\033[31mx\033[0m");
  EXPECT_EQ(painted_width(Paint::colours()(Ink::bad, "机器")), 4u);
  EXPECT_EQ(Paint::colours()(Ink::bad, ""), "");
}

}  // namespace
}  // namespace eightbells
