#include "feeds/sources/discovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace eightbells {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kPage = "https://site.test/blog/";

TEST(Discovery, DeclaredFeedsAreFound) {
  EXPECT_THAT(feed_links(R"(<html><head>
    <link rel="stylesheet" href="/style.css">
    <link rel="alternate" type="application/rss+xml" title="RSS" href="/rss.xml">
    <link rel="ALTERNATE home" type="Application/Atom+XML" href="https://cdn.test/atom.xml">
    </head></html>)",
                         kPage),
              ElementsAre("https://site.test/rss.xml", "https://cdn.test/atom.xml"));
}

TEST(Discovery, AddressesAreMadeAbsolute) {
  EXPECT_THAT(feed_links("<link rel=alternate type=application/rss+xml href='feed.xml'>", kPage),
              ElementsAre("https://site.test/blog/feed.xml"));
  EXPECT_THAT(feed_links("<link rel=alternate type=application/rss+xml href='//other.test/f'>", kPage),
              ElementsAre("https://other.test/f"));
}

TEST(Discovery, CommentFeedsComeLast) {
  EXPECT_THAT(
      feed_links(
          R"(<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/">
    <link rel="alternate" type="application/rss+xml" title="Feed" href="/feed/">)",
          kPage),
      ElementsAre("https://site.test/feed/", "https://site.test/comments/feed/"));
}

TEST(Discovery, LinksOfTheBodyThatArePlainlyFeedsComeAfterDeclaredOnes) {
  EXPECT_THAT(
      feed_links(R"(<body><a href="/about">About</a> <a href="/index.xml">RSS</a> <a href="/what-is-rss">x</a>
    <link rel="alternate" type="application/feed+json" href="/feed.json"></body>)",
                 kPage),
      ElementsAre("https://site.test/feed.json", "https://site.test/index.xml"));
}

TEST(Discovery, OtherAlternatesAreNoFeeds) {
  EXPECT_THAT(feed_links(R"(<link rel="alternate" hreflang="de" href="/de/">
    <link rel="alternate" type="application/json+oembed" href="/oembed?format=json">
    <link rel="alternate" type="application/json" href="https://site.test/wp-json/wp/v2/pages/2">
    <link rel="alternate" type="text/markdown" href="/index.md">)",
                         kPage),
              IsEmpty());
}

TEST(Discovery, OnlyTheWebIsFollowed) {
  EXPECT_THAT(feed_links("<link rel=alternate type=application/rss+xml href='file:///etc/passwd'>"
                         "<link rel=alternate type=application/rss+xml href='javascript:alert(1)'>",
                         kPage),
              IsEmpty());
}

TEST(Discovery, APageThatNamesItselfIsNotFollowed) {
  EXPECT_THAT(feed_links("<link rel=alternate type=application/rss+xml href=''><link rel=alternate "
                         "type=application/rss+xml href='.'>",
                         kPage),
              IsEmpty());
}

TEST(Discovery, TheNumberIsLimited) {
  std::string page;
  for (int n = 0; n < 500; ++n)
    page += "<link rel=alternate type=application/rss+xml href='/" + std::to_string(n) + "'>";
  EXPECT_EQ(feed_links(page, kPage).size(), 10u);
}

TEST(Discovery, GuessesAreForAPersonToTry) {
  const auto guesses = common_feed_addresses("https://site.test/blog/post?x=1");
  EXPECT_THAT(guesses, ::testing::Contains("https://site.test/feed"));
  EXPECT_THAT(guesses, ::testing::Contains("https://site.test/rss.xml"));
  EXPECT_THAT(common_feed_addresses("file:///x"), IsEmpty());
}

TEST(Discovery, PagesAreToldApart) {
  EXPECT_EQ(page_kind("<?xml version='1.0'?><rss/>"), PageKind::not_html);
  EXPECT_EQ(page_kind(""), PageKind::not_html);
  EXPECT_EQ(page_kind("{\"version\":\"https://jsonfeed.org/version/1\"}"), PageKind::not_html);
  EXPECT_EQ(page_kind("\n <!DOCTYPE HTML><p>Hello"), PageKind::page);
  EXPECT_EQ(page_kind("<html lang=en><body>Hello</body></html>"), PageKind::page);
  EXPECT_EQ(page_kind("<!doctype html><form><INPUT TYPE=password></form>"), PageKind::login);
  EXPECT_EQ(page_kind("<!doctype html><title>Just a moment...</title>"), PageKind::challenge);
}

TEST(Discovery, AFeedThatSpeaksOfPagesIsNoPage) {
  EXPECT_EQ(
      page_kind(
          "<?xml version='1.0'?><rss "
          "version='2.0'><channel><title>T</title><description>&lt;html&gt;</description></channel></rss>"),
      PageKind::not_html);
}

}  // namespace
}  // namespace eightbells
