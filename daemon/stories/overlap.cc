// Overlap: what a reader would call twice the same.
//
// Problem. `cluster` joins two entries when their words are near; tellings of one event that share hardly a
// word stay apart, as they must: a lower threshold joins events that only share a company. But when both
// would stand among a dozen items, a reader sees one event twice, and a false fold costs less there than a
// repeat: the link of what was folded stays with the item.
//
// Method. Each telling (a story, or an item shown before) is the mean of its words (its core) and is widened
// by the words of its nearest neighbours in the window and in memory, scaled by their nearness: "bans
// Roombas" and "new foreign-made robots" meet in what others say of the ban (pseudo-relevance feedback:
// Rocchio 1971; Buckley, Salton and Allan, SIGIR 1994). Two tellings overlap when a name or version stands in
// headlines of both, their widened words are near, and what they share beyond topics (whom and which product
// they speak of) is enough. Against what was shown before the bar is higher, as a fold leaves nothing to see
// there.
//
// Veto. Differing versions, or differing actors: who stands first in the headline of one must be named in the
// other's. So two events of one company stay two, and so do two companies with one kind of event.
//
// Cost. Of reading the words of window and memory once more; then linear in the stories looked at times what
// was shown, a few microseconds a pair.
#include "daemon/stories/overlap.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "daemon/stories/features.h"
#include "daemon/stories/names.h"
#include "daemon/stories/near_duplicate.h"
#include "daemon/stories/similarity.h"
#include "daemon/stories/tuning.h"

namespace eightbells {
namespace {

struct Overlap {
  double wide = 0;
  double core = 0;
  double theme = 0;        // the part of `core` that is not topics
  double best = 0;         // of the closest headlines
  double rest = 0;         // the part of `theme` that is not the names in both headlines
  bool names = false;      // a name or version stands in headlines of both
  bool rare_name = false;  // one that few others have
  bool rare_product =
      false;               // the same of a known product or a version, which has many events in the long run
  bool version = false;    // one and the same in headlines of both
  bool forbidden = false;  // versions of one product differ
  bool actors_differ = false;
};

constexpr double kLeastCore = 0.1;      // below it two tellings are not looked at further
constexpr std::size_t kNeighbours = 8;  // whose words widen a telling
constexpr float kLeastNear = 0.12F;     // of a neighbour
constexpr std::size_t kCommonName =
    15;  // a name in more than one headline of so many says nothing of the event
constexpr std::size_t kFewHeadlines = 300;  // in a window of fewer that cannot be told
constexpr std::size_t kRareNameOf = 250;    // a name in at most one headline of so many is rare
constexpr std::size_t kRareNameTimes = 5;   // and in so few at any rate

// What two tellings must reach.
struct Bar {
  double wide = 0;   // likeness of the widened words
  double theme = 0;  // likeness beyond topics, and half of that of the closest headlines
};
constexpr Bar kInWindow{0.45, 0.24};
constexpr Bar kAgainstShown{0.6, 0.3};
constexpr double kShownTheme = 0.12;  // beyond topics alone
// One product in both and nearly everything else too.
constexpr double kWideProduct = 0.75;
constexpr double kProductTheme = 0.08;
constexpr double kProductBest = 0.22;
// A name so rare that it stands for the event: here the whole core counts.
constexpr Bar kRareName{0.4, 0.22};
constexpr Bar kRareNameShown{0.5, 0.35};
constexpr double kShownRest = 0.05;    // beside the name itself: a company in the news twice is rare, too
constexpr double kRareProduct = 0.25;  // best, of a rare product within one window
// A rare product and something that happened to it; the same version of one; headlines that are near alone.
constexpr Overlap kProductEvent{.wide = 0.45, .theme = 0.08, .best = 0.17};
constexpr Overlap kOneVersion{.wide = 0.6, .theme = 0, .best = 0.2};
constexpr Overlap kNearHeadlines{.wide = 0, .theme = 0.1, .best = 0.27};

// What is compared: a story of the window or an item shown before.
struct Telling {
  std::vector<std::size_t> members;  // in the corpus, one for each distinct headline
  Vector core;                       // the mean of their words
  std::optional<Vector> wide;        // with the words of its neighbours, once it was asked for
  Actors actors;
};

double weight_of(const Vector& vector, TermId term) {
  const Term* found = find_term(vector, term);
  return found != nullptr ? double{found->weight} : 0.0;
}

class Tellings {
 public:
  Tellings(const std::vector<Story>& stories, const std::vector<Candidate>& candidates,
           const std::vector<ShownItem>& shown, const Aliases& aliases)
      : stories_(stories.size()) {
    for (const Candidate& each : candidates) all_.push_back(&each);
    for (const ShownItem& item : shown)
      for (const Candidate& each : item.members) all_.push_back(&each);
    corpus_.emplace(all_, exact_groups(all_), NameTable(aliases), DocumentFrequencies{});
    for (const Story& story : stories) add(story.members);
    std::size_t next = candidates.size();
    for (const ShownItem& item : shown) {
      std::vector<std::size_t> members(item.members.size());
      for (std::size_t& member : members) member = next++;
      add(members);
    }
    post();
  }

