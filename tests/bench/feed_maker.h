// Feeds for the benchmarks: made from a number, so that every run and every machine measures the same.
#pragma once

#include <cstdint>
#include <string>

#include "feeds/base/clock.h"

namespace eightbells::bench {

enum class FeedShape { rss, rss_content, atom, json };

struct MadeFeed {
  std::string bytes;
  int entries = 0;
};

// Numbers that do not depend on the standard library's (SplitMix64, Steele, Lea and Flood 2014).
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  int below(int limit) { return static_cast<int>(next() % static_cast<std::uint64_t>(limit)); }
  int between(int low, int high) { return low + below(high - low + 1); }

 private:
  std::uint64_t state_;
};

// The n-th feed: 20 to 50 entries with 300 to 3,000 characters of HTML each, one feed in four Chinese; 60 %
// RSS (half of it with content:encoded), 40 % Atom. The newest entry is from `newest`.
[[nodiscard]] MadeFeed make_feed(int n, Instant newest);
[[nodiscard]] MadeFeed make_feed(int n, FeedShape shape, Instant newest);

// A paragraph or two of HTML of about `bytes`, a title and a body of about `words` words, all from
// pseudo-words with the frequencies of a language (the rank's reciprocal).
[[nodiscard]] std::string make_html(Numbers& numbers, bool chinese, int bytes);
[[nodiscard]] std::string make_words(Numbers& numbers, bool chinese, int words);

}  // namespace eightbells::bench
