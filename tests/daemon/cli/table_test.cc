#include "daemon/cli/table.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

TEST(Table, ColumnsLineUpWithChineseTwoColumnsWide) {
  EXPECT_EQ(format_table({{"NAME", "STATE"}, {"机器之心", "ok"}, {"a", "quiet"}}, 0),
            "NAME      STATE\n"
            "机器之心  ok\n"
            "a         quiet\n");
}

TEST(Table, TheLastColumnIsCutToFit) {
  EXPECT_EQ(format_table({{"A", "a long sentence that does not fit"}}, 20), "A  a long sentence…\n");
  EXPECT_EQ(format_table({{"A", "一二三四五六七八九十"}}, 14), "A  一二三四五…\n");
}

TEST(Table, RowsMayBeShort) { EXPECT_EQ(format_table({{"A", "B"}, {"only"}}, 0), "A     B\nonly\n"); }

}  // namespace
}  // namespace eightbells
