#include "daemon/digest/files.h"

#include <gtest/gtest.h>

#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;
using testing::ScratchDirectory;

TEST(DiskFiles, AStagedFileIsSeenOnlyOnceItIsCommitted) {
  const ScratchDirectory scratch;
  DiskFiles files;
  const fs::path path = scratch.path() / "made/on/the/way/a.md";
  ASSERT_TRUE(files.stage(path, "first"));
  EXPECT_FALSE(fs::exists(path));
  ASSERT_TRUE(files.commit(path));
  EXPECT_EQ(*files.read(path), "first");
  EXPECT_FALSE(fs::exists(staged_path(path)));
}

TEST(DiskFiles, AnOlderFileStaysWholeUntilTheNewOneReplacesIt) {
  const ScratchDirectory scratch;
  DiskFiles files;
  const fs::path path = scratch.path() / "a.md";
  ASSERT_TRUE(files.stage(path, "old"));
  ASSERT_TRUE(files.commit(path));
  ASSERT_TRUE(files.stage(path, "half"));
  ASSERT_TRUE(files.stage(path, "new"));
  EXPECT_EQ(*files.read(path), "old");
  ASSERT_TRUE(files.commit(path));
  EXPECT_EQ(*files.read(path), "new");
}

TEST(DiskFiles, CommittingWhatWasNotStagedIsAnError) {
  const ScratchDirectory scratch;
  DiskFiles files;
  const auto done = files.commit(scratch.path() / "a.md");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::io);
  EXPECT_NE(done.error().message.find("a.md"), std::string::npos);
}

TEST(DiskFiles, ALinkIsReplacedInOneStep) {
  const ScratchDirectory scratch;
  DiskFiles files;
  const fs::path link = scratch.path() / "latest.md";
  ASSERT_TRUE(files.point(link, "one.md"));
  ASSERT_TRUE(files.point(link, "two.md"));
  EXPECT_EQ(fs::read_symlink(link), "two.md");
}

TEST(DiskFiles, AFolderThatCannotBeMadeIsAnErrorThatNamesIt) {
  const ScratchDirectory scratch;
  DiskFiles files;
  testing::write_file(scratch.path() / "file", "in the way");
  const auto staged = files.stage(scratch.path() / "file" / "a.md", "x");
  ASSERT_FALSE(staged);
  EXPECT_EQ(staged.error().kind, ErrorKind::io);
  EXPECT_NE(staged.error().message.find("file"), std::string::npos);
}

TEST(DiskFiles, ASymbolicLinkInThePlaceOfTheStagedFileIsNotFollowed) {
  const ScratchDirectory scratch;
  DiskFiles files;
  const fs::path victim = scratch.path() / "victim", path = scratch.path() / "a.md";
  testing::write_file(victim, "precious");
  fs::create_symlink(victim, staged_path(path));
  EXPECT_FALSE(files.stage(path, "x"));
  EXPECT_EQ(testing::read_file(victim), "precious");
}

TEST(DiskFiles, ASweepRemovesWhatAKillLeftAndNothingElse) {
  testing::ScratchDirectory scratch;
  DiskFiles files;
  const fs::path old = scratch.path() / "2026" / "01" / "07.md";
  ASSERT_TRUE(files.stage(old, "half"));
  ASSERT_TRUE(files.stage(scratch.path() / "a.md", "half"));
  fs::create_symlink("nowhere.md", staged_path(scratch.path() / "latest.md"));
  for (const char* name : {"kept.md", ".hidden", "notes.staged", ".staged"})
    testing::write_file(scratch.path() / name, "kept");
  fs::create_directories(scratch.path() / ".folder.staged");
  EXPECT_EQ(files.sweep(scratch.path()), 3u);
  EXPECT_FALSE(fs::exists(staged_path(old)));
  for (const char* name : {"kept.md", ".hidden", "notes.staged", ".staged", ".folder.staged"})
    EXPECT_TRUE(fs::exists(scratch.path() / name)) << name;
  EXPECT_EQ(files.sweep(scratch.path()), 0u);
  EXPECT_EQ(files.sweep(scratch.path() / "missing"), 0u);
}

}  // namespace
}  // namespace eightbells
