// Stories: who tells of the same event.
//
// Problem. A window holds hundreds to thousands of entries in several languages; two thirds stand alone, the
// rest are
//   copies, translations and other words for the same event. A false join hides news, a missed one shows it
//   twice.
// Method. 1. Exact repeats are groups (near_duplicate.cc). 2. Every entry becomes a vector of words weighed
// by how rare they
//   are in the window and in the past (features.cc). 3. An inverted index proposes the pairs worth comparing;
//   words in more than kFrequentTerm documents propose none, which keeps the cost of a window close to
//   linear. 4. Pairs are compared (similarity.cc) and joined from the most alike down, each time asking
//   whether the two stories fit as a whole: their mean likeness must reach `average` and no pair of members
//   may be forbidden, so that there are no chains. Average linkage: Sokal and Michener 1958; for event
//   detection, Yang, Pierce and Carbonell, SIGIR 1998.
// Order. Candidates are first brought into an order of their own (time, source, id, title), so that the
// caller's order
//   changes nothing; ties of likeness are broken by that order.
#include "daemon/stories/cluster.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "daemon/stories/features.h"
#include "daemon/stories/names.h"
#include "daemon/stories/near_duplicate.h"
#include "daemon/stories/similarity.h"
#include "daemon/stories/tuning.h"
#include "feeds/base/hash.h"

namespace eightbells {
namespace {

struct Edge {
  double value = 0;
  std::size_t a = 0;  // a < b
  std::size_t b = 0;
};

// Pairs of entries in different groups that share a word rare enough to mean something.
std::vector<Edge> propose(const Corpus& corpus, const std::vector<std::size_t>& group) {
  const std::vector<Features>& all = corpus.features();
  std::vector<std::vector<std::uint32_t>> postings(corpus.terms());
  std::vector<Edge> out;
  std::vector<std::uint32_t> seen(all.size(), static_cast<std::uint32_t>(-1));
  std::vector<std::size_t> partners;
  for (std::size_t i = 0; i < all.size(); ++i) {
    partners.clear();
    for (const Vector* vector : {&all[i].title, &all[i].whole}) {
      for (const Term& term : *vector) {
        if (corpus.frequency(term.id) > kFrequentTerm) continue;
        for (const std::uint32_t other : postings[term.id]) {
          if (std::exchange(seen[other], static_cast<std::uint32_t>(i)) != i && group[other] != group[i])
            partners.push_back(other);
        }
      }
    }
    for (const std::size_t other : partners) {
      const Likeness likeness = compare(all[other], all[i]);
      if (!likeness.forbidden && likeness.value >= tuning().same) out.push_back({likeness.value, other, i});
    }
    const Vector& posted = all[i].whole.empty() ? all[i].title : all[i].whole;
    for (const Term& term : posted) {
      if (corpus.frequency(term.id) <= kFrequentTerm)
        postings[term.id].push_back(static_cast<std::uint32_t>(i));
    }
  }
  std::sort(out.begin(), out.end(), [](const Edge& x, const Edge& y) {
    return std::tie(y.value, x.a, x.b) < std::tie(x.value, y.a, y.b);
  });
  return out;
}

class Agglomeration {
 public:
  Agglomeration(const std::vector<Features>& features, const std::vector<std::size_t>& group)
      : features_(features), sets_(features.size()), members_(features.size()) {
    for (std::size_t i = 0; i < features.size(); ++i) {
      sets_.join(group[i], i);
      members_[group[i]].push_back(i);
    }
  }

  void join_if_fit(const Edge& edge) {
    const std::size_t a = sets_.root(edge.a);
    const std::size_t b = sets_.root(edge.b);
    if (a == b || !fit(members_[a], members_[b])) return;
    sets_.join(a, b);
    const std::size_t into = sets_.root(a);
    std::vector<std::size_t>& from = members_[into == a ? b : a];
    members_[into].insert(members_[into].end(), from.begin(), from.end());
    from.clear();
  }

  std::size_t root(std::size_t member) { return sets_.root(member); }

 private:
  // Mean likeness over all pairs: those of one language where there are any, else those across.
  [[nodiscard]] bool fit(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) const {
    double sum[2] = {0, 0};
    double count[2] = {0, 0};
    for (const std::size_t i : a) {
      for (const std::size_t j : b) {
        const Likeness likeness = compare(features_[i], features_[j]);
        if (likeness.forbidden) return false;
        sum[likeness.across ? 1 : 0] += likeness.value;
        count[likeness.across ? 1 : 0] += 1;
      }
    }
    const int which = count[0] > 0 ? 0 : 1;
    return sum[which] >= tuning().average * count[which];
  }

  const std::vector<Features>& features_;
  Sets sets_;
  std::vector<std::vector<std::size_t>> members_;
};

std::vector<std::size_t> own_order(const std::vector<Candidate>& candidates) {
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t i) {
    const Candidate& c = candidates[i];
    return std::make_tuple(c.at(), std::string_view(c.source_key), std::string_view(c.entry.id),
                           std::string_view(c.canonical), std::string_view(c.entry.title));
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

// Stable across windows: made of the earliest member alone.
std::string story_id(const Candidate& first) {
  const std::string& name = first.entry.id.empty() ? first.entry.title : first.entry.id;
  return hash128_hex(first.source_key + '\n' + name + '\n' + first.canonical).substr(0, 16);
}

}  // namespace

const Tuning& tuning() {
  static const Tuning value;
  return value;
}

std::vector<Story> cluster(const std::vector<Candidate>& candidates, const Aliases& aliases,
                           const DocumentFrequencies& past) {
  const std::vector<std::size_t> order = own_order(candidates);
  std::vector<const Candidate*> sorted;
  sorted.reserve(order.size());
  for (const std::size_t i : order) sorted.push_back(&candidates[i]);

  const std::vector<std::size_t> group = exact_groups(sorted);
  const Corpus corpus(sorted, group, NameTable(aliases), past);
  Agglomeration stories(corpus.features(), group);
  for (const Edge& edge : propose(corpus, group)) stories.join_if_fit(edge);

  std::vector<Story> out;
  std::unordered_map<std::size_t, std::size_t> place;  // root -> story
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const auto [found, fresh] = place.emplace(stories.root(i), out.size());
    if (fresh) {
      out.emplace_back();
      out.back().id = story_id(*sorted[i]);
    }
    out[found->second].members.push_back(order[i]);
  }
  return out;
}

}  // namespace eightbells
