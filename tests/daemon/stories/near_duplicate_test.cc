#include "daemon/stories/near_duplicate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/daemon/stories/candidates.h"

namespace eightbells {
namespace {

using testing::candidate;
using ::testing::ElementsAre;

std::vector<std::size_t> groups(const std::vector<Candidate>& candidates) {
  return exact_groups(testing::pointers(candidates));
}

TEST(NearDuplicate, OnePageIsOneThingWhateverItsTitle) {
  EXPECT_THAT(groups({candidate("a", "Foldy raises money", "https://foldy.example/news?utm_source=a"),
                      candidate("b", "叠衣机器人融资", "http://www.foldy.example/news/"),
                      candidate("c", "Something else", "https://foldy.example/other")}),
              ElementsAre(0, 0, 2));
}

TEST(NearDuplicate, OneHeadlineInTwoSourcesIsOneThing) {
  EXPECT_THAT(
      groups({candidate("a", "Robots learn to fold shirts"), candidate("b", "ROBOTS learn to fold shirts"),
              candidate("b", "Show HN: Robots learn to fold shirts", "https://b.example/3")}),
      ElementsAre(0, 0, 0));
}

TEST(NearDuplicate, AShortHeadlineOfOneSourceAloneIsAColumn) {
  EXPECT_THAT(groups({candidate("a", "Morning notes", "https://a.example/1"),
                      candidate("a", "Morning notes", "https://a.example/2")}),
              ElementsAre(0, 1));
  EXPECT_THAT(groups({candidate("a", "Foldy", "https://a.example/1"),
                      candidate("b", "Foldy", "https://b.example/2")}),
              ElementsAre(0, 0));
}

TEST(NearDuplicate, AFrontDoorIsNoPage) {
  std::vector<Candidate> entries;
  for (const char* title :
       {"One thing happened", "Two things happened", "Three things happened", "Four things happened"}) {
    entries.push_back(candidate("a", title, "https://a.example/start"));
    entries.back().entry.id = title;
  }
  EXPECT_THAT(groups(entries), ElementsAre(0, 1, 2, 3));
  entries.pop_back();
  EXPECT_THAT(groups(entries), ElementsAre(0, 0, 0));
}

TEST(NearDuplicate, TwoPostsAboutOnePageAreOneThing) {
  std::vector<Candidate> entries{candidate("a", "", "https://x.com/a/status/1", "look at this"),
                                 candidate("b", "", "https://x.com/b/status/2", "they did it"),
                                 candidate("c", "The paper", "https://c.example/paper")};
  entries[0].entry.references = {"https://c.example/paper"};
  entries[1].entry.references = {"https://c.example/paper/"};
  EXPECT_THAT(groups(entries), ElementsAre(0, 0, 0));
}

TEST(NearDuplicate, ABareHostAndARoundUpReferToNothing) {
  std::vector<Candidate> entries{candidate("a", "", "https://x.com/a/status/1", "visit us"),
                                 candidate("b", "", "https://x.com/b/status/2", "visit them"),
                                 candidate("c", "", "https://x.com/c/status/3", "all the links of the week")};
  entries[0].entry.references = {"https://c.example/"};
  entries[1].entry.references = {"https://c.example", "https://d.example/1"};
  entries[2].entry.references = {"https://d.example/1", "https://d.example/2", "https://d.example/3",
                                 "https://d.example/4"};
  EXPECT_THAT(groups(entries), ElementsAre(0, 1, 2));
}

TEST(Sets, TheRootIsTheSmallestWhateverTheOrder) {
  Sets sets(5);
  sets.join(4, 2);
  sets.join(3, 4);
  EXPECT_EQ(sets.root(3), 2U);
  sets.join(0, 3);
  EXPECT_EQ(sets.root(4), 0U);
  EXPECT_EQ(sets.root(1), 1U);
}

}  // namespace
}  // namespace eightbells
