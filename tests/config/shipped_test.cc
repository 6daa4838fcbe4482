// The files that ship are as good as what we ask of others'.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "config/load.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

std::string words(const std::vector<ConfigError>& problems) {
  std::string out;
  for (const ConfigError& problem : problems) out += problem.to_string() + "\n";
  return out;
}

TEST(ShippedFiles, TheDemoLoadsWithoutErrorOrWarning) {
  const LoadResult result = load_settings(testing::source_directory() / "config" / "demo.toml");
  EXPECT_EQ(words(result.errors), "");
  EXPECT_EQ(words(result.warnings), "");
  EXPECT_EQ(result.settings.backfill, Backfill::max_age);
  EXPECT_EQ(result.settings.timezone, "Asia/Shanghai");
}

TEST(ShippedFiles, TheDemoReadsOnlyFilesThatLieBesideIt) {
  const fs::path folder = testing::source_directory() / "config";
  const LoadResult result = load_settings(folder / "demo.toml");
  EXPECT_GE(result.settings.sources.size(), 10u);
  for (const Source& source : result.settings.sources) {
    const std::string lead = "file://" + (folder / "demo").string() + "/";
    EXPECT_EQ(source.address.rfind(lead, 0), 0u) << source.address;
    EXPECT_TRUE(fs::is_regular_file(source.address.substr(7))) << source.address;
  }
}

TEST(ShippedFiles, EveryFeedOfTheDemoIsRead) {
  const fs::path folder = testing::source_directory() / "config";
  const LoadResult result = load_settings(folder / "demo.toml");
  for (const auto& entry : fs::directory_iterator(folder / "demo")) {
    const bool read = std::any_of(
        result.settings.sources.begin(), result.settings.sources.end(),
        [&](const Source& source) { return source.address == "file://" + entry.path().string(); });
    EXPECT_TRUE(read) << entry.path();
  }
}

}  // namespace
}  // namespace eightbells
