// [[source]]: what is read.
#include <fmt/format.h>

#include <fstream>
#include <unordered_map>

#include "config/checks.h"
#include "config/load_parts.h"
#include "config/nearest.h"
#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBasicAuth = 4096;  // bytes of "user:password"

bool begins_with(std::string_view text, std::string_view lead) { return text.substr(0, lead.size()) == lead; }
bool is_web(std::string_view text) { return begins_with(text, "http://") || begins_with(text, "https://"); }

std::string percent_encoded_path(std::string_view path) {
  constexpr std::string_view kPlain = "/-._~!$&'()*+,;=:@";
  std::string out;
  for (const char c : path) {
    const bool letter_or_digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (letter_or_digit || kPlain.find(c) != kPlain.npos) out += c;
    else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

void warn_if_absent(TableReader& table, std::string_view key, const fs::path& path, std::string_view text) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    table.problems().warning(table.place_of(key), fmt::format("there is no file {} now", text));
  }
}

// "file:" and a path (relative: to the configuration) become file:///...; the other forms stay as they are.
void read_url(TableReader& table, const LoadContext& context, Source& source) {
  std::string url;
  if (!table.text("url", url)) return;
  if (begins_with(url, "file:") && !begins_with(url, "file://")) {
    const fs::path path = absolute_path(context, std::string_view(url).substr(5));
    warn_if_absent(table, "url", path, std::string_view(url).substr(5));
    url = "file://" + percent_encoded_path(path.string());
  } else if (begins_with(url, "file://")) {
    if (!begins_with(url, "file:///")) table.error("url", "expected file:/// and a path on this machine");
  } else if (std::string problem = check_web_url(url); !problem.empty()) {
    table.error("url", problem);
    return;
  }
  source.address = url;
  source.key = "feed:" + url;
}

void read_x(TableReader& table, Source& source) {
  std::string handle;
  if (!table.text("x", handle)) return;
  if (begins_with(handle, "@")) handle.erase(0, 1);
  std::string problem = check_handle(handle);
  if (!problem.empty()) {
    const auto slash = handle.find_last_of('/');
    const std::string last = slash == handle.npos ? "" : handle.substr(slash + 1);
    if (check_handle(last).empty()) problem += fmt::format("; write x = \"{}\"", last);
    table.error("x", problem);
  }
  source.address = handle;
  source.key = "x:" + ascii_lower(handle);
}

// Arguments may be anything but NUL; only the program has to be named.
void read_command(TableReader& table, const LoadContext& context, Source& source) {
  const TomlMember* member = table.find("command");
  constexpr std::string_view kExpected =
      "expected a program and its arguments such as [\"/usr/bin/fetch\", \"--rss\"]";
  bool good = member->value.kind == TomlValue::Kind::array && !member->value.items.empty();
  std::string joined;
  for (const TomlValue& item : member->value.items) {
    good = good && item.kind == TomlValue::Kind::text && item.text.find('\0') == std::string::npos;
    source.argv.push_back(item.text);
    joined += item.text + '\0';
  }
  if (!good || source.argv.front().empty()) {
    table.error("command",
                fmt::format("{}, found {}; it is run without a shell", kExpected, member->value.describe()));
    return;
  }
  source.key = "command:" + hash128_hex(joined);
  if (source.argv.front().find('/') == std::string::npos) return;
  const std::string written = source.argv.front();
  const fs::path program = absolute_path(context, written);
  source.argv.front() = program.string();
  warn_if_absent(table, "command", program, written);
}

void read_file_or_opml(TableReader& table, const LoadContext& context, std::string_view key, Source& source) {
  std::string text;
  if (!table.text(key, text)) return;
  if (key == "opml" && text.find("://") != text.npos) {
    if (std::string problem = check_web_url(text); !problem.empty()) table.error(key, problem);
    source.address = text;
  } else if (is_web(text)) {
    table.error(key, "expected the path of a file; a feed on the web is written url = \"...\"");
  } else {
    const fs::path path = absolute_path(context, text);
    warn_if_absent(table, key, path, text);
    source.address = path.string();
  }
  source.key = fmt::format("{}:{}", key, source.address);
}

