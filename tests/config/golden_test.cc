// Broken configurations, each with the exact text that a person sees. EIGHTBELLS_UPDATE_GOLDEN=1 writes the
// texts anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "config/load.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> cases() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(testing::data_file("config"))) {
    if (entry.path().extension() == ".toml") out.push_back(entry.path().stem().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string shown(std::vector<ConfigError> problems, const std::string& lead) {
  std::string out;
  for (ConfigError& problem : problems) {
    problem.file = fs::path(problem.file).filename().string();
    out += lead + problem.to_string() + "\n";
  }
  return out;
}

class BrokenConfiguration : public ::testing::TestWithParam<std::string> {};

TEST_P(BrokenConfiguration, IsExplainedInTheseWords) {
  const LoadResult result = load_settings(testing::data_file("config/" + GetParam() + ".toml"));
  const std::string text = shown(result.errors, "") + shown(result.warnings, "warning: ");
  const fs::path golden = testing::golden_file("config/" + GetParam() + ".txt");
  if (std::getenv("EIGHTBELLS_UPDATE_GOLDEN")) testing::write_file(golden, text);
  EXPECT_EQ(text, testing::read_file(golden));
  EXPECT_EQ(result.errors.empty(), GetParam().rfind("broken_", 0) != 0);
}

TEST_P(BrokenConfiguration, NeverShowsASecret) {
  const LoadResult result = load_settings(testing::data_file("config/" + GetParam() + ".toml"));
  const std::string text = shown(result.errors, "") + shown(result.warnings, "");
  for (const char* secret : {"sk-0123456789", "AAAA0123456789", "hunter2", "Bearer abc", "without a colon"}) {
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
  }
}

INSTANTIATE_TEST_SUITE_P(All, BrokenConfiguration, ::testing::ValuesIn(cases()),
                         [](const auto& broken) { return broken.param; });

}  // namespace
}  // namespace eightbells
