#include "daemon/cli/usage.h"

#include <algorithm>

#include <fmt/format.h>

#include "config/nearest.h"
#include "daemon/cli/command_table.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

// The option of that name, of the command (null: none yet) or of all; null when there is none.
const OptionRow* find_option(const CommandRow* command, std::string_view name) {
  const auto in = [&](const std::vector<OptionRow>& rows) -> const OptionRow* {
    for (const auto& row : rows)
      for (const auto known : names_of(row))
        if (!is_positional(row) && known == name) return &row;
    return nullptr;
  };
  const OptionRow* own = command ? in(command->options) : nullptr;
  return own ? own : in(global_options());
}

std::vector<std::string> option_names(const CommandRow* command) {
  std::vector<std::string> out = {"--help"};
  const auto add = [&](const std::vector<OptionRow>& rows) {
    for (const auto& row : rows)
      for (const auto name : names_of(row))
        if (!is_positional(row)) out.emplace_back(name);
  };
  if (command) add(command->options);
  add(global_options());
  return out;
}

// "-v", "--at" of "--at=now"; empty for anything that is no option.
std::string_view option_name(std::string_view word) {
  if (word.size() < 2 || word.front() != '-' || (word[1] >= '0' && word[1] <= '9')) return {};
  return word.substr(0, word.find('='));
}

std::string unknown_command(std::string_view word) {
  std::vector<std::string> known;
  for (const auto& row : command_table())
    if (!row.hidden) known.emplace_back(row.name);
  return fmt::format("there is no command \"{}\"{}\nType \"eightbells --help\" for the commands.",
                     without_controls(word), nearest_hint(word, known));
}

std::string unknown_option(const CommandRow* command, std::string_view name) {
  std::string elsewhere;
  for (const auto& row : command_table())
    if (!command && !row.hidden && elsewhere.empty() && find_option(&row, name)) elsewhere = row.name;
  if (!elsewhere.empty())
    return fmt::format("{} belongs behind its command: eightbells {} {}", without_controls(name), elsewhere,
                       without_controls(name));
  const std::string who = command ? fmt::format("\"eightbells {}\"", command->name) : "eightbells";
  return fmt::format("{} does not take {}{}\nType \"eightbells {}--help\" for what it takes.", who,
                     without_controls(name), nearest_hint(name, option_names(command)),
                     command ? std::string(command->name) + " " : "");
}

}  // namespace

std::optional<std::string> usage_problem(const std::vector<std::string_view>& words) {
  const CommandRow* command = nullptr;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--") break;
    const std::string_view name = option_name(words[i]);
    if (name.empty()) {
      if (command) continue;
      command = find_command(words[i]);
      if (!command) return unknown_command(words[i]);
      continue;
    }
    if (name == "--help" || name == "-h" || name == "--version") return std::nullopt;
    const OptionRow* row = find_option(command, name);
    if (!row) return unknown_option(command, name);
    const bool takes_next = !row->value.empty() && words[i].find('=') == words[i].npos;
    if (takes_next) ++i;
  }
  if (command) return std::nullopt;
  return "say what to do: \"eightbells once\" polls and writes a digest, \"eightbells --help\" lists the "
         "commands.";
}

}  // namespace eightbells
