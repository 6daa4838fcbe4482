// Stories: who tells of the same event.
//
// Problem. A window holds hundreds to thousands of entries in several languages; two thirds stand alone,
// the rest are copies, translations and other words for the same event. A false join hides news, a missed
// one shows it twice.
//
// Method. 1. Exact repeats are groups (near_duplicate.cc). 2. Every entry becomes a vector of words
// weighed by kind and by how rare they are in the window and in the past (features.cc). 3. An inverted
// index proposes the pairs worth comparing. 4. Pairs are joined from the most alike down (similarity.cc);
// each time the two stories must fit as a whole: their mean likeness must reach a threshold and no pair
// of headlines may be forbidden, so there are no chains. 5. A story with several headlines has a core,
// the mean of their vectors, in which what they share stands out and what each adds fades; stories are
// joined to cores in rounds, again only when the whole fits. Average linkage: Sokal and Michener 1958;
// centroids for event detection: Yang, Pierce and Carbonell, SIGIR 1998.
//
// Why. Each part was left out in turn (pairs F1 on three windows of AI news / four further windows, mostly
// Chinese / news headlines / tweets):
//   all                                         .933 .732 .563 .637
//   exact keys alone                            .875 .294 .000 .054
//   without cores                               .912 .657 .426 .444
//   without the list of common words            .914 .715 .529 .551
//   plain IDF                                   .923 .670 .529 .495
//   without the factor for one phrase           .876 .732 .672 .697
//   a long phrase is one phrase like any        .929 .719 .611 .610
//   topics of Han headlines count in full       .924 .626 .617 .640
//   without names and words across languages    .848 .585 .594 .617
//   all names, but a fourth of the words        .927 .668 .618 .632
//   without the factors for what differs        .917 .734 .612 .641
// (all but the first row were measured before the last two rules: cores that share topics alone are not
// joined, which costs newst .054 and spares a real window the stories "all of Microsoft" and "all of
// Copilot", .857 to .860 among all candidates of 48 hours; and set phrases with another name inside, .930 to
// .935.) The window's own IDF is weak in a window of 200 headlines, which is why it enters by its square root
// and a list of common words stands beside it.
//
// Order. Candidates are first brought into an order of their own (time, source, id, title), so that the
// caller's order changes nothing; ties of likeness are broken by that order.
//
// Cost. The pairs that one entry proposes are bounded by kMostTerms words of at most kFrequentTerm
// documents, the comparing of two stories by kMostCompared headlines each. 20,000 real headlines, read from a
// file and filed as well, take 1.2 s of one core and 93 MiB, 2,000 take 0.1 s.
#include "daemon/stories/cluster.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "daemon/stories/features.h"
#include "daemon/stories/names.h"
#include "daemon/stories/near_duplicate.h"
#include "daemon/stories/propose.h"
#include "daemon/stories/similarity.h"
#include "daemon/stories/tuning.h"
#include "feeds/base/hash.h"

namespace eightbells {
namespace {

using Edge = LikelyPair;

class Agglomeration {
 public:
  Agglomeration(const std::vector<Features>& features, const std::vector<std::size_t>& group,
                const Opinions& opinions)
      : features_(features), opinions_(opinions), sets_(features.size()), docs_(features.size()) {
    for (std::size_t i = 0; i < features.size(); ++i) {
      sets_.join(group[i], i);
      add_distinct(docs_[group[i]], i);
    }
  }

  // Joins the stories of a likely pair when they fit as a whole. Two that did not fit are not compared again
  // before one of them has grown.
  void join_if_fit(const Edge& edge) {
    const std::size_t a = sets_.root(edge.a);
    const std::size_t b = sets_.root(edge.b);
    if (a == b) return;
    const std::size_t size = docs_[a].size() + docs_[b].size();
    std::size_t& refused = refused_[static_cast<std::uint64_t>(std::min(a, b)) << 32 | std::max(a, b)];
    if (refused == size) return;
    if (mean(docs_[a], docs_[b]) >= kTuning.average) {
      join(a, b);
    } else {
      refused = size;
    }
  }