  // Whether a reader would take two stories for one.
  [[nodiscard]] bool in_window(std::size_t a, std::size_t b) {
    const Overlap overlap = compare_tellings(a, b);
    const bool one_product =
        overlap.wide >= kWideProduct && overlap.theme >= kProductTheme && overlap.best >= kProductBest;
    const bool rare_product = overlap.rare_product && !overlap.forbidden && overlap.best >= kRareProduct &&
                              overlap.wide >= kRareName.wide;
    const bool near =
        !overlap.forbidden && !overlap.actors_differ &&
        ((overlap.rare_product && exceeds(overlap, kProductEvent)) ||
         (overlap.version && exceeds(overlap, kOneVersion)) || exceeds(overlap, kNearHeadlines));
    return stands_for(overlap, kRareName) || rare_product || near ||
           (may_overlap(overlap) && (reaches(overlap, kInWindow) || one_product));
  }

  // Whether a story tells what the item `index` of what was shown told.
  [[nodiscard]] bool shown_before(std::size_t story, std::size_t index) {
    const Overlap overlap = compare_tellings(story, stories_ + index);
    return (stands_for(overlap, kRareNameShown) && overlap.rest >= kShownRest) ||
           (may_overlap(overlap) && overlap.theme >= kShownTheme && reaches(overlap, kAgainstShown));
  }

 private:
  [[nodiscard]] static bool may_overlap(const Overlap& overlap) {
    return overlap.names && !overlap.forbidden && !overlap.actors_differ;
  }

  // A name so rare that it stands for the event.
  [[nodiscard]] static bool stands_for(const Overlap& overlap, const Bar& bar) {
    return overlap.rare_name && !overlap.forbidden && overlap.wide >= bar.wide &&
           overlap.core + overlap.best / 2 >= bar.theme;
  }

  [[nodiscard]] static bool exceeds(const Overlap& overlap, const Overlap& least) {
    return overlap.wide >= least.wide && overlap.theme >= least.theme && overlap.best >= least.best;
  }

  [[nodiscard]] static bool reaches(const Overlap& overlap, const Bar& bar) {
    return overlap.wide >= bar.wide && overlap.theme + overlap.best / 2 >= bar.theme;
  }

  [[nodiscard]] const Features& features(std::size_t index) const { return corpus_->features()[index]; }

  void add(const std::vector<std::size_t>& members) {
    Telling out;
    std::vector<const Vector*> parts;
    std::set<std::vector<TermId>> seen;
    for (const std::size_t member : members) {
      const Features& each = features(member);
      if (!seen.insert(each.order).second) continue;
      out.members.push_back(member);
      parts.push_back(each.whole.empty() ? &each.title : &each.whole);
      out.actors.add(each);
    }
    out.core = mean_vector(parts);
    tellings_.push_back(std::move(out));
  }

  void post() {
    postings_.resize(corpus_->terms());
    for (std::size_t i = 0; i < tellings_.size(); ++i) {
      for (const Term& term : tellings_[i].core) {
        if (corpus_->frequency(term.id) <= kFrequentTerm)
          postings_[index_of(term.id)].emplace_back(i, term.weight);
      }
    }
  }

  [[nodiscard]] Overlap compare_tellings(std::size_t a, std::size_t b) {
    Overlap out;
    const Product core = dot(tellings_[a].core, tellings_[b].core);
    out.core = core.all;
    out.theme = core.all - core.topics;
    if (core.all < kLeastCore) return out;
    out.actors_differ = tellings_[a].actors.differ(tellings_[b].actors);
    out.wide = dot(wide(a), wide(b)).all;
    std::set<TermId> names;
    compare_headlines(tellings_[a].members, tellings_[b].members, out, names);
    out.rest = out.theme;
    for (const TermId name : names)
      out.rest -= weight_of(tellings_[a].core, name) * weight_of(tellings_[b].core, name);
    return out;
  }

  void compare_headlines(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b, Overlap& out,
                         std::set<TermId>& names) const {
    for (std::size_t i = 0; i < std::min(a.size(), kMostCompared); ++i) {
      for (std::size_t j = 0; j < std::min(b.size(), kMostCompared); ++j) {
        const Likeness pair = compare(features(a[i]), features(b[j]));
        out.best = std::max(out.best, pair.value);
        out.forbidden = out.forbidden || pair.forbidden;
        share_names(features(a[i]), features(b[j]), out, names);
        out.version = out.version || share_version(features(a[i]), features(b[j]));
      }
    }
  }

