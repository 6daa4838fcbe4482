#include "daemon/cli/options.h"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "config/nearest.h"
#include "daemon/cli/command_table.h"
#include "daemon/cli/help.h"
#include "daemon/cli/terminal.h"
#include "daemon/cli/usage.h"

namespace eightbells {

namespace {

// Empty when `typed` is one of the choices.
std::string no_choice(const std::vector<std::string>& choices, const std::string& typed) {
  if (std::find(choices.begin(), choices.end(), typed) != choices.end()) return {};
  return fmt::format("expected {}, found \"{}\"{}", fmt::join(choices, ", "), typed,
                     nearest_hint(typed, choices));
}

void add_option(CLI::App& app, const OptionRow& row, Options& options) {
  const std::string names(row.names), text(row.text);
  CLI::Option* added = nullptr;
  if (const auto* flag = std::get_if<bool Options::*>(&row.target)) {
    added = app.add_flag(names, options.*(*flag), text);
  } else if (const auto* number = std::get_if<int Options::*>(&row.target)) {
    added = app.add_option(names, options.*(*number), text)->check(CLI::Range(1, kMostHits));
  } else if (const auto* words = std::get_if<std::vector<std::string> Options::*>(&row.target)) {
    added = app.add_option(names, options.*(*words), text);
  } else {
    added = app.add_option(names, options.*std::get<std::string Options::*>(row.target), text);
  }
  if (row.required) added->required();
  if (!row.choices.empty())
    added->check([&row](const std::string& typed) { return no_choice(row.choices, typed); }, "");
}

void add_command(CLI::App& app, const CommandRow& row, Options& options) {
  auto* command = app.add_subcommand(std::string(row.name), std::string(row.text));
  for (const auto& option : row.options) add_option(*command, option, options);
}

void print_help(const CommandRow* command) {
  const Paint paint = Paint::of_stdout();
  const std::size_t columns = stdout_columns();
  std::cout << (command ? command_help(*command, columns, paint) : program_help(columns, paint));
}

// "help" and "help COMMAND", as other programs have it: the word goes, and what is left is what to print.
bool asks_for_help(std::vector<std::string_view>& words) {
  if (words.empty() || words.front() != "help") return false;
  words.erase(words.begin());
  const bool general = words.empty() || words.front().substr(0, 1) == "-";
  if (!general && !find_command(words.front())) return false;  // told as a slip
  print_help(general ? nullptr : find_command(words.front()));
  return true;
}

}  // namespace

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
  std::vector<std::string_view> words(argv + 1, argv + argc);
  if (asks_for_help(words)) return kDone;
  if (const auto problem = usage_problem(words)) {
    std::cerr << "eightbells: " << *problem << '\n';
    return kBadUsage;
  }
  Options options;
  CLI::App app{"", "eightbells"};
  app.require_subcommand(1);
  app.fallthrough();  // global options may stand behind the command too
  app.failure_message(CLI::FailureMessage::simple);
  for (const auto& row : global_options()) add_option(app, row, options);
  app.set_version_flag("--version", std::string("eightbells ") + EIGHTBELLS_VERSION);
  for (const auto& row : command_table()) add_command(app, row, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    print_help(chosen.empty() ? nullptr : find_command(chosen.front()->get_name()));
    return kDone;
  } catch (const CLI::Success& done) {  // --version
    app.exit(done, std::cout, std::cerr);
    return kDone;
  } catch (const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    std::cerr << "eightbells: " << error.what() << "\nType \"eightbells "
              << (chosen.empty() ? "" : chosen.front()->get_name() + " ") << "--help\" for what it takes.\n";
    return kBadUsage;
  }
  options.command = app.get_subcommands().front()->get_name();
  return options;
}

}  // namespace eightbells
