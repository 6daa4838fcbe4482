// What is asked of a second opinion, and what its answer is worth.
//
// Problem: an embedding model knows that two headlines without a common word may tell of one event, but it
// costs time and money, and its cosines of two different events of one company are as high as those of one
// event. Method: it is asked about the borderline band alone, the pairs whose likeness by words is near the
// threshold: a yes lifts a pair just over it, a no takes its likeness away; everything else, vetoes and the
// fit of whole stories included, goes on as without it. Since every model has cosines of its own, pairs that
// are clear without it are sent along as a scale. Cost: kMostOpen pairs at most, nearest to the threshold
// first, so the texts of a window are bounded whatever its size.
#include "daemon/stories/second_opinion.h"

#include <algorithm>
#include <cmath>

#include "daemon/stories/tuning.h"

namespace eightbells {

namespace {

constexpr double kBelow = 0.08;  // the band around Tuning::same
constexpr double kAbove = 0.04;
constexpr double kClear = 0.2;  // over Tuning::same: no doubt
constexpr std::size_t kMostOpen = 200;
constexpr std::size_t kMostOfScale = 16;
constexpr std::size_t kTextBytes = 300;  // of a text behind its headline
constexpr double kLifted = 0.01;         // what a yes puts a pair over the threshold

std::string text_for(const Candidate& candidate) {
  std::string out = candidate.entry.title;
  std::string_view text = candidate.entry.text();
  std::size_t end = std::min(text.size(), kTextBytes);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  if (end > 0) out.append(out.empty() ? "" : "\n").append(text.substr(0, end));
  return out;
}

// Collects the texts of the pairs, each once.
class Asking {
 public:
  explicit Asking(const std::vector<const Candidate*>& candidates) : candidates_(candidates) {}

  void add(std::vector<Pair>& to, std::size_t a, std::size_t b) {
    const std::size_t x = place(a);
    const std::size_t y = place(b);
    if (x != y) to.push_back(std::minmax(x, y));
  }

  OpinionQuestion question;

 private:
  std::size_t place(std::size_t candidate) {
    std::string text = text_for(*candidates_[candidate]);
    const auto [found, fresh] = places_.try_emplace(std::move(text), question.texts.size());
    if (fresh) question.texts.push_back(found->first);
    return found->second;
  }

  const std::vector<const Candidate*>& candidates_;
  std::map<std::string, std::size_t> places_;
};

bool in_band(double value) { return value >= kTuning.same - kBelow && value < kTuning.same + kAbove; }

}  // namespace

Opinions opinions_on(const std::vector<const Candidate*>& candidates, const std::vector<LikelyPair>& pairs,
                     const SecondOpinion& opinion) {
  Opinions out;
  if (!opinion) return out;
  std::vector<LikelyPair> open;
  Asking asking(candidates);
  std::map<Pair, bool> proposed;
  for (const LikelyPair& pair : pairs) {
    proposed[{pair.a, pair.b}] = true;
    if (in_band(pair.value)) open.push_back(pair);
    if (pair.value >= kTuning.same + kClear && asking.question.alike.size() < kMostOfScale)
      asking.add(asking.question.alike, pair.a, pair.b);
  }
  if (open.empty()) return out;
  std::stable_sort(open.begin(), open.end(), [](const LikelyPair& x, const LikelyPair& y) {
    return std::abs(x.value - kTuning.same) < std::abs(y.value - kTuning.same);
  });
  if (open.size() > kMostOpen) open.resize(kMostOpen);
  // Neighbours in time that words do not even propose.
  for (std::size_t i = 0; i + 1 < candidates.size() && asking.question.unlike.size() < kMostOfScale; ++i)
    if (proposed.count({i, i + 1}) == 0) asking.add(asking.question.unlike, i, i + 1);
  std::vector<LikelyPair> asked;
  for (const LikelyPair& pair : open) {
    const std::size_t before = asking.question.open.size();
    asking.add(asking.question.open, pair.a, pair.b);
    if (asking.question.open.size() > before) asked.push_back(pair);
  }
  const auto answers = opinion(asking.question);
  for (std::size_t i = 0; i < std::min(answers.size(), asked.size()); ++i)
    if (answers[i])
      out[{asked[i].a, asked[i].b}] = *answers[i] ? std::max(asked[i].value, kTuning.same + kLifted) : 0;
  return out;
}

}  // namespace eightbells
