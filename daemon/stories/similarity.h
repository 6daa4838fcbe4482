// How much two entries tell of the same event.
#pragma once

#include <map>
#include <vector>

#include "daemon/stories/features.h"

namespace eightbells {

struct Likeness {
  double value = 0;        // 0 to 1
  bool forbidden = false;  // differing versions of one product
  bool across = false;     // one headline in Han, the other not: value is scaled to be compared with the rest
};

// The cosine of two vectors; when one is of Han text, shared topics count little beyond what the other shared
// words weigh: Han headlines name known companies and products in every second line.
[[nodiscard]] double cosine(const Vector& a, const Vector& b, bool han);

// The same for the cores of two stories; 0 when all that they share is topics: a company has many stories,
// and each is near the others.
[[nodiscard]] double core_likeness(const Vector& a, const Vector& b, bool han);

// Whether two sorted lists have a member in common.
[[nodiscard]] bool share_any(const std::vector<TermId>& a, const std::vector<TermId>& b);

// Who acts in the headlines of a story: the known name that stands first, and all known names, counted.
class Actors {
 public:
  void add(const Features& headline);

  // Both name who acts, and who acts in most headlines of one is hardly spoken of in the other.
  [[nodiscard]] bool differ(const Actors& other) const;

 private:
  [[nodiscard]] bool lacks_those_of(const Actors& other) const;

  int headlines_ = 0;
  std::map<TermId, int> first_;
  std::map<TermId, int> all_;
};

// Pairs whose words are less alike than `floor` come back with value 0 and are not looked at further.
[[nodiscard]] Likeness compare(const Features& a, const Features& b, double floor = 0);

}  // namespace eightbells
