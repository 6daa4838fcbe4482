#include "daemon/cli/config_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "config/load.h"
#include "feeds/sources/opml.h"
#include "tests/support/paths.h"

namespace eightbells::testing {
namespace {

namespace fs = std::filesystem;

class ConfigFiles : public ::testing::Test {
 protected:
  ScratchDirectory directory_;
  const fs::path file_ = directory_.path() / "eightbells.toml";
};

Source feed(const std::string& name, const std::string& address) {
  Source source;
  source.name = name;
  source.address = address;
  return source;
}

TEST_F(ConfigFiles, WhatStoodThereStaysAndTheSourceComesBehindIt) {
  const std::string before = "# mine\nwindow = \"1h\"   # short\n[[source]]\nurl = \"https://a.example/\"";
  write_file(file_, before);
  ASSERT_TRUE(append_to_config(file_, source_table(feed("B \"quoted\"", "https://b.example/feed"))));
  EXPECT_EQ(read_file(file_),
            before + "\n\n[[source]]\nname = \"B \\\"quoted\\\"\"\nurl = \"https://b.example/feed\"\n");
  EXPECT_EQ(load_settings(file_).settings.sources.size(), 2u);
}

TEST_F(ConfigFiles, WhatWouldNotBeValidIsNotWritten) {
  write_file(file_, "window = \"1h\"\n");
  const auto refused = append_to_config(file_, "[[source]]\nnmae = \"x\"\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::config);
  EXPECT_EQ(read_file(file_), "window = \"1h\"\n");
}

TEST_F(ConfigFiles, ModeAndLinkAreKept) {
  const fs::path real = directory_.path() / "real.toml";
  write_file(real, "window = \"1h\"\n");
  fs::permissions(real, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("real.toml", file_);
  ASSERT_TRUE(append_to_config(file_, source_table(feed("", "https://b.example/feed"))));
  EXPECT_TRUE(fs::is_symlink(file_));
  EXPECT_EQ(fs::status(real).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(ConfigFiles, ANewFileNeverReplacesOne) {
  ASSERT_TRUE(write_new_file(directory_.path() / "new" / "a.toml", "text"));
  const auto again = write_new_file(directory_.path() / "new" / "a.toml", "other");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::invalid);
  EXPECT_EQ(read_file(directory_.path() / "new" / "a.toml"), "text");
}

TEST_F(ConfigFiles, AListGoesThroughTheConfigurationAndBack) {
  const std::string list =
      "<opml version=\"2.0\"><body><outline text=\"News\"><outline type=\"rss\" text=\"One &amp; 'two'\" "
      "xmlUrl=\"https://a.example/feed?x=1&amp;y=2\"/><outline type=\"rss\" text=\"机器之心\" "
      "xmlUrl=\"https://b.example/rss\"/>"
      "</outline></body></opml>";
  const auto sources = parse_opml(list);
  ASSERT_TRUE(sources);
  std::string text = "[[category]]\nname = \"News\"\n";
  for (const Source& source : *sources) text = with_table(text, source_table(source));
  const LoadResult loaded = load_settings_text(text, file_);
  ASSERT_TRUE(loaded.errors.empty()) << loaded.errors.front().to_string();
  const auto back = parse_opml(write_opml(loaded.settings.sources, "x"));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ((*back)[i].name, (*sources)[i].name);
    EXPECT_EQ((*back)[i].address, (*sources)[i].address);
    EXPECT_EQ((*back)[i].category, "News");
  }
}

}  // namespace
}  // namespace eightbells::testing
