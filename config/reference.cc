#include "config/reference.h"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

#include "config/settings.h"
#include "config/units.h"

namespace eightbells {
namespace {

using Defaults = std::map<std::pair<std::string_view, std::string_view>, std::string>;

std::string text(std::string_view value) { return fmt::format("\"{}\"", value); }
std::string time(Millis value) { return text(format_duration(value)); }
std::string size(std::size_t value) { return text(format_size(value)); }
std::string flag(bool value) { return value ? "true" : "false"; }

std::string texts(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "" : ", ") + text(value);
  return "[" + out + "]";
}

std::string name_of_choice(Backfill value) {
  return value == Backfill::window ? "window" : value == Backfill::max_age ? "max_age" : "none";
}
std::string name_of_choice(CatchUp value) {
  return value == CatchUp::each ? "each" : value == CatchUp::merge ? "merge" : "skip";
}

void add_top(Defaults& out, const Settings& top) {
  out[{"", "window"}] = time(top.window);
  out[{"", "language"}] = text(top.language);
  out[{"", "max_age"}] = time(top.max_age);
  out[{"", "backfill"}] = text(name_of_choice(top.backfill));
  out[{"", "catch_up"}] = text(name_of_choice(top.catch_up));
}

void add_collect(Defaults& out, const CollectSettings& collect) {
  out[{"collect", "concurrency"}] = std::to_string(collect.concurrency);
  out[{"collect", "per_host"}] = std::to_string(collect.per_host);
  out[{"collect", "gap"}] = time(collect.gap);
  out[{"collect", "timeout"}] = time(collect.timeout);
  out[{"collect", "deadline"}] = time(collect.deadline);
  out[{"collect", "max_bytes"}] = size(collect.max_bytes);
  out[{"collect", "max_redirects"}] = std::to_string(collect.max_redirects);
  out[{"collect", "max_entries"}] = std::to_string(collect.max_entries);
  out[{"collect", "contact"}] = text(collect.contact);
  out[{"collect", "allow_private"}] = flag(collect.allow_private);
}

void add_sources(Defaults& out) {
  const Source source;
  out[{"source", "weight"}] = fmt::format("{:.1f}", source.weight);
  out[{"source", "exclude_replies"}] = flag(source.exclude_replies);
  out[{"source", "exclude_reposts"}] = flag(source.exclude_reposts);
  const XSettings x;
  out[{"x", "endpoint"}] = text(x.endpoint);
  out[{"x", "reads_per_day"}] = std::to_string(x.reads_per_day);
  const CategorySettings category;
  out[{"category", "weight"}] = fmt::format("{:.1f}", category.weight);
  out[{"category", "always"}] = flag(category.always);
  out[{"category.keywords", "weight"}] = fmt::format("{:.1f}", Keyword().weight);
}

void add_digest(Defaults& out, const ProfileSettings& digest) {
  out[{"digest", "name"}] = text(digest.name);
  out[{"digest", "file"}] = text(digest.file);
  out[{"digest", "max_items"}] = std::to_string(digest.max_items);
  out[{"digest", "min_score"}] = fmt::format("{:.1f}", digest.min_score);
  out[{"digest", "per_author"}] = std::to_string(digest.per_author);
  out[{"digest", "per_source"}] = std::to_string(digest.per_source);
  out[{"digest", "per_category"}] = std::to_string(digest.per_category);
  out[{"digest", "formats"}] = texts(digest.formats);
  out[{"digest", "empty"}] = text(digest.empty == WhenEmpty::note ? "note" : "skip");
  out[{"digest", "front_matter"}] = text(digest.front_matter);
  out[{"digest", "latest"}] = flag(digest.latest);
}

void add_editor(Defaults& out, const EditorSettings& editor) {
  out[{"editor", "temperature"}] = fmt::format("{:.1f}", editor.temperature);
  out[{"editor", "timeout"}] = time(editor.timeout);
  out[{"editor", "deadline"}] = time(editor.deadline);
  out[{"editor", "concurrency"}] = std::to_string(editor.concurrency);
  out[{"editor", "tokens_per_window"}] = std::to_string(editor.tokens_per_window);
  out[{"editor", "tokens_per_day"}] = std::to_string(editor.tokens_per_day);
  out[{"editor", "max_output_tokens"}] = std::to_string(editor.max_output_tokens);
}

const Defaults& defaults() {
  static const Defaults kDefaults = [] {
    Defaults out;
    add_top(out, Settings());
    add_collect(out, CollectSettings());
    add_sources(out);
    add_digest(out, ProfileSettings());
    add_editor(out, EditorSettings());
    return out;
  }();
  return kDefaults;
}

constexpr std::string_view kAbout =
    "One TOML file. Durations are written \"90s\", \"30m\", \"4h\", \"2d\"; sizes \"500KB\", \"10MiB\"; "
    "relative paths begin at the "
    "file's folder. An unknown key is an error, with the nearest name as a hint; \"eightbells check\" tells "
    "every mistake at once. "
    "The annotated default, config/eightbells.toml, shows each key in its place.";

// A table cell: a bar would end it.
std::string cell(std::string_view words) {
  std::string out;
  for (const char c : words) out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

std::string code(std::string_view words) { return words.empty() ? "" : fmt::format("`{}`", cell(words)); }

std::string shown_key(const ConfigKey& key) { return key.key == "*" ? "(any name)" : std::string(key.key); }

}  // namespace

std::string default_of(std::string_view table, std::string_view key) {
  const auto found = defaults().find({table, key});
  return found == defaults().end() ? "" : found->second;
}

std::string reference_markdown() {
  std::string out = fmt::format(
      "# The configuration\n\n<!-- Made by \"eightbells generate configuration\" from config/keys.cc and "
      "config/settings.h: edit those. -->\n\n{}\n",
      kAbout);
  std::string_view table = "-";
  for (const ConfigKey& key : config_keys()) {
    if (key.table != table) {
      table = key.table;
      out += fmt::format("\n## {}\n\n| key | value | default | |\n|---|---|---|---|\n",
                         table.empty() ? "The top of the file" : code(table_title(table)));
    }
    out += fmt::format("| {} | {} | {} | {} |\n", key.key == "*" ? shown_key(key) : code(key.key),
                       cell(key.type), code(default_of(key.table, key.key)), cell(key.text));
  }
  return out;
}

std::string roff_text(std::string_view words) {
  std::string out;
  bool line_begins = true;
  for (const char c : words) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else out += c;
    line_begins = c == '\n';
  }
  return out;
}

