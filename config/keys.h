// Every key that a configuration may hold, with one line about it: what the reader allows, what its hints
// name, and what the reference documentation lists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

struct ConfigKey {
  std::string_view table;  // "" at the top; "collect", "collect.hosts", "source", "category", "digest" ...
  std::string_view key;    // "*": any name
  std::string_view
      type;  // "duration", "size", "text", "number", "true or false", "texts", "file", "folder" ...
  std::string_view text;  // what it is for
};

// In the order of the documentation.
[[nodiscard]] const std::vector<ConfigKey>& config_keys();

// The names that `table` may hold.
[[nodiscard]] std::vector<std::string> keys_of(std::string_view table);

// Whether `table` may hold `key`.
[[nodiscard]] bool is_config_key(std::string_view table, std::string_view key);

// How a table is written: "[collect]", "[[source]]"; "the top of the file" for "".
[[nodiscard]] std::string table_title(std::string_view table);

}  // namespace eightbells
