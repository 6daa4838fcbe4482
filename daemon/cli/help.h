// --help: what there is, and what one command takes, from the table of commands.
#pragma once

#include <cstddef>
#include <string>

#include "daemon/cli/command_table.h"
#include "daemon/cli/terminal.h"

namespace eightbells {

// The whole program's: first steps, the commands by group, the options of all. `columns` as wide as the
// terminal; 0: a width for files.
[[nodiscard]] std::string program_help(std::size_t columns, const Paint& paint);

// One command's: usage, what it is for, its options with their values and defaults, examples.
[[nodiscard]] std::string command_help(const CommandRow& command, std::size_t columns, const Paint& paint);

}  // namespace eightbells
