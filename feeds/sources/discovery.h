// From a web page to the feed that it names: pure. Fetching is the poller's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

inline constexpr std::size_t kMaxPageBytes = 1
                                             << 20;  // of a page that are looked at; its head is at its begin

enum class PageKind {
  not_html,
  page,       // any web page
  login,      // asks for a password
  challenge,  // asks whether a person is there (a bot check)
};

// What bytes that are no feed look like.
[[nodiscard]] PageKind page_kind(std::string_view bytes);

// The feeds that a page names, best first, absolute, http and https only, each once, at most ten: what its
// head declares
// (<link rel="alternate"> with a feed's type), then links of its body that are plainly feeds. Feeds of
// comments come last.
[[nodiscard]] std::vector<std::string> feed_links(std::string_view html, std::string_view base_url);

// Where feeds often lie on a site, for a person to try; nothing asks there unbidden.
[[nodiscard]] std::vector<std::string> common_feed_addresses(std::string_view page_url);

}  // namespace eightbells
