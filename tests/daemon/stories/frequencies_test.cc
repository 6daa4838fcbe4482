#include "daemon/stories/frequencies.h"

#include <gtest/gtest.h>

#include "tests/daemon/stories/candidates.h"

namespace eightbells {
namespace {

using testing::candidate;
using testing::shipped_aliases;

constexpr Instant kNow{Millis(1'767'744'000'000)};

Candidate seen(Instant at, const std::string& title) {
  Candidate out = candidate(title, title);
  out.first_seen = at;
  return out;
}

TEST(Frequencies, AWordCountsOnceAnEntryAndCopiesCountOnce) {
  const auto counted = count_entries({},
                                     {seen(kNow, "Shirt robots fold a shirt"),
                                      seen(kNow, "Shirt robots fold a shirt"), seen(kNow, "谷歌叠衬衫")},
                                     shipped_aliases(), kNow);
  EXPECT_DOUBLE_EQ(counted.words.documents, 2);
  EXPECT_DOUBLE_EQ(counted.words.counts.at("shirt"), 1);
  EXPECT_DOUBLE_EQ(counted.words.counts.at("=google"), 1) << "a name counts under its canonical spelling";
}

TEST(Frequencies, AnEntryCountsInOneWindowAlone) {
  const std::vector<Candidate> entries{seen(kNow, "Shirt robots fold"),
                                       seen(kNow + Millis(3'600'000), "Shirt robots sing")};
  const auto first = count_entries({}, entries, {}, kNow);
  EXPECT_DOUBLE_EQ(first.words.documents, 1);
  const auto second = count_entries(first, entries, {}, kNow + Millis(3'600'000));
  EXPECT_NEAR(second.words.documents, 2, 0.01);
  EXPECT_EQ(count_entries(second, entries, {}, kNow).words.counts, second.words.counts)
      << "the clock went back";
}

TEST(Frequencies, OldCountsFadeAndAreForgotten) {
  const RollingFrequencies past{{8, {{"old", 4}, {"once", 0.5}}}, kNow};
  const auto counted = count_entries(past, {}, {}, kNow + kFrequencyHalfLife);
  EXPECT_DOUBLE_EQ(counted.words.documents, 4);
  EXPECT_DOUBLE_EQ(counted.words.counts.at("old"), 2);
  EXPECT_EQ(counted.words.counts.count("once"), 0U);
}

TEST(Frequencies, OnlyTheMostFrequentAreKept) {
  RollingFrequencies past{{}, kNow - Millis(1)};
  for (std::size_t i = 0; i < kMostFrequencies + 500; ++i)
    past.words.counts["w" + std::to_string(i)] = i < 100 ? 9 : 1;
  const auto counted = count_entries(past, {}, {}, kNow);
  EXPECT_EQ(counted.words.counts.size(), kMostFrequencies);
  EXPECT_EQ(counted.words.counts.count("w7"), 1U);
}

TEST(Frequencies, TheirTextIsReadBack) {
  const RollingFrequencies kept{{12.5, {{"=google", 3}, {"机器", 1.25}}}, kNow};
  const auto read = frequencies_from_text(frequencies_to_text(kept));
  ASSERT_TRUE(read);
  EXPECT_DOUBLE_EQ(read->words.documents, 12.5);
  EXPECT_EQ(read->words.counts, kept.words.counts);
  EXPECT_EQ(read->until, kNow);
}

TEST(Frequencies, ADamagedTextIsAnError) {
  for (const char* text :
       {"", "something else\n", "eightbells frequencies 1 x\n", "eightbells frequencies 1 5\n",
        "eightbells frequencies 1 5 3\nword 1\n", "eightbells frequencies 1 5 3\nword\t-1\n"})
    EXPECT_FALSE(frequencies_from_text(text)) << text;
}

}  // namespace
}  // namespace eightbells
