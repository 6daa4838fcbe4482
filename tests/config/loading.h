// A configuration read from a text, for the tests of loading.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "config/load.h"

namespace eightbells::testing {

// A line for each.
inline std::string words(const std::vector<ConfigError>& problems) {
  std::string out;
  for (const ConfigError& problem : problems) out += problem.to_string() + "\n";
  return out;
}

// The settings of a text that has to be good.
inline Settings good(const std::string& text,
                     const std::filesystem::path& file = "/etc/eightbells/test.toml") {
  const LoadResult result = load_settings_text(text, file);
  EXPECT_EQ(words(result.errors), "") << text;
  return result.settings;
}

inline std::string errors_of(const std::string& text) {
  return words(load_settings_text(text, "/etc/eightbells/test.toml").errors);
}

}  // namespace eightbells::testing
