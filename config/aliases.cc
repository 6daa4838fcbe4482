#include "config/aliases.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace eightbells {
namespace {

tl::unexpected<Error> wrong(const std::filesystem::path& file, const toml::source_region& at,
                            std::string_view what) {
  return fail(ErrorKind::config,
              fmt::format("{}:{}:{}: {}", file.string(), at.begin.line, at.begin.column, what));
}

Result<void> read_table(const toml::table& table, const std::filesystem::path& file, AliasTable& out) {
  for (const auto& [key, value] : table) {
    const toml::array* list = value.as_array();
    if (list == nullptr)
      return wrong(file, value.source(), fmt::format("expected a list of spellings for \"{}\"", key.str()));
    std::vector<std::string>& spellings = out[std::string(key.str())];
    for (const toml::node& each : *list) {
      const auto text = each.value<std::string>();
      if (!text || text->empty()) return wrong(file, each.source(), "expected a spelling in quotes");
      spellings.push_back(*text);
    }
  }
  return {};
}

}  // namespace

Result<AliasTable> load_aliases_text(std::string_view text, const std::filesystem::path& file) {
  toml::table parsed;
  try {
    parsed = toml::parse(text, file.string());
  } catch (const toml::parse_error& error) {
    return wrong(file, error.source(), error.description());
  }
  AliasTable out;
  for (const auto& [key, value] : parsed) {
    const toml::table* table = value.as_table();
    if (table == nullptr || (key.str() != "aliases" && key.str() != "words")) {
      return wrong(file, value.source(), "expected the tables [aliases] and [words] only");
    }
    if (auto read = read_table(*table, file, out); !read) return tl::unexpected(read.error());
  }
  return out;
}

Result<AliasTable> load_aliases(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorKind::io, "cannot read " + file.string());
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return load_aliases_text(text, file);
}

void add_aliases(AliasTable& table, const AliasTable& more) {
  for (const auto& [name, spellings] : more) {
    std::vector<std::string>& known = table[name];
    for (const std::string& spelling : spellings) {
      if (std::find(known.begin(), known.end(), spelling) == known.end()) known.push_back(spelling);
    }
  }
}

}  // namespace eightbells
