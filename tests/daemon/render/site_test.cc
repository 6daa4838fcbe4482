#include "daemon/render/site.h"

#include <algorithm>
#include <regex>

#include <gtest/gtest.h>

#include "daemon/render/charts.h"
#include "daemon/render/site_words.h"
#include "tests/daemon/render/sample_digest.h"

namespace eightbells {
namespace {

using testing::sample_digest;

// Eight digests of the sample's kind: the newest with all there is, one quiet, one half blind.
class Site : public ::testing::Test {
 protected:
  Site() {
    for (int i = 0; i < 8; ++i) {
      Digest digest = sample_digest();
      digest.window = {digest.window.begin - i * 4 * kHour, digest.window.end - i * 4 * kHour};
      digest.written -= i * 4 * kHour;
      if (i == 2) digest.items.clear();
      if (i == 3) digest.collect.failed = 30;
      digests.push_back(std::move(digest));
      windows.push_back({digests.back().window, static_cast<int>(digests.back().items.size()), true});
    }
  }

  SiteInput input() {
    return {profile, zone, templates, {"AI进展", "机器人", "没有新闻的分类"}, digests, windows, false};
  }

  std::string page(const std::string& path) {
    for (const auto& one : shared_pages(input()))
      if (one.path == path) return one.bytes;
    return {};
  }

