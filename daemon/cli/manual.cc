#include "daemon/cli/manual.h"

#include <fmt/format.h>

#include "config/reference.h"
#include "daemon/cli/command_table.h"

namespace eightbells {

namespace {

constexpr std::string_view kAbout =
    "eightbells polls the feeds, X accounts and commands of its configuration, keeps what is new, folds "
    "posts about the same thing "
    "into stories, files and ranks them, and writes one numbered digest for every window of time: every four "
    "hours, unless another "
    "length is set. Data goes to standard output, words to standard error.";

struct Variable {
  std::string_view name, text;
};

constexpr Variable kVariables[] = {
    {"EIGHTBELLS_CONFIG", "The configuration, when \\-\\-config does not name one."},
    {"STATE_DIRECTORY", "Where database and digests lie; systemd sets it."},
    {"XDG_STATE_HOME", "Else eightbells/ in this folder; ~/.local/state without it."},
    {"NO_COLOR", "Set to anything: no colours on a terminal."},
    {"EIGHTBELLS_DATA", "Where the files that ship with the program lie."},
};

std::string option_lines(const OptionRow& row) {
  std::string out = ".TP\n";
  if (is_positional(row)) return out + fmt::format(".I {}\n{}.\n", roff_text(row.names), roff_text(row.text));
  std::string names;
  for (const auto name : names_of(row))
    names += fmt::format("{}\\fB{}\\fR", names.empty() ? "" : ", ", roff_text(name));
  if (!row.value.empty()) names += fmt::format(" \\fI{}\\fR", roff_text(row.value));
  out += fmt::format("{}\n{}", names, roff_text(row.text));
  if (!row.choices.empty())
    out += fmt::format(": {}", roff_text(fmt::format("{}", fmt::join(row.choices, ", "))));
  return out + ".\n";
}

std::string synopsis(const CommandRow& command) {
  std::string out = fmt::format(".SS \"eightbells {}", command.name);
  for (const auto& row : command.options) {
    const std::string word = is_positional(row)
                                 ? std::string(row.names)
                                 : fmt::format("{}{}", names_of(row).back(),
                                               row.value.empty() ? "" : " " + std::string(row.value));
    out += row.required ? " " + roff_text(word) : " [" + roff_text(word) + "]";
  }
  return out + "\"\n";
}

}  // namespace

std::string program_manual(std::string_view date) {
  std::string out = fmt::format(
      ".TH EIGHTBELLS 1 {} \"eightbells {}\"\n.SH NAME\neightbells \\- news digests from feeds, one for "
      "every window of time\n"
      ".SH SYNOPSIS\n.B eightbells\n[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]\n.SH "
      "DESCRIPTION\n{}\n.SH COMMANDS\n",
      date, EIGHTBELLS_VERSION, roff_text(kAbout));
  for (const auto& command : command_table()) {
    if (command.hidden) continue;
    out += synopsis(command) + roff_text(command.text) + ".\n";
    if (!command.more.empty()) out += roff_text(command.more) + "\n";
    for (const auto& row : command.options) out += option_lines(row);
    if (command.examples.empty()) continue;
    out += ".PP\n.nf\n";
    for (const auto example : command.examples) out += fmt::format(".RS\n{}\n.RE\n", roff_text(example));
    out += ".fi\n";
  }
  out += ".SH OPTIONS\nThey stand before or behind the command.\n";
  for (const auto& row : global_options()) out += option_lines(row);
  out += ".SH TIMES\n" + roff_text(kTimesText) + "\n.SH EXIT STATUS\n" +
         roff_text(kStatusText.substr(kStatusText.find(':') + 2)) + "\n.SH ENVIRONMENT\n";
  for (const auto& variable : kVariables)
    out += fmt::format(".TP\n.B {}\n{}\n", roff_text(variable.name), variable.text);
  return out +
         ".SH FILES\n.TP\n.I /etc/eightbells/eightbells.toml\nThe configuration.\n.TP\n.I "
         "/var/lib/eightbells\nDatabase and digests of the "
         "service.\n.SH EXAMPLES\n.nf\neightbells init my.toml\neightbells \\-\\-config my.toml add "
         "https://example.org\neightbells "
         "\\-\\-config my.toml once \\-v\neightbells search robots \\-\\-since 7d\n.fi\n.SH SEE ALSO\n.BR "
         "eightbells.toml (5)\n";
}

}  // namespace eightbells
