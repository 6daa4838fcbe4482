// Posts of X: in feeds that others make of them, and in the answers of the X API.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "feeds/parse/parse_feed.h"
#include "feeds/parse/x_api.h"
#include "feeds/parse/x_posts.h"
#include "feeds/text/dates.h"

namespace eightbells {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Feed timeline(const std::string& items) {
  auto feed = parse_feed("<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>x</title>" +
                             items + "</channel></rss>",
                         {});
  EXPECT_TRUE(feed);
  return feed ? *feed : Feed{};
}

std::string item(const std::string& title, const std::string& link, const std::string& description = {}) {
  return "<item><title>" + title + "</title><link>" + link + "</link>" +
         (description.empty() ? "" : "<description><![CDATA[" + description + "]]></description>") +
         "</item>";
}

TEST(XPosts, TheTimeIsInTheStatusId) {
  EXPECT_EQ(x_post_time(2008645261791555859), parse_rfc3339("2026-01-06T21:02:03.892Z"));
  EXPECT_EQ(x_post_time(20), std::nullopt);  // 2006: ids were counted
}

TEST(XPosts, AnyHostGivesTheSamePost) {
  for (const char* link : {"https://x.com/deck/status/2008000000000000000",
                           "https://twitter.com/deck/status/2008000000000000000?s=20",
                           "http://127.0.0.1:8090/deck/status/2008000000000000000#m",
                           "https://xcancel.com/deck/status/2008000000000000000#m"}) {
    const Feed feed = timeline(item("Ahoy", link));
    ASSERT_THAT(feed.entries, SizeIs(1)) << link;
    EXPECT_EQ(feed.entries[0].id, "x:2008000000000000000");
    EXPECT_EQ(feed.entries[0].link, "https://x.com/deck/status/2008000000000000000");
    EXPECT_EQ(feed.entries[0].author, "@deck");
    EXPECT_EQ(feed.entries[0].title, "");
    EXPECT_EQ(feed.entries[0].summary, "Ahoy");
  }
}

TEST(XPosts, AFeedThatOnlyLinksToPostsKeepsItsHeadlines) {
  const Feed feed = timeline(item("Headline", "https://x.com/deck/status/2008000000000000000") +
                             item("Other", "https://news.example/1"));
  ASSERT_THAT(feed.entries, SizeIs(2));
  EXPECT_EQ(feed.entries[0].title, "Headline");
  EXPECT_EQ(feed.entries[0].author, "");
}

TEST(XPosts, PrefixesAreUnderstoodAndRemoved) {
  const auto strip = [](std::string text, bool& repost, bool& reply) {
    const XPrefix prefix = strip_x_prefix(text);
    repost = prefix.is_repost;
    reply = prefix.is_reply;
    return text;
  };
  bool repost = false;
  bool reply = false;
  EXPECT_EQ(strip("RT by @deck: words", repost, reply), "words");
  EXPECT_TRUE(repost);
  EXPECT_EQ(strip("R to @mate: words", repost, reply), "words");
  EXPECT_TRUE(reply);
  EXPECT_FALSE(repost);
  EXPECT_EQ(strip("Pinned: words", repost, reply), "words");
  EXPECT_FALSE(reply);
  EXPECT_EQ(strip("Pinned: RT by @deck: words", repost, reply), "words");
  EXPECT_TRUE(repost);
  EXPECT_EQ(strip("RT @mate: words", repost, reply), "words");
  EXPECT_TRUE(repost);
  EXPECT_EQ(strip("Re @mate words", repost, reply), "words");
  EXPECT_TRUE(reply);
}

TEST(XPosts, WordsThatOnlyLookLikePrefixesStay) {
  for (const char* words : {"RT by the sea", "R to L", "Re: your letter", "Pinnedwords", "RTFM @mate"}) {
    std::string text = words;
    const XPrefix prefix = strip_x_prefix(text);
    EXPECT_EQ(text, words);
    EXPECT_FALSE(prefix.is_repost || prefix.is_reply) << words;
  }
}

TEST(XPosts, ShortLinksAtTheEndBecomeReferences) {
  std::string text = "Look https://t.co/in there\n\nhttps://t.co/a https://t.co/b ";
  EXPECT_THAT(strip_short_links(text), ElementsAre("https://t.co/a", "https://t.co/b"));
  EXPECT_EQ(text, "Look https://t.co/in there");
  std::string alone = "https://t.co/a";
  EXPECT_THAT(strip_short_links(alone), SizeIs(1));
  EXPECT_EQ(alone, "");
}

TEST(XPosts, QuotedPostsAndLinkedPagesAreReferences) {
  const Feed feed =
      timeline(item("words", "https://nitter.example/deck/status/2008000000000000000#m",
                    "<p>words <a href='https://nitter.example/search?q=%23tag'>#tag</a> <a "
                    "href='https://page.example/1'>page</a>"
                    " <a href='https://nitter.example/mate/status/2007000000000000000#m'>quoted</a>"
                    " <a href='https://nitter.example/deck/status/2008000000000000000#m'>itself</a></p>"));
  ASSERT_THAT(feed.entries, SizeIs(1));
  EXPECT_THAT(feed.entries[0].references,
              ElementsAre("https://page.example/1", "https://x.com/mate/status/2007000000000000000"));
}

TEST(XPosts, KnownPostsAreAskedForByTheirStatusId) {
  ParseOptions options;
  options.is_known = [](std::string_view id, std::uint64_t) { return id == "x:2008000000000000000"; };
  const auto feed =
      parse_feed("<rss><channel>" + item("a", "https://nitter.example/deck/status/2008000000000000000") +
                     "</channel></rss>",
                 options);
  ASSERT_TRUE(feed);
  ASSERT_THAT(feed->entries, SizeIs(1));
  EXPECT_TRUE(feed->entries[0].known);
  EXPECT_EQ(feed->entries[0].summary, "");
}

constexpr const char* kPage = R"({
  "data": [
    {"id": "2008100000000000001", "text": "A &amp; B https:\/\/t.co\/abc", "author_id": "7", "conversation_id": "2008100000000000001",
     "created_at": "2026-01-05T08:55:23.000Z", "lang": "en",
     "entities": {"urls": [{"url": "https://t.co/abc", "expanded_url": "https://page.example/long"}]}},
    {"id": "2008000000000000002", "text": "cut at 280…", "note_tweet": {"text": "not cut at all"}, "author_id": "7",
     "conversation_id": "2008000000000000000", "in_reply_to_user_id": "7",
     "referenced_tweets": [{"type": "replied_to", "id": "2008000000000000000"}, {"type": "quoted", "id": "2007000000000000003"}]},
    {"id": "2007950000000000003", "text": "RT @mate: The tide tu…", "author_id": "7", "referenced_tweets": [{"type": "retweeted", "id": "2007900000000000004"}]}
  ],
  "includes": {
    "users": [{"id": "7", "username": "DeckHand", "name": "Deck Hand"}, {"id": "8", "username": "mate"}],
    "tweets": [{"id": "2007000000000000003", "text": "I said so.", "author_id": "8"}, {"id": "2007900000000000004", "text": "The tide turns at noon", "author_id": "8"}]
  },
  "errors": [{"title": "Not Found Error", "detail": "Could not find tweet."}],
  "meta": {"result_count": 3, "newest_id": "2008100000000000001", "oldest_id": "2007950000000000003", "next_token": "tok"}
})";

