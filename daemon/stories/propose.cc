// Proposing pairs.
//
// Problem. Of twenty thousand entries each could be compared with each. Only those that share rare words need
// be, and of these hardly one in ten is alike: what is left to do is little work for each of many pairs, on
// more memory than any cache holds, so that what counts is how much memory a pair touches.
//
// Method. 1. An inverted index answers with the earlier entries that share enough weight of rare words. 2. Of
// these a sketch tells nearly all that are not alike: the words of each entry, four bytes for a word and its
// weight, all in one piece, which is sent for while the one before is looked at. 3. The rest is compared.
//
// Cost. 20,000 entries of sixty words: 22 of the earlier ones share enough with an entry, 2 are compared.
#include "daemon/stories/propose.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <utility>

#include "daemon/stories/similarity.h"
#include "daemon/stories/tuning.h"

namespace eightbells {
namespace {

// An inverted index over one vector of each entry. It answers with the earlier entries that share enough
// weight of words that are rare enough to mean something; the cost of an entry is bounded by kMostTerms x
// kFrequentTerm. All lists stand in one piece of memory, behind each other, and words that one entry alone
// would be asked for by have none: both count more than the work, as nothing of it stays in the caches.
class Index {
 public:
  Index(const Corpus& corpus, Vector Features::*words)
      : corpus_(corpus),
        lists_(corpus.terms()),
        touched_(kMostPostings + 1),
        shared_(corpus.features().size(), 0.0F) {
    for (const Features& entry : corpus.features()) {
      for (const Term& term : rare_terms(entry.*words)) {
        terms_.push_back(term);
        ++lists_[index_of(term.id)].size;
      }
      ends_.push_back(terms_.size());
    }
    std::uint32_t begin = 0;
    for (List& list : lists_) {
      list.begin = list.size > 1 ? begin : kNoList;
      if (list.size > 1) begin += list.size;
      list.size = 0;
    }
    postings_.resize(begin);
  }

  // Adds to `near` the earlier entries whose product with `entry` reaches `least`, then posts it. Every entry
  // in turn.
  void ask_and_post(std::uint32_t entry, float least, std::vector<std::uint32_t>& near) {
    std::size_t touched = 0;
    std::size_t left = kMostPostings;
    for (std::size_t i = entry == 0 ? 0 : ends_[entry - 1]; i < ends_[entry]; ++i) {
      const Term& term = terms_[i];
      List& list = lists_[index_of(term.id)];
      if (list.begin == kNoList) continue;
      Posting* const postings = &postings_[list.begin];
      if (list.size <= left) {  // else the rest is commoner still
        left -= list.size;
        for (const Posting* posting = postings; posting != postings + list.size; ++posting) {
          float& shared = shared_[posting->entry];
          touched_[touched] = posting->entry;
          touched += shared == 0.0F ? 1 : 0;
          shared += posting->weight * term.weight;
        }
      }
      postings[list.size++] = {entry, term.weight};
    }
    for (std::size_t i = 0; i < touched; ++i) {
      if (std::exchange(shared_[touched_[i]], 0.0F) >= least) near.push_back(touched_[i]);
    }
  }

 private:
  static constexpr std::uint32_t kNoList = 0xFFFFFFFF;
  struct Posting {
    std::uint32_t entry = 0;
    float weight = 0;
  };
  struct List {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };

  const Vector& rare_terms(const Vector& vector) {
    rare_.clear();
    for (const Term& term : vector) {
      if (corpus_.frequency(term.id) <= kFrequentTerm) rare_.push_back(term);
    }
    if (rare_.size() > kMostTerms) {
      std::nth_element(
          rare_.begin(), rare_.begin() + kMostTerms, rare_.end(),
          [](const Term& x, const Term& y) { return std::tie(y.weight, x.id) < std::tie(x.weight, y.id); });
      rare_.resize(kMostTerms);
    }
    std::sort(rare_.begin(), rare_.end(), [&](const Term& x, const Term& y) {
      return std::make_pair(corpus_.frequency(x.id), x.id) < std::make_pair(corpus_.frequency(y.id), y.id);
    });
    return rare_;
  }

  const Corpus& corpus_;
  Vector terms_;                   // of all entries, one after the other: what they are asked and posted by
  std::vector<std::size_t> ends_;  // where those of each entry end
  std::vector<List> lists_;        // of each word
  std::vector<Posting> postings_;
  std::vector<std::uint32_t> touched_;
  std::vector<float> shared_;  // with the entry that asks; all 0 in between
  Vector rare_;
};

// The words of all entries, for telling quickly that two are not alike. A weight is kept in 255 steps and
// rounded up, so that no likeness is told smaller than it is.
class Sketches {
 public:
  explicit Sketches(const Corpus& corpus)
      : entries_(corpus.features()),
        can_tell_(corpus.terms() <= std::size_t{1} << kIdBits),
        title_(corpus.terms(), 0.0F),
        whole_(corpus.terms(), 0.0F) {
    std::size_t longest = 0;
    std::size_t words = 0;
    for (const Features& entry : entries_) words += entry.title.size() + entry.whole.size();
    words_.reserve(words);
    places_.reserve(entries_.size());
    for (const Features& entry : entries_) {
      Place& place = places_.emplace_back();
      place.han = entry.han;
      place.title = words_.size();
      for (const Term& term : entry.title) words_.push_back(packed(term));
      place.whole = words_.size();
      for (const Term& term : entry.whole) words_.push_back(packed(term));
      place.end = words_.size();
      longest = std::max({longest, entry.title.size(), entry.whole.size()});
    }
    common_.resize(longest + 1);
  }

