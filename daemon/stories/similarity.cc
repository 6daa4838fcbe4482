#include "daemon/stories/similarity.h"

#include <algorithm>

#include "daemon/stories/tuning.h"

namespace eightbells {
namespace {

constexpr double kPhraseLimit = 0.6;  // two headlines that are more alike are one long phrase

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

bool share_any(const std::vector<TermId>& a, const std::vector<TermId>& b) {
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) return true;
    ++(*i < *j ? i : j);
  }
  return false;
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

bool has(const Vector& vector, TermId term) {
  const auto found = std::lower_bound(vector.begin(), vector.end(), term,
                                      [](const Term& t, TermId id) { return t.id < id; });
  return found != vector.end() && found->id == term;
}

// In how many places of headline `a` words of headline `b` stand: a phrase in one piece is one place.
int places(const Features& a, const Features& b) {
  int out = 0;
  bool before = false;
  for (const TermId term : a.order) {
    const bool shared = has(b.title, term);
    if (shared && !before) ++out;
    before = shared;
  }
  return out;
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

double cosine(const Vector& a, const Vector& b, bool han) {
  const Product product = dot(a, b);
  const bool topics_only = han && product.topics > kTuning.topic_share * product.all;
  return topics_only ? product.all * kTuning.topic_only : product.all;
}

Likeness compare(const Features& a, const Features& b, double floor) {
  Likeness out;
  out.across = a.han != b.han;
  const double words = likeness_of_words(a, b);
  if (words < floor) return out;
  out.value = words;
  out.forbidden = versions_differ(a, b);
  if (words < kPhraseLimit && std::min(places(a, b), places(b, a)) < 2) out.value *= kTuning.one_phrase;
  if (differ(a.amounts, b.amounts)) out.value *= kTuning.amounts_differ;
  if (differ(a.names, b.names)) out.value *= kTuning.names_differ;
  if (differ(a.actors, b.actors)) out.value *= kTuning.actors_differ;
  return out;
}

}  // namespace eightbells
