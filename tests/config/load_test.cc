#include "config/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

std::string words(const std::vector<ConfigError>& problems) {
  std::string out;
  for (const ConfigError& problem : problems) out += problem.to_string() + "\n";
  return out;
}

// The settings of a text that has to be good.
Settings good(const std::string& text, const fs::path& file = "/etc/eightbells/test.toml") {
  const LoadResult result = load_settings_text(text, file);
  EXPECT_EQ(words(result.errors), "") << text;
  return result.settings;
}

std::string errors_of(const std::string& text) {
  return words(load_settings_text(text, "/etc/eightbells/test.toml").errors);
}

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

TEST(Load, ASourceTakesItsFetchOptionsFromCollectUnlessItSaysOtherwise) {
  const Settings settings = good(R"(
[collect]
timeout = "20s"
max_bytes = "2MiB"
max_redirects = 3
user_agent = "reader/1"
proxy = "socks5h://127.0.0.1:1080"
allow_private = true
[collect.hosts]
"export.arxiv.org" = 4
[[source]]
url = "https://example.org/a.xml"
[[source]]
url = "https://example.org/b.xml"
timeout = "1m30s"
max_bytes = "500KB"
max_redirects = 0
user_agent = "other/2"
proxy = ""
allow_private = false
headers = { Accept = "text/xml", X-Token = "1" }
)");
  EXPECT_THAT(settings.collect.hosts, ElementsAre(Pair("export.arxiv.org", 4)));
  const FetchOptions& first = settings.sources[0].fetch;
  EXPECT_EQ(first.timeout, Millis(20'000));
  EXPECT_EQ(first.max_bytes, 2u << 20);
  EXPECT_EQ(first.max_redirects, 3);
  EXPECT_EQ(first.user_agent, "reader/1");
  EXPECT_EQ(first.proxy, "socks5h://127.0.0.1:1080");
  EXPECT_TRUE(first.allow_private);
  const FetchOptions& second = settings.sources[1].fetch;
  EXPECT_EQ(second.timeout, Millis(90'000));
  EXPECT_EQ(second.max_bytes, 500'000u);
  EXPECT_EQ(second.max_redirects, 0);
  EXPECT_EQ(second.user_agent, "other/2");
  EXPECT_EQ(second.proxy, "");
  EXPECT_FALSE(second.allow_private);
  EXPECT_THAT(second.headers, ElementsAre(Pair("Accept", "text/xml"), Pair("X-Token", "1")));
}

TEST(Load, TheUserAgentNamesTheProgramAndAContact) {
  const Settings settings = good(
      "[collect]\ncontact = \"https://example.org/bot\"\n"
      "[[source]]\nurl = \"https://example.org/a.xml\"");
  EXPECT_THAT(settings.sources[0].fetch.user_agent, ::testing::StartsWith("eightbells/"));
  EXPECT_THAT(settings.sources[0].fetch.user_agent, HasSubstr("(+https://example.org/bot)"));
}

TEST(Load, EveryKindOfSourceHasItsKeyAndName) {
  const Settings settings = good(R"(
[[source]]
url = "https://Example.org/feed.xml"
name = "Example"
weight = 2
category = "研究"
language = "zh-Hant-TW"
every = "30m"
[[source]]
x = "@AndrewYNg"
exclude_replies = false
exclude_reposts = true
[[source]]
command = ["scrape", "", "--rss"]
[[source]]
command = ["bin/scrape"]
[[source]]
opml = "https://example.org/list.opml"
[[category]]
name = "研究"
)");
  const auto& sources = settings.sources;
  EXPECT_EQ(sources[0].key, "feed:https://Example.org/feed.xml");
  EXPECT_EQ(sources[0].name, "Example");
  EXPECT_EQ(sources[0].weight, 2.0);
  EXPECT_EQ(sources[0].category, "研究");
  EXPECT_EQ(sources[0].every, 30 * kMinute);
  EXPECT_EQ(sources[1].key, "x:andrewyng");
  EXPECT_EQ(sources[1].address, "AndrewYNg");
  EXPECT_EQ(sources[1].name, "AndrewYNg");
  EXPECT_FALSE(sources[1].exclude_replies);
  EXPECT_TRUE(sources[1].exclude_reposts);
  EXPECT_THAT(sources[2].argv, ElementsAre("scrape", "", "--rss"));
  EXPECT_THAT(sources[2].key, ::testing::MatchesRegex("command:[0-9a-f]{32}"));
  EXPECT_EQ(sources[2].name, "scrape");
  EXPECT_THAT(sources[3].argv, ElementsAre("/etc/eightbells/bin/scrape"));
  EXPECT_EQ(sources[4].key, "opml:https://example.org/list.opml");
}

TEST(Load, ADigestReadsEveryKey) {
  const Settings settings = good(R"(
[[category]]
name = "AGI"
always = true
weight = 1.5
any = ["a", "/b+/"]
must = ["c"]
exclude = ["d"]
[[source]]
name = "Example"
url = "https://example.org/feed.xml"
[[digest]]
name = "daily"
directory = "/srv/digests"
file = "%F_%H%M.md"
title = "{stamp} {hours} {begin} {end}"
intro = "Hello"
language = "en"
max_items = 3
min_score = 0.5
per_author = 1
per_source = 0
per_category = 4
formats = ["markdown"]
categories = ["AGI"]
sources = ["Example"]
must = ["a"]
any = ["b"]
exclude = ["/c/"]
empty = "skip"
front_matter = "zola"
latest = false
title_length = [5, 60]
summary_length = [80, 400]
)");
  ProfileSettings expected;
  expected.name = "daily";
  expected.directory = "/srv/digests";
  expected.file = "%F_%H%M.md";
  expected.title = "{stamp} {hours} {begin} {end}";
  expected.intro = "Hello";
  expected.language = "en";
  expected.max_items = 3;
  expected.min_score = 0.5;
  expected.per_author = 1;
  expected.per_source = 0;
  expected.per_category = 4;
  expected.formats = {"markdown"};
  expected.categories = {"AGI"};
  expected.sources = {"Example"};
  expected.must = {"a"};
  expected.any = {"b"};
  expected.exclude = {"/c/"};
  expected.empty = WhenEmpty::skip;
  expected.front_matter = "zola";
  expected.latest = false;
  expected.length = {5, 60, 80, 400};
  ASSERT_EQ(settings.digests.size(), 1u);
  EXPECT_EQ(settings.digests[0], expected);
  EXPECT_THAT(settings.categories[0].any, ElementsAre("a", "/b+/"));
}

TEST(Load, TheModelTablesReadEveryKey) {
  const testing::ScratchDirectory scratch;
  testing::write_file(scratch.path() / "prompt.md", "Write well.");
  const Settings settings = good(R"(
[editor]
endpoint = "http://127.0.0.1:8091/v1"
model = "m"
api_key_file = "/run/credentials/eightbells.service/key"
prompt_file = "prompt.md"
temperature = 0
timeout = "5s"
deadline = "1m"
concurrency = 8
tokens_per_window = 5
tokens_per_day = 0
max_output_tokens = 100
[embeddings]
endpoint = "http://127.0.0.1:8092/v1"
model = "e"
api_key_file = "/run/credentials/eightbells.service/other"
timeout = "3s"
[aliases]
"Andrew Ng" = ["吴恩达"]
)",
                                 scratch.path() / "test.toml");
  EditorSettings expected;
  expected.endpoint = "http://127.0.0.1:8091/v1";
  expected.model = "m";
  expected.api_key_file = "/run/credentials/eightbells.service/key";
  expected.prompt_file = scratch.path() / "prompt.md";
  expected.temperature = 0;
  expected.timeout = Millis(5'000);
  expected.deadline = kMinute;
  expected.concurrency = 8;
  expected.tokens_per_window = 5;
  expected.tokens_per_day = 0;
  expected.max_output_tokens = 100;
  EXPECT_EQ(settings.editor.value(), expected);
  EmbeddingsSettings embeddings;
  embeddings.endpoint = "http://127.0.0.1:8092/v1";
  embeddings.model = "e";
  embeddings.api_key_file = "/run/credentials/eightbells.service/other";
  embeddings.timeout = Millis(3'000);
  EXPECT_EQ(settings.embeddings.value(), embeddings);
  EXPECT_THAT(settings.aliases, ElementsAre(Pair("Andrew Ng", ElementsAre("吴恩达"))));
}

TEST(Load, HooksReadEveryKey) {
  const Settings settings = good(R"(
[collect]
proxy = "http://127.0.0.1:3128"
[[digest]]
name = "ai"
[[on_digest]]
command = ["sh", "-c", "true"]
timeout = "5s"
[[on_digest]]
webhook = "https://chat.example.com/x"
digests = ["ai"]
)");
  ASSERT_EQ(settings.hooks.size(), 2u);
  EXPECT_THAT(settings.hooks[0].command, ElementsAre("sh", "-c", "true"));
  EXPECT_EQ(settings.hooks[0].timeout, Millis(5'000));
  EXPECT_EQ(settings.hooks[1].webhook, "https://chat.example.com/x");
  EXPECT_THAT(settings.hooks[1].digests, ElementsAre("ai"));
  EXPECT_EQ(settings.hooks[1].timeout, kMinute);
  EXPECT_EQ(settings.hooks[1].proxy, "http://127.0.0.1:3128");
  EXPECT_THAT(settings.hooks[1].user_agent, HasSubstr("eightbells/"));
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
