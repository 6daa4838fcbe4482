// Text as the full-text index sees it, and matches shown in the text as it was written: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

// Raised whenever index_text gives other words for the same text: the index is then built anew.
inline constexpr int kSearchRules = 1;

inline constexpr std::size_t kIndexedBytes = 64 << 10;  // of a text; what comes behind is not found
inline constexpr std::size_t kMaxQueryBytes = 1000;
inline constexpr std::size_t kMaxQueryParts = 16;
inline constexpr std::size_t kSnippetCharacters = 160;

// `text` folded (feeds/text/words.h), with every run of Han, kana or hangul as overlapping pairs divided by
// spaces.
[[nodiscard]] std::string index_text(std::string_view text);

// One phrase of a query: words that stand side by side.
struct QueryPart {
  std::vector<std::string> units;  // folded: Latin words, and single characters of the unspaced scripts
};

// A query's parts: divided by white space, but for what stands in double quotes. All have to be found.
[[nodiscard]] std::vector<QueryPart> query_parts(std::string_view words);

// FTS5's expression for the parts. Nothing that a person types has a meaning in it.
[[nodiscard]] std::string match_expression(const std::vector<QueryPart>& parts);

// About kSnippetCharacters of `text` around the first match, on one line, each match between U+0002 and
// U+0003. Empty when there is none.
[[nodiscard]] std::string snippet_of(std::string_view text, const std::vector<QueryPart>& parts);

// The first kSnippetCharacters of `text`, on one line.
[[nodiscard]] std::string opening_of(std::string_view text);

}  // namespace eightbells
