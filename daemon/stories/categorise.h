// Stories onto shelves: keywords first, then what was learned, then the source's own category.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.h"
#include "daemon/model/story.h"
#include "feeds/base/result.h"

namespace eightbells {

struct Filed {
  std::vector<std::string> categories;  // best first; empty: none fits
  std::string by;                       // "keywords", "learned", "source", or "" when none fits
};

class Categoriser {
 public:
  // `learned`: a model written by learn() (empty: none). Error config: a regular expression that ICU refuses.
  [[nodiscard]] static Result<Categoriser> make(const std::vector<CategorySettings>& categories, std::string_view learned);
  Categoriser(Categoriser&&) noexcept;
  Categoriser& operator=(Categoriser&&) noexcept;
  ~Categoriser();

  [[nodiscard]] Filed file(std::string_view title, std::string_view text, std::string_view source_category) const;

 private:
  class Impl;
  explicit Categoriser(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct LabelledText {
  std::string title;
  std::string text;
  std::vector<std::string> categories;
};

// A linear classifier from labelled texts, as bytes for Categoriser::make. Error invalid: fewer than two categories.
[[nodiscard]] Result<std::string> learn(const std::vector<LabelledText>& texts);

}  // namespace eightbells
