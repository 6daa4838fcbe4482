// Stories onto shelves: keywords first, then the source's own category.
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
  std::string by;                       // "keywords", "source", or "" when none fits
};

class Categoriser {
 public:
  // Error config: a regular expression that ICU refuses.
  [[nodiscard]] static Result<Categoriser> make(const std::vector<CategorySettings>& categories);
  Categoriser(Categoriser&&) noexcept;
  Categoriser& operator=(Categoriser&&) noexcept;
  ~Categoriser();

  [[nodiscard]] Filed file(std::string_view title, std::string_view text, std::string_view source_category) const;

 private:
  class Impl;
  explicit Categoriser(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Fills categories and categories_by of every story: by its first member that fits any shelf.
void file_stories(std::vector<Story>& stories, const std::vector<Candidate>& candidates, const Categoriser& categoriser);

}  // namespace eightbells
