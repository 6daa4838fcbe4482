// What the words of a headline add to a score: config/boosts.toml and [[boost]] of a configuration.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/settings.h"
#include "daemon/model/story.h"
#include "daemon/stories/keywords.h"
#include "feeds/base/result.h"

namespace eightbells {

class Boosts {
 public:
  // `own` beside `shipped`; one of the same name replaces it. Error config: a regular expression that ICU
  // refuses.
  [[nodiscard]] static Result<Boosts> make(const std::vector<BoostSettings>& shipped,
                                           const std::vector<BoostSettings>& own);

  // A part for each boost that fits the headline, by its name, in the order of the tables.
  [[nodiscard]] std::vector<ScorePart> of(std::string_view headline) const;

 private:
  struct Rule {
    std::string name;
    double value = 0;
    std::vector<std::size_t> any, with, exclude;  // numbers in words_
  };
  std::vector<Rule> rules_;
  KeywordSet words_;
};

}  // namespace eightbells
