// Han names in Latin letters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

// The syllables of a Chinese text, so that 雷军 supports "Lei Jun" and 小米 "Xiaomi". By ICU's Han-Latin
// transform, one reading a character.
class Pinyin {
 public:
  Pinyin() = default;
  explicit Pinyin(std::u32string han) : han_(std::move(han)) {}

  // Whether `word` (small letters) is made of neighbouring whole syllables. The first call transliterates.
  [[nodiscard]] bool holds(std::string_view word) const;

 private:
  std::u32string han_;
  mutable std::vector<std::string> syllables_;  // an empty one where the text breaks
};

// The Han characters of `text`, what stands between them kept as breaks.
[[nodiscard]] Pinyin pinyin_of(std::u32string_view text);

}  // namespace eightbells