struct KindKey {
  std::string_view key;
  SourceKind kind;
};
constexpr KindKey kKinds[] = {{"url", SourceKind::feed},
                              {"x", SourceKind::x},
                              {"command", SourceKind::command},
                              {"file", SourceKind::file},
                              {"opml", SourceKind::opml}};

// The key that says what the source is; empty, and noted, unless there is exactly one.
std::string_view kind_of(TableReader& table, Source& source) {
  std::string_view found;
  for (const KindKey& kind : kKinds) {
    if (!table.has(kind.key)) continue;
    if (!found.empty()) {
      table.error(
          kind.key,
          fmt::format("expected one of url, x, command, file and opml in a [[source]], found '{}' and "
                      "'{}'; make two sources of it",
                      found, kind.key));
      return {};
    }
    found = kind.key;
    source.kind = kind.kind;
  }
  if (found.empty())
    table.problems().error(table.place(), "expected url, x, command, file or opml in this [[source]]");
  return found;
}

void read_headers(TableReader& table, LoadContext& context, FetchOptions& fetch) {
  const TomlValue* value = table.table("headers");
  if (!value) return;
  TableReader headers(*value, "source.headers", context.problems);
  for (const TomlMember& member : headers.members()) {
    std::string text;
    if (!headers.text_of(member.value, "a text in quotes", text)) continue;
    if (std::string problem = check_header(member.key, text); !problem.empty()) {
      context.problems.error(member.place, problem);
      continue;
    }
    const std::string name = ascii_lower(member.key);
    if (name == "authorization" || name == "cookie") {
      context.problems.warning(
          member.place, fmt::format("a secret in the configuration can be read by everyone who reads it; "
                                    "{}",
                                    name == "cookie" ? "keep the file's permissions narrow"
                                                     : "basic_auth_file keeps it apart"));
    }
    fetch.headers.emplace_back(member.key, text);
  }
}

void read_basic_auth(TableReader& table, LoadContext& context, FetchOptions& fetch) {
  fs::path path;
  if (!read_existing(table, "basic_auth_file", context, path)) return;
  std::ifstream in(path, std::ios::binary);
  std::string line;
  if (!in || !std::getline(in, line)) {
    std::error_code ignored;
    // A credential that only the running service sees is read by it on its start.
    if (fs::exists(path, ignored)) table.error("basic_auth_file", "the file cannot be read, or is empty");
    return;
  }
  line = std::string(trim(line));
  if (line.size() > kMaxBasicAuth || line.find(':') == line.npos) {
    table.error("basic_auth_file", "expected user:password on the first line of the file");
    return;
  }
  fetch.basic_auth = line;
}

void read_fetch(TableReader& table, LoadContext& context, FetchOptions& fetch) {
  table.duration("timeout", fetch.timeout, Millis(100), 10 * kMinute);
  table.size("max_bytes", fetch.max_bytes, 1024, std::size_t{1} << 30);
  table.integer("max_redirects", fetch.max_redirects, 0, 20);
  table.text("user_agent", fetch.user_agent);
  const TomlMember* proxy = table.find("proxy");
  if (proxy && proxy->value.kind == TomlValue::Kind::text && proxy->value.text.empty()) fetch.proxy.clear();
  else read_checked(table, "proxy", fetch.proxy, check_proxy);
  table.flag("allow_private", fetch.allow_private);
  read_headers(table, context, fetch);
  read_basic_auth(table, context, fetch);
  fs::path path;
  if (read_existing(table, "ca_file", context, path)) fetch.ca_file = path.string();
  if (read_existing(table, "client_certificate", context, path)) fetch.client_certificate = path.string();
}

