#include "daemon/cli/table.h"

#include <gtest/gtest.h>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

TEST(Table, ColumnsLineUpWithChineseTwoColumnsWide) {
  EXPECT_EQ(format_table({{"NAME", "STATE"}, {"机器之心", "ok"}, {"a", "quiet"}}, 0),
            "NAME      STATE\n"
            "机器之心  ok\n"
            "a         quiet\n");
}

TEST(Table, TheLastColumnIsCutFirst) {
  EXPECT_EQ(format_table({{"A", "a long sentence that does not fit"}}, 20), "A  a long sentence…\n");
  EXPECT_EQ(format_table({{"A", "一二三四五六七八九十"}}, 19), "A  一二三四五六七…\n");
}

TEST(Table, ThenTheWidestOfTheOthers) {
  const std::string line =
      format_table({{"机器之心机器之心机器之心机器之心", "ok", "a sentence that is rather long"}}, 30);
  EXPECT_EQ(line, "机器之心机…   ok  a sentence…\n");
  EXPECT_LE(display_width(line), 31u);
}

TEST(Table, CellsArePaintedWithoutMovingTheColumns) {
  const auto paint = [](std::size_t row, std::size_t column, std::string_view text) {
    return row == 1 && column == 0 ? "<" + std::string(text) + ">" : std::string(text);
  };
  EXPECT_EQ(format_table({{"AB", "C"}, {"x", "y"}}, 0, paint), "AB  C\n<x>   y\n");
}

TEST(Table, SentencesAreBrokenBetweenWords) {
  EXPECT_EQ(wrapped("one two three", 9, "  "), "  one two\n  three\n");
  EXPECT_EQ(wrapped("one two three", 0, ""), "one two three\n");
  EXPECT_EQ(wrapped("机器 机器", 6, ""), "机器\n机器\n");
  EXPECT_EQ(wrapped("", 10, "  "), "");
}

TEST(Table, ChineseIsBrokenBetweenCharactersButNotBeforeItsPunctuation) {
  EXPECT_EQ(wrapped("机器人进入港口，装卸", 10, ""), "机器人进入\n港口，装卸\n");
  EXPECT_EQ(wrapped("机器人进入港，装卸", 12, ""), "机器人进入\n港，装卸\n");
  EXPECT_EQ(wrapped("发布GPT-5.6模型", 8, ""), "发布\nGPT-5.6\n模型\n");
  EXPECT_EQ(wrapped("他说“好的”。", 7, " "), " 他说\n “好\n 的”。\n");
  EXPECT_EQ(wrapped("a \x02机器\x03人", 4, ""), "a \x02机\n器\x03人\n") << "a mark takes no room";
}

TEST(Table, RowsMayBeShort) { EXPECT_EQ(format_table({{"A", "B"}, {"only"}}, 0), "A     B\nonly\n"); }

}  // namespace
}  // namespace eightbells
