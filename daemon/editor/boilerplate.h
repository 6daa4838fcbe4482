// What stands around the news in a feed, and is none: site names in titles, "read more" tails, bylines,
// datelines, credits, pleas to subscribe, hashtags, short links, emoji.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

// A title without labels in front (【快讯】, "[Video]"), site names behind (" - Site", " | Site", "_Site"),
// emoji and double spaces. `source_name` and `link` tell which suffix is the site's. Never empty when `title`
// is not.
[[nodiscard]] std::string clean_title(std::string_view title, std::string_view source_name,
                                      std::string_view link);

// The lines of a text that say something, without boilerplate at either end; at most `limit` of them.
[[nodiscard]] std::vector<std::string> clean_lines(std::string_view text, std::size_t limit = 400);

// A line of a post without links, handles in front, hashtags at the end (a # inside a sentence loses its
// mark), emoji, thread marks ("1/7", "🧵"), list marks.
[[nodiscard]] std::string clean_line(std::string_view line);

}  // namespace eightbells