std::string reference_manual(std::string_view date) {
  std::string out = fmt::format(
      ".TH EIGHTBELLS.TOML 5 {} \"eightbells {}\"\n.SH NAME\neightbells.toml \\- configuration of the news "
      "digest daemon eightbells\n"
      ".SH DESCRIPTION\n{}\n",
      date, EIGHTBELLS_VERSION, roff_text(kAbout));
  std::string_view table = "-";
  for (const ConfigKey& key : config_keys()) {
    if (key.table != table) {
      table = key.table;
      out +=
          fmt::format(".SH \"{}\"\n", table.empty() ? "The top of the file" : roff_text(table_title(table)));
    }
    const std::string by_default = default_of(key.table, key.key);
    out += fmt::format(".TP\n.BR {} \" ({})\"\n{}.\n", roff_text(key.key == "*" ? "\"(any name)\"" : key.key),
                       roff_text(key.type), roff_text(key.text));
    if (!by_default.empty()) out += fmt::format("Default: {}\n", roff_text(by_default));
  }
  return out +
         ".SH FILES\n.TP\n.I /etc/eightbells/eightbells.toml\nRead when neither \\-\\-config nor "
         "$EIGHTBELLS_CONFIG names another.\n"
         ".SH SEE ALSO\n.BR eightbells (1)\n";
}

}  // namespace eightbells
