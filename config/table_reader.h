// Reads the keys of one TOML table into typed values and notes everything that is wrong on the way, so that a
// person sees all errors of a file at once. A bad value leaves the setting at its default.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/load.h"
#include "config/toml_reader.h"
#include "feeds/base/clock.h"

namespace eightbells {

// The errors and warnings of one file, each with its line.
class Problems {
 public:
  // `file` as it shall stand in the messages. Both are copied or outlive: `text` must outlive the Problems.
  Problems(std::string file, std::string_view text);

  void error(TomlPlace place, std::string message);
  void warning(TomlPlace place, std::string message);

  // In the file's order.
  [[nodiscard]] std::vector<ConfigError> errors() const;
  [[nodiscard]] std::vector<ConfigError> warnings() const;

 private:
  ConfigError at(TomlPlace place, std::string message) const;

  std::string file_;
  std::vector<std::string_view> lines_;
  std::vector<ConfigError> errors_;
  std::vector<ConfigError> warnings_;
};

class TableReader {
 public:
  // `table` is a table value; `name` is its name in keys.h. Notes every key that may not stand here, with the
  // nearest name, or with the table where it belongs. All three must outlive the reader.
  TableReader(const TomlValue& table, std::string_view name, Problems& problems);

  // Each reads `key` if it is there and returns whether `out` was set. A value of another kind or out of
  // range is noted.
  bool text(std::string_view key, std::string& out);  // one line, not empty
  bool flag(std::string_view key, bool& out);
  bool duration(std::string_view key, Millis& out, Millis least, Millis most);
  bool size(std::string_view key, std::size_t& out, std::size_t least, std::size_t most);
  bool real(std::string_view key, double& out, double least, double most);
  bool texts(std::string_view key, std::vector<std::string>& out);
  bool length_band(std::string_view key, int& least, int& most);

  template <typename Integer>
  bool integer(std::string_view key, Integer& out, std::int64_t least, std::int64_t most) {
    std::int64_t value = 0;
    if (!read_integer(key, value, least, most)) return false;
    out = static_cast<Integer>(value);
    return true;
  }

  template <typename Enum>
  bool choice(std::string_view key, Enum& out, const std::vector<std::pair<std::string, Enum>>& names) {
    std::vector<std::string> known;
    for (const auto& [name, value] : names) known.push_back(name);
    std::size_t index = 0;
    if (!read_choice(key, known, index)) return false;
    out = names[index].second;
    return true;
  }

  // The value when it is a table; null when absent or (noted) something else.
  const TomlValue* table(std::string_view key);
  // The tables of an array of tables, [[key]].
  std::vector<const TomlValue*> tables(std::string_view key);

  // An item of an array, or a value of a free table, as a one-line text.
  bool text_of(const TomlValue& value, std::string_view what, std::string& out);
  bool integer_of(const TomlValue& value, std::int64_t& out, std::int64_t least, std::int64_t most);

  [[nodiscard]] const TomlMember* find(std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  // Of the key's value, or of the table when there is no such key.
  [[nodiscard]] TomlPlace place_of(std::string_view key) const;
  [[nodiscard]] TomlPlace place() const { return table_.place; }
  [[nodiscard]] const std::vector<TomlMember>& members() const { return table_.members; }

  void error(std::string_view key, std::string message) {
    problems_.error(place_of(key), std::move(message));
  }
  [[nodiscard]] Problems& problems() { return problems_; }

 private:
  bool read_integer(std::string_view key, std::int64_t& out, std::int64_t least, std::int64_t most);
  bool read_choice(std::string_view key, const std::vector<std::string>& known, std::size_t& index);
  bool expected(const TomlValue& value, std::string_view what);

  const TomlValue& table_;
  std::string_view name_;
  Problems& problems_;
};

// "'a', 'b' or 'c'".
[[nodiscard]] std::string one_of(const std::vector<std::string>& names);

}  // namespace eightbells
