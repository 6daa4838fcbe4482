// What a document is, by its content.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace eightbells {

enum class FeedKind { none, rss, atom, cdf };

struct FeedRoot {
  FeedKind kind = FeedKind::none;
  pugi::xml_node node;
};

// Whether `text` is JSON rather than XML.
[[nodiscard]] bool looks_like_json(std::string_view text);

// The element of `document` that is a feed: usually the root; below junk or an envelope, the first within a
// few levels.
[[nodiscard]] FeedRoot find_feed(pugi::xml_node document);

// A sentence that says what `text` is, which is no feed: empty, a login page, a web page with its title,
// other XML.
[[nodiscard]] std::string describe_no_feed(std::string_view text);

}  // namespace eightbells
