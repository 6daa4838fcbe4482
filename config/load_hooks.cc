// [[on_digest]]: who is told of a digest.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/checks.h"
#include "config/load_parts.h"
#include "config/nearest.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kKinds = {"command", "webhook", "webhook_file"};

// The one key that says what the hook is; empty, and noted, when there are none or several.
std::string_view kind_of(TableReader& table) {
  const auto count =
      std::count_if(kKinds.begin(), kKinds.end(), [&](std::string_view key) { return table.has(key); });
  if (count != 1) {
    table.problems().error(table.place(),
                           "expected one of command, webhook and webhook_file in this [[on_digest]]");
    return {};
  }
  return *std::find_if(kKinds.begin(), kKinds.end(), [&](std::string_view key) { return table.has(key); });
}

void read_command(TableReader& table, const LoadContext& context, HookSettings& hook) {
  const TomlValue& value = table.find("command")->value;
  bool good = value.kind == TomlValue::Kind::array && !value.items.empty();
  for (const TomlValue& item : value.items) {
    good = good && item.kind == TomlValue::Kind::text && item.text.find('\0') == std::string::npos;
    hook.command.push_back(item.text);
  }
  if (!good || hook.command.front().empty()) {
    table.error(
        "command",
        fmt::format(
            "expected a program and its arguments such as [\"/usr/bin/mail\", \"me@example.com\"], found "
            "{}; it is run without a shell",
            value.describe()));
    return;
  }
  std::string& program = hook.command.front();
  if (program.find('/') == std::string::npos) return;
  const fs::path path = absolute_path(context, program);
  std::error_code ignored;
  if (!fs::exists(path, ignored))
    table.problems().warning(table.place_of("command"), fmt::format("there is no file {} now", program));
  program = path.string();
}

void read_digests(TableReader& table, const LoadContext& context, HookSettings& hook) {
  const TomlMember* member = table.find("digests");
  if (!member || !table.texts("digests", hook.digests)) return;
  std::vector<std::string> known;
  for (const ProfileSettings& digest : context.settings.digests) known.push_back(digest.name);
  if (known.empty()) known.push_back(ProfileSettings().name);
  for (const TomlValue& item : member->value.items) {
    if (item.kind != TomlValue::Kind::text || std::find(known.begin(), known.end(), item.text) != known.end())
      continue;
    table.problems().error(item.place, fmt::format("expected the name of a [[digest]], found {}{}",
                                                   item.describe(), nearest_hint(item.text, known)));
  }
}

}  // namespace

void load_hooks(TableReader& top, LoadContext& context) {
  for (const TomlValue* value : top.tables("on_digest")) {
    TableReader table(*value, "on_digest", context.problems);
    HookSettings hook;
    hook.user_agent = user_agent_of(context.settings.collect);
    hook.proxy = context.settings.collect.proxy;
    const std::string_view kind = kind_of(table);
    if (kind == "command") read_command(table, context, hook);
    if (kind == "webhook") read_checked(table, "webhook", hook.webhook, check_web_url);
    if (kind == "webhook_file") read_existing(table, "webhook_file", context, hook.webhook_file);
    if (kind == "command" && table.has("token_file"))
      table.error("token_file", "'token_file' has no meaning for a command");
    read_existing(table, "token_file", context, hook.token_file);
    read_digests(table, context, hook);
    table.duration("timeout", hook.timeout, Millis(100), kHour);
    context.settings.hooks.push_back(std::move(hook));
  }
}

}  // namespace eightbells
