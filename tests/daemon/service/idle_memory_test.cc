#include "daemon/service/idle_memory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <string>

namespace eightbells {
namespace {

// Kilobytes of files that are mapped and in memory.
long resident_of_files() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    long kilobytes = 0;
    if (word == "RssFile:" && status >> kilobytes) return kilobytes;
  }
  return -1;
}

TEST(IdleMemory, CodeIsLetGo) {
  const long before = resident_of_files();
  ASSERT_GT(before, 0);
  const std::size_t bytes = give_memory_back();
  EXPECT_GT(bytes, std::size_t{1} << 20);
  EXPECT_LT(resident_of_files(), before);
}

TEST(IdleMemory, TheProgramRunsOnAsBefore) {
  const std::string text = "what stood in memory";
  static int kept = 7;
  for (int i = 0; i < 3; ++i) {
    give_memory_back();
    EXPECT_EQ(text + std::to_string(kept), "what stood in memory7");
    EXPECT_EQ(std::lround(std::sqrt(144.0)), 12);
  }
}

}  // namespace
}  // namespace eightbells
