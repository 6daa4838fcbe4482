#include "config/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "config/keys.h"
#include "config/nearest.h"
#include "config/units.h"
#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

using Kind = TomlValue::Kind;

// The most characters of a characters-long band, so that a slip does not ask a model for a book.
constexpr std::int64_t kMaxLength = 10'000;

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

// Errors reach logs, where a password or a token must not: a line is withheld when its key, a header or a URL
// in it says that it holds one. Keys that end in _file name a file and are harmless.
bool may_hold_secret(std::string_view line) {
  const std::string low = ascii_lower(line);
  if (low.find("authorization") != low.npos || low.find("cookie") != low.npos) return true;
  const std::string_view key = trim(std::string_view(low).substr(0, low.find('=')));
  for (const std::string_view secret :
       {"api_key", "bearer_token", "basic_auth", "password", "token", "secret", "key"}) {
    if (key == secret) return true;
  }
  const std::size_t authority = low.find("://");
  if (authority == low.npos) return false;
  const std::string_view rest = std::string_view(low).substr(authority + 3);
  const std::string_view user_info = rest.substr(0, rest.find_first_of("/\" '"));
  return user_info.find('@') != user_info.npos && user_info.find(':') < user_info.find('@');
}

std::vector<ConfigError> sorted(std::vector<ConfigError> problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const ConfigError& a, const ConfigError& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return problems;
}

// "unknown key 'x' in [collect]", and where the key belongs or what was probably meant.
std::string unknown_key(std::string_view table, std::string_view key) {
  std::string out = fmt::format("unknown key '{}'", key);
  if (!table.empty()) out += fmt::format(" in {}", table_title(table));
  const std::string file_key = fmt::format("{}_file", key);
  if (is_config_key(table, file_key) && !is_config_key(table, "*")) {
    return out + fmt::format("; write {} = \"...\", the path of a file that holds it", file_key);
  }
  const std::string hint = nearest_hint(key, keys_of(table));
  if (!hint.empty()) return out + hint;
  std::vector<std::string> homes;
  for (const ConfigKey& other : config_keys()) {
    if (other.key != key) continue;
    // The classic slip of TOML: every key after a [header] belongs to it.
    homes.push_back(other.table.empty() ? "at the top of the file, before the first [table]"
                                        : "in " + table_title(other.table));
  }
  return homes.empty() ? out : out + fmt::format("; it belongs {}", fmt::join(homes, " or "));
}

}  // namespace

Problems::Problems(std::string file, std::string_view text) : file_(std::move(file)) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines_.push_back(line);
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
  }
}

ConfigError Problems::at(TomlPlace place, std::string message) const {
  ConfigError out{file_, place.line, place.column, std::move(message), {}};
  const auto index = static_cast<std::size_t>(place.line) - 1;
  if (place.line <= 0 || index >= lines_.size()) return out;
  if (may_hold_secret(lines_[index])) out.message += " (the line is not shown: it may hold a secret)";
  else out.source_line = lines_[index];
  return out;
}

void Problems::error(TomlPlace place, std::string message) {
  errors_.push_back(at(place, std::move(message)));
}
void Problems::warning(TomlPlace place, std::string message) {
  warnings_.push_back(at(place, std::move(message)));
}
std::vector<ConfigError> Problems::errors() const { return sorted(errors_); }
std::vector<ConfigError> Problems::warnings() const { return sorted(warnings_); }

TableReader::TableReader(const TomlValue& table, std::string_view name, Problems& problems)
    : table_(table), name_(name), problems_(problems) {
  for (const TomlMember& member : table_.members) {
    if (!is_config_key(name_, member.key)) problems_.error(member.place, unknown_key(name_, member.key));
  }
}

const TomlMember* TableReader::find(std::string_view key) const { return table_.find(key); }

TomlPlace TableReader::place_of(std::string_view key) const {
  const TomlMember* member = find(key);
  return member ? member->value.place : table_.place;
}

bool TableReader::expected(const TomlValue& value, std::string_view what) {
  problems_.error(value.place, fmt::format("expected {}, found {}", what, value.describe()));
  return false;
}

bool TableReader::text_of(const TomlValue& value, std::string_view what, std::string& out) {
  if (value.kind != Kind::text) return expected(value, what);
  if (trim(value.text).empty()) {
    problems_.error(value.place, fmt::format("expected {}, found an empty string", what));
    return false;
  }
  if (!is_one_line(value.text)) {
    problems_.error(value.place, fmt::format("expected {} on one line, without control characters", what));
    return false;
  }
  out = value.text;
  return true;
}

bool TableReader::integer_of(const TomlValue& value, std::int64_t& out, std::int64_t least,
                             std::int64_t most) {
  if (value.kind != Kind::integer || value.integer < least || value.integer > most) {
    return expected(value, fmt::format("a whole number from {} to {}", least, most));
  }
  out = value.integer;
  return true;
}

bool TableReader::text(std::string_view key, std::string& out) {
  const TomlMember* member = find(key);
  return member && text_of(member->value, "a text in quotes", out);
}

