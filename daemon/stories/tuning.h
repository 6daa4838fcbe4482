// The constants of comparing, in one place. They were chosen on all labelled windows together (essay of
// cluster.cc); one and the same set serves headlines, tweets and long texts.
#pragma once

#include <cstddef>

namespace eightbells {

struct Tuning {
  // Weight of a word by its kind, beside its rarity.
  double word = 1.0;
  double han = 0.68;  // a pair of characters: a word of three has two of them
  double name = 1.16;
  double number = 1.2;
  double version = 1.6;
  double known = 1.0;   // a name of the alias table
  double common = 0.7;  // a common word (common_words.cc, [words] of the alias table)
  double empty = 0.25;  // a function word, a date
  double text = 1.2;    // factor of a word that stands in the text alone
  double rarity = 0.5;  // exponent of the IDF
  // Documents that all windows past count for together: much beside a quiet window, little beside a full one,
  // as their words also tell of what still goes on.
  double past = 300;
  double crowd =
      14;  // headlines of a window: a topic of more is no event, and weighs less by the root of the excess

  // Likeness, 0 to 1.
  double same = 0.276;         // of two entries that can start a story
  double average = 0.22;       // mean of two stories that are joined for it
  double core = 0.25;          // of the cores of two stories, one of which has several headlines
  double core_average = 0.13;  // mean of two stories that are joined for their cores
  double headline = 0.5;       // what likeness of headlines counts when both texts are there to compare

  // Against what was shown before (memory.cc).
  double shown_best = 0.24;     // of the closest headlines
  double shown_across = 0.32;   // the same when all are in other languages
  double shown_certain = 0.62;  // closest headlines and cores together: enough for an update

  // Factors for what speaks against a match.
  double one_phrase = 0.67;       // all that is shared is one phrase
  double topics_to_rest = 1.05;   // what shared topics may weigh, when the other shared words weigh 1
  double topic_excess = 0.34;     // what is beyond that
  double core_topics = 0.89;      // part of the likeness of two cores above which only topics are shared
  double names_differ = 0.7;      // two Han headlines with Latin names, none in common
  double amounts_differ = 0.8;    // both name amounts, none in common
  double actors_differ = 0.93;    // both name known actors, none in common
  double subjects_differ = 0.15;  // one sentence said of two (subjects.h)

  // Across languages.
  double across =
      0.49;  // likeness of the words that mean the same in both, where `same` is asked for otherwise
  double across_weight = 2.4;  // what they must weigh together
};

inline constexpr Tuning kTuning;

inline constexpr std::size_t kTextBytes =
    1500;  // of a text that are read: the first paragraphs say what happened
inline constexpr std::size_t kPostBytes = 600;     // of an untitled post that stand for its headline
inline constexpr std::size_t kFrequentTerm = 400;  // documents: a commoner word proposes no pairs
inline constexpr std::size_t kMostPostings =
    2500;                                      // that an entry's words may propose together, the rarest first
inline constexpr std::size_t kMostTerms = 24;  // of an entry that propose pairs: the heaviest
inline constexpr float kLeastShared = 0.09F;   // of likeness by rare words, for a pair to be compared
inline constexpr std::size_t kMostCompared = 12;  // headlines of a story that are compared when it is joined
inline constexpr int kManyActors = 3;             // known names in common that are no accident
inline constexpr int kCoreRounds = 5;  // of joining to cores; three are enough for all windows seen

}  // namespace eightbells
