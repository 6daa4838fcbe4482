// Categories learned from labelled texts: a linear classifier over words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/base/clock.h"
#include "feeds/base/result.h"

namespace eightbells {

struct Lesson {
  std::string title;
  std::string text;
  std::string category;
};

class LearnedCategories {
 public:
  // Error invalid: fewer than two categories, or more than the most that one model tells apart. The same
  // lessons in the same order give the same model.
  [[nodiscard]] static Result<LearnedCategories> train(
      const std::vector<Lesson>& lessons, Instant at,
      const std::function<void(int done, int total)>& progress = {});

  // What serialise() gave. Error parse: it is damaged, or of another version of this program.
  [[nodiscard]] static Result<LearnedCategories> parse(std::string_view stored);
  [[nodiscard]] std::string serialise() const;  // ASCII; a few bytes for each word known

  [[nodiscard]] const std::vector<std::string>& categories() const { return categories_; }
  [[nodiscard]] std::size_t lessons() const { return lessons_; }
  [[nodiscard]] Instant trained_at() const { return trained_at_; }

  // How probable each of categories() is; sums to 1. A text without a known word: all alike.
  [[nodiscard]] std::vector<double> probabilities(std::string_view title, std::string_view text) const;

 private:
  std::vector<std::string> categories_;
  std::size_t lessons_ = 0;
  Instant trained_at_{};
  std::vector<std::uint8_t> idf_;     // by bucket; 0: unknown
  std::vector<std::uint32_t> row_;    // by bucket: which row of weights_
  std::vector<std::int8_t> weights_;  // a row of categories_.size() for each known bucket
  float scale_ = 1;
  friend class LearnedTrainer;
};

}  // namespace eightbells
