#include <gtest/gtest.h>

#include <string>

#include "config/load.h"

namespace eightbells {
namespace {

TEST(ConfigError, ShowsTheLineAndACaretUnderThePlace) {
  const ConfigError error{"a.toml", 3, 5, "expected x", "abcdefg"};
  EXPECT_EQ(error.to_string(), "a.toml:3:5: expected x\nabcdefg\n    ^");
}

TEST(ConfigError, WithoutAPlaceIsOneLine) {
  EXPECT_EQ((ConfigError{"a.toml", 0, 0, "no such file", ""}).to_string(), "a.toml: no such file");
}

TEST(ConfigError, WideCharactersTakeTwoColumnsAndTabsStayTabs) {
  const ConfigError error{"a.toml", 1, 6, "x", "\t机器é=1"};
  EXPECT_EQ(error.to_string(), "a.toml:1:6: x\n\t机器é=1\n\t      ^");
}

TEST(ConfigError, ThePlaceMayBeBehindTheLine) {
  EXPECT_EQ((ConfigError{"a.toml", 1, 4, "x", "ab"}).to_string(), "a.toml:1:4: x\nab\n   ^");
}

TEST(ConfigError, OfALongLineThePartAroundThePlaceIsShown) {
  std::string text(1000, 'a');
  text += '!';
  text.append(1000, 'b');
  const ConfigError error{"a.toml", 1, 1001, "x", text};
  const std::string shown = error.to_string();
  EXPECT_LT(shown.size(), 350u);
  const std::size_t line = shown.find('\n') + 1;
  const std::size_t caret_line = shown.find('\n', line) + 1;
  // "…" is three bytes and one column.
  EXPECT_EQ(shown[line + 2 + shown.find('^', caret_line) - caret_line], '!');
}

TEST(ConfigError, NothingOfTheLineReachesTheTerminalAsACommand) {
  const std::string shown = ConfigError{"a.toml", 1, 1, "x", "\x1b[2J\x07 ok \u202Eevil"}.to_string();
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
  EXPECT_EQ(shown.find('\x07'), std::string::npos);
  EXPECT_EQ(shown.find("\u202E"), std::string::npos);
}

}  // namespace
}  // namespace eightbells
