// Sentences of Chinese and English text, and cuts that hurt neither a word nor a character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

// The sentences of `text` in order, trimmed, with their closing quotes. A line break ends a sentence unless
// the next line goes on in small letters. At most `limit`.
[[nodiscard]] std::vector<std::string> split_sentences(std::string_view text, std::size_t limit = 400);

// Whether it ends as a sentence does: 。！？… . ! ? and closing quotes behind them.
[[nodiscard]] bool is_ended(std::string_view sentence);

// Sentences as one paragraph: no space beside Chinese, one between Latin sentences; a full stop where one is
// missing.
[[nodiscard]] std::string join_sentences(const std::vector<std::string>& sentences);

// At most `max` characters of `text`, cut at the last clause end (， ； ： , ; – and the like) that leaves at
// least `min`, else behind the last whole word with "…". Text that fits comes back as it is.
[[nodiscard]] std::string cut_at_clause(std::string_view text, std::size_t min, std::size_t max);

}  // namespace eightbells
