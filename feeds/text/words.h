// Words of any script: what titles and texts are compared, filed and searched by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

enum class WordKind {
  word,     // a Latin (Cyrillic, Greek, ...) word, folded and lightly stemmed
  name,     // written with a capital inside a sentence, or all capitals, or mixed case: OpenAI, GPT, DeepMind
  number,   // 42, 3.5%, $30M
  version,  // GPT-5.1, v2.0, Qwen3-8B: letters and digits together
  han,      // two neighbouring Han characters (or a lone one)
};

struct Word {
  std::string text;  // folded: NFKC, case folding, traditional to simplified Han
  WordKind kind = WordKind::word;
};

// The words of `text` in order, repeats kept. Source: Unicode NFKC (UAX 15), word boundaries (UAX 29).
[[nodiscard]] std::vector<Word> words_of(std::string_view text);

// NFKC, case folding, traditional to simplified Han, white space collapsed: for comparing titles and
// keywords.
[[nodiscard]] std::string fold_text(std::string_view text);

}  // namespace eightbells
