// What is compared of an entry: weighted words, and the facts that may forbid a match.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daemon/model/story.h"
#include "daemon/stories/names.h"

namespace eightbells {

using TermId = std::uint32_t;

// Set in the id of a word that says who or what is spoken of (a known name, a version) and not what happened.
inline constexpr TermId kTopic = TermId{1} << 31;
inline constexpr std::size_t index_of(TermId term) { return term & ~kTopic; }

struct Term {
  TermId id = 0;
  float weight = 0;
};

// Sorted by id, of length 1 (or empty).
using Vector = std::vector<Term>;

struct Version {
  TermId product = 0;  // "gpt" of "gpt5.1"
  TermId whole = 0;
};

// All lists but `order` and `versions` are sorted and without repeats.
struct Features {
  Vector title;               // words of the headline
  Vector whole;               // of the headline and the text; empty when there is no text
  Vector portable;            // words of the headline that mean the same in any language
  float portable_weight = 0;  // its length before it was made 1: how much it says
  std::vector<TermId> order;  // the headline as it reads, without empty words
  std::vector<Version> versions;
  std::vector<TermId> numbers;  // of two digits or more
  std::vector<TermId> amounts;  // numbers with a unit or a percent sign, and large ones
  std::vector<TermId> actors;   // names of the alias table
  std::vector<TermId> names;    // Latin names of a Han headline: they are what it is about
  bool han = false;
};

// The words of all candidates, counted and weighed.
class Corpus {
 public:
  // `group`: exact_groups of the candidates: copies of one headline count once.
  Corpus(const std::vector<const Candidate*>& candidates, const std::vector<std::size_t>& group,
         const NameTable& names, const DocumentFrequencies& past);

  [[nodiscard]] const std::vector<Features>& features() const { return features_; }
  [[nodiscard]] std::size_t terms() const { return frequency_.size(); }
  [[nodiscard]] double frequency(TermId term) const { return crowd_[index_of(term)]; }

 private:
  struct Read;
  TermId intern(const std::string& text);
  void read_headline(const std::vector<NameTable::Token>& tokens, Read& out);
  Read read(const Candidate& candidate, const NameTable& names);
  void count(const std::vector<Read>& all, const std::vector<std::size_t>& group);
  [[nodiscard]] Features weigh(const Read& read) const;
  [[nodiscard]] double rarity(TermId term) const;

  std::unordered_map<std::string, TermId> ids_;
  std::vector<double> frequency_;  // documents with the term, now and in the past
  std::vector<double> crowd_;      // now alone
  std::vector<float> strength_;    // of the kind of word
  std::vector<bool> portable_;
  std::vector<bool> topic_;
  double documents_ = 0;
  std::vector<Features> features_;
};

// The mean of vectors, of length 1.
[[nodiscard]] Vector mean_vector(const std::vector<const Vector*>& parts);

struct Product {
  double all = 0;
  double topics = 0;  // the part of words that only name topics
};
[[nodiscard]] Product dot(const Vector& a, const Vector& b);

}  // namespace eightbells
