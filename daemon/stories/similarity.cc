#include "daemon/stories/similarity.h"

#include <algorithm>

#include "daemon/stories/subjects.h"
#include "daemon/stories/tuning.h"

namespace eightbells {

bool share_any(const std::vector<TermId>& a, const std::vector<TermId>& b) {
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) return true;
    ++(*i < *j ? i : j);
  }
  return false;
}

namespace {

constexpr int kHardly = 4;            // an actor in fewer than one of so many headlines is hardly spoken of
constexpr double kPhraseLimit = 0.6;  // two headlines that are more alike are one long phrase
constexpr double kLongPhrase = 3;     // words that nobody writes in one order by accident
constexpr double kWordsInHanPair = 0.5;

int count_shared(const std::vector<TermId>& a, const std::vector<TermId>& b) {
  int out = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) {
      ++out;
      ++i;
      ++j;
    } else {
      ++(*i < *j ? i : j);
    }
  }
  return out;
}

bool differ(const std::vector<TermId>& a, const std::vector<TermId>& b) {
  return !a.empty() && !b.empty() && !share_any(a, b);
}

// GPT-5.1 here, GPT-5.2 there, and no version of that product in both.
bool versions_differ(const Features& a, const Features& b) {
  const auto in_common = [&](TermId product) {
    return std::any_of(a.versions.begin(), a.versions.end(), [&](const Version& one) {
      return one.product == product &&
             std::any_of(b.versions.begin(), b.versions.end(),
                         [&](const Version& other) { return other.whole == one.whole; });
    });
  };
  for (const Version& one : a.versions) {
    const bool in_both = std::any_of(b.versions.begin(), b.versions.end(),
                                     [&](const Version& other) { return other.product == one.product; });
    if (in_both && !in_common(one.product)) return true;
  }
  return false;
}

// Whether words of headline `b` stand in more than one place of headline `a`: a phrase in one piece is one
// place, unless it is a long one.
bool in_two_places(const Features& a, const Features& b) {
  int places = 0;
  double length = 0;  // in words, of the phrase so far
  for (const TermId term : a.order) {
    if (find_term(b.title, term) == nullptr) {
      length = 0;
      continue;
    }
    if (length == 0 && ++places == 2) return true;
    length += (term & kHanPair) != 0 ? kWordsInHanPair : 1;
    if (length >= kLongPhrase) return true;
  }
  return false;
}

// All that two headlines share is numbers: "10x" here and there says nothing of an event.
bool share_only_numbers(const Features& a, const Features& b) {
  bool shared = false;
  for (const TermId term : a.order) {
    if (find_term(b.title, term) == nullptr) continue;
    if (!std::binary_search(a.numbers.begin(), a.numbers.end(), static_cast<TermId>(index_of(term))))
      return false;
    shared = true;
  }
  return shared;
}

// Of Han text topics count little beyond what the other shared words weigh.
double without_excess(const Product& product, bool han) {
  if (!han) return product.all;
  const double rest = product.all - product.topics;
  const double excess = std::max(0.0, product.topics - kTuning.topics_to_rest * rest);
  return product.all - (1 - kTuning.topic_excess) * excess;
}

// One headline in Han, the other not: what means the same in both, scaled so that it can be compared with the
// rest. Topics alone are not enough, unless they are many.
double likeness_across(const Features& a, const Features& b) {
  const bool many = count_shared(a.actors, b.actors) >= kManyActors;
  const double shared = many ? dot(a.portable, b.portable).all : cosine(a.portable, b.portable, true);
  const double weight =
      shared * a.portable_weight * b.portable_weight;  // sum of the squares of what is shared
  return weight < kTuning.across_weight * kTuning.across_weight ? 0 : shared * kTuning.same / kTuning.across;
}

double likeness_of_words(const Features& a, const Features& b) {
  const bool han = a.han || b.han;
  const double headline = cosine(a.title, b.title, han);
  double value = headline;
  if (!a.whole.empty() && !b.whole.empty()) {
    value = std::max(cosine(a.whole, b.whole, han), kTuning.headline * headline);
  }
  return a.han == b.han ? value : std::max(value, likeness_across(a, b));
}

}  // namespace

void Actors::add(const Features& headline) {
  ++headlines_;
  for (const TermId actor : headline.actors) ++all_[actor];
  const auto found = std::find_if(headline.order.begin(), headline.order.end(), [&](TermId term) {
    return std::binary_search(headline.actors.begin(), headline.actors.end(),
                              static_cast<TermId>(index_of(term)));
  });
  if (found != headline.order.end()) ++first_[static_cast<TermId>(index_of(*found))];
}

bool Actors::lacks_those_of(const Actors& other) const {
  int most = 0;
  for (const auto& [actor, times] : other.first_) most = std::max(most, times);
  return std::none_of(other.first_.begin(), other.first_.end(), [&](const auto& actor) {
    const auto found = all_.find(actor.first);
    return actor.second == most && found != all_.end() && found->second * kHardly >= headlines_;
  });
}

bool Actors::differ(const Actors& other) const {
  if (first_.empty() || other.first_.empty()) return false;
  return lacks_those_of(other) || other.lacks_those_of(*this);
}

double cosine(const Vector& a, const Vector& b, bool han) { return without_excess(dot(a, b), han); }

double core_likeness(const Vector& a, const Vector& b, bool han) {
  const Product product = dot(a, b);
  if (product.topics > kTuning.core_topics * product.all) return 0;
  return without_excess(product, han);
}

Likeness compare(const Features& a, const Features& b, double floor) {
  Likeness out;
  out.across = a.han != b.han;
  const double words = likeness_of_words(a, b);
  if (words < floor) return out;
  out.value = words;
  out.forbidden = versions_differ(a, b);
  if (words < kPhraseLimit && !(in_two_places(a, b) && in_two_places(b, a))) {
    const bool titles_alone = a.whole.empty() || b.whole.empty();
    out.value *= titles_alone && share_only_numbers(a, b) ? 0.0 : kTuning.one_phrase;
  }
  if (differ(a.amounts, b.amounts)) out.value *= kTuning.amounts_differ;
  if (differ(a.names, b.names)) out.value *= kTuning.names_differ;
  if (differ(a.actors, b.actors)) out.value *= kTuning.actors_differ;
  if (subjects_differ(a, b)) out.value *= kTuning.subjects_differ;
  return out;
}

}  // namespace eightbells
