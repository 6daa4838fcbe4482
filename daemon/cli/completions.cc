#include "daemon/cli/completions.h"

#include <fmt/format.h>

#include "daemon/cli/command_table.h"

namespace eightbells {

namespace {

constexpr std::string_view kMadeFrom =
    "Completion for eightbells; made by the program from its own table of commands.";

// What the shell completes behind an option or as a word: files, folders, fixed words, or nothing.
enum class Kind { files, folders, choices, nothing };

Kind kind_of(const OptionRow& row) {
  if (!row.choices.empty()) return Kind::choices;
  if (row.value == "FILE") return Kind::files;
  return row.value == "DIR" ? Kind::folders : Kind::nothing;
}

std::string quoted(std::string_view text) {  // within single quotes of any of the shells
  std::string out;
  for (const char c : text) {
    if (c == '\'') out += "'\\''";
    else out += c;
  }
  return out;
}

std::vector<const CommandRow*> shown_commands() {
  std::vector<const CommandRow*> out;
  for (const auto& row : command_table())
    if (!row.hidden) out.push_back(&row);
  return out;
}

std::vector<const OptionRow*> options_of(const CommandRow* command) {
  std::vector<const OptionRow*> out;
  if (command)
    for (const auto& row : command->options)
      if (!is_positional(row)) out.push_back(&row);
  for (const auto& row : global_options()) out.push_back(&row);
  return out;
}

// ---- bash ----

std::string bash_action(const OptionRow& row) {
  switch (kind_of(row)) {
    case Kind::files:
      return "COMPREPLY=($(compgen -f -- \"$cur\")); compopt -o filenames 2>/dev/null";
    case Kind::folders:
      return "COMPREPLY=($(compgen -d -- \"$cur\")); compopt -o filenames 2>/dev/null";
    case Kind::choices:
      return fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$cur\"))", fmt::join(row.choices, " "));
    case Kind::nothing:
      return "COMPREPLY=()";
  }
  return {};
}

std::string bash_values(const std::vector<const OptionRow*>& rows) {
  std::string out;
  for (const auto* row : rows)
    if (!row->value.empty())
      out += fmt::format("      {}) {}; return ;;\n", fmt::join(names_of(*row), "|"), bash_action(*row));
  return out;
}

std::string words_of_options(const std::vector<const OptionRow*>& rows) {
  std::string out = "--help";
  for (const auto* row : rows)
    for (const auto name : names_of(*row)) out += " " + std::string(name);
  return out;
}

// ---- fish ----

std::string fish_option(const OptionRow& row, std::string_view condition) {
  std::string out = "complete -c eightbells";
  if (!condition.empty()) out += fmt::format(" -n '{}'", condition);
  for (const auto name : names_of(row))
    out += name.substr(0, 2) == "--" ? fmt::format(" -l {}", name.substr(2))
                                     : fmt::format(" -s {}", name.substr(1));
  switch (kind_of(row)) {
    case Kind::files:
      out += " -r -F";
      break;
    case Kind::folders:
      out += " -x -a '(__fish_complete_directories)'";
      break;
    case Kind::choices:
      out += fmt::format(" -x -a '{}'", fmt::join(row.choices, " "));
      break;
    case Kind::nothing:
      out += row.value.empty() ? "" : " -x";
      break;
  }
  return out + fmt::format(" -d '{}'\n", quoted(row.text));
}

// ---- zsh ----

std::string zsh_text(std::string_view text) {  // within an _arguments specification in single quotes
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    if (c == '\'') out += "'\\''";
    else out += c;
  }
  return out;
}

std::string zsh_action(const OptionRow& row) {
  switch (kind_of(row)) {
    case Kind::files:
      return "_files";
    case Kind::folders:
      return "_files -/";
    case Kind::choices:
      return fmt::format("({})", fmt::join(row.choices, " "));
    case Kind::nothing:
      return " ";
  }
  return {};
}

