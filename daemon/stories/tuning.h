// The constants of comparing, in one place. All were chosen on the labelled windows together (essay of
// cluster.cc) and serve every kind of text.
#pragma once

#include <cstddef>

namespace eightbells {

struct Tuning {
  // Weights of a word by its kind, beside its IDF.
  double word = 1.0;
  double han = 0.8;
  double name = 1.3;
  double number = 1.2;
  double version = 1.6;
  double common = 0.7;  // a word of the table [words]
  double text = 0.5;    // of a word that stands in the text and not in the headline

  double same = 0.40;           // similarity of two entries that can make them one story
  double average = 0.30;        // mean similarity that two stories need to be joined
  double across = 0.55;         // likewise for headlines in different languages
  double across_weight = 4.0;   // what shared words must weigh together there
  double amounts_differ = 0.8;  // factor when both name amounts and share none
  double actors_differ = 0.7;   // factor when both name known actors and share none
};

inline constexpr std::size_t kTextBytes =
    1500;  // of a text that are read: the first paragraphs say what happened
inline constexpr std::size_t kFrequentTerm = 400;  // documents: a commoner word proposes no pairs

const Tuning& tuning();

}  // namespace eightbells