  // The entry that others are now told from.
  void hold(std::size_t entry) {
    spread(held_, false);
    held_ = entry;
    spread(held_, true);
  }

  void send_for(std::size_t other) const {
    constexpr std::size_t kLine = 64 / sizeof(Packed);
    const Place& place = places_[other];
    for (std::size_t i = place.title; i < place.end; i += kLine) __builtin_prefetch(words_.data() + i);
  }

  // Whether compare() with `floor` would find nothing. It never finds more than the words in common weigh,
  // but between scripts.
  [[nodiscard]] bool surely_unlike(std::size_t other, double floor) {
    const Place& here = places_[held_];
    const Place& there = places_[other];
    if (!can_tell_ || here.han != there.han) return false;
    const bool titles_alone = here.whole == here.end || there.whole == there.end;
    if (!titles_alone && at_most(whole_, there.whole, there.end) >= floor - kRounding) return false;
    return (titles_alone ? 1.0 : kTuning.headline) * at_most(title_, there.title, there.whole) <
           floor - kRounding;
  }

 private:
  using Packed = std::uint32_t;
  static constexpr unsigned kIdBits = 24;  // the last; the weight is in the first eight
  static constexpr Packed kSteps = 255;
  static constexpr double kRounding = 1e-4;  // of sums of floats
  static constexpr std::size_t kMaybe = 8192;

  struct Place {
    std::size_t title = 0;
    std::size_t whole = 0;
    std::size_t end = 0;
    bool han = false;
  };

  static std::size_t id_of(Packed word) { return word & ((Packed{1} << kIdBits) - 1); }

  static Packed packed(const Term& term) {
    const Packed steps = std::min(static_cast<Packed>(term.weight * kSteps) + 1, kSteps);
    return steps << kIdBits | static_cast<Packed>(index_of(term.id));
  }

  void spread(std::size_t entry, bool held) {
    if (entry >= entries_.size()) return;
    for (const Term& term : entries_[entry].title) spread(title_, term, held);
    for (const Term& term : entries_[entry].whole) spread(whole_, term, held);
  }
  void spread(std::vector<float>& weights, const Term& term, bool held) {
    weights[index_of(term.id)] = held ? term.weight : 0.0F;
    maybe_[index_of(term.id) % kMaybe] = held;
  }

  // Nearly no word is in common: those that may be are picked out first, without a branch on it.
  [[nodiscard]] double at_most(const std::vector<float>& weights, std::size_t begin, std::size_t end) {
    Packed* common = common_.data();
    for (std::size_t i = begin; i < end; ++i) {
      *common = words_[i];
      common += maybe_[id_of(words_[i]) % kMaybe] ? 1 : 0;
    }
    float sum = 0;
    for (const Packed* word = common_.data(); word != common; ++word)
      sum += weights[id_of(*word)] * static_cast<float>(*word >> kIdBits);
    return double{sum} / kSteps;
  }

  const std::vector<Features>& entries_;
  bool can_tell_;  // the ids of words have room in a packed word
  std::vector<Packed> words_;
  std::vector<Place> places_;
  std::size_t held_ = static_cast<std::size_t>(-1);
  std::vector<float> title_;  // of the entry held, by word
  std::vector<float> whole_;
  std::array<bool, kMaybe> maybe_{};  // by the end of a word's id, whether the entry held may have it
  std::vector<Packed> common_;
};

}  // namespace

bool by_likeness(const LikelyPair& x, const LikelyPair& y) {
  return std::tie(y.value, x.a, x.b) < std::tie(x.value, y.a, y.b);
}

std::vector<LikelyPair> propose(const Corpus& corpus, const std::vector<std::size_t>& group) {
  constexpr std::size_t kAhead = 2;
  const std::vector<Features>& all = corpus.features();
  Index headlines(corpus, &Features::title);
  Index texts(corpus, &Features::whole);
  Sketches sketches(corpus);
  std::vector<LikelyPair> out;
  std::vector<std::uint32_t> near;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    near.clear();
    headlines.ask_and_post(i, kLeastShared, near);
    texts.ask_and_post(i, kLeastShared, near);
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
    sketches.hold(i);
    for (std::size_t at = 0; at < near.size(); ++at) {
      if (at + kAhead < near.size()) sketches.send_for(near[at + kAhead]);
      const std::uint32_t other = near[at];
      if (group[other] == group[i] || sketches.surely_unlike(other, kTuning.core_average)) continue;
      const Likeness likeness = compare(all[other], all[i], kTuning.core_average);
      if (!likeness.forbidden && likeness.value >= kTuning.core_average)
        out.push_back({likeness.value, other, i});
    }
  }
  std::sort(out.begin(), out.end(), by_likeness);
  return out;
}

}  // namespace eightbells
