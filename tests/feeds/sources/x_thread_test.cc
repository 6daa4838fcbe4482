#include "feeds/sources/x_thread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace eightbells {
namespace {

using ::testing::ElementsAre;

XPost post(std::uint64_t id, const std::string& text, std::uint64_t conversation = 0,
           const std::string& answers = "") {
  XPost out;
  out.id = id;
  out.author_id = "7";
  out.conversation_id = std::to_string(conversation == 0 ? id : conversation);
  out.in_reply_to_user_id = answers;
  out.entry.id = "x:" + std::to_string(id);
  out.entry.link = "https://x.com/a/status/" + std::to_string(id);
  out.entry.author = "@a";
  out.entry.summary = text;
  out.entry.is_reply = !answers.empty();
  return out;
}

TEST(XThread, PostsOfTheirOwnStayApart) {
  const auto entries = entries_of_posts({post(3, "c"), post(1, "a"), post(2, "b")});
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].id, "x:3");
  EXPECT_EQ(entries[2].id, "x:1");
}

TEST(XThread, SelfRepliesJoinTheFirstPostInTheirOrder) {
  XPost second = post(2, "two", 1, "7");
  second.entry.references = {"https://paper.example/"};
  const auto entries = entries_of_posts({post(3, "three", 1, "7"), second, post(1, "one")});
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].id, "x:1");
  EXPECT_EQ(entries[0].text(), "one\n\ntwo\n\nthree");
  EXPECT_THAT(entries[0].references, ElementsAre("https://paper.example/"));
}

TEST(XThread, AnAnswerToSomebodyElseStaysAReply) {
  const auto entries = entries_of_posts({post(2, "@b thanks", 1, "8"), post(1, "one")});
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_TRUE(entries[0].is_reply);
}

TEST(XThread, ASelfReplyInSomebodyElsesConversationIsOneEntryWithWhatFollows) {
  const auto entries =
      entries_of_posts({post(12, "more", 5, "7"), post(11, "and", 5, "7"), post(10, "@b no", 5, "8")});
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].id, "x:11");
  EXPECT_EQ(entries[0].text(), "and\n\nmore");
  EXPECT_TRUE(entries[1].is_reply);
}

TEST(XThread, TheRestOfAnEarlierThreadNamesItsFirstPost) {
  const auto entries = entries_of_posts({post(9, "later", 4, "7")});
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].id, "x:9");
  EXPECT_FALSE(entries[0].is_reply);
  EXPECT_THAT(entries[0].references, ElementsAre("https://x.com/a/status/4"));
}

TEST(XThread, QuotedWordsStayWithTheirPost) {
  XPost first = post(1, "one");
  first.entry.content = "one\n\nquoted";
  const auto entries = entries_of_posts({post(2, "two", 1, "7"), first});
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].text(), "one\n\nquoted\n\ntwo");
  EXPECT_EQ(entries[0].summary, "one\n\ntwo");
}

TEST(XThread, ARepostIsNoPartOfAThread) {
  XPost repost = post(2, "RT", 1, "7");
  repost.entry.is_repost = true;
  EXPECT_EQ(entries_of_posts({repost, post(1, "one")}).size(), 2u);
}

TEST(XThread, APostThatComesTwiceIsOne) {
  EXPECT_EQ(entries_of_posts({post(1, "a"), post(1, "a")}).size(), 1u);
}

TEST(XThread, NumberAndLengthAreLimited) {
  std::vector<XPost> many{post(1, "a")};
  for (std::uint64_t n = 2; n <= 2 * kMaxThreadPosts; ++n) many.push_back(post(n, "a", 1, "7"));
  auto entries = entries_of_posts(many);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].text().size(), kMaxThreadPosts + 2 * (kMaxThreadPosts - 1));
  entries = entries_of_posts({post(1, std::string(40'000, 'x')), post(2, std::string(40'000, 'y'), 1, "7")});
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_LE(entries[0].text().size(), kMaxThreadBytes);
}

TEST(XThread, NoPostsAreNoEntries) { EXPECT_TRUE(entries_of_posts({}).empty()); }

}  // namespace
}  // namespace eightbells
