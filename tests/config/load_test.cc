#include "config/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/config/loading.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using testing::errors_of;
using testing::good;
using ::testing::HasSubstr;
using testing::words;

TEST(Load, AnEmptyFileGivesTheDefaultsThatStandInSettings) {
  Settings expected;
  expected.file = "/etc/eightbells/test.toml";
  expected.digests.emplace_back();
  EXPECT_EQ(good(""), expected);
  expected.file.clear();
  EXPECT_EQ(default_settings(), expected);
}

TEST(Load, TheExampleOfTheDesignIsRead) {
  const Settings settings = good(R"(
timezone = "Asia/Shanghai"
window   = "4h"
language = "zh-CN"
max_age  = "48h"
backfill = "max_age"
catch_up = "merge"

[[source]]
name = "OpenAI"
url  = "https://openai.com/news/rss.xml"
[[source]]
x = "karpathy"
[x]
endpoint = "http://127.0.0.1:8090"
bearer_token_file = "/run/credentials/eightbells.service/x_token"

[[category]]
name = "AGI"
keywords = ["AGI", "超级智能", { text = "superintelligence", weight = 2.5 }, { texts = ["ASI", "奇点"], weight = 3 }]
[[digest]]
name = "ai"
max_items = 9
[editor]
endpoint = "http://127.0.0.1:11434/v1"
model    = "qwen3:8b"
)");
  EXPECT_EQ(settings.timezone, "Asia/Shanghai");
  EXPECT_EQ(settings.backfill, Backfill::max_age);
  EXPECT_EQ(settings.catch_up, CatchUp::merge);
  ASSERT_EQ(settings.sources.size(), 2u);
  EXPECT_EQ(settings.sources[0].key, "feed:https://openai.com/news/rss.xml");
  EXPECT_EQ(settings.sources[1].kind, SourceKind::x);
  EXPECT_EQ(settings.x.bearer_token_file, "/run/credentials/eightbells.service/x_token");
  ASSERT_EQ(settings.categories.size(), 1u);
  EXPECT_EQ(settings.categories[0].keywords[2], (Keyword{"superintelligence", 2.5}));
  EXPECT_EQ(settings.categories[0].keywords[3], (Keyword{"ASI", 3}));
  EXPECT_EQ(settings.categories[0].keywords[4], (Keyword{"奇点", 3}));
  EXPECT_EQ(settings.digests[0].max_items, 9);
  EXPECT_EQ(settings.editor.value().model, "qwen3:8b");
}

TEST(Load, ACategoryIsNoFolderThatIsThereAlready) {
  EXPECT_THAT(errors_of("[[category]]\nname = \"..\""), HasSubstr("can make a folder"));
  EXPECT_THAT(errors_of("[[category]]\nname = \".\""), HasSubstr("can make a folder"));
  EXPECT_EQ(good("[[category]]\nname = \".NET\"").categories.at(0).name, ".NET");
}

TEST(Load, NothingIsForgottenBeforeItIsOfNoMoreUse) {
  EXPECT_EQ(good("").keep_entries, Millis(0)) << "for ever";
  EXPECT_EQ(good("").keep_digests, Millis(0));
  EXPECT_EQ(good("keep_entries = \"32d\"").keep_entries, 32 * kDay);
  EXPECT_EQ(good("keep_digests = \"100d\"").keep_digests, 100 * kDay);
  EXPECT_THAT(errors_of("keep_entries = \"31d\""), HasSubstr("at least 30 days more than max_age"));
  EXPECT_THAT(errors_of("max_age = \"20d\"\nkeep_entries = \"49d\""),
              HasSubstr("at least 30 days more than max_age"));
  EXPECT_THAT(errors_of("keep_entries = \"0s\""), HasSubstr("30d"));
  EXPECT_THAT(errors_of("keep_digests = \"99d\""), HasSubstr("100d"));
}

