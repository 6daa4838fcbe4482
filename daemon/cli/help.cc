#include "daemon/cli/help.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "daemon/cli/table.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr std::string_view kAbout =
    "Eight Bells polls the sources you configure and writes one numbered digest for every window of time.";

struct Line {
  std::string what, text;
};

constexpr std::pair<std::string_view, std::string_view> kFirstSteps[] = {
    {"eightbells init my.toml", "a first configuration, with every setting explained"},
    {"eightbells --config my.toml add URL", "find the feed of a page and add it"},
    {"eightbells --config my.toml once -v", "poll everything and write the first digest"},
    {"eightbells --config my.toml run",
     "from then on by itself; or the service: systemctl enable --now eightbells"},
};

// Lines longer than a page's are hard to read, and a terminal narrower than this is none.
std::size_t width_of(std::size_t columns) {
  return std::clamp<std::size_t>(columns == 0 ? 100 : columns, 40, 100);
}

std::string heading(std::string_view text, const Paint& paint) {
  return fmt::format("\n{}\n", paint(Ink::strong, fmt::format("{}:", text)));
}

// Two columns where there is room for both, else the text below what it explains.
std::string explained(const std::vector<Line>& lines, std::size_t columns) {
  std::size_t widest = 0;
  for (const auto& line : lines) widest = std::max(widest, display_width(line.what));
  const std::size_t left = widest + 4;
  const bool beside = columns >= left + 30;
  const std::string indent(beside ? left : 6, ' ');
  std::string out;
  for (const auto& line : lines) {
    std::string text = wrapped(line.text, columns, indent);
    if (beside && !text.empty())
      text.replace(0, left,
                   fmt::format("  {}{}", line.what, std::string(left - 2 - display_width(line.what), ' ')));
    else text = fmt::format("  {}\n{}", line.what, text);
    out += text;
  }
  return out;
}

std::string default_of(const OptionRow& row) {
  const Options defaults;
  std::string value;
  if (const auto* number = std::get_if<int Options::*>(&row.target))
    value = std::to_string(defaults.*(*number));
  if (const auto* text = std::get_if<std::string Options::*>(&row.target)) value = defaults.*(*text);
  return value.empty() ? "" : fmt::format(" (default: {})", value);
}

Line line_of(const OptionRow& row) {
  std::string what =
      is_positional(row) ? std::string(row.names) : fmt::format("{}", fmt::join(names_of(row), ", "));
  if (!is_positional(row) && !row.value.empty()) what += fmt::format(" {}", row.value);
  std::string text(row.text);
  if (!row.choices.empty()) text += fmt::format(": {}", fmt::join(row.choices, ", "));
  return {what, text + default_of(row)};
}

std::vector<Line> lines_of(const std::vector<OptionRow>& rows) {
  std::vector<Line> lines;
  for (const auto& row : rows) lines.push_back(line_of(row));
  return lines;
}

// "WORDS...", "[FILE]", "--window TIME".
std::string usage_of(const OptionRow& row) {
  std::string word(row.names);
  if (!is_positional(row)) word = fmt::format("{} {}", names_of(row).back(), row.value);
  if (std::holds_alternative<std::vector<std::string> Options::*>(row.target)) word += "...";
  return row.required ? word : fmt::format("[{}]", word);
}

}  // namespace

std::string program_help(std::size_t given, const Paint& paint) {
  const std::size_t columns = width_of(given);
  std::string out = wrapped(kAbout, columns, "");
  out += "\nUsage: eightbells [OPTIONS] COMMAND ...\n";
  std::vector<Line> steps;
  for (const auto& [step, text] : kFirstSteps) steps.push_back({std::string(step), std::string(text)});
  out += heading("First steps", paint) + explained(steps, columns);
  std::string_view group;
  std::vector<Line> lines;
  const auto flush = [&] {
    if (!lines.empty()) out += heading(group, paint) + explained(lines, columns);
    lines.clear();
  };
  for (const auto& command : command_table()) {
    if (command.hidden) continue;
    if (command.group != group) flush();
    group = command.group;
    lines.push_back({std::string(command.name), std::string(command.text)});
  }
  flush();
  std::vector<Line> options = lines_of(global_options());
  options.push_back({"-h, --help", "This text; behind a command, that command's"});
  options.push_back({"--version", "The version"});
  out += heading("Options", paint) + explained(options, columns);
  return out + "\n" + wrapped(kStatusText, columns, "") +
         wrapped("\"eightbells COMMAND --help\" tells what a command takes, \"man eightbells\" all of it.",
                 columns, "");
}

std::string command_help(const CommandRow& command, std::size_t given, const Paint& paint) {
  const std::size_t columns = width_of(given);
  std::string usage = fmt::format("Usage: eightbells {}", command.name);
  bool has_time = false;
  const auto has_more = [](const OptionRow& row) { return !is_positional(row) && !row.required; };
  if (std::any_of(command.options.begin(), command.options.end(), has_more)) usage += " [OPTIONS]";
  for (const auto& row : command.options) {
    if (is_positional(row) || row.required) usage += " " + usage_of(row);
    has_time = has_time || row.value == "TIME";
  }
  std::string out = wrapped(fmt::format("{}.", command.text), columns, "");
  if (!command.more.empty()) out += wrapped(command.more, columns, "");
  out += "\n" + usage + "\n";
  if (!command.options.empty()) out += "\n" + explained(lines_of(command.options), columns);
  if (has_time) out += "\n" + wrapped(kTimesText, columns, "");
  if (!command.examples.empty()) {
    out += heading(command.examples.size() == 1 ? "Example" : "Examples", paint);
    for (const auto example : command.examples) out += fmt::format("  {}\n", example);
  }
  std::string others;
  for (const auto& row : global_options())
    others += fmt::format("{}{} {}", others.empty() ? "" : ", ", row.names, row.value);
  return out + "\n" + wrapped("Also: " + others + " (\"eightbells --help\").", columns, "");
}

}  // namespace eightbells
