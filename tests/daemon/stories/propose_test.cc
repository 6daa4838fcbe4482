#include "daemon/stories/propose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "daemon/stories/near_duplicate.h"
#include "daemon/stories/similarity.h"
#include "daemon/stories/tuning.h"
#include "tests/daemon/stories/candidates.h"

namespace eightbells {
namespace {

using testing::candidate;

std::string words_of_a_few(std::mt19937& numbers, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    out += "word";
    for (unsigned n = numbers() % 150; n > 0; n /= 26) out += static_cast<char>('a' + n % 26);
    out += ' ';
  }
  return out;
}

// In a small window of short texts every word is rare enough to propose by, so what shares enough is all that
// is alike: the index and the sketches leave nothing out.
TEST(Propose, InASmallWindowTheAlikeAreAllFoundAndNothingElse) {
  std::mt19937 numbers(7);
  std::vector<Candidate> window;
  for (int i = 0; i < 300; ++i) {
    window.push_back(candidate("Desk " + std::to_string(i), words_of_a_few(numbers, 7),
                               "https://a.example/" + std::to_string(i)));
    if (i % 3 != 0) window.back().entry.summary = words_of_a_few(numbers, 12);
  }
  std::vector<const Candidate*> all;
  for (const Candidate& each : window) all.push_back(&each);
  const std::vector<std::size_t> group = exact_groups(all);
  const Corpus corpus(all, group, NameTable({}), {});

  std::vector<LikelyPair> expected;
  for (std::size_t a = 0; a < all.size(); ++a) {
    for (std::size_t b = a + 1; b < all.size(); ++b) {
      const Likeness likeness = compare(corpus.features()[a], corpus.features()[b]);
      if (group[a] != group[b] && !likeness.forbidden && likeness.value >= kTuning.core_average)
        expected.push_back({likeness.value, a, b});
    }
  }
  std::sort(expected.begin(), expected.end(), by_likeness);
  ASSERT_GT(expected.size(), 100U);
  const std::vector<LikelyPair> found = propose(corpus, group);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].a, expected[i].a);
    EXPECT_EQ(found[i].b, expected[i].b);
    EXPECT_EQ(found[i].value, expected[i].value);
  }
}

}  // namespace
}  // namespace eightbells
