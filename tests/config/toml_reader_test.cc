#include "config/toml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace eightbells {
namespace {

using ::testing::HasSubstr;
using Kind = TomlValue::Kind;

TEST(TomlReader, EveryValueKnowsItsPlace) {
  const auto root = parse_toml("a = 1\n\n[collect]\n  b = \"机器\"\n[[source]]\nx = [1.5, true]\n");
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(root->find("a")->place, (TomlPlace{1, 1}));
  EXPECT_EQ(root->find("a")->value.place, (TomlPlace{1, 5}));
  const TomlValue& collect = root->find("collect")->value;
  EXPECT_EQ(collect.find("b")->value.place, (TomlPlace{4, 7}));
  EXPECT_EQ(collect.find("b")->value.text, "机器");
  const TomlValue& source = root->find("source")->value.items.at(0);
  EXPECT_EQ(source.place, (TomlPlace{5, 1}));
  EXPECT_EQ(source.find("x")->value.items.at(1).place, (TomlPlace{6, 11}));
}

TEST(TomlReader, ColumnsCountCharacters) {
  const auto root = parse_toml("a = [\"机器人\", 4]\n");
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(root->find("a")->value.items.at(1).place, (TomlPlace{1, 13}));
}

TEST(TomlReader, MembersStandInTheFilesOrder) {
  const auto root = parse_toml("z = 1\na = 2\nm = 3\n");
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(root->members.at(0).key, "z");
  EXPECT_EQ(root->members.at(1).key, "a");
  EXPECT_EQ(root->find("nothing"), nullptr);
}

TEST(TomlReader, EveryKindIsTold) {
  const auto root = parse_toml("a = 'x'\nb = 1\nc = 1.5\nd = true\ne = 2026-01-07\nf = []\ng = {}\n");
  ASSERT_TRUE(root.has_value());
  const Kind kinds[] = {Kind::text, Kind::integer, Kind::real, Kind::boolean,
                        Kind::time, Kind::array,   Kind::table};
  const char* words[] = {"the string \"x\"", "the number 1", "the number 1.5", "true",
                         "a date or time",   "an array",     "a table"};
  for (std::size_t i = 0; i < std::size(kinds); ++i) {
    EXPECT_EQ(root->members.at(i).value.kind, kinds[i]);
    EXPECT_EQ(root->members.at(i).value.describe(), words[i]);
  }
}

TEST(TomlReader, ALongOrUglyStringIsQuotedInPart) {
  TomlValue value;
  value.kind = Kind::text;
  value.text = "a\nb\x1b[31m" + std::string(1000, 'c');
  const std::string said = value.describe();
  EXPECT_LT(said.size(), 80u);
  EXPECT_EQ(said.find('\x1b'), std::string::npos);
  EXPECT_EQ(said.find('\n'), std::string::npos);
  EXPECT_THAT(said, HasSubstr("…"));
}

TEST(TomlReader, ASyntaxErrorHasItsPlaceAndSaysWhatToWrite) {
  const auto unquoted = parse_toml("a = 1\nwindow = 4h\n");
  ASSERT_FALSE(unquoted.has_value());
  EXPECT_EQ(unquoted.error().place, (TomlPlace{2, 11}));
  EXPECT_THAT(unquoted.error().message, HasSubstr("a text stands in quotes"));
  EXPECT_THAT(parse_toml("x = karpathy\n").error().message, HasSubstr("a text stands in quotes"));
  EXPECT_THAT(parse_toml("a = \"b\nc = 1\n").error().message, HasSubstr("closing quote"));
  EXPECT_THAT(parse_toml("a = \"\\d\"\n").error().message, HasSubstr("write '...' instead"));
  EXPECT_THAT(parse_toml("[source]\na=1\n[[source]]\n").error().message, HasSubstr("two brackets"));
  EXPECT_THAT(parse_toml("机器 = 1\n").error().message, HasSubstr("stands in quotes"));
}

TEST(TomlReader, DamagedBytesAreAnError) {
  EXPECT_FALSE(parse_toml("a = \"\xff\"").has_value());
  EXPECT_FALSE(parse_toml(std::string("a = 1\0", 6)).has_value());
  EXPECT_FALSE(parse_toml(std::string(1'000'000, '[')).has_value());
}

TEST(TomlReader, AnErrorIsOneLineWhateverWasFound) {
  for (const char* text : {"a = tru\n", "a = fals\nb = 1", "a = 1\u0085", "[a\n"}) {
    const auto root = parse_toml(text);
    ASSERT_FALSE(root) << text;
    EXPECT_EQ(root.error().message.find('\n'), std::string::npos) << root.error().message;
  }
}

}  // namespace
}  // namespace eightbells
