// The files that ship are as good as what we ask of others'.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "config/keys.h"
#include "config/load.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

fs::path shipped(const std::string& name) { return testing::source_directory() / "config" / name; }

std::string words(const std::vector<ConfigError>& problems) {
  std::string out;
  for (const ConfigError& problem : problems) out += problem.to_string() + "\n";
  return out;
}

// eightbells.toml with its defaults switched on: "#key = value" everywhere, and "#[table]" too when `tables`.
std::string uncommented(bool tables) {
  std::istringstream in(testing::read_file(shipped("eightbells.toml")));
  const std::regex key("#[a-z_]+ = .*");
  const std::regex header("#\\[.*");
  std::string out;
  bool asleep = false;  // inside a table that is commented out
  for (std::string line; std::getline(in, line);) {
    if (std::regex_match(line, header)) asleep = !tables;
    if (!line.empty() && line[0] == '[') asleep = false;
    const bool wakes = std::regex_match(line, key) || std::regex_match(line, header);
    if (wakes && !asleep) line.erase(0, 1);
    out += line + "\n";
  }
  return out;
}

TEST(ShippedFiles, TheDefaultConfigurationLoadsWithoutErrorOrWarning) {
  const LoadResult result = load_settings(shipped("eightbells.toml"));
  EXPECT_EQ(words(result.errors), "");
  EXPECT_EQ(words(result.warnings), "");
  EXPECT_GE(result.settings.sources.size(), 60u);
  EXPECT_LE(result.settings.sources.size(), 80u);
  EXPECT_EQ(result.settings.language, "zh-CN");
}

TEST(ShippedFiles, TheDefaultConfigurationHasTheTenCategoriesAfterTheConstantOne) {
  const LoadResult result = load_settings(shipped("eightbells.toml"));
  ASSERT_EQ(result.settings.categories.size(), 11u);
  EXPECT_EQ(result.settings.categories[0].name, "AI进展");
  EXPECT_TRUE(result.settings.categories[0].always);
  std::set<std::string> names;
  for (std::size_t i = 1; i < result.settings.categories.size(); ++i) {
    EXPECT_FALSE(result.settings.categories[i].always);
    EXPECT_GE(result.settings.categories[i].keywords.size(), 20u) << result.settings.categories[i].name;
    names.insert(result.settings.categories[i].name);
  }
  EXPECT_EQ(names, (std::set<std::string>{"大模型", "智能体", "机器人", "AGI", "研究", "芯片算力", "产业观察",
                                          "政策安全", "应用产品", "观点"}));
}

TEST(ShippedFiles, TheDefaultConfigurationReadsChineseAndEnglishSources) {
  const LoadResult result = load_settings(shipped("eightbells.toml"));
  const auto chinese = std::count_if(result.settings.sources.begin(), result.settings.sources.end(),
                                     [](const Source& source) { return source.language == "zh-CN"; });
  EXPECT_GE(chinese, 8);
}

TEST(ShippedFiles, WhatTheDefaultConfigurationCallsADefaultIsOne) {
  const fs::path file = shipped("eightbells.toml");
  const LoadResult as_shipped = load_settings(file);
  const LoadResult spelled_out = load_settings_text(uncommented(false), file);
  EXPECT_EQ(words(spelled_out.errors), "");
  EXPECT_EQ(spelled_out.settings, as_shipped.settings);
}

TEST(ShippedFiles, TheTablesThatTheDefaultConfigurationLeavesOutHoldTheirDefaults) {
  const LoadResult result = load_settings_text(uncommented(true), shipped("eightbells.toml"));
  EXPECT_EQ(words(result.errors), "");
  ASSERT_TRUE(result.settings.editor.has_value());
  EditorSettings editor;
  editor.endpoint = result.settings.editor->endpoint;
  editor.model = result.settings.editor->model;
  EXPECT_EQ(*result.settings.editor, editor);
  ASSERT_TRUE(result.settings.embeddings.has_value());
  EmbeddingsSettings embeddings;
  embeddings.endpoint = result.settings.embeddings->endpoint;
  embeddings.model = result.settings.embeddings->model;
  EXPECT_EQ(*result.settings.embeddings, embeddings);
  const auto x_accounts = std::count_if(result.settings.sources.begin(), result.settings.sources.end(),
                                        [](const Source& source) { return source.kind == SourceKind::x; });
  EXPECT_GE(x_accounts, 12);
}

TEST(ShippedFiles, TheDefaultConfigurationShowsEveryKey) {
  const std::string text = testing::read_file(shipped("eightbells.toml"));
  for (const ConfigKey& key : config_keys()) {
    if (key.key == "*" || key.table == "category.keywords") continue;
    const std::string name(key.key);
    const std::regex shown("(^|\\n)(# ?)?(" + name + " = |\\[\\[?" + name + "\\b|\\[collect\\." + name +
                           "\\])");
    EXPECT_TRUE(std::regex_search(text, shown)) << key.table << "." << name;
  }
}

TEST(ShippedFiles, TheDemoLoadsWithoutErrorOrWarning) {
  const LoadResult result = load_settings(shipped("demo.toml"));
  EXPECT_EQ(words(result.errors), "");
  EXPECT_EQ(words(result.warnings), "");
  EXPECT_EQ(result.settings.backfill, Backfill::max_age);
  EXPECT_EQ(result.settings.timezone, "Asia/Shanghai");
}

TEST(ShippedFiles, TheDemoReadsOnlyFilesThatLieBesideIt) {
  const LoadResult result = load_settings(shipped("demo.toml"));
  EXPECT_GE(result.settings.sources.size(), 10u);
  for (const Source& source : result.settings.sources) {
    const std::string lead = "file://" + shipped("demo").string() + "/";
    EXPECT_EQ(source.address.rfind(lead, 0), 0u) << source.address;
    EXPECT_TRUE(fs::is_regular_file(source.address.substr(7))) << source.address;
  }
}

TEST(ShippedFiles, EveryFeedOfTheDemoIsRead) {
  const LoadResult result = load_settings(shipped("demo.toml"));
  for (const auto& entry : fs::directory_iterator(shipped("demo"))) {
    const bool read = std::any_of(
        result.settings.sources.begin(), result.settings.sources.end(),
        [&](const Source& source) { return source.address == "file://" + entry.path().string(); });
    EXPECT_TRUE(read) << entry.path();
  }
}

}  // namespace
}  // namespace eightbells
