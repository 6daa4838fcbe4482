#include "daemon/cli/progress.h"

#include <gtest/gtest.h>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

TEST(ProgressLine, CountsAndNamesWhatIsWaitedFor) {
  EXPECT_EQ(progress_line("Polling", 12, 24, 0, "", 80), "Polling [############------------] 12/24");
  EXPECT_EQ(progress_line("Polling", 24, 24, 2, "", 80),
            "Polling [########################] 24/24  2 failed");
  EXPECT_EQ(progress_line("Polling", 0, 0, 0, "", 80), "Polling [########################] 0/0");
}

TEST(ProgressLine, NeverWrapsOnTheTerminal) {
  const std::string line = progress_line("Polling", 1, 60, 3, "一个名字很长很长很长很长的信息源", 74);
  EXPECT_LT(display_width(line), 74u);
  EXPECT_NE(line.find("waiting for 一个"), std::string::npos);
}

TEST(ProgressLine, ANarrowTerminalHasAShorterBarAndRoomForTheName) {
  EXPECT_EQ(progress_line("Polling", 7, 14, 0, "Hacker News", 60),
            "Polling [#######-------] 7/14  waiting for Hacker News");
  EXPECT_EQ(progress_line("Polling", 2, 4, 0, "", 40), "Polling [####----] 2/4");
}

TEST(ProgressLine, AHostileNameCannotMoveTheCursor) {
  EXPECT_EQ(progress_line("Polling", 1, 2, 0, "a\x1b[2Jb", 80).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace eightbells
