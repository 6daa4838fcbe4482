// The folding under all comparisons of words, for the room's own files.
#pragma once

#include <string>
#include <string_view>

namespace eightbells {

// NFKC (UAX 15). Plain ASCII comes back as it is, without a call to ICU.
[[nodiscard]] std::string normalise_nfkc(std::string_view text);

// Full case folding; `text` is NFKC already.
[[nodiscard]] std::string fold_case(std::string_view text);

// A traditional Han character as its simplified form, any other character as itself. One character at a time:
// the few pairs that need their neighbours to be told apart (乾) come out the same for both spellings, which
// is what comparing needs.
[[nodiscard]] char32_t simplify_han(char32_t code_point);

// A light stem of a folded Latin word: possessive, plural, -ed, -ing and a final e go. Not for showing.
[[nodiscard]] std::string stem_latin(std::string_view word);

}  // namespace eightbells
