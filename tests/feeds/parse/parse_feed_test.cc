// The door: what is a feed and what is not, limits, identity, entries that are known already.
#include "feeds/parse/parse_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "feeds/text/dates.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Feed parsed(const std::string& bytes, const ParseOptions& options = {}) {
  auto feed = parse_feed(bytes, options);
  EXPECT_TRUE(feed) << (feed ? "" : feed.error().message);
  return feed ? *feed : Feed{};
}

std::string refusal(const std::string& bytes) {
  const auto feed = parse_feed(bytes, {});
  EXPECT_FALSE(feed);
  if (feed) return {};
  EXPECT_EQ(feed.error().kind, ErrorKind::parse);
  return feed.error().message;
}

std::string rss(const std::string& items) {
  return "<rss version='2.0'><channel><title>T</title>" + items + "</channel></rss>";
}

TEST(ParseFeed, AnEmptyAnswerSaysSo) {
  EXPECT_THAT(refusal(""), HasSubstr("empty"));
  EXPECT_THAT(refusal(" \r\n\t"), HasSubstr("empty"));
  EXPECT_THAT(refusal("\xEF\xBB\xBF"), HasSubstr("empty"));
}

TEST(ParseFeed, AWebPageIsNamedByItsTitle) {
  EXPECT_EQ(
      refusal(
          "<!DOCTYPE html><html><head><title>The &amp; Harbour</title></head><body><p>Hi<br></body></html>"),
      "a web page, not a feed: The & Harbour");
  EXPECT_EQ(refusal("<html><body>no title</body></html>"), "a web page, not a feed");
}

TEST(ParseFeed, ALoginPageIsFoundOut) {
  EXPECT_THAT(refusal("<html><title>Members</title><form><input type=\"password\"></form></html>"),
              HasSubstr("a login page"));
  EXPECT_THAT(refusal("<html><head><title>Sign in to continue</title></head><body></body></html>"),
              HasSubstr("a login page"));
}

TEST(ParseFeed, OtherXmlJsonAndTextAreNoFeeds) {
  EXPECT_THAT(refusal("<?xml version='1.0'?><note><to>you</to></note>"), HasSubstr("not a feed"));
  EXPECT_THAT(refusal("just words"), HasSubstr("not a feed"));
  EXPECT_THAT(refusal("{\"a\": 1}"), HasSubstr("not a JSON Feed"));
  EXPECT_THAT(refusal("{\"a\": "), HasSubstr("JSON"));
}

