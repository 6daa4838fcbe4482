// Entries that are the same thing beyond doubt: one post, one page, one headline.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/model/story.h"

namespace eightbells {

// For every candidate the index of the first candidate (by index) that it is the same as; its own when there
// is none. Same: one source's same id; the same canonical URL; a reference to the same page or post, or to
// the page itself; the same folded headline (a short one only when more than one source carries it).
[[nodiscard]] std::vector<std::size_t> exact_groups(const std::vector<const Candidate*>& candidates);

// Union and find over 0 .. n-1; the root of a set is its smallest member, whatever the order of joining.
class Sets {
 public:
  explicit Sets(std::size_t count);
  std::size_t root(std::size_t member);
  void join(std::size_t a, std::size_t b);

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace eightbells
