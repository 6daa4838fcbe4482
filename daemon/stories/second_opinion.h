// A second opinion on the pairs of entries that words alone leave open, as an interface: an embedding model,
// where one is configured. Without one nothing is asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/model/story.h"

namespace eightbells {

using Pair = std::pair<std::size_t, std::size_t>;  // of places in a list; first < second

struct OpinionQuestion {
  std::vector<std::string> texts;  // distinct: a headline and the beginning of its text
  std::vector<Pair> open;          // of places in `texts`: what is asked
  std::vector<Pair> alike;         // clearly of one event, and
  std::vector<Pair> unlike;        // clearly not: the scale on which to judge
};

// By open pair: whether both tell of one event; nothing: no opinion. An empty answer is none on any. May
// block, for a time that is its own setting.
using SecondOpinion = std::function<std::vector<std::optional<bool>>(const OpinionQuestion&)>;

// Pairs of candidates with their likeness, from the most alike down.
struct LikelyPair {
  double value = 0;
  std::size_t a = 0;  // a < b
  std::size_t b = 0;
};

// The likeness of pairs as a second opinion has it. Only pairs within the borderline band are in it.
using Opinions = std::map<Pair, double>;
[[nodiscard]] Opinions opinions_on(const std::vector<const Candidate*>& candidates,
                                   const std::vector<LikelyPair>& pairs, const SecondOpinion& opinion);

}  // namespace eightbells
