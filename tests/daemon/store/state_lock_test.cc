#include "daemon/store/state_lock.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/paths.h"

namespace eightbells::testing {
namespace {

TEST(StateLocks, TheSecondIsRefusedWithTheNumberOfTheFirst) {
  ScratchDirectory directory;
  const auto first = StateLock::acquire(directory.path());
  ASSERT_TRUE(first);
  const auto second = StateLock::acquire(directory.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::refused);
  EXPECT_NE(second.error().message.find("already running (process " + std::to_string(getpid()) + ")"),
            std::string::npos)
      << second.error().message;
}

TEST(StateLocks, ALockThatWasLetGoIsFree) {
  ScratchDirectory directory;
  { ASSERT_TRUE(StateLock::acquire(directory.path())); }
  auto again = StateLock::acquire(directory.path());
  ASSERT_TRUE(again);
  const StateLock moved = std::move(*again);
  EXPECT_FALSE(StateLock::acquire(directory.path())) << "moving keeps it";
}

TEST(StateLocks, AProcessThatDiesLetsGo) {
  ScratchDirectory directory;
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto held = StateLock::acquire(directory.path());
    _exit(held ? 7 : 1);  // without a destructor
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 7);
  EXPECT_TRUE(StateLock::acquire(directory.path()));
}

TEST(StateLocks, TheDirectoryIsMadeWhereItCanBe) {
  ScratchDirectory directory;
  EXPECT_TRUE(StateLock::acquire(directory.path() / "a" / "b"));
  write_file(directory.path() / "file", "");
  const auto refused = StateLock::acquire(directory.path() / "file" / "b");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::io);
}

TEST(StateLocks, WhatAStrangerWroteIntoTheFileIsNotRepeated) {
  ScratchDirectory directory;
  const auto held = StateLock::acquire(directory.path());
  write_file(directory.path() / "lock", "\x1b[31mrm -rf");
  const auto refused = StateLock::acquire(directory.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.find("\x1b"), std::string::npos);
}

}  // namespace
}  // namespace eightbells::testing
