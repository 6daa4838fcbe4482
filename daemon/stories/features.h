// What is compared of an entry: weighted words, and the facts that may forbid a match.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "daemon/model/story.h"
#include "daemon/stories/common_words.h"
#include "daemon/stories/names.h"
#include "feeds/base/hash.h"

namespace eightbells {

using TermId = std::uint32_t;

// Set in the id of a word that says who or what is spoken of (a known name, a version) and not what happened.
inline constexpr TermId kTopic = TermId{1} << 31;
// Set in the id of a pair of Han characters: a word has one or two of them.
inline constexpr TermId kHanPair = TermId{1} << 30;
inline constexpr std::size_t index_of(TermId term) { return term & ~(kTopic | kHanPair); }

inline constexpr std::size_t kSubjectWords = 3;  // a Latin name that begins a headline has no more

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
  std::vector<TermId> who;      // these, other rare names and versions of products
  std::vector<TermId> names;    // Latin names of a Han headline: they are what it is about
  std::string front;            // the first kSubjectWords of `order`, each followed by a space; empty in Han
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
  // A known name or a version: what many events have in common.
  [[nodiscard]] bool names_topic(TermId term) const { return topic_[index_of(term)]; }
  [[nodiscard]] double frequency(TermId term) const { return crowd_[index_of(term)]; }

 private:
  struct Read;
  TermId intern(const std::string& text);
  // Interns a word and keeps how strong it is at its strongest. Each word is looked up in the lists once.
  TermId learn(const NameTable::Token& token);
  void read_headline(const std::vector<NameTable::Token>& tokens, Read& out);
  Read read(const Candidate& candidate, const NameTable& names);
  void count(const std::vector<Read>& all, const std::vector<std::size_t>& group);
  [[nodiscard]] Features weigh(const Read& read) const;
  [[nodiscard]] double rarity(TermId term) const;
  void weigh_terms();

  boost::unordered_flat_map<std::string, TermId, TextHash, std::equal_to<>> ids_;
  std::vector<double> frequency_;  // documents with the term, now and in the past
  std::vector<double> crowd_;      // now alone
  std::vector<float> strength_;    // of the kind of word
  std::vector<float> weight_;      // of the word in a headline: by its kind and its rarity
  std::vector<Commonness> commonness_;
  std::vector<std::uint16_t> kinds_seen_;  // a bit for each kind of token that it was
  std::vector<bool> portable_;
  std::vector<bool> topic_;
  std::vector<bool> han_pair_;
  double documents_ = 0;
  std::vector<Features> features_;
};

// Where `term` stands in a vector; null: it does not.
[[nodiscard]] const Term* find_term(const Vector& vector, TermId term);

// The mean of vectors, of length 1.
[[nodiscard]] Vector mean_vector(const std::vector<const Vector*>& parts);

struct Product {
  double all = 0;
  double topics = 0;  // the part of words that only name topics
};
[[nodiscard]] Product dot(const Vector& a, const Vector& b);

}  // namespace eightbells