  [[nodiscard]] static bool share_version(const Features& a, const Features& b) {
    return std::any_of(a.versions.begin(), a.versions.end(), [&](const Version& one) {
      return std::any_of(b.versions.begin(), b.versions.end(),
                         [&](const Version& other) { return one.whole == other.whole; });
    });
  }

  void share_names(const Features& a, const Features& b, Overlap& out, std::set<TermId>& names) const {
    const std::size_t common = std::max(all_.size(), kFewHeadlines) / kCommonName;
    const std::size_t rare = std::max(all_.size() / kRareNameOf, kRareNameTimes);
    for (const TermId term : a.who) {
      const double headlines = corpus_->frequency(term);
      if (headlines > static_cast<double>(common)) continue;
      if (!std::binary_search(b.who.begin(), b.who.end(), term)) continue;
      out.names = true;
      if (headlines > static_cast<double>(rare)) continue;
      if (corpus_->names_topic(term)) {
        out.rare_product = true;
      } else {
        out.rare_name = true;
        names.insert(term);
      }
    }
  }

  [[nodiscard]] std::vector<std::pair<float, std::size_t>> neighbours_of(std::size_t index) const {
    std::map<std::size_t, float> shared;
    for (const Term& term : tellings_[index].core) {
      for (const auto& [other, weight] : postings_[index_of(term.id)]) {
        if (other != index) shared[other] += weight * term.weight;
      }
    }
    std::vector<std::pair<float, std::size_t>> near;
    for (const auto& [other, value] : shared) {
      if (value > kLeastNear) near.emplace_back(-value, other);
    }
    std::sort(near.begin(), near.end());
    if (near.size() > kNeighbours) near.resize(kNeighbours);
    return near;
  }

  const Vector& wide(std::size_t index) {
    Telling& telling = tellings_[index];
    if (telling.wide) return *telling.wide;
    std::vector<Vector> scaled;
    for (const auto& [value, other] : neighbours_of(index)) {
      scaled.push_back(tellings_[other].core);
      for (Term& term : scaled.back()) term.weight *= -value;
    }
    std::vector<const Vector*> parts{&telling.core};
    for (const Vector& each : scaled) parts.push_back(&each);
    telling.wide = mean_vector(parts);
    return *telling.wide;
  }

  std::size_t stories_;
  std::vector<const Candidate*> all_;  // the candidates, then the members of what was shown
  std::optional<Corpus> corpus_;
  std::vector<Telling> tellings_;                                     // the stories, then the items shown
  std::vector<std::vector<std::pair<std::size_t, float>>> postings_;  // word -> tellings with it
};

// The best stories that may be shown, best first.
std::vector<std::size_t> best_of(const std::vector<Story>& stories, std::size_t looked_at,
                                 const std::function<bool(const Story&)>& open) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    if (stories[i].news != StoryNews::repeat && open(stories[i])) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::make_tuple(-stories[a].score, std::string_view(stories[a].id)) <
           std::make_tuple(-stories[b].score, std::string_view(stories[b].id));
  });
  if (order.size() > looked_at) order.resize(looked_at);
  return order;
}

}  // namespace

void fold_overlaps(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
                   const std::vector<ShownItem>& shown, const Aliases& aliases, std::size_t looked_at,
                   const std::function<bool(const Story&)>& open) {
  Tellings tellings(stories, candidates, shown, aliases);
  std::vector<std::size_t> told;  // those that stay, best first
  std::set<std::size_t> folded;
  for (const std::size_t index : best_of(stories, looked_at, open)) {
    Story& story = stories[index];
    for (std::size_t i = shown.size(); i-- > 0 && story.news == StoryNews::fresh;) {  // the latest first
      if (!tellings.shown_before(index, i)) continue;
      story.news = StoryNews::repeat;
      story.earlier = shown[i].link;
    }
    if (story.news == StoryNews::repeat) continue;
    const auto teller = std::find_if(told.begin(), told.end(),
                                     [&](std::size_t other) { return tellings.in_window(other, index); });
    if (teller == told.end()) {
      told.push_back(index);
      continue;
    }
    std::vector<std::size_t>& also = stories[*teller].also;
    also.insert(also.end(), story.members.begin(), story.members.end());
    also.insert(also.end(), story.copies.begin(), story.copies.end());
    folded.insert(index);
  }
  std::vector<Story> out;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    if (folded.count(i) == 0) out.push_back(std::move(stories[i]));
  }
  stories = std::move(out);
}

}  // namespace eightbells
