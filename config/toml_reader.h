// TOML text to a tree of plain values that all know their place. Only toml_reader.cc knows toml++.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace eightbells {

// Lines and columns count from 1, columns in code points; 0 when there is no place.
struct TomlPlace {
  int line = 0;
  int column = 0;
  auto operator<=>(const TomlPlace&) const = default;
};

struct TomlMember;

struct TomlValue {
  enum class Kind { text, integer, real, boolean, time, array, table };

  Kind kind = Kind::table;
  TomlPlace place;
  std::string text;
  std::int64_t integer = 0;
  double real = 0;
  bool boolean = false;
  std::vector<TomlValue> items;     // of an array
  std::vector<TomlMember> members;  // of a table, in the file's order

  // The member of that name, or null.
  [[nodiscard]] const TomlMember* find(std::string_view key) const;

  // What a person would call it, with its value where that is short: "the string \"4x\"", "the number 4", "an
  // array".
  [[nodiscard]] std::string describe() const;
};

struct TomlMember {
  std::string key;
  TomlPlace place;
  TomlValue value;
};

struct TomlError {
  TomlPlace place;
  std::string message;
};

// The root table. TOML 1.0; an error is the first place where the text is none.
[[nodiscard]] tl::expected<TomlValue, TomlError> parse_toml(std::string_view text);

}  // namespace eightbells
