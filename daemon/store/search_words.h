// Text as the full-text index sees it, and matches shown in the text as it was written: pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

// Raised whenever index_text gives other words for the same text: the index is then built anew.
inline constexpr int kSearchRules = 2;

inline constexpr std::size_t kIndexedBytes = 64 << 10;  // of a text; what comes behind is not found
inline constexpr std::size_t kMaxQueryBytes = 1000;
inline constexpr std::size_t kMaxQueryParts = 16;
inline constexpr std::size_t kMaxSpellings = 12;  // of one part of a query, the typed one among them
inline constexpr std::size_t kSnippetCharacters = 160;

// `text` folded (feeds/text/words.h), with every run of Han, kana or hangul as overlapping pairs divided by
// spaces.
[[nodiscard]] std::string index_text(std::string_view text);

// Words that stand side by side: folded Latin words, and single characters of the unspaced scripts.
using Phrase = std::vector<std::string>;

// One thing that a query asks for.
struct QueryPart {
  Phrase units;
  std::vector<Phrase> also = {};  // other spellings of the same, in any language
  bool apart = false;             // the units are words that need not stand side by side
};

// A query's parts: divided by white space, but for what stands in double quotes. All have to be found.
[[nodiscard]] std::vector<QueryPart> query_parts(std::string_view words);

// Words that mean the same: a canonical spelling, and others in any language. One with a capital letter is a
// name, whose spellings are all as good as each other; of a common word only the spellings in other scripts
// count (robot, 机器人), since in one language people choose their words (release, launch).
using Spellings = std::vector<std::string>;

// Gives the parts the other spellings of what was typed; words that stand in a row and are one name together
// (Open AI) become one part.
void add_spellings(std::vector<QueryPart>& parts, const std::vector<Spellings>& groups);

// The word that marks an entry's source in the index: no text that people write holds it.
[[nodiscard]] std::string source_word(std::int64_t source);

// FTS5's expression for the parts. Nothing that a person types has a meaning in it.
[[nodiscard]] std::string match_expression(const std::vector<QueryPart>& parts);

// For news_rank: one character for each phrase of match_expression(parts), '1' for what was typed and '0' for
// other spellings.
[[nodiscard]] std::string typed_phrases(const std::vector<QueryPart>& parts);

// About kSnippetCharacters of `text` around the first match, on one line, each match between U+0002 and
// U+0003. Empty when there is none.
[[nodiscard]] std::string snippet_of(std::string_view text, const std::vector<QueryPart>& parts);

// The first kSnippetCharacters of `text`, on one line.
[[nodiscard]] std::string opening_of(std::string_view text);

}  // namespace eightbells