  // Joins what is near the common words of a story that several headlines have in common.
  bool join_to_core(const std::vector<Edge>& edges) {
    std::vector<Edge> near;
    std::unordered_map<std::size_t, Vector> cores;
    for (const Edge& edge : edges) {
      const std::size_t a = sets_.root(edge.a);
      const std::size_t b = sets_.root(edge.b);
      if (a == b || docs_[a].size() + docs_[b].size() < 3) continue;
      near.push_back({0, std::min(a, b), std::max(a, b)});
    }
    std::sort(near.begin(), near.end(),
              [](const Edge& x, const Edge& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
    near.erase(std::unique(near.begin(), near.end(),
                           [](const Edge& x, const Edge& y) { return x.a == y.a && x.b == y.b; }),
               near.end());
    for (Edge& edge : near)
      edge.value =
          core_likeness(core(cores, edge.a), core(cores, edge.b), has_han(edge.a) || has_han(edge.b));
    std::sort(near.begin(), near.end(), by_likeness);
    bool joined = false;
    std::unordered_set<std::size_t> changed;
    for (const Edge& edge : near) {
      if (edge.value < kTuning.core) break;
      if (changed.count(edge.a) > 0 || changed.count(edge.b) > 0) continue;
      if (mean(docs_[edge.a], docs_[edge.b]) < kTuning.core_average) continue;
      join(edge.a, edge.b);
      changed.insert(edge.a);
      changed.insert(edge.b);
      joined = true;
    }
    return joined;
  }

  std::size_t root(std::size_t member) { return sets_.root(member); }

 private:
  void add_distinct(std::vector<std::size_t>& docs, std::size_t doc) const {
    const auto same = [&](std::size_t other) { return features_[other].order == features_[doc].order; };
    if (std::none_of(docs.begin(), docs.end(), same)) docs.push_back(doc);
  }

  [[nodiscard]] bool has_han(std::size_t root) const {
    return std::any_of(docs_[root].begin(), docs_[root].end(),
                       [&](std::size_t doc) { return features_[doc].han; });
  }

  void join(std::size_t a, std::size_t b) {
    sets_.join(a, b);
    const std::size_t into = sets_.root(a);
    std::vector<std::size_t>& from = docs_[into == a ? b : a];
    for (const std::size_t doc : from) add_distinct(docs_[into], doc);
    from.clear();
  }

  const Vector& core(std::unordered_map<std::size_t, Vector>& cores, std::size_t root) const {
    const auto [found, fresh] = cores.try_emplace(root);
    if (fresh) {
      std::vector<const Vector*> parts;
      for (const std::size_t doc : docs_[root])
        parts.push_back(features_[doc].whole.empty() ? &features_[doc].title : &features_[doc].whole);
      found->second = mean_vector(parts);
    }
    return found->second;
  }

  // Mean likeness over all pairs: those of one language where there are any, else those across. Less than 0:
  // forbidden.
  [[nodiscard]] double mean(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) const {
    double sum[2] = {0, 0};
    double count[2] = {0, 0};
    for (std::size_t i = 0; i < std::min(a.size(), kMostCompared); ++i) {
      for (std::size_t j = 0; j < std::min(b.size(), kMostCompared); ++j) {
        const Likeness likeness = compare(features_[a[i]], features_[b[j]]);
        if (likeness.forbidden) return -1;
        const auto opinion = opinions_.find(std::minmax(a[i], b[j]));
        sum[likeness.across ? 1 : 0] += opinion == opinions_.end() ? likeness.value : opinion->second;
        count[likeness.across ? 1 : 0] += 1;
      }
    }
    const int which = count[0] > 0 ? 0 : 1;
    return sum[which] / count[which];
  }

  const std::vector<Features>& features_;
  const Opinions& opinions_;
  Sets sets_;
  std::unordered_map<std::uint64_t, std::size_t> refused_;  // two stories -> their size when they did not fit
  std::vector<std::vector<std::size_t>> docs_;  // of each story, one entry for each distinct headline
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

std::vector<Story> cluster(const std::vector<Candidate>& candidates, const Aliases& aliases,
                           const DocumentFrequencies& past, const SecondOpinion& opinion) {
  const std::vector<std::size_t> order = own_order(candidates);
  std::vector<const Candidate*> sorted;
  sorted.reserve(order.size());
  for (const std::size_t i : order) sorted.push_back(&candidates[i]);

  const std::vector<std::size_t> group = exact_groups(sorted);
  const Corpus corpus(sorted, group, NameTable(aliases), past);
  std::vector<Edge> edges = propose(corpus, group);
  const Opinions opinions = opinions_on(sorted, edges, opinion);
  for (Edge& edge : edges)
    if (const auto found = opinions.find({edge.a, edge.b}); found != opinions.end())
      edge.value = found->second;
  if (!opinions.empty()) std::sort(edges.begin(), edges.end(), by_likeness);
  Agglomeration stories(corpus.features(), group, opinions);
  for (const Edge& edge : edges) {
    if (edge.value >= kTuning.same) stories.join_if_fit(edge);
  }
  for (int round = 0; round < kCoreRounds && stories.join_to_core(edges); ++round) {
  }

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
