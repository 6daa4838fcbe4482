#include "daemon/stories/similarity.h"

#include <algorithm>

#include "daemon/stories/tuning.h"

namespace eightbells {
namespace {

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

// GPT-5.1 here, GPT-5.2 there, and no version of it in both.
bool versions_differ(const Features& a, const Features& b) {
  for (const Version& one : a.versions) {
    bool same_product = false;
    bool same_version = false;
    for (const Version& other : b.versions) {
      same_product = same_product || other.product == one.product;
      same_version = same_version || other.whole == one.whole;
    }
    if (same_product && !same_version) return true;
  }
  return false;
}

double across_value(const Features& a, const Features& b) {
  double shared = 0;
  for (auto i = a.portable.begin(), j = b.portable.begin(); i != a.portable.end() && j != b.portable.end();) {
    if (i->id == j->id) {
      shared += double{i->weight} * j->weight;
      ++i;
      ++j;
    } else {
      ++(i->id < j->id ? i : j);
    }
  }
  const Tuning& t = tuning();
  const double said =
      shared * a.portable_weight * b.portable_weight;  // sum of squared weights of what is shared
  if (said < t.across_weight * t.across_weight) return 0;
  return shared * t.same / t.across;
}

}  // namespace

Likeness compare(const Features& a, const Features& b) {
  const Tuning& t = tuning();
  Likeness out;
  out.across = a.han != b.han;
  out.forbidden = versions_differ(a, b);
  out.value = dot(a.title, b.title);
  if (!a.whole.empty() && !b.whole.empty()) out.value = std::max(out.value, dot(a.whole, b.whole));
  if (out.across) out.value = std::max(out.value, across_value(a, b));
  if (differ(a.amounts, b.amounts)) out.value *= t.amounts_differ;
  if (differ(a.actors, b.actors)) out.value *= t.actors_differ;
  return out;
}

}  // namespace eightbells
