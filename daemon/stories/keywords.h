// Keywords found in texts: words, phrases and regular expressions, many at once.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/base/result.h"

namespace eightbells {

// A keyword that occurs. A regular expression has no place of its own: begin == end == 0.
struct KeywordMatch {
  std::size_t keyword = 0;  // what add() returned
  std::size_t begin = 0;    // in the folded text
  std::size_t end = 0;
};

// A text made ready once for all the sets that search it.
class KeywordText {
 public:
  explicit KeywordText(std::string_view text);
  ~KeywordText();
  KeywordText(KeywordText&&) noexcept;

 private:
  friend class KeywordSet;
  struct Written;
  std::string folded_;
  std::unique_ptr<Written> written_;  // for regular expressions: capitals kept
};

class KeywordSet {
 public:
  KeywordSet();
  ~KeywordSet();
  KeywordSet(KeywordSet&&) noexcept;
  KeywordSet& operator=(KeywordSet&&) noexcept;

  // A word or phrase, or "/.../": an ICU regular expression, without regard to case unless it says (?-i).
  // Its \b stands also between a Latin letter and a Han one.
  // Equal texts get one number. Error config: a regular expression that ICU refuses.
  [[nodiscard]] Result<std::size_t> add(const std::string& text);

  // How many numbers add() gave.
  [[nodiscard]] std::size_t size() const;

  // All places of all words and phrases, in order of their beginnings, then one match for each regular
  // expression that fits somewhere.
  [[nodiscard]] std::vector<KeywordMatch> find(const KeywordText& text) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Takes out the matches that lie inside a longer one: "Claude Code" is not about "Claude".
void drop_covered(std::vector<KeywordMatch>& matches);

}  // namespace eightbells
