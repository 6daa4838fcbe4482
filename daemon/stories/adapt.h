// What was learned, fitted to the words of the window that is read.
#pragma once

#include <cstdint>
#include <vector>

namespace eightbells {

// One text of a window.
struct JudgedText {
  std::vector<std::uint64_t> words;   // what words_for_neighbours gave
  std::vector<double> probabilities;  // by shelf, of the same length for all; 0 for a shelf that was not
                                      // learned; empty: a text that is not judged. What is missing to one
                                      // belongs to no shelf, and stays missing.
};

// The same probabilities in the light of the window's other texts. The order of the texts does not change
// the result. As they were, where the window has too few texts to learn from.
[[nodiscard]] std::vector<std::vector<double>> adapt_to_window(const std::vector<JudgedText>& texts);

}  // namespace eightbells