TEST(XApi, APageGivesItsPostsInOrder) {
  const auto page = parse_x_page(kPage, "deckhand");
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_THAT(page->posts, SizeIs(3));
  EXPECT_EQ(page->next_token, "tok");
  EXPECT_EQ(page->newest_id, "2008100000000000001");
  EXPECT_EQ(page->oldest_id, "2007950000000000003");
  EXPECT_THAT(page->problems, ElementsAre("Not Found Error: Could not find tweet."));
  const XPost& first = page->posts[0];
  EXPECT_EQ(first.id, 2008100000000000001U);
  EXPECT_EQ(first.author_id, "7");
  EXPECT_EQ(first.entry.id, "x:2008100000000000001");
  EXPECT_EQ(first.entry.link, "https://x.com/DeckHand/status/2008100000000000001");
  EXPECT_EQ(first.entry.author, "@DeckHand");
  EXPECT_EQ(first.entry.summary, "A & B");
  EXPECT_EQ(first.entry.title, "");
  EXPECT_EQ(first.entry.language, "en");
  EXPECT_EQ(first.entry.published, x_post_time(first.id));
  EXPECT_THAT(first.entry.references, ElementsAre("https://page.example/long", "https://t.co/abc"));
}

TEST(XApi, LongPostsAreWholeAndQuotesKeepTheirContext) {
  const auto page = parse_x_page(kPage, "deckhand");
  ASSERT_TRUE(page);
  const XPost& reply = page->posts[1];
  EXPECT_EQ(reply.entry.summary, "not cut at all");
  EXPECT_EQ(reply.entry.content, "not cut at all\n\nI said so.");
  EXPECT_TRUE(reply.entry.is_reply);
  EXPECT_EQ(reply.conversation_id, "2008000000000000000");
  EXPECT_EQ(reply.in_reply_to_user_id, "7");
  EXPECT_THAT(reply.entry.references, ElementsAre("https://x.com/i/status/2008000000000000000",
                                                  "https://x.com/mate/status/2007000000000000003"));
}

