// A title without what its site adds to every title.
#pragma once

#include <string>
#include <string_view>

namespace eightbells {

// `title` without "Show HN:", "RT @x:", a trailing "(Name/Outlet)" and a trailing " - Site" or " | Site". A
// tail after a dash or a bar counts as a site's name when it is `source`, stands for it (its host), or is
// foreign to a Han title. A version that a Han title writes with a space in it ("GPT-5. 6") is whole again.
[[nodiscard]] std::string headline_of(std::string_view title, std::string_view source);

}  // namespace eightbells
