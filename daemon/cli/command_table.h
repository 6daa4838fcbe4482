// Every command and option as a table: what the parser accepts, what --help says, what the shells complete,
// and what the manual page lists are read from it, so that they cannot differ.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daemon/cli/options.h"

namespace eightbells {

// Where an option's value goes: a text, a flag, a number, or all words that are left.
using OptionTarget = std::variant<std::string Options::*, bool Options::*, int Options::*,
                                  std::vector<std::string> Options::*>;

struct OptionRow {
  std::string_view names;  // "--at", "-v,--verbose"; "FILE" for a word without a name
  std::string_view
      value;  // what stands behind it: "TIME", "FILE", "DIR", "NAME", "N", "URL" ...; empty for a flag
  std::string_view text;
  OptionTarget target;
  bool required = false;
  std::vector<std::string> choices = {};  // the only values, where they are few
};

struct CommandRow {
  std::string_view name;
  std::string_view group;  // heading in --help
  std::string_view text;   // one line
  std::string_view more;   // what --help of the command and the manual page add
  int (*run)(const Options&);
  std::vector<OptionRow> options;
  std::vector<std::string_view> examples = {};  // whole command lines
  bool hidden = false;                          // for the build and for tests
};

// In the order of --help.
[[nodiscard]] const std::vector<CommandRow>& command_table();

// Those that every command takes.
[[nodiscard]] const std::vector<OptionRow>& global_options();

// The row of that name; null when there is none.
[[nodiscard]] const CommandRow* find_command(std::string_view name);

// Whether the row stands for a word without a name, such as FILE.
[[nodiscard]] bool is_positional(const OptionRow& row);

// "-v" and "--verbose" of "-v,--verbose".
[[nodiscard]] std::vector<std::string_view> names_of(const OptionRow& row);

// How TIME is written, and the exit statuses: for --help and the manual page.
inline constexpr std::string_view kTimesText =
    "TIME is RFC 3339 (2026-01-07T08:00:00+08:00), local time in the configured zone (2026-01-07T08:00 or "
    "2026.01.07.08), or \"now\".";
inline constexpr std::string_view kStatusText =
    "Exit status: 0 done, 1 failed, 2 bad usage or configuration, 3 done but some sources failed.";

}  // namespace eightbells
