#include "daemon/cli/help.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/cli/usage.h"
#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, display_width(line));
  return widest;
}

TEST(Help, OfTheProgramNamesEveryCommandAndTheFirstSteps) {
  const std::string help = program_help(0, Paint::plain());
  for (const auto& command : command_table())
    EXPECT_EQ(help.find(command.text) != help.npos, !command.hidden) << command.name;
  EXPECT_THAT(help, HasSubstr("eightbells init my.toml"));
  EXPECT_THAT(help, HasSubstr("Exit status: 0 done"));
}

TEST(Help, OfACommandTellsItsOptionsTheirValuesAndDefaults) {
  const std::string search = command_help(*find_command("search"), 0, Paint::plain());
  EXPECT_THAT(search, HasSubstr("Usage: eightbells search [OPTIONS] WORDS...\n"));
  EXPECT_THAT(search, HasSubstr("--limit N        How many at most (default: 20)\n"));
  EXPECT_THAT(search, HasSubstr("TIME is RFC 3339"));
  EXPECT_THAT(search, HasSubstr("robot finds"));
  EXPECT_THAT(search, HasSubstr("Examples:\n"));
  const std::string init = command_help(*find_command("init"), 0, Paint::plain());
  EXPECT_THAT(init, HasSubstr("ai, science, tech, world, none (default: ai)"));
  EXPECT_THAT(init, HasSubstr("Usage: eightbells init [OPTIONS] [FILE]\n"));
  EXPECT_THAT(init, Not(HasSubstr("TIME is")));
  const std::string digest = command_help(*find_command("digest"), 0, Paint::plain());
  EXPECT_THAT(digest, HasSubstr("Usage: eightbells digest [OPTIONS] --window TIME\n"));
}

TEST(Help, FitsTheTerminal) {
  for (const std::size_t columns : {60u, 80u, 100u, 200u}) {
    EXPECT_LE(widest_line(program_help(columns, Paint::plain())), std::min<std::size_t>(columns, 100));
    for (const auto& command : command_table()) {
      CommandRow without_examples = command;  // a line to be typed stays whole
      without_examples.examples.clear();
      EXPECT_LE(widest_line(command_help(without_examples, columns, Paint::plain())),
                std::max<std::size_t>(columns, 60))
          << command.name;
    }
  }
}

TEST(Help, ColoursAreForTerminals) {
  EXPECT_THAT(program_help(80, Paint::plain()), Not(HasSubstr("\033")));
  EXPECT_THAT(program_help(80, Paint::colours()), HasSubstr("\033[1mFirst steps:\033[0m"));
}

TEST(Help, AnExampleIsWhatItsCommandTakes) {
  for (const auto& command : command_table()) {
    EXPECT_TRUE(command.hidden || !command.examples.empty()) << command.name;
    for (const auto example : command.examples) {
      std::istringstream in{std::string(example)};
      std::vector<std::string> words;
      bool ours = false;
      for (std::string word; in >> word && word != "|" && word != ">" && word != ">>";) {
        if (ours) words.push_back(word);
        ours = ours || word == "eightbells";
      }
      const std::vector<std::string_view> views(words.begin(), words.end());
      EXPECT_EQ(usage_problem(views).value_or(""), "") << example;
      EXPECT_THAT(words, ::testing::Contains(std::string(command.name))) << example;
    }
  }
}

}  // namespace
}  // namespace eightbells
