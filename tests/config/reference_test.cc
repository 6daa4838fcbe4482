#include "config/reference.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "config/load.h"
#include "tests/support/paths.h"

namespace eightbells::testing {
namespace {

// "key = default" for all keys of the table that have one.
std::string defaults_of(std::string_view table, const std::set<std::string_view>& without = {}) {
  std::string out;
  for (const ConfigKey& key : config_keys())
    if (const std::string value = default_of(key.table, key.key);
        key.table == table && !value.empty() && without.count(key.key) == 0)
      out += fmt::format("{} = {}\n", key.key, value);
  return out;
}

TEST(Reference, WrittenOutTheDefaultsChangeNothing) {
  const std::string bare =
      "[editor]\nendpoint = \"http://127.0.0.1:1/v1\"\nmodel = \"m\"\n[[category]]\nname = \"c\"\nkeywords = "
      "[{text = \"k\"}]\n"
      "[[source]]\nx = \"somebody\"\n";
  const std::string full =
      defaults_of("") + "[collect]\n" + defaults_of("collect") + "[x]\n" + defaults_of("x") +
      "[editor]\nendpoint = \"http://127.0.0.1:1/v1\"\nmodel = \"m\"\n" + defaults_of("editor") +
      "[[category]]\nname = \"c\"\nkeywords = [{text = \"k\", " + defaults_of("category.keywords");
  const std::string rest =
      "[[source]]\nx = \"somebody\"\n" + defaults_of("source") + "[[digest]]\n" + defaults_of("digest");
  std::string whole = full;
  whole.back() = '}';
  whole += "]\n" + defaults_of("category") + rest;
  const LoadResult a = load_settings_text(bare, "a.toml");
  LoadResult b = load_settings_text(whole, "a.toml");
  ASSERT_TRUE(a.errors.empty()) << a.errors.front().to_string();
  ASSERT_TRUE(b.errors.empty()) << b.errors.front().to_string() << "\n" << whole;
  EXPECT_TRUE(a.settings == b.settings);
}

TEST(Reference, ADefaultBelongsToAKey) {
  std::size_t with = 0;
  for (const ConfigKey& key : config_keys()) with += default_of(key.table, key.key).empty() ? 0 : 1;
  EXPECT_GT(with, 40u);
  EXPECT_EQ(default_of("collect", "timeout"), "\"30s\"");
  EXPECT_EQ(default_of("collect", "max_bytes"), "\"10MiB\"");
  EXPECT_EQ(default_of("digest", "title"), "");
}

TEST(Reference, TheDocumentIsNotStale) {
  EXPECT_EQ(read_file(std::filesystem::path(SOURCE_DIRECTORY) / "docs" / "configuration.md"),
            reference_markdown())
      << "run: eightbells generate configuration > docs/configuration.md";
}

TEST(Reference, EveryKeyStandsInBothWritings) {
  const std::string markdown = reference_markdown();
  const std::string manual = reference_manual("2026-01-07");
  for (const ConfigKey& key : config_keys()) {
    if (key.key == "*") continue;
    EXPECT_NE(markdown.find(fmt::format("| `{}` |", key.key)), std::string::npos) << key.key;
    EXPECT_NE(manual.find(".BR " + roff_text(key.key) + " "), std::string::npos) << key.key;
  }
}

TEST(Reference, TextMeansItselfInRoff) {
  EXPECT_EQ(roff_text(".dot\n'quote a-b \\n"), "\\&.dot\n\\&'quote a\\-b \\en");
}

}  // namespace
}  // namespace eightbells::testing
