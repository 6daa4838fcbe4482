// Whether an answer has the form of a title and a summary at all, whatever it says.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/settings.h"

namespace eightbells {

// The first thing that is wrong, as a sentence that can be said to the one who wrote it: empty, more than one
// line, outside the band, another language, Markdown or HTML inside, a link, an apology, the instructions
// given back. `band` has no zeros.
[[nodiscard]] std::optional<std::string> misshapen(std::string_view title, std::string_view summary,
                                                   std::string_view language, const LengthBand& band);

}  // namespace eightbells
