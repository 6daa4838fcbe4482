// Changing the user's configuration: only by appending, and only to what is still good afterwards.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "feeds/base/result.h"
#include "feeds/model/source.h"

namespace eightbells {

// A [[source]] table as it is written into a configuration, from its name, kind, address and category.
[[nodiscard]] std::string source_table(const Source& source);

// A TOML basic string.
[[nodiscard]] std::string toml_string(std::string_view text);

// The text of a configuration with `table` behind it; every byte that stood there still stands there.
[[nodiscard]] std::string with_table(std::string_view text, std::string_view table);

// Appends `table` to `file` in one step (a reader sees the old or the new file), keeping its mode and, where
// it is a symbolic link, the link. Errors: config (the file would not be valid afterwards, and stays as it
// is), io.
[[nodiscard]] Result<void> append_to_config(const std::filesystem::path& file, std::string_view table);

// Writes a new file of mode 0644. Errors: invalid (there is one already), io.
[[nodiscard]] Result<void> write_new_file(const std::filesystem::path& file, std::string_view text);

}  // namespace eightbells
