// Entries about one event become one story.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/model/story.h"
#include "daemon/stories/second_opinion.h"

namespace eightbells {

// Names that mean the same across languages (config/aliases.toml and [aliases]): canonical name -> other
// spellings.
using Aliases = std::map<std::string, std::vector<std::string>>;

// How often words occurred in the past: what makes a shared word count. Empty: learnt from the candidates
// alone.
struct DocumentFrequencies {
  double documents = 0;
  std::map<std::string, double> counts;
};

// The stories of `candidates`: every candidate is a member of exactly one. Members by time, lead not chosen
// yet; stories by their earliest member. The order of the candidates does not change who is with whom. The
// cost grows close to linearly. `opinion` is asked at most once, about the borderline pairs alone.
[[nodiscard]] std::vector<Story> cluster(const std::vector<Candidate>& candidates, const Aliases& aliases,
                                         const DocumentFrequencies& past, const SecondOpinion& opinion = {});

}  // namespace eightbells
