#include "config/toml_reader.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

// A value quoted in a message is cut here: the source line stands below it anyway.
constexpr std::size_t kMaxQuoted = 40;

TomlPlace place_of(const toml::source_region& region) {
  return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

TomlValue convert(const toml::node& node);

void convert_members(const toml::table& table, TomlValue& out) {
  for (const auto& [key, value] : table) {
    out.members.push_back({std::string(key.str()), place_of(key.source()), convert(value)});
  }
  // toml++ keeps tables by name; people read them by line.
  std::stable_sort(out.members.begin(), out.members.end(),
                   [](const TomlMember& a, const TomlMember& b) { return a.place < b.place; });
}

// Recursion ends: toml++ refuses values nested deeper than 256.
TomlValue convert(const toml::node& node) {
  TomlValue out;
  out.place = place_of(node.source());
  if (const toml::table* table = node.as_table()) {
    out.kind = TomlValue::Kind::table;
    convert_members(*table, out);
  } else if (const toml::array* array = node.as_array()) {
    out.kind = TomlValue::Kind::array;
    for (const toml::node& item : *array) out.items.push_back(convert(item));
  } else if (const auto* text = node.as_string()) {
    out.kind = TomlValue::Kind::text;
    out.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    out.kind = TomlValue::Kind::integer;
    out.integer = integer->get();
    out.real = static_cast<double>(out.integer);
  } else if (const auto* real = node.as_floating_point()) {
    out.kind = TomlValue::Kind::real;
    out.real = real->get();
  } else if (const auto* boolean = node.as_boolean()) {
    out.kind = TomlValue::Kind::boolean;
    out.boolean = boolean->get();
  } else {
    out.kind = TomlValue::Kind::time;
  }
  return out;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

// toml++ says what its grammar wanted; the commonest slips deserve to hear what to write instead.
std::string_view hint_for(std::string_view description) {
  if (contains(description, "could not determine value type") || contains(description, "expected digit") ||
      contains(description, "integer: expected") || contains(description, "expected value, saw 'b")) {
    return "; a text stands in quotes, such as window = \"4h\"";
  }
  if (contains(description, "escape sequence")) {
    return "; write '...' instead of \"...\" where a backslash is meant as such";
  }
  if (contains(description, "cannot redefine existing table 'source'") ||
      contains(description, "cannot redefine existing table 'digest'") ||
      contains(description, "cannot redefine existing table 'category'")) {
    return "; write every one of them with two brackets, [[...]]";
  }
  if (contains(description, "root table") || contains(description, "inline table: expected key")) {
    return "; a key of other letters than a-z stands in quotes";
  }
  return "";
}

std::string explain(std::string_view description) {
  constexpr std::string_view kLead = "Error while parsing ";
  std::string_view rest = description;
  std::string where;
  if (rest.substr(0, kLead.size()) == kLead) {
    rest.remove_prefix(kLead.size());
    if (const auto colon = rest.find(": "); colon != rest.npos) {
      where = fmt::format(" (in a {})", rest.substr(0, colon));
      rest.remove_prefix(colon + 2);
    }
  }
  const bool runs_on = contains(description, "unescaped control characters") ||
                       (contains(description, "string") && contains(description, "encountered end-of-file"));
  if (runs_on) return "not TOML: the closing quote of this string is missing";
  // The description may show what was found, with its line end.
  return collapse_white_space(
      without_controls(fmt::format("not TOML: {}{}{}", rest, where, hint_for(description))));
}

}  // namespace

const TomlMember* TomlValue::find(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const TomlMember& member) { return member.key == key; });
  return found == members.end() ? nullptr : &*found;
}

std::string TomlValue::describe() const {
  switch (kind) {
    case Kind::text: {
      const std::string clean = collapse_white_space(without_controls(text));
      const std::string_view head = truncate_code_points(clean, kMaxQuoted);
      return fmt::format("the string \"{}{}\"", head, head.size() < clean.size() ? "…" : "");
    }
    case Kind::integer:
      return fmt::format("the number {}", integer);
    case Kind::real:
      return fmt::format("the number {}", real);
    case Kind::boolean:
      return boolean ? "true" : "false";
    case Kind::time:
      return "a date or time";
    case Kind::array:
      return "an array";
    case Kind::table:
      break;
  }
  return "a table";
}

tl::expected<TomlValue, TomlError> parse_toml(std::string_view text) {
  try {
    const toml::table root = toml::parse(text);
    TomlValue out = convert(root);
    return out;
  } catch (const toml::parse_error& error) {
    return tl::unexpected(TomlError{place_of(error.source()), explain(error.description())});
  } catch (const std::exception& error) {
    return tl::unexpected(TomlError{{}, std::string("not TOML: ") + error.what()});
  }
}

}  // namespace eightbells