  ProfileSettings profile;
  Zone zone = *Zone::find("Asia/Shanghai");
  Templates templates = Templates::shipped();
  std::vector<Digest> digests;
  std::vector<SiteWindow> windows;
};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(Site, HasTheLatestTheArchiveTheMonthsAndTheCategories) {
  std::vector<std::string> paths;
  for (const auto& one : shared_pages(input())) paths.push_back(one.path);
  EXPECT_EQ(paths,
            (std::vector<std::string>{"index.html", "archive.html", "months/2026-03.html", "categories.html",
                                      "categories/ai进展.html", "categories/机器人.html",
                                      "categories/没有新闻的分类.html", "style.css"}));
}

TEST_F(Site, EveryLinkInsideLeadsToAPageThatIsThere) {
  std::vector<SitePage> pages = shared_pages(input());
  for (std::size_t i = 0; i < digests.size(); ++i) pages.push_back(digest_page(input(), i));
  std::vector<std::string> links;
  for (const auto& one : pages) links.push_back(one.path);
  const std::regex href("(?:href|src)=\"([^\"#]*)");
  const std::regex percent("%([0-9A-F]{2})");
  for (const auto& one : pages)
    for (std::sregex_iterator found(one.bytes.begin(), one.bytes.end(), href), end; found != end; ++found) {
      std::string link = (*found)[1];
      if (link.empty() || link.rfind("http", 0) == 0 || link.rfind("data:", 0) == 0) continue;
      std::string plain;
      for (std::size_t i = 0; i < link.size(); ++i) {
        if (link[i] == '%') plain += static_cast<char>(std::stoi(link.substr(i + 1, 2), nullptr, 16)), i += 2;
        else plain += link[i];
      }
      const bool deep = one.path.find('/') != std::string::npos;
      EXPECT_EQ(deep, plain.rfind("../", 0) == 0) << one.path << " " << link;
      if (deep) plain.erase(0, 3);
      EXPECT_NE(std::find(links.begin(), links.end(), plain), links.end()) << one.path << " " << link;
    }
}

TEST_F(Site, NothingAStrangerWroteIsMarkup) {
  const std::string text = digest_page(input(), 0).bytes;
  EXPECT_FALSE(holds(text, "<script")) << text;
  EXPECT_FALSE(holds(text, "<img"));
  EXPECT_FALSE(holds(text, "javascript:"));
  EXPECT_FALSE(holds(text, "\" onmouseover"));
  EXPECT_TRUE(holds(text, "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; {{title}}"));
  EXPECT_TRUE(holds(text, "href=\"https://example.com/robots?a=1&amp;b=2\""));
  EXPECT_TRUE(holds(text, "https://example.net/%E6%96%B0?q=a%20b%7Cc"));
}

TEST_F(Site, ForbidsEveryRequestButItsOwnStylesheet) {
  for (const auto& one : shared_pages(input())) {
    if (one.path == "style.css") {
      EXPECT_FALSE(holds(one.bytes, "url("));
      EXPECT_FALSE(holds(one.bytes, "@import"));
      continue;
    }
    EXPECT_TRUE(holds(one.bytes,
                      "content=\"default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
                      "form-action 'none'\""))
        << one.path;
    EXPECT_FALSE(holds(one.bytes, " style=")) << one.path;
    EXPECT_FALSE(holds(one.bytes, "<script")) << one.path;
  }
}

TEST_F(Site, AnItemShowsItsMarksInTheDigestsLanguage) {
  const std::string text = digest_page(input(), 0).bytes;
  EXPECT_TRUE(holds(text, "<a href=\"https://example.com/robots/earlier\">更新：此前的报道</a>")) << text;
  EXPECT_TRUE(holds(text, "另见：Harbour Wire、@mira"));
  EXPECT_TRUE(holds(text, "原文：英语"));
  EXPECT_TRUE(holds(text, ">03-02 03:12</time>"));
  EXPECT_TRUE(holds(text, "60个信息源中57个读取正常，2个未能读取，1个已停止更新。"));
  EXPECT_TRUE(holds(text, "Harbour Wire: HTTP 503"));
}

TEST_F(Site, WordsOfAnotherLanguageSaySo) {
  const std::string edited = digest_page(input(), 0).bytes;
  EXPECT_FALSE(holds(edited, "<h2 lang=")) << "an editor wrote Chinese on a Chinese page";
  digests[0].items[0].title = "A robot";
  const std::string extracted = digest_page(input(), 0).bytes;
  EXPECT_TRUE(holds(extracted, "<h2 lang=\"en\"><a href=\"https://example.com/robots")) << extracted;
  EXPECT_FALSE(holds(extracted, "<p lang=")) << "its summary is Chinese";
  for (auto& digest : digests) digest.language = "en";
  const std::string english = digest_page(input(), 0).bytes;
  EXPECT_FALSE(holds(english, "<h2 lang=\"en\""));
  EXPECT_TRUE(holds(english, "<p lang=\"zh\">北辰"));
  digests[0].items[0].language = "\"><b>";
  EXPECT_FALSE(holds(digest_page(input(), 0).bytes, "\"><b>")) << "what is no language is not said";
}

TEST_F(Site, MarksThatTheSettingsDoNotNameStayAway) {
  profile.show = {"time"};
  const std::string text = digest_page(input(), 0).bytes;
  EXPECT_FALSE(holds(text, "另见"));
  EXPECT_FALSE(holds(text, "更新："));
  EXPECT_TRUE(holds(text, ">03-02 03:12</time>"));
}

TEST_F(Site, ADigestKnowsItsNeighbours) {
  const std::string text = digest_page(input(), 1).bytes;
  EXPECT_TRUE(holds(text, "rel=\"next\" href=\"../digests/2026.03.02.12.html\"")) << text;
  EXPECT_TRUE(holds(text, "rel=\"prev\" href=\"../digests/2026.03.02.04.html\""));
  profile.empty = WhenEmpty::skip;  // the quiet window has no page now
  EXPECT_TRUE(holds(digest_page(input(), 1).bytes, "rel=\"prev\" href=\"../digests/2026.03.02.00.html\""));
}

TEST_F(Site, TheArchiveShowsQuietAndHalfBlindWindows) {
  const std::string text = page("archive.html");
  EXPECT_TRUE(holds(text, "<path class=\"quiet\""));
  EXPECT_TRUE(holds(text, "<path class=\"half\""));
  EXPECT_TRUE(holds(text, "<svg class=\"bars\" viewBox=\"0 0 720 140\""))
      << "all, two categories, quiet, half blind";
  EXPECT_TRUE(holds(text, "<span class=\"row\">全部</span> <span class=\"count\">21</span>")) << text;
  EXPECT_TRUE(holds(text, "<span class=\"row\">信息不全</span> <span class=\"count\">1</span>"));
  EXPECT_FALSE(holds(text, "<span class=\"row\">没有新闻的分类</span>")) << "no row for nothing";
  EXPECT_TRUE(holds(text, "<p class=\"key\">平静：没有值得报道的新内容</p>"));
  EXPECT_TRUE(holds(text, "<svg class=\"axis\" aria-hidden=\"true\">"));
  EXPECT_TRUE(holds(text, ">03-02</text>") && holds(text, ">12:00</text>"))
      << "midnights and noons of a short span";
  EXPECT_TRUE(holds(text, "<title id=\"windows-title\">过去30天每期的新闻条数（按分类）</title>"));
  EXPECT_TRUE(holds(text, "<desc id=\"windows-desc\">21条, "));
  EXPECT_TRUE(holds(text, "<th scope=\"row\">2026年3月2日</th><td>6</td><td>1</td><td>0</td>")) << text;
}

TEST_F(Site, ACategoryListsItsItemsWithTheirDigests) {
  const std::string text = page("categories/机器人.html");
  EXPECT_TRUE(holds(text, "href=\"../digests/2026.03.02.12.html#item-1\"")) << text;
  EXPECT_TRUE(holds(text, "<svg"));
  EXPECT_TRUE(holds(page("categories/没有新闻的分类.html"), "过去30天没有内容。"));
  EXPECT_TRUE(holds(page("categories.html"), "categories/%E6%9C%BA%E5%99%A8%E4%BA%BA.html"));
  EXPECT_FALSE(holds(page("categories.html"), "没有新闻的分类")) << "a shelf on which there is nothing";
}

TEST_F(Site, ACategoryPageChangesOnlyWithItsItemsOrTheDay) {
  const std::string before = page("categories/机器人.html");
  Digest later = sample_digest();
  later.window = {later.window.end, later.window.end + 4 * kHour};
  later.items.erase(later.items.begin());
  digests.insert(digests.begin(), later);
  EXPECT_EQ(page("categories/机器人.html"), before);
}

TEST_F(Site, OldItemsOfACategoryAreLimited) {
  for (int i = 0; i < 100; ++i) digests[0].items.push_back(digests[0].items[2]);
  const std::string text = page("categories/ai进展.html");
  const std::regex line("class=\"from\"");
  EXPECT_EQ(std::distance(std::sregex_iterator(text.begin(), text.end(), line), {}),
            static_cast<std::ptrdiff_t>(kShelfItems));
}

TEST(CategorySlug, IsANameForAFileWhateverTheCategoryIsCalled) {
  EXPECT_EQ(category_slug("AI进展"), "ai进展");
  EXPECT_EQ(category_slug("../../etc/passwd"), "etc-passwd");
  EXPECT_EQ(category_slug("Say \"hi\" <b>"), "say-hi-b");
  EXPECT_EQ(category_slug("!!!"), "category");
  EXPECT_EQ(category_slug("Ünïcode"), "Ünïcode");
  EXPECT_LE(category_slug(std::string(5000, 'a')).size(), 60u);
}

TEST(Chart, ABarIsAsHighAsItsCountAndStandsAtItsTime) {
  Chart chart;
  chart.id = "x";
  chart.end = Instant(kDay);
  chart.colours = {"c0", "c1"};
  chart.bars = {{Instant(), Instant(12 * kHour), {1, 3}, false, false, "a"},
                {Instant(12 * kHour), Instant(kDay), {2, 0}, true, true, "b"}};
  chart.ticks = {{Instant(), "first"}, {Instant(12 * kHour), "noon"}, {Instant(kDay), "last"}};
  const std::string svg = chart_svg(chart);
  EXPECT_EQ(most_of(chart), 4);
  ASSERT_EQ(rows_of(chart).size(), 5u);
  // Rows of 28, bars of at most 24: the sums on a scale of their own, all colours on another.
  EXPECT_TRUE(
      holds(svg, "<path class=\"all\" d=\"M0.0 4.0h316.8v24.0h-316.8zM360.0 16.0h316.8v12.0h-316.8z\"/>"))
      << svg;
  EXPECT_TRUE(
      holds(svg, "<path class=\"c0\" d=\"M0.0 48.0h316.8v8.0h-316.8zM360.0 40.0h316.8v16.0h-316.8z\"/>"));
  EXPECT_TRUE(holds(svg, "<path class=\"c1\" d=\"M0.0 60.0h316.8v24.0h-316.8z\"/>"));
  EXPECT_TRUE(holds(svg, "<path class=\"quiet\" d=\"M360.0 "));
  EXPECT_TRUE(
      holds(svg, "<rect class=\"hit\" x=\"360.0\" width=\"360.0\" height=\"140\"><title>b</title></rect>"));
  const std::string axis = axis_svg(chart);
  EXPECT_TRUE(holds(axis, "<text x=\"0.00%\" y=\"1em\" text-anchor=\"start\">first</text>")) << axis;
  EXPECT_TRUE(holds(axis, "<text x=\"50.00%\" y=\"1em\" text-anchor=\"middle\">noon</text>"));
  EXPECT_TRUE(holds(axis, "text-anchor=\"end\">last</text>"));

  chart.bars[1].quiet = chart.bars[1].half_blind = false;
  EXPECT_EQ(rows_of(chart).size(), 3u);
  chart.lone = true;
  EXPECT_EQ(rows_of(chart).size(), 1u);
}

TEST(Chart, AFifthOfTheSourcesMakesAWindowHalfBlind) {
  EXPECT_FALSE(is_half_blind(0, 0, 0));
  EXPECT_FALSE(is_half_blind(60, 10, 1));
  EXPECT_TRUE(is_half_blind(60, 10, 2));
}

TEST(SiteWords, BothLanguagesHaveTheSameNames) {
  const auto names = [](const char* language) {
    std::vector<std::string_view> out;
    for (const auto& [name, words] : site_words(language)) out.push_back(name);
    std::sort(out.begin(), out.end());
    return out;
  };
  EXPECT_EQ(names("en"), names("zh-CN"));
}

TEST(SiteWords, TheOriginalLanguageIsNamedInTheReaders) {
  EXPECT_EQ(original_in_words("en", "zh-CN"), "in Chinese");
  EXPECT_EQ(original_in_words("zh-CN", "ja"), "原文：日语");
  EXPECT_EQ(original_in_words("zh-CN", "zh-TW"), "");
  EXPECT_EQ(original_in_words("en", ""), "");
  EXPECT_EQ(original_in_words("en", "qqx"), "");
}

TEST(SiteWords, VoicesBeyondAFewAreCounted) {
  EXPECT_EQ(voices_in_words("en", {"@a", "@b", "The Register"}, 5), "@a, @b, The Register");
  EXPECT_EQ(voices_in_words("en", {"@a", "@b", "@c"}, 2), "@a, @b and 1 more");
  EXPECT_EQ(voices_in_words("zh-CN", {"@a", "@b", "@c"}, 2), "@a、@b等3个");
}

}  // namespace
}  // namespace eightbells
