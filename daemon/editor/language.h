// What a language asks of titles and summaries: how long they are, and whether a text is written in it.
#pragma once

#include <string>
#include <string_view>

#include "config/settings.h"

namespace eightbells {

// The band with its zeros filled in. Defaults, in characters: Chinese, Japanese and Korean titles 12 to 46,
// summaries 100 to 320; every other language 20 to 120 and 150 to 600.
[[nodiscard]] LengthBand band_for(const LengthBand& asked, std::string_view language);

// Whether a language is written without spaces between words (zh, ja).
[[nodiscard]] bool is_unspaced(std::string_view language);

// The primary subtag in small letters: "zh" of "zh-CN".
[[nodiscard]] std::string primary_language(std::string_view language);

// Whether the bulk of `text` can be `language`: by script, and by small words where several languages share
// one. Names in Latin letters are no objection in any language. Text too short to tell is accepted.
[[nodiscard]] bool is_written_in(std::string_view text, std::string_view language);

// The language of `text`: the one that its source declares where that can be true (feeds often declare another),
// else zh, ja, ko or en where the words leave no doubt. Empty: not known.
[[nodiscard]] std::string language_of_text(std::string_view text, std::string_view declared);

}  // namespace eightbells
