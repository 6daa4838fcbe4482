// Stories onto shelves: by keywords, by what was learned, else by the source's own category.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.h"
#include "daemon/model/story.h"
#include "daemon/stories/learned.h"
#include "feeds/base/result.h"

namespace eightbells {

struct Filed {
  std::vector<std::string> categories;  // best first; empty: none fits
  std::string by;    // "keywords", "learned", "source", "neighbours" (of file_all), or "" when none fits
  bool open = true;  // about the digest's subject
};

// What is filed: one entry.
struct FilingText {
  std::string_view title;
  std::string_view text;
  std::string_view link;         // the words of its path count like those of the text
  std::string_view source_name;  // counts for the door alone
  std::string_view source_category;
};

class Categoriser {
 public:
  // `learned` may know categories that are not configured: these are never given. Error config: a regular
  // expression that ICU refuses.
  [[nodiscard]] static Result<Categoriser> make(const std::vector<CategorySettings>& categories,
                                                std::optional<LearnedCategories> learned = {});
  Categoriser(Categoriser&&) noexcept;
  Categoriser& operator=(Categoriser&&) noexcept;
  ~Categoriser();

  [[nodiscard]] Filed file(std::string_view title, std::string_view text,
                           std::string_view source_category) const;

  // A story: its entries speak together; of many, the first ones.
  [[nodiscard]] Filed file(const std::vector<FilingText>& entries) const;

  // The stories of a window, which help each other: what was learned is fitted to the window's words
  // (adapt.h); without it, one that nothing else files goes where stories of the same words stand
  // (neighbours.h). The order of the stories does not change the result.
  [[nodiscard]] std::vector<Filed> file_all(const std::vector<std::vector<FilingText>>& stories) const;

 private:
  class Impl;
  explicit Categoriser(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Fills categories and categories_by of every story.
void file_stories(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
                  const Categoriser& categoriser);

}  // namespace eightbells
