// Problem. Funding rounds, appointments, filings and releases are told in set phrases: 东岚科技完成A轮融资
// and 北辰科技完成A轮融资 share all words but one, and that one is what they are about. The alias table knows
// the famous names only, so that two unknown companies look like one story told twice.
//
// Method. Take away the numbers (they differ with the subject), the longest common tail, and what begins
// alike. What is left on both sides must be short, must weigh at least as much as a usual word of its
// headline, and must not be known to the other entry, headline and text: "Meta CEO says ..." and "Zuckerberg
// says ..." are one story when either text names both. Two spellings of a Latin name (Terence, Terrence) are
// one; in Han every character counts.
//
// Why in front. There stands the subject, in English and in Chinese. A word replaced elsewhere is more often
// a synonym ("for doctors", "for physicians"), and two outlets that begin alike and go on alike with another
// first word hardly ever tell the same. Inside a headline names only count ("How to watch Ligue 1 online",
// "How to watch the Vuelta online"), and not where both are known ones: "urge the White House", "urge Trump".
#include "daemon/stories/subjects.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <vector>

namespace eightbells {
namespace {

constexpr std::ptrdiff_t kHanSubject = 5;    // a Han name of n characters is n pairs with the next
constexpr std::ptrdiff_t kShortestTail = 3;  // words that must be the same, in all
constexpr std::ptrdiff_t kLeastTail = 2;     // of them behind the subject
constexpr double kUsualWeight = 0.7;   // of the weight that a word of the headline has if all weigh the same
constexpr double kOneSpelling = 0.75;  // of the letters stand in the same order in both

bool is_number(const Features& features, TermId term) {
  return std::binary_search(features.numbers.begin(), features.numbers.end(),
                            static_cast<TermId>(index_of(term)));
}

std::vector<TermId> without_numbers(const Features& features) {
  std::vector<TermId> out;
  std::copy_if(features.order.begin(), features.order.end(), std::back_inserter(out),
               [&](TermId term) { return !is_number(features, term); });
  return out;
}

// Looked at first and in place, as hardly any pair that is compared has so long a tail in common.
bool end_alike(const Features& a, const Features& b) {
  auto one = a.order.rbegin();
  auto other = b.order.rbegin();
  for (std::ptrdiff_t same = 0; same < kLeastTail; ++same, ++one, ++other) {
    one = std::find_if(one, a.order.rend(), [&](TermId term) { return !is_number(a, term); });
    other = std::find_if(other, b.order.rend(), [&](TermId term) { return !is_number(b, term); });
    if (one == a.order.rend() || other == b.order.rend() || *one != *other) return false;
  }
  return true;
}

// Whether `words` are a rare name to headline `a` that `b` says nowhere.
bool is_foreign_name(const std::vector<TermId>& words, const Features& a, const Features& b) {
  const double usual = 1 / std::sqrt(static_cast<double>(a.title.size()));
  bool rare = false;
  for (const TermId word : words) {
    if (find_term(b.title, word) != nullptr || find_term(b.whole, word) != nullptr) return false;
    const Term* here = find_term(a.title, word);
    rare = rare || (here != nullptr && here->weight >= kUsualWeight * usual);
  }
  return rare;
}

bool has(const std::vector<TermId>& sorted, TermId word) {
  return std::binary_search(sorted.begin(), sorted.end(), static_cast<TermId>(index_of(word)));
}

bool has_name(const std::vector<TermId>& words, const Features& features) {
  return std::any_of(words.begin(), words.end(), [&](TermId word) { return has(features.who, word); });
}

// A name that the alias table does not know.
bool has_own_name(const std::vector<TermId>& words, const Features& features) {
  return std::any_of(words.begin(), words.end(),
                     [&](TermId word) { return has(features.who, word) && !has(features.actors, word); });
}

// The first `count` words.
std::string_view opening(std::string_view front, std::size_t count) {
  std::size_t end = 0;
  for (; count > 0 && end < front.size(); --count) end = front.find(' ', end) + 1;
  return front.substr(0, end);
}

// The length of the longest common subsequence over that of the longer text.
double spelled_alike(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1, 0);
  for (const char letter : a) {
    std::size_t before = 0;
    for (std::size_t j = 1; j < row.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = letter == b[j - 1] ? before + 1 : std::max(above, row[j - 1]);
      before = above;
    }
  }
  return static_cast<double>(row.back()) /
         static_cast<double>(std::max({a.size(), b.size(), std::size_t{1}}));
}

}  // namespace

bool subjects_differ(const Features& a, const Features& b) {
  if (a.han != b.han || !end_alike(a, b)) return false;
  std::vector<TermId> one = without_numbers(a);
  std::vector<TermId> other = without_numbers(b);
  const auto tail = std::mismatch(one.rbegin(), one.rend(), other.rbegin(), other.rend());
  const std::ptrdiff_t tail_length = tail.first - one.rbegin();
  one.erase(tail.first.base(), one.end());
  other.erase(tail.second.base(), other.end());
  const auto head = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  const std::ptrdiff_t head_length = head.first - one.begin();
  one.erase(one.begin(), head.first);
  other.erase(other.begin(), head.second);
  const std::ptrdiff_t limit = a.han ? kHanSubject : std::ptrdiff_t{kSubjectWords};
  const auto longest = static_cast<std::ptrdiff_t>(std::max(one.size(), other.size()));
  if (one.empty() || other.empty() || longest > limit ||
      head_length + tail_length < std::max(kShortestTail, longest))
    return false;
  if (!is_foreign_name(one, a, b) || !is_foreign_name(other, b, a)) return false;
  if (head_length > 0)
    return has_name(one, a) && has_name(other, b) && (has_own_name(one, a) || has_own_name(other, b));
  return a.han || spelled_alike(opening(a.front, one.size()), opening(b.front, other.size())) < kOneSpelling;
}

}  // namespace eightbells
