// The smaller tables, and what all parts share.
#include <fmt/format.h>

#include "config/checks.h"
#include "config/load_parts.h"

namespace eightbells {

namespace fs = std::filesystem;

namespace {

// Upper limits: far above what is sensible, below what would harm the machine or a stranger's server.
constexpr int kMaxConcurrency = 4096;
constexpr int kMaxPerHost = 64;
constexpr std::size_t kMaxDocument = std::size_t{1} << 30;
constexpr std::int64_t kMaxTokens = 1'000'000'000'000;

std::string check_contact(std::string_view contact) {
  const bool reachable = contact.find("://") != contact.npos || contact.find('@') != contact.npos;
  return reachable ? "" : "expected a page (https://...) or a mail address";
}

void load_hosts(TableReader& collect, LoadContext& context) {
  const TomlValue* table = collect.table("hosts");
  if (!table) return;
  TableReader hosts(*table, "collect.hosts", context.problems);
  for (const TomlMember& member : hosts.members()) {
    std::string problem = check_host(member.key);
    if (member.value.kind == TomlValue::Kind::table) {
      problem = "a host stands in quotes, such as \"export.arxiv.org\" = 2: a bare dot begins a new table";
    }
    std::int64_t count = 0;
    if (!problem.empty()) context.problems.error(member.place, problem);
    else if (hosts.integer_of(member.value, count, 1, kMaxPerHost)) {
      context.settings.collect.hosts[member.key] = static_cast<int>(count);
    }
  }
}

// endpoint, model and api_key_file, which a model of any kind needs.
template <typename ModelSettings>
void read_model(TableReader& table, LoadContext& context, ModelSettings& out) {
  for (const std::string_view key : {"endpoint", "model"}) {
    if (!table.has(key))
      context.problems.error(table.place(), fmt::format("expected '{}' in this table", key));
  }
  read_checked(table, "endpoint", out.endpoint, check_web_url);
  table.text("model", out.model);
  read_existing(table, "api_key_file", context, out.api_key_file);
}

}  // namespace

fs::path absolute_path(const LoadContext& context, std::string_view text) {
  const fs::path absolute = (context.directory / fs::path(text)).lexically_normal();
  return absolute.has_filename() ? absolute : absolute.parent_path();
}

bool read_existing(TableReader& table, std::string_view key, LoadContext& context, fs::path& out) {
  std::string text;
  if (!table.text(key, text)) return false;
  const fs::path path = absolute_path(context, text);
  // systemd's credentials, and what only the service's user may see, are judged when they are read.
  std::error_code error;
  const bool there = fs::exists(path, error);
  const bool hidden =
      error == std::errc::permission_denied || path.string().rfind("/run/credentials/", 0) == 0;
  if (!there && !hidden) {
    const std::string_view hint =
        text.rfind("~", 0) == 0 ? "; '~' is not your home here: write the whole path" : "";
    table.error(key, fmt::format("there is no file {}{}", text, hint));
    return false;
  }
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    table.error(key, fmt::format("expected a file, found the folder {}", text));
    return false;
  }
  out = path;
  return true;
}

void read_words(TableReader& table, std::string_view key, std::vector<std::string>& out) {
  const TomlMember* member = table.find(key);
  if (!member || !table.texts(key, out)) return;
  for (const TomlValue& item : member->value.items) {
    if (item.kind != TomlValue::Kind::text) continue;
    if (std::string problem = check_word(item.text); !problem.empty())
      table.problems().error(item.place, problem);
  }
}

std::string user_agent_of(const CollectSettings& collect) {
  if (!collect.user_agent.empty()) return collect.user_agent;
  return fmt::format("eightbells/{} (+{})", EIGHTBELLS_VERSION, collect.contact);
}

void load_collect(TableReader& top, LoadContext& context) {
  const TomlValue* table = top.table("collect");
  if (!table) return;
  TableReader reader(*table, "collect", context.problems);
  CollectSettings& collect = context.settings.collect;
  reader.integer("concurrency", collect.concurrency, 1, kMaxConcurrency);
  reader.integer("per_host", collect.per_host, 1, kMaxPerHost);
  reader.duration("gap", collect.gap, Millis(0), kMinute);
  load_hosts(reader, context);
  reader.duration("timeout", collect.timeout, Millis(100), 10 * kMinute);
  reader.duration("deadline", collect.deadline, Millis(1000), kHour);
  reader.size("max_bytes", collect.max_bytes, 1024, kMaxDocument);
  reader.integer("max_redirects", collect.max_redirects, 0, 20);
  reader.integer("max_entries", collect.max_entries, 1, 100'000);
  reader.text("user_agent", collect.user_agent);
  read_checked(reader, "contact", collect.contact, check_contact);
  read_checked(reader, "proxy", collect.proxy, check_proxy);
  reader.flag("allow_private", collect.allow_private);
}

void load_x(TableReader& top, LoadContext& context) {
  const TomlValue* table = top.table("x");
  if (!table) return;
  TableReader reader(*table, "x", context.problems);
  XSettings& x = context.settings.x;
  read_checked(reader, "endpoint", x.endpoint, check_web_url);
  read_existing(reader, "bearer_token_file", context, x.bearer_token_file);
  reader.integer("reads_per_day", x.reads_per_day, 0, 1'000'000'000);
}

void load_editor(TableReader& top, LoadContext& context) {
  const TomlValue* table = top.table("editor");
  if (!table) return;
  TableReader reader(*table, "editor", context.problems);
  EditorSettings editor;
  read_model(reader, context, editor);
  read_existing(reader, "prompt_file", context, editor.prompt_file);
  reader.real("temperature", editor.temperature, 0, 2);
  reader.duration("timeout", editor.timeout, Millis(100), kHour);
  reader.duration("deadline", editor.deadline, Millis(1000), kDay);
  reader.integer("concurrency", editor.concurrency, 1, 256);
  reader.integer("tokens_per_window", editor.tokens_per_window, 0, kMaxTokens);
  reader.integer("tokens_per_day", editor.tokens_per_day, 0, kMaxTokens);
  reader.integer("max_output_tokens", editor.max_output_tokens, 16, 1'000'000);
  context.settings.editor = std::move(editor);
}

void load_embeddings(TableReader& top, LoadContext& context) {
  const TomlValue* table = top.table("embeddings");
  if (!table) return;
  TableReader reader(*table, "embeddings", context.problems);
  EmbeddingsSettings embeddings;
  read_model(reader, context, embeddings);
  reader.duration("timeout", embeddings.timeout, Millis(100), 10 * kMinute);
  context.settings.embeddings = std::move(embeddings);
}

void load_aliases(TableReader& top, LoadContext& context) {
  const TomlValue* table = top.table("aliases");
  if (!table) return;
  TableReader reader(*table, "aliases", context.problems);
  for (const TomlMember& member : reader.members()) {
    std::vector<std::string> spellings;
    if (!reader.texts(member.key, spellings)) continue;
    if (spellings.empty()) context.problems.error(member.value.place, "expected at least one other spelling");
    context.settings.aliases[member.key] = std::move(spellings);
  }
}

}  // namespace eightbells
