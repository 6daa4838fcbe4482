// The configured categories made ready: which of them an entry's words speak for, and how loudly.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/settings.h"
#include "daemon/stories/keywords.h"
#include "feeds/base/result.h"

namespace eightbells {

class Shelves {
 public:
  // Error config: a regular expression that ICU refuses.
  [[nodiscard]] static Result<Shelves> make(const std::vector<CategorySettings>& categories);

  // Names in the order of the configuration; constant categories with keywords are the door and not among
  // them.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  // One score for each name; 0: does not fit.
  struct Scores {
    std::vector<double> all;
    std::vector<double> title;  // what of it the title gave
  };
  [[nodiscard]] Scores scores(const KeywordText& title, const KeywordText& text) const;

  // For each name whether its must, any and exclude let an entry in.
  [[nodiscard]] std::vector<bool> allowed(const KeywordText& title, const KeywordText& text) const;

  // Whether an entry is about the subject at all; without a door always.
  [[nodiscard]] bool open(const KeywordText& title, const KeywordText& text, const KeywordText& source) const;

 private:
  struct Condition {
    std::vector<std::size_t> any, must, exclude;  // numbers in conditions_
  };
  struct Weighted {
    std::size_t list = 0;  // of names_; 0 in the door
    double weight = 0;
  };
  using Voices = std::vector<std::vector<Weighted>>;  // by the keyword's number

  Result<void> add_words(KeywordSet& set, Voices& voices, const std::vector<Keyword>& keywords,
                         std::size_t list);
  Result<Condition> add_conditions(const CategorySettings& category);
  [[nodiscard]] bool holds(const Condition& condition, const std::vector<bool>& there) const;
  [[nodiscard]] std::vector<bool> conditions_in(const KeywordText& title, const KeywordText& text) const;

  std::vector<std::string> names_;
  std::vector<Condition> narrowed_;  // by name
  std::vector<Condition> door_conditions_;
  bool has_door_ = false;
  KeywordSet words_, door_, conditions_;
  Voices word_voices_, door_voices_;
};

}  // namespace eightbells
