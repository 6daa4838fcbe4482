// Whole sentences of several voices, chosen for one paragraph.
#pragma once

#include <string>
#include <vector>

#include "config/settings.h"

namespace eightbells {

// The best sentences of `best`, then, where the band has room, of `others` in turn, each list in its own
// order; nothing twice, and not the title again. A first sentence longer than the band is cut at a clause.
// Empty when nothing is left to say.
[[nodiscard]] std::string summarise(const std::vector<std::string>& best,
                                    const std::vector<std::vector<std::string>>& others,
                                    const std::string& title, const LengthBand& band);

// Whether the bulk of a text is Han: at least a fifth of its characters.
[[nodiscard]] bool is_han_text(std::string_view text);

// The sentences of clean lines that can stand in a summary: no headings, no captions, none that a feed cut
// off.
[[nodiscard]] std::vector<std::string> readable_sentences(const std::vector<std::string>& lines);

}  // namespace eightbells