bool TableReader::flag(std::string_view key, bool& out) {
  const TomlMember* member = find(key);
  if (!member) return false;
  if (member->value.kind != Kind::boolean) return expected(member->value, "true or false");
  out = member->value.boolean;
  return true;
}

bool TableReader::duration(std::string_view key, Millis& out, Millis least, Millis most) {
  const TomlMember* member = find(key);
  if (!member) return false;
  const auto value =
      member->value.kind == Kind::text ? parse_duration(member->value.text) : std::optional<Millis>();
  if (!value) return expected(member->value, "a duration such as \"90s\", \"30m\", \"4h\" or \"1h30m\"");
  if (*value < least || *value > most) {
    return expected(member->value,
                    fmt::format("a duration from {} to {}", format_duration(least), format_duration(most)));
  }
  out = *value;
  return true;
}

bool TableReader::size(std::string_view key, std::size_t& out, std::size_t least, std::size_t most) {
  const TomlMember* member = find(key);
  if (!member) return false;
  const auto value =
      member->value.kind == Kind::text ? parse_size(member->value.text) : std::optional<std::size_t>();
  if (!value) return expected(member->value, "a size such as \"500KB\" or \"10MiB\"");
  if (*value < least || *value > most) {
    return expected(member->value,
                    fmt::format("a size from {} to {}", format_size(least), format_size(most)));
  }
  out = *value;
  return true;
}

bool TableReader::real(std::string_view key, double& out, double least, double most) {
  const TomlMember* member = find(key);
  if (!member) return false;
  const TomlValue& value = member->value;
  const bool number = value.kind == Kind::integer || value.kind == Kind::real;
  if (!number || !(value.real >= least && value.real <= most)) {
    return expected(value, fmt::format("a number from {} to {}", least, most));
  }
  out = value.real;
  return true;
}

bool TableReader::texts(std::string_view key, std::vector<std::string>& out) {
  const TomlMember* member = find(key);
  if (!member) return false;
  if (member->value.kind != Kind::array)
    return expected(member->value, "an array of texts such as [\"a\", \"b\"]");
  out.clear();
  for (const TomlValue& item : member->value.items) {
    std::string text;
    if (text_of(item, "a text in quotes", text)) out.push_back(std::move(text));
  }
  return true;
}

bool TableReader::length_band(std::string_view key, int& least, int& most) {
  const TomlMember* member = find(key);
  if (!member) return false;
  constexpr std::string_view kWhat = "two numbers, least and most, such as [12, 46]";
  const TomlValue& value = member->value;
  if (value.kind != Kind::array || value.items.size() != 2) return expected(value, kWhat);
  std::int64_t low = 0;
  std::int64_t high = 0;
  const bool good =
      integer_of(value.items[0], low, 0, kMaxLength) && integer_of(value.items[1], high, 1, kMaxLength);
  if (!good) return false;
  if (low > high) {
    problems_.error(value.place, fmt::format("expected {}: {} is more than {}", kWhat, low, high));
    return false;
  }
  least = static_cast<int>(low);
  most = static_cast<int>(high);
  return true;
}

bool TableReader::read_integer(std::string_view key, std::int64_t& out, std::int64_t least,
                               std::int64_t most) {
  const TomlMember* member = find(key);
  return member && integer_of(member->value, out, least, most);
}

bool TableReader::read_choice(std::string_view key, const std::vector<std::string>& known,
                              std::size_t& index) {
  const TomlMember* member = find(key);
  if (!member) return false;
  const TomlValue& value = member->value;
  if (value.kind != Kind::text) return expected(value, one_of(known));
  const auto found = std::find(known.begin(), known.end(), value.text);
  if (found == known.end()) {
    problems_.error(value.place, fmt::format("expected {}, found {}{}", one_of(known), value.describe(),
                                             nearest_hint(value.text, known)));
    return false;
  }
  index = static_cast<std::size_t>(found - known.begin());
  return true;
}

const TomlValue* TableReader::table(std::string_view key) {
  const TomlMember* member = find(key);
  if (!member) return nullptr;
  if (member->value.kind == Kind::table) return &member->value;
  const std::string title = name_.empty() ? std::string(key) : fmt::format("{}.{}", name_, key);
  problems_.error(member->place,
                  fmt::format("expected a table, [{}], found {}", title, member->value.describe()));
  return nullptr;
}

std::vector<const TomlValue*> TableReader::tables(std::string_view key) {
  std::vector<const TomlValue*> out;
  const TomlMember* member = find(key);
  if (!member) return out;
  const TomlValue& value = member->value;
  const bool all_tables =
      value.kind == Kind::array && std::all_of(value.items.begin(), value.items.end(),
                                               [](const auto& item) { return item.kind == Kind::table; });
  if (!all_tables) {
    problems_.error(member->place, fmt::format("expected two brackets, [[{}]], once for each {}", key, key));
    return out;
  }
  for (const TomlValue& item : value.items) out.push_back(&item);
  return out;
}

std::string one_of(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += fmt::format("\"{}\"", names[i]);
  }
  return out;
}

}  // namespace eightbells