TEST(ParseFeed, AFeedWithoutEntriesIsAFeed) {
  EXPECT_THAT(parsed("<rss version=\"2.0\"><channel><title>Quiet</title></channel></rss>").entries,
              IsEmpty());
  EXPECT_THAT(parsed("<feed xmlns='http://www.w3.org/2005/Atom'/>").entries, IsEmpty());
  EXPECT_THAT(parsed(R"({"version":"https://jsonfeed.org/version/1.1","items":[]})").entries, IsEmpty());
}

TEST(ParseFeed, TheContentTypeDecidesNothingButTheCharset) {
  ParseOptions options;
  options.content_type = "text/html; charset=iso-8859-2";
  const Feed feed = parsed("<rss><channel><title>\xB1\xE6</title></channel></rss>", options);
  EXPECT_EQ(feed.title, "ąć");
}

TEST(ParseFeed, NoMoreEntriesAreReadThanAllowed) {
  std::string items;
  for (int i = 0; i < 50; ++i) items += "<item><guid>" + std::to_string(i) + "</guid></item>";
  ParseOptions options;
  options.max_entries = 20;
  EXPECT_THAT(parsed(rss(items), options).entries, SizeIs(20));
  std::string json = R"({"items":[)";
  for (int i = 0; i < 50; ++i) json += "{\"id\":" + std::to_string(i) + "},";
  EXPECT_THAT(parsed(json + "]}", options).entries, SizeIs(20));
}

TEST(ParseFeed, TitlesAndTextsAreCutAtACodePoint) {
  std::string long_text;
  for (int i = 0; i < 1000; ++i) long_text += "é";
  ParseOptions options;
  options.max_title_bytes = 101;
  options.max_text_bytes = 301;
  const Feed feed =
      parsed(rss("<item><title>" + long_text + "</title><description>" + long_text + "</description></item>"),
             options);
  ASSERT_THAT(feed.entries, SizeIs(1));
  EXPECT_EQ(feed.entries[0].title.size(), 100U);
  EXPECT_EQ(feed.entries[0].summary.size(), 300U);
}

TEST(ParseFeed, AnEndlessNestingIsReadWithoutHarm) {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<b>";
  const Feed feed = parsed(rss("<item><title>ok</title><description>" + deep + "</description></item>"));
  ASSERT_THAT(feed.entries, SizeIs(1));
  EXPECT_EQ(feed.entries[0].title, "ok");
}

TEST(ParseFeed, MillionsOfElementsStayBelowTheLimitOfTheTree) {
  std::string many = "<rss><channel><title>many</title><item><guid>1</guid></item>";
  for (int i = 0; i < 1'200'000; ++i) many += "<a>";
  const Feed feed = parsed(many);
  EXPECT_EQ(feed.title, "many");
  EXPECT_TRUE(feed.damaged);
}

TEST(ParseFeed, NothingThatADtdDeclaresIsExpanded) {
  const Feed feed = parsed(
      "<!DOCTYPE r [<!ENTITY a \"expanded\"><!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
      "<rss><channel><title>&a; &f;</title></channel></rss>");
  EXPECT_EQ(feed.title, "&a; &f;");
}

TEST(ParseFeed, AnEntryIsKnownByItsOwnIdThenItsLinkThenItsText) {
  const Feed feed =
      parsed(rss("<item><guid isPermaLink='false'>own</guid><link>http://a.example/1</link></item>"
                 "<item><link>http://a.example/2</link></item>"
                 "<item><title>only a title</title></item><item><title>another title</title></item>"
                 "<item><title>only a title</title></item>"));
  ASSERT_THAT(feed.entries, SizeIs(5));
  EXPECT_EQ(feed.entries[0].id, "own");
  EXPECT_EQ(feed.entries[1].id, "http://a.example/2");
  EXPECT_THAT(feed.entries[2].id, ::testing::StartsWith("text:"));
  EXPECT_NE(feed.entries[2].id, feed.entries[3].id);
  EXPECT_EQ(feed.entries[2].id, feed.entries[4].id);
}

TEST(ParseFeed, TheTextsOfKnownEntriesAreLeftOut) {
  std::vector<std::string> asked;
  ParseOptions options;
  options.is_known = [&](std::string_view id, std::uint64_t) {
    asked.emplace_back(id);
    return id == "old";
  };
  const Feed feed =
      parsed(rss("<item><guid>old</guid><title>Old</title><description>Seen.</description></item>"
                 "<item><guid>new</guid><title>New</title><description>Unseen.</description></item>"
                 "<item><title>nameless</title></item>"),
             options);
  ASSERT_THAT(feed.entries, SizeIs(3));
  EXPECT_TRUE(feed.entries[0].known);
  EXPECT_EQ(feed.entries[0].title, "");
  EXPECT_EQ(feed.entries[0].summary, "");
  EXPECT_FALSE(feed.entries[1].known);
  EXPECT_EQ(feed.entries[1].title, "New");
  EXPECT_FALSE(feed.entries[2].known);
  EXPECT_THAT(asked, ElementsAre("old", "new"));
}

TEST(ParseFeed, AnEntrysTextsHaveAHashThatFollowsEveryByteOfThem) {
  const auto written = [](const std::string& fields) {
    return parsed(rss("<item><guid>1</guid>" + fields + "</item>")).entries.at(0).written;
  };
  const std::string title = "<title>One</title>";
  const auto plain = written(title + "<description>Words</description>");
  EXPECT_NE(plain, 0u);
  EXPECT_EQ(
      written(title + "<description>Words</description><pubDate>Wed, 07 Jan 2026 08:00:00 GMT</pubDate>"),
      plain);
  EXPECT_NE(written(title + "<description>&lt;b&gt;Words&lt;/b&gt;</description>"), plain);
  EXPECT_NE(written("<title>Two</title><description>Words</description>"), plain);
  EXPECT_NE(written("<title>Words</title><description>One</description>"), plain);
  EXPECT_NE(written(title + "<description>A <b>word</b></description>"),
            written(title + "<description>A <b>name</b></description>"));
}

TEST(ParseFeed, TheTextsOfAJsonItemHaveAHashToo) {
  const auto written = [](const std::string& item) {
    return parsed(R"({"items":[{"id":"1",)" + item + "}]}").entries.at(0).written;
  };
  EXPECT_EQ(written(R"("title":"a","tags":["x"])"), written(R"("title":"a")"));
  EXPECT_NE(written(R"("title":"a")"), written(R"("summary":"a")"));
  EXPECT_NE(written(R"("content_html":"<p>a")"), written(R"("content_html":"<p>b")"));
}

TEST(ParseFeed, KnownItemsOfAJsonFeedAreLeftOutToo) {
  ParseOptions options;
  options.is_known = [](std::string_view id, std::uint64_t) { return id == "1"; };
  const Feed feed = parsed(R"({"items":[{"id":"1","title":"a"},{"id":"2","title":"b"}]})", options);
  ASSERT_THAT(feed.entries, SizeIs(2));
  EXPECT_TRUE(feed.entries[0].known);
  EXPECT_EQ(feed.entries[0].title, "");
  EXPECT_EQ(feed.entries[1].title, "b");
}

TEST(ParseFeed, TheLongerOfTtlAndUpdatePeriodIsTheWait) {
  using std::chrono::minutes;
  const std::string sy = " xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'";
  const auto wait = [&](const std::string& fields) {
    return parsed("<rss" + sy + "><channel>" + fields + "</channel></rss>").poll_after;
  };
  EXPECT_EQ(wait(""), std::nullopt);
  EXPECT_EQ(wait("<ttl>30</ttl>"), minutes(30));
  EXPECT_EQ(wait("<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>"), minutes(60));
  EXPECT_EQ(wait("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"),
            minutes(360));
  EXPECT_EQ(wait("<ttl>-5</ttl><sy:updatePeriod>now and then</sy:updatePeriod>"), std::nullopt);
  EXPECT_EQ(wait("<ttl>90 minutes</ttl>"), minutes(90));
}

TEST(ParseFeed, LanguagesAreInheritedFromTheFeed) {
  const Feed feed = parsed(
      "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><language>de</language>"
      "<item><guid>1</guid></item><item><guid>2</guid><dc:language>fr</dc:language></item></channel></rss>");
  ASSERT_THAT(feed.entries, SizeIs(2));
  EXPECT_EQ(feed.entries[0].language, "de");
  EXPECT_EQ(feed.entries[1].language, "fr");
}

TEST(ParseFeed, AnUnreadableDateIsNoDate) {
  const Feed feed = parsed(rss("<item><guid>1</guid><pubDate>soon</pubDate></item>"));
  ASSERT_THAT(feed.entries, SizeIs(1));
  EXPECT_EQ(feed.entries[0].published, std::nullopt);
}

TEST(ParseFeed, AReadableDateWinsOverAnUnreadableOneOfHigherRank) {
  const Feed feed = parsed(
      "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><guid>1</guid><pubDate>soon</pubDate>"
      "<dc:date>2026-01-05T10:00:00Z</dc:date></item></channel></rss>");
  ASSERT_THAT(feed.entries, SizeIs(1));
  EXPECT_EQ(feed.entries[0].published, parse_rfc3339("2026-01-05T10:00:00Z"));
}

TEST(ParseFeed, TheBaseUrlResolvesWhatNothingElseDoes) {
  ParseOptions options;
  options.base_url = "https://base.example/dir/feed.xml";
  const Feed feed =
      parsed("<rss><channel><link>/home</link><item><link>1</link></item></channel></rss>", options);
  EXPECT_EQ(feed.link, "https://base.example/home");
  ASSERT_THAT(feed.entries, SizeIs(1));
  EXPECT_EQ(feed.entries[0].link, "https://base.example/1");
}

TEST(ParseFeed, AJsonItemWithoutIdAndLinkIsToldByItsWords) {
  const auto feed = parse_feed(R"({"version":"https://jsonfeed.org/version/1.1","title":"J","items":[)"
                               R"({"title":"One"},{"title":"Two","content_text":"words"},{"title":"One"}]})",
                               {});
  ASSERT_TRUE(feed);
  ASSERT_EQ(feed->entries.size(), 3u);
  EXPECT_EQ(feed->entries[0].id.substr(0, 5), "text:");
  EXPECT_NE(feed->entries[0].id, feed->entries[1].id);
  EXPECT_EQ(feed->entries[0].id, feed->entries[2].id);
}

}  // namespace
}  // namespace eightbells
