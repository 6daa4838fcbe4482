// The parts of load.cc: one function for each table of the file. Internal to this folder.
#pragma once

#include <filesystem>
#include <string_view>

#include "config/settings.h"
#include "config/table_reader.h"

namespace eightbells {

// Where relative paths begin, and the settings that are being filled.
struct LoadContext {
  std::filesystem::path directory;
  Settings& settings;
  Problems& problems;
};

void load_collect(TableReader& top, LoadContext& context);
void load_x(TableReader& top, LoadContext& context);
void load_editor(TableReader& top, LoadContext& context);
void load_embeddings(TableReader& top, LoadContext& context);
void load_aliases(TableReader& top, LoadContext& context);
void load_categories(TableReader& top, LoadContext& context);
void load_boosts(TableReader& top, LoadContext& context);
void load_sources(TableReader& top, LoadContext& context);  // after [collect] and the categories
void load_digests(TableReader& top, LoadContext& context);  // after window, categories and sources

void load_hooks(TableReader& top, LoadContext& context);  // after the digests

// `text` made absolute against the configuration's folder.
[[nodiscard]] std::filesystem::path absolute_path(const LoadContext& context, std::string_view text);

// Reads `key` as the path of a file (or folder) that has to be there: systemd's credentials excepted, which
// only the running service sees.
bool read_existing(TableReader& table, std::string_view key, LoadContext& context,
                   std::filesystem::path& out);

// Reads `key` as a text and notes what `check` says about it. Returns whether `out` was set.
template <typename Check>
bool read_checked(TableReader& table, std::string_view key, std::string& out, Check check) {
  std::string text;
  if (!table.text(key, text)) return false;
  if (std::string problem = check(text); !problem.empty()) {
    table.error(key, std::move(problem));
    return false;
  }
  out = std::move(text);
  return true;
}

// Reads `key` as words and regular expressions.
void read_words(TableReader& table, std::string_view key, std::vector<std::string>& out);

// "eightbells/<version> (+<contact>)", or the configured one.
[[nodiscard]] std::string user_agent_of(const CollectSettings& collect);

}  // namespace eightbells
