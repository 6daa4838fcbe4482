// From a TOML file to settings.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.h"

namespace eightbells {

// What is wrong at one place of the file. Lines and columns count from 1; 0 when there is no place.
struct ConfigError {
  std::string file;
  int line = 0;
  int column = 0;
  std::string message;      // what was expected, and a hint with the nearest name
  std::string source_line;  // empty where there is none, and where it may hold a secret

  // "file:line:col: message", the line, and a caret under the column, as a person sees it.
  [[nodiscard]] std::string to_string() const;
};

struct LoadResult {
  Settings settings;                // complete and usable only if there are no errors
  std::vector<ConfigError> errors;  // all of them, in the file's order
  std::vector<ConfigError> warnings;
};

// Reads and validates the whole file; reports every error at once. Relative paths become absolute against the
// file.
[[nodiscard]] LoadResult load_settings(const std::filesystem::path& file);

// The same for a text; `file` stands in the messages and is what relative paths are relative to.
[[nodiscard]] LoadResult load_settings_text(std::string_view text, const std::filesystem::path& file);

// What runs without a configuration: the defaults, no source, one digest.
[[nodiscard]] Settings default_settings();

// Where configuration and data that ship with the program lie (templates, prompts, aliases): next to the
// source tree in a build, under <prefix>/share/eightbells when installed.
[[nodiscard]] std::filesystem::path data_directory();

}  // namespace eightbells
