#include <algorithm>
#include <map>
#include <sstream>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "daemon/render/render.h"
#include "feeds/text/dates.h"
#include "tests/daemon/render/sample_digest.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using testing::golden_file;
using testing::read_file;

Item item(int number, std::string title, std::string link, std::string summary) {
  Item out;
  out.number = number;
  out.title = std::move(title);
  out.link = std::move(link);
  out.summary = std::move(summary);
  return out;
}

Digest empty_digest(const std::string& zone, const std::string& written) {
  Digest digest;
  digest.zone = zone;
  digest.written = *parse_rfc3339(written);
  return digest;
}

TEST(Markdown, TheSampleIsWrittenToTheByte) {
  SKIP_WITHOUT_SHARED(shared);
  Digest digest = empty_digest("Asia/Shanghai", "2026-01-07T08:00:10.261+08:00");
  digest.title = "2026.01.07.08 过去4小时全球AI发生了什么？";
  digest.intro = "以下是过去一段时间全球AI领域的重点新闻回顾：";
  digest.categories = {"AI进展", "机器人", "大模型", "AGI", "产业观察"};
  std::istringstream posts(read_file(shared / "sample" / "x_posts.jsonl"));
  for (std::string line; std::getline(posts, line);) {
    const auto post = boost::json::parse(line).as_object();
    const std::string text(post.at("text").as_string());
    const auto gap = text.find("\n\n");
    digest.items.push_back(item(static_cast<int>(digest.items.size()) + 1, text.substr(0, gap),
                                "https://x.com/" + std::string(post.at("handle").as_string()) + "/status/" +
                                    std::string(post.at("id").as_string()),
                                text.substr(gap + 2)));
  }
  ASSERT_EQ(digest.items.size(), 11u);
  EXPECT_EQ(render_markdown(digest, {}), read_file(shared / "sample" / "2026.01.07.08.md"));
}

TEST(Markdown, AChineseDigestHasTheGoldenFormat) {
  Digest digest = empty_digest("Asia/Shanghai", "2026-03-02T12:00:05.007+08:00");
  digest.title = "2026.03.02.12 过去4小时全球AI发生了什么？";
  digest.intro = "以下是过去一段时间全球AI领域的重点新闻回顾：";
  digest.categories = {"AI进展", "机器人"};
  for (int n = 1; n <= 10; ++n)
    digest.items.push_back(
        item(n, "北辰实验室发布第" + std::to_string(n) + "代“小星”机器人",
             "https://example.com/robots/" + std::to_string(n),
             "北辰实验室（Polaris Lab）发布了新一代家用机器人，续航提高到12小时，售价下调30%。"));
  EXPECT_EQ(render_markdown(digest, {}), read_file(golden_file("digest/chinese.md")));
}

TEST(Markdown, AnEnglishDigestWithHostileWordsHasTheGoldenFormat) {
  Digest digest = empty_digest("America/New_York", "2026-03-02T04:00:00.000Z");
  digest.title = "2026.03.01.23 What \"happened\" in AI in the last 4 hours?";
  digest.intro = "The main AI news of this period:";
  digest.categories = {"Models", "Say \"hi\""};
  digest.items = {item(1, "](javascript:alert(1)) <b>bold</b>", "https://example.com/a_(b)",
                       "---\ntitle: \"x\"\n---\n\n1.  [fake](https://evil.example)"),
                  item(2, "An item without a link", "", "# Not a heading"),
                  item(3, "An item without a summary", "https://example.com/3", "")};
  digest.notes = {"Note: of 60 sources, 12 failed; this digest may be incomplete."};
  EXPECT_EQ(render_markdown(digest, {}), read_file(golden_file("digest/english_hostile.md")));
}

TEST(Markdown, AnEmptyWindowSaysSoInPlaceOfTheIntro) {
  Digest digest = empty_digest("UTC", "2026-03-02T04:00:00.000Z");
  digest.title = "2026.03.02.04";
  digest.intro = "The main news:";
  digest.notes = {"In the last 4 hours the 60 sources that could be read said nothing new."};
  const std::string text = render_markdown(digest, {});
  EXPECT_EQ(text,
            "---\ntitle: \"2026.03.02.04\"\ndate: 2026-03-02T04:00:00.000+00:00\ncategories: []\n---\n\n"
            "> In the last 4 hours the 60 sources that could be read said nothing new.");
}

TEST(Markdown, MarksStandBelowTheSummaryWhereTheSettingsAskForThem) {
  Digest digest = testing::sample_digest();
  digest.items.resize(1);
  digest.notes.clear();
  ProfileSettings profile;
  profile.front_matter = "none";
  profile.show = std::vector<std::string>{};
  const std::string plain = render_markdown(digest, profile);
  profile.show.reset();
  EXPECT_EQ(render_markdown(digest, profile),
            plain + "\n\n    [更新：此前的报道](https://example.com/robots/earlier)")
      << "an update is marked unless the settings say otherwise";
  profile.show = {"updates", "voices", "language", "time"};
  EXPECT_EQ(render_markdown(digest, profile),
            plain +
                "\n\n    [更新：此前的报道](https://example.com/robots/earlier) · 另见：Harbour Wire、@mira "
                "· 原文：英语 · 03-02 03:12");
  digest.language = "en";
  EXPECT_NE(render_markdown(digest, profile).find("also: Harbour Wire, @mira · 03-02 03:12"),
            std::string::npos);
}

TEST(Markdown, TextOfItemsBeyondNinetyNineStaysAligned) {
  Digest digest = empty_digest("UTC", "2026-03-02T04:00:00.000Z");
  digest.items = {item(100, "Title", "https://example.com/", "Summary")};
  ProfileSettings plain;
  plain.front_matter = "none";
  EXPECT_EQ(render_markdown(digest, plain), "100. [Title](https://example.com/)\n\n     Summary");
}

TEST(Markdown, EachPresetWritesWhatItsReaderTakes) {
  Digest digest = empty_digest("Asia/Shanghai", "2026-03-02T04:00:00.000Z");
  digest.title = "2026.03.02.12 Chips | \"more\"";
  digest.categories = {"AI进展", "Chips and compute"};
  digest.items = {item(1, "Quay | Pier #1 at $5", "https://example.com/", "")};
  const auto written = [&](const char* preset) {
    ProfileSettings profile;
    profile.front_matter = preset;
    return render_markdown(digest, profile);
  };
  const std::string title = "---\ntitle: \"2026.03.02.12 Chips | \\\"more\\\"\"\n";
  const std::string date = "date: 2026-03-02T12:00:00.000+08:00\n";
  const std::string names = "categories: [\"AI进展\", \"Chips and compute\"]\n---\n\n";
  const std::string plain = "1.  [Quay | Pier #1 at $5](https://example.com/)";
  EXPECT_EQ(written("hugo"), title + date + names + plain);
  EXPECT_EQ(written("zola"), title + date + "taxonomies:\n  " + names + plain);
  EXPECT_EQ(written("jekyll"), title + date + "layout: post\n" + names +
                                   "1.  [Quay &#124; Pier #1 at $5](https://example.com/)");
  EXPECT_EQ(written("obsidian"),
            title + "aliases: [\"2026.03.02.12 Chips | \\\"more\\\"\"]\ndate: 2026-03-02T12:00:00\n" +
                "tags: [\"AI进展\", \"Chips-and-compute\"]\n---\n\n" +
                "1.  [Quay | Pier \\#1 at \\$5](https://example.com/)");
  EXPECT_EQ(written("none"), "# 2026.03.02.12 Chips | \"more\"\n\n" + plain);
}

}  // namespace
}  // namespace eightbells