TEST(XApi, ARepostHasTheTextOfItsOriginal) {
  const auto page = parse_x_page(kPage, "deckhand");
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->posts[2].entry.is_repost);
  EXPECT_EQ(page->posts[2].entry.summary, "The tide turns at noon");
}

TEST(XApi, TheNewSpellingIsUnderstood) {
  const auto page =
      parse_x_page(R"({"data":[{"id":"2008000000000000002","text":"a…","note_post":{"text":"all of it"},
    "referenced_posts":[{"type":"reposted","id":"2007900000000000004"}]}],
    "includes":{"posts":[{"id":"2007900000000000004","text":"original"}]},"meta":{"result_count":1}})",
                   "deck");
  ASSERT_TRUE(page);
  ASSERT_THAT(page->posts, SizeIs(1));
  EXPECT_TRUE(page->posts[0].entry.is_repost);
  EXPECT_EQ(page->posts[0].entry.summary, "original");
  EXPECT_EQ(page->posts[0].entry.author, "@deck");
  EXPECT_EQ(page->newest_id, "2008000000000000002");
}

TEST(XApi, AnEmptyPageIsNoError) {
  const auto page = parse_x_page(R"({"meta":{"result_count":0}})", "deck");
  ASSERT_TRUE(page);
  EXPECT_THAT(page->posts, IsEmpty());
  EXPECT_EQ(page->newest_id, "");
}

TEST(XApi, AProblemIsASentence) {
  const std::string unauthorized =
      R"({"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"})";
  const auto page = parse_x_page(unauthorized, "deck");
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().kind, ErrorKind::http);
  EXPECT_THAT(page.error().message, HasSubstr("Unauthorized"));
  EXPECT_EQ(x_problem(unauthorized), "Unauthorized");
  EXPECT_EQ(x_problem(R"({"errors":[{"message":"Rate limit exceeded","code":88}]})"), "Rate limit exceeded");
  EXPECT_EQ(x_problem("<html>"), "");
}

TEST(XApi, WhatIsNoAnswerIsAParseError) {
  for (const char* text : {"", "[]", "{}", "<html></html>", "{\"data\":"}) {
    const auto page = parse_x_page(text, "deck");
    ASSERT_FALSE(page) << text;
    EXPECT_EQ(page.error().kind, ErrorKind::parse);
  }
}

TEST(XApi, WrongTypesAreLeftOut) {
  const auto page = parse_x_page(
      R"({"data":[7,{"id":null},{"id":"abc"},{"id":2008000000000000002,"text":5}],"includes":[],"meta":1})",
      "deck");
  ASSERT_TRUE(page);
  ASSERT_THAT(page->posts, SizeIs(1));
  EXPECT_EQ(page->posts[0].id, 2008000000000000002U);
}

TEST(XApi, UsersAndTheMissingAreTold) {
  const auto users = parse_x_users(R"({"data":[{"id":"7","username":"DeckHand","name":"Deck  Hand"}],
    "errors":[{"value":"nobody","detail":"Could not find user with usernames: [nobody].","title":"Not Found Error"}]})");
  ASSERT_TRUE(users);
  ASSERT_THAT(users->users, SizeIs(1));
  EXPECT_EQ(users->users[0].id, "7");
  EXPECT_EQ(users->users[0].handle, "DeckHand");
  EXPECT_EQ(users->users[0].name, "Deck Hand");
  ASSERT_THAT(users->missing, SizeIs(1));
  EXPECT_EQ(users->missing[0].handle, "nobody");
  EXPECT_THAT(users->missing[0].reason, HasSubstr("Could not find"));
}

TEST(XApi, AllUsersMissingIsNoError) {
  const auto users =
      parse_x_users(R"({"errors":[{"value":"nobody","title":"Not Found Error","detail":"No."}]})");
  ASSERT_TRUE(users);
  EXPECT_THAT(users->users, IsEmpty());
  EXPECT_THAT(users->missing, SizeIs(1));
}

TEST(XApi, BytesThatAreNoUtf8AreRepaired) {
  const auto page =
      parse_x_page("{\"data\":[{\"id\":\"2008000000000000000\",\"text\":\"caf\xe9 ahoy\"}]}", "deck");
  ASSERT_TRUE(page);
  ASSERT_THAT(page->posts, SizeIs(1));
  EXPECT_EQ(page->posts[0].entry.summary, "caf\xEF\xBF\xBD ahoy");
}

}  // namespace
}  // namespace eightbells