TEST(Load, RelativePathsBeginAtTheFilesFolder) {
  const testing::ScratchDirectory scratch;
  testing::write_file(scratch.path() / "x_token", "abc");
  testing::write_file(scratch.path() / "login", "reader:correct horse\n");
  testing::write_file(scratch.path() / "a feed.xml", "<rss/>");
  const Settings settings = good(R"(
[x]
bearer_token_file = "x_token"
[[source]]
url = "file:a feed.xml"
[[source]]
file = "./a feed.xml"
[[source]]
url = "https://example.org/private.xml"
basic_auth_file = "login"
[[digest]]
directory = "out/"
)",
                                 scratch.path() / "test.toml");
  EXPECT_EQ(settings.x.bearer_token_file, scratch.path() / "x_token");
  EXPECT_EQ(settings.sources[0].address, "file://" + scratch.path().string() + "/a%20feed.xml");
  EXPECT_EQ(settings.sources[1].key, "file:" + (scratch.path() / "a feed.xml").string());
  EXPECT_EQ(settings.sources[2].fetch.basic_auth, "reader:correct horse");
  EXPECT_EQ(settings.digests[0].directory, scratch.path() / "out");
}

TEST(Load, ABadValueLeavesItsDefault) {
  const LoadResult result = load_settings_text("window = \"7h\"\n[collect]\nconcurrency = 0\n", "test.toml");
  EXPECT_EQ(result.errors.size(), 2u);
  EXPECT_EQ(result.settings.window, 4 * kHour);
  EXPECT_EQ(result.settings.collect.concurrency, 64);
}

TEST(Load, TheNamesOfAnOpmlListsSourcesAreNotKnownBeforehand) {
  EXPECT_THAT(errors_of("[[source]]\nurl = \"https://example.org/a\"\n[[digest]]\nsources = [\"Nobody\"]\n"),
              HasSubstr("expected the name of a [[source]]"));
  EXPECT_EQ(errors_of("[[source]]\nopml = \"https://example.org/a\"\n[[digest]]\nsources = [\"Nobody\"]\n"),
            "");
}

TEST(Load, ShortWindowsNeedAFileNameWithMinutes) {
  EXPECT_THAT(errors_of("window = \"1m\"\n"), HasSubstr("two windows of one day"));
  EXPECT_EQ(errors_of("window = \"1m\"\n[[digest]]\nfile = \"%Y%m%d%H%M.md\"\n"), "");
}

TEST(Load, AByteOrderMarkAndWindowsLineEndsDoNotMatter) {
  EXPECT_EQ(good("\xEF\xBB\xBFlanguage = \"en\"\r\nmax_age = \"24h\"\r\n").language, "en");
}

TEST(Load, AMissingFileSaysWhatToType) {
  const LoadResult result = load_settings("/nowhere/eightbells.toml");
  ASSERT_EQ(result.errors.size(), 1u);
  EXPECT_EQ(result.errors[0].to_string(),
            "/nowhere/eightbells.toml: there is no such configuration; --config FILE names another one");
}

TEST(Load, AFolderIsNoConfiguration) {
  EXPECT_THAT(words(load_settings("/tmp").errors), HasSubstr("expected a file, found a folder"));
}

TEST(Load, AFileBeyondTheLimitIsRefused) {
  const std::string text((std::size_t{64} << 20) + 1, '\n');
  EXPECT_THAT(errors_of(text), HasSubstr("at most 64MiB"));
}

TEST(Load, DeepNestingIsRefusedNotFollowed) {
  EXPECT_THAT(errors_of("a = " + std::string(100'000, '[')), HasSubstr("not TOML"));
}

TEST(Load, TenThousandSourcesAreRead) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) {
    text += "[[source]]\nurl = \"https://example.org/" + std::to_string(i) + ".xml\"\n";
  }
  EXPECT_EQ(good(text).sources.size(), 10'000u);
}

TEST(Load, TheSamplesConfigurationIsRead) {
  SKIP_WITHOUT_SHARED(shared);
  const LoadResult result = load_settings(shared / "sample" / "eightbells.toml");
  EXPECT_EQ(words(result.errors), "");
  EXPECT_EQ(words(result.warnings), "");
  EXPECT_EQ(result.settings.sources.size(), 11u);
}

TEST(DataDirectory, InABuildIsTheSourceTreesFolder) {
  unsetenv("EIGHTBELLS_DATA");
  EXPECT_EQ(data_directory(), testing::source_directory() / "config");
}

TEST(DataDirectory, CanBeSetByTheEnvironment) {
  setenv("EIGHTBELLS_DATA", "/somewhere", 1);
  EXPECT_EQ(data_directory(), "/somewhere");
  unsetenv("EIGHTBELLS_DATA");
}

}  // namespace
}  // namespace eightbells