// Keys that a source of this kind would silently ignore.
void refuse_meaningless(TableReader& table, SourceKind kind, std::string_view kind_key) {
  const auto refuse = [&](std::string_view key) {
    if (const TomlMember* member = table.find(key)) {
      table.problems().error(member->place,
                             fmt::format("'{}' has no meaning for a source with '{}'", key, kind_key));
    }
  };
  if (kind != SourceKind::x) {
    refuse("exclude_replies");
    refuse("exclude_reposts");
  }
  if (kind != SourceKind::command && kind != SourceKind::file) return;
  for (const std::string_view key : {"headers", "user_agent", "proxy", "max_redirects", "allow_private",
                                     "basic_auth_file", "ca_file", "client_certificate"}) {
    refuse(key);
  }
  if (kind == SourceKind::file) refuse("timeout");
}

void read_category(TableReader& table, const LoadContext& context, Source& source) {
  if (!table.text("category", source.category)) return;
  std::vector<std::string> known;
  for (const CategorySettings& category : context.settings.categories) {
    if (category.name == source.category) return;
    known.push_back(category.name);
  }
  table.error("category", fmt::format("expected the name of a [[category]], found '{}'{}", source.category,
                                      nearest_hint(source.category, known)));
}

Source default_source(const CollectSettings& collect) {
  Source source;
  source.fetch.timeout = collect.timeout;
  source.fetch.max_bytes = collect.max_bytes;
  source.fetch.max_redirects = collect.max_redirects;
  source.fetch.user_agent = user_agent_of(collect);
  source.fetch.proxy = collect.proxy;
  source.fetch.allow_private = collect.allow_private;
  return source;
}

Source read_source(TableReader& table, LoadContext& context) {
  Source source = default_source(context.settings.collect);
  const std::string_view kind_key = kind_of(table, source);
  if (kind_key == "url") read_url(table, context, source);
  if (kind_key == "x") read_x(table, source);
  if (kind_key == "command") read_command(table, context, source);
  if (kind_key == "file" || kind_key == "opml") read_file_or_opml(table, context, kind_key, source);
  if (!kind_key.empty()) refuse_meaningless(table, source.kind, kind_key);
  source.name = source.kind == SourceKind::command && !source.argv.empty()
                    ? fs::path(source.argv.front()).filename().string()
                    : source.address;
  table.text("name", source.name);
  table.real("weight", source.weight, 0, 100);
  read_category(table, context, source);
  read_checked(table, "language", source.language, check_language);
  Millis every{0};
  if (table.duration("every", every, kMinute, 30 * kDay)) source.every = every;
  table.flag("exclude_replies", source.exclude_replies);
  table.flag("exclude_reposts", source.exclude_reposts);
  read_fetch(table, context, source.fetch);
  return source;
}

struct Earlier {
  std::unordered_map<std::string, int> keys;   // to the line
  std::unordered_map<std::string, int> pages;  // by canonical URL
};

// The same source twice is a slip; two spellings of what is probably one feed are only worth a word.
void note_repeat(TableReader& table, const Source& source, Earlier& earlier) {
  const int line = table.place().line;
  const auto [key, is_new] = earlier.keys.emplace(source.key, line);
  if (!is_new) {
    table.problems().error(table.place(),
                           fmt::format("the same source stands in line {} already", key->second));
    return;
  }
  if (source.kind != SourceKind::feed || !is_web(source.address)) return;
  const auto [page, is_new_page] = earlier.pages.emplace(canonical_url(source.address), line);
  if (is_new_page) return;
  table.problems().warning(table.place_of("url"),
                           fmt::format("this is probably the feed of line {} again", page->second));
}

}  // namespace

void load_sources(TableReader& top, LoadContext& context) {
  Earlier earlier;
  bool warned = false;
  for (const TomlValue* value : top.tables("source")) {
    TableReader table(*value, "source", context.problems);
    Source source = read_source(table, context);
    const bool token = !context.settings.x.bearer_token_file.empty();
    if (source.kind == SourceKind::x && !source.key.empty() && !token && !warned) {
      warned = true;
      context.problems.warning(
          table.place_of("x"),
          "X accounts need [x] bearer_token_file; without it they are reported as failing");
    }
    if (!source.key.empty()) note_repeat(table, source, earlier);
    context.settings.sources.push_back(std::move(source));
  }
}

}  // namespace eightbells
