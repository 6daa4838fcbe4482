// Names in Latin letters, and the tokens that texts are compared by.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

struct NameFact {
  std::string text;                 // as written
  std::vector<std::string> tokens;  // small letters; "GPT-5.1" is {"gpt", "5.1"}
  std::size_t begin = 0;            // where it stands
  bool dotted = false;              // a domain, a path: holds together
  bool demonym = false;             // only its first letter is a capital: "Chinese" may stand for "China"
};

// Letters and digits apart, in small letters without accents, decimals whole, possessive s dropped: "OpenAI's
// GPT-5.1" is
// {"openai", "gpt", "5.1"}. Han and other scripts are skipped.
[[nodiscard]] std::vector<std::string> tokens_of(std::u32string_view text);

// What a reader takes for a name. In a language of other letters that is every Latin word but the common ones
// (AI, CEO, App, token ...); in a Latin one what is written with a capital where no capital is due, or with
// digits inside.
[[nodiscard]] std::vector<NameFact> names_of(std::u32string_view text, bool latin_language);

// Capitalised words in a row: "Consumer Electronics Show".
struct CapitalRun {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string letters;  // the first of each word, small

  // The acronyms of three to six letters that its neighbours make.
  [[nodiscard]] std::vector<std::string> initials() const;
};
[[nodiscard]] std::vector<CapitalRun> capital_runs(std::u32string_view text);

// The words of three to six capitals, in small letters: {"agi", "nasa"}.
[[nodiscard]] std::vector<std::string> acronyms_of(std::u32string_view text);

// Words that are no claim: AI, CEO, API, App, GPU ... (small letters).
[[nodiscard]] bool is_common_term(std::string_view word);

}  // namespace eightbells
