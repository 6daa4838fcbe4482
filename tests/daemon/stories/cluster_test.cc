#include "daemon/stories/cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "tests/daemon/stories/candidates.h"

namespace eightbells {
namespace {

using testing::candidate;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A small window: three events told by several, in two languages, among lone entries.
std::vector<Candidate> window() {
  using std::chrono::minutes;
  const Instant t = testing::kNoon;
  return {
      candidate("Wire", "Foldy raises $30M to build shirt-folding robots", "https://wire.example/1", {}, t),
      candidate("Desk", "Shirt-folding robot startup Foldy raises $30 million", "https://desk.example/9", {},
                t + minutes(3)),
      candidate("早报", "叠衣机器人公司Foldy完成3000万美元融资", "https://zao.example/a", {}, t + minutes(5)),
      candidate("Wire", "Glacier in the northern range loses a third of its ice", "https://wire.example/2",
                {}, t + minutes(6)),
      candidate("Desk", "Northern range glacier has lost a third of its ice, survey finds",
                "https://desk.example/10", {}, t + minutes(9)),
      candidate("早报", "博物馆首次展出三千年前的陶器", "https://zao.example/b", {}, t + minutes(10)),
      candidate("晚报", "三千年前的陶器在博物馆首次展出", "https://wan.example/b", {}, t + minutes(12)),
      candidate("Wire", "Chess club elects a new treasurer", "https://wire.example/3", {}, t + minutes(13)),
      candidate("Desk", "Foldy hires a chief accountant from a rival", "https://desk.example/11", {},
                t + minutes(14)),
      candidate("晚报", "铁路公司增开夜间列车", "https://wan.example/c", {}, t + minutes(15))};
}

// Who is with whom, by entry id.
std::set<std::set<std::string>> partition(const std::vector<Candidate>& candidates,
                                          const std::vector<Story>& stories) {
  std::set<std::set<std::string>> out;
  for (const Story& story : stories) {
    std::set<std::string> ids;
    for (const std::size_t member : story.members) ids.insert(candidates[member].entry.id);
    out.insert(ids);
  }
  return out;
}

TEST(Cluster, EveryCandidateIsInExactlyOneStory) {
  const auto candidates = window();
  const auto stories = cluster(candidates, testing::shipped_aliases(), {});
  std::vector<std::size_t> members;
  for (const Story& story : stories)
    members.insert(members.end(), story.members.begin(), story.members.end());
  std::sort(members.begin(), members.end());
  ASSERT_THAT(members, SizeIs(candidates.size()));
  for (std::size_t i = 0; i < members.size(); ++i) EXPECT_EQ(members[i], i);
}

TEST(Cluster, EntriesAboutOneEventAreOneStory) {
  const auto candidates = window();
  const auto stories = partition(candidates, cluster(candidates, testing::shipped_aliases(), {}));
  EXPECT_EQ(stories.count({"https://wire.example/1", "https://desk.example/9", "https://zao.example/a"}), 1U);
  EXPECT_EQ(stories.count({"https://wire.example/2", "https://desk.example/10"}), 1U);
  EXPECT_EQ(stories.count({"https://zao.example/b", "https://wan.example/b"}), 1U);
  EXPECT_EQ(stories.count({"https://desk.example/11"}), 1U)
      << "another event of the same company is another story";
  EXPECT_THAT(stories, SizeIs(6));
}

TEST(Cluster, TheOrderOfCandidatesChangesNothing) {
  auto candidates = window();
  const auto expected = partition(candidates, cluster(candidates, testing::shipped_aliases(), {}));
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(candidates.begin(), candidates.end(), random);
    EXPECT_EQ(partition(candidates, cluster(candidates, testing::shipped_aliases(), {})), expected);
  }
}

TEST(Cluster, AStoryHasTheNameOfItsEarliestMember) {
  auto candidates = window();
  const auto before = cluster(candidates, testing::shipped_aliases(), {});
  candidates.push_back(candidate("Late", "Robots by Foldy: $30M raised to fold shirts",
                                 "https://late.example/1", {}, testing::kNoon + std::chrono::hours(1)));
  const auto after = cluster(candidates, testing::shipped_aliases(), {});
  EXPECT_EQ(before.front().id, after.front().id);
  EXPECT_EQ(after.front().members.front(), 0U);
  EXPECT_EQ(after.front().members.back(), candidates.size() - 1);
}

TEST(Cluster, StoriesDoNotChain) {
  // Each is near the next, the ends have nothing in common.
  const std::vector<Candidate> candidates{
      candidate("a", "alpha beta gamma delta"), candidate("b", "gamma delta epsilon zeta"),
      candidate("c", "epsilon zeta eta theta"), candidate("d", "eta theta iota kappa"),
      candidate("e", "iota kappa lambda mu")};
  for (const Story& story : cluster(candidates, {}, {})) {
    const std::set<std::size_t> members(story.members.begin(), story.members.end());
    EXPECT_FALSE(members.count(0) > 0 && members.count(4) > 0);
    EXPECT_LE(members.size(), 3U);
  }
}

TEST(Cluster, VersionsKeepReleasesApart) {
  const std::vector<Candidate> candidates{candidate("a", "Foldy releases FoldOS 5.1 with new gestures"),
                                          candidate("b", "Foldy releases FoldOS 5.2 with new gestures")};
  EXPECT_THAT(cluster(candidates, {}, {}), SizeIs(2));
}

TEST(Cluster, UntitledPostsAreComparedByTheirText) {
  const std::vector<Candidate> candidates{
      candidate("a", "", "https://x.com/a/status/1", "Foldy just opened the weights of its laundry model"),
      candidate("b", "", "https://x.com/b/status/2", "Wow, laundry model weights opened by Foldy"),
      candidate("c", "", "https://x.com/c/status/3", "Glaciers are melting and nobody talks about it")};
  EXPECT_THAT(cluster(candidates, {}, {}), SizeIs(2));
}

TEST(Cluster, TheTableOfNamesMakesTheDifferenceAcrossLanguages) {
  const std::vector<Candidate> candidates{
      candidate("a", "Google acquires robot startup Foldy for $300 million"),
      candidate("b", "谷歌以3亿美元收购机器人初创公司Foldy"), candidate("c", "Museum shows pottery")};
  EXPECT_THAT(cluster(candidates, testing::shipped_aliases(), {}), SizeIs(2));
}

TEST(Cluster, NothingGivesNothingAndEmptyEntriesStayAlone) {
  EXPECT_THAT(cluster({}, {}, {}), IsEmpty());
  std::vector<Candidate> empty{candidate("a", ""), candidate("b", "")};
  EXPECT_THAT(cluster(empty, {}, {}), SizeIs(2));
}

TEST(Cluster, WordsCommonInThePastCountLess) {
  const std::vector<Candidate> candidates{candidate("a", "quarterly zorble figures for harbours"),
                                          candidate("b", "zorble drummers tour figures islands"),
                                          candidate("c", "unrelated pottery"), candidate("d", "other chess")};
  DocumentFrequencies past;
  past.documents = 10'000;
  past.counts = {{"zorbl", 9'000}, {"figur", 9'500}};
  EXPECT_GE(cluster(candidates, {}, past).size(), cluster(candidates, {}, {}).size());
  EXPECT_THAT(cluster(candidates, {}, past), SizeIs(4));
}

}  // namespace
}  // namespace eightbells