std::string zsh_option(const OptionRow& row) {
  std::string out;
  for (const auto name : names_of(row)) {
    out += fmt::format(" \\\n        '{}[{}]", name, zsh_text(row.text));
    if (!row.value.empty()) out += fmt::format(":{}:{}", row.value, zsh_action(row));
    out += "'";
  }
  return out;
}

std::string zsh_word(const OptionRow& row) {
  const bool many = std::holds_alternative<std::vector<std::string> Options::*>(row.target);
  return fmt::format(" \\\n        '{}:{}:{}'", many ? "*" : "", row.value, zsh_action(row));
}

}  // namespace

std::string bash_completion() {
  std::string commands, cases, words;
  for (const auto* command : shown_commands()) {
    commands += (commands.empty() ? "" : " ") + std::string(command->name);
    cases +=
        fmt::format("    {})\n      case \"$prev\" in\n{}      esac\n      options='{}'\n", command->name,
                    bash_values(options_of(command)), words_of_options(options_of(command)));
    for (const auto& row : command->options)
      if (is_positional(row))
        cases += fmt::format("      [ \"${{cur#-}}\" = \"$cur\" ] && {{ {}; return; }}\n", bash_action(row));
    cases += "      ;;\n";
  }
  return fmt::format(R"(# {}
_eightbells() {{
  local cur prev command word options i
  cur="${{COMP_WORDS[COMP_CWORD]}}"; prev="${{COMP_WORDS[COMP_CWORD-1]}}"; command=
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${{COMP_WORDS[i]}}"
    case "$word" in
      --config|--state|--log-level) ((i++)) ;;
      -*) ;;
      *) command="$word"; break ;;
    esac
  done
  case "$command" in
    '')
      case "$prev" in
{}      esac
      options='{} --version {}'
      ;;
{}  esac
  COMPREPLY=($(compgen -W "$options" -- "$cur"))
}}
complete -F _eightbells eightbells
)",
                     kMadeFrom, bash_values(options_of(nullptr)), commands,
                     words_of_options(options_of(nullptr)), cases);
}

std::string zsh_completion() {
  std::string commands, cases, global;
  for (const auto& row : global_options()) global += zsh_option(row);
  for (const auto* command : shown_commands()) {
    commands += fmt::format("    '{}:{}'\n", command->name, zsh_text(command->text));
    cases += fmt::format("        {})\n      _arguments -s '--help[Show help]'", command->name);
    for (const auto* row : options_of(command)) cases += zsh_option(*row);
    for (const auto& row : command->options)
      if (is_positional(row)) cases += zsh_word(row);
    cases += " ;;\n";
  }
  return fmt::format(R"(#compdef eightbells
# {}
_eightbells() {{
  local -a commands
  local state line
  commands=(
{}  )
  _arguments -C -s '--help[Show help]' '--version[Show the version]'{} \
        '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe 'command' commands ;;
    argument)
      case $line[1] in
{}      esac ;;
  esac
}}
if [ "$funcstack[1]" = "_eightbells" ]; then _eightbells "$@"; else compdef _eightbells eightbells; fi
)",
                     kMadeFrom, commands, global, cases);
}

std::string fish_completion() {
  std::string out = fmt::format("# {}\ncomplete -c eightbells -f\n", kMadeFrom);
  for (const auto& row : global_options()) out += fish_option(row, "");
  out += "complete -c eightbells -l help -d 'Show help'\n";
  out += "complete -c eightbells -n __fish_use_subcommand -l version -d 'Show the version'\n";
  for (const auto* command : shown_commands())
    out += fmt::format("complete -c eightbells -n __fish_use_subcommand -a {} -d '{}'\n", command->name,
                       quoted(command->text));
  for (const auto* command : shown_commands()) {
    const std::string condition = fmt::format("__fish_seen_subcommand_from {}", command->name);
    for (const auto& row : command->options) {
      if (!is_positional(row)) out += fish_option(row, condition);
      else if (kind_of(row) == Kind::files)
        out += fmt::format("complete -c eightbells -n '{}' -F\n", condition);
    }
  }
  return out;
}

}  // namespace eightbells
