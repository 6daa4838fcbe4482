#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/config/loading.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using ::testing::ElementsAre;
using testing::errors_of;
using testing::good;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(LoadTables, ASourceTakesItsFetchOptionsFromCollectUnlessItSaysOtherwise) {
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

TEST(LoadTables, TheUserAgentNamesTheProgramAndAContact) {
  const Settings settings = good(
      "[collect]\ncontact = \"https://example.org/bot\"\n"
      "[[source]]\nurl = \"https://example.org/a.xml\"");
  EXPECT_THAT(settings.sources[0].fetch.user_agent, ::testing::StartsWith("eightbells/"));
  EXPECT_THAT(settings.sources[0].fetch.user_agent, HasSubstr("(+https://example.org/bot)"));
}

TEST(LoadTables, EveryKindOfSourceHasItsKeyAndName) {
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

TEST(LoadTables, ADigestReadsEveryKey) {
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
latest = true
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
  expected.latest = true;
  expected.length = {5, 60, 80, 400};
  ASSERT_EQ(settings.digests.size(), 1u);
  EXPECT_EQ(settings.digests[0], expected);
  EXPECT_THAT(settings.categories[0].any, ElementsAre("a", "/b+/"));
}

TEST(LoadTables, APostOfJekyllBeginsWithItsDate) {
  EXPECT_EQ(good("[[digest]]\nfront_matter = \"jekyll\"\n").digests[0].file, "%Y-%m-%d-%H.md");
  EXPECT_EQ(good("[[digest]]\nfront_matter = \"jekyll\"\nfile = \"%F-news-%H.md\"\n").digests[0].file,
            "%F-news-%H.md");
}

TEST(LoadTables, TheModelTablesReadEveryKey) {
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

TEST(LoadTables, HooksReadEveryKey) {
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

}  // namespace
}  // namespace eightbells
