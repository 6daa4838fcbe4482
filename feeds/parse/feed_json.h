// A feed as JSON, the stable form of `eightbells parse --json`.
#pragma once

#include <string>

#include "feeds/model/feed.h"

namespace eightbells {

// {"feed":{"title","link","language","format"},"entries":[{"id","title","link","published","updated","summary","content",
// "author","categories":[]}]}: UTF-8, times as YYYY-MM-DDTHH:MM:SSZ, what is absent is null. One line, no
// newline at its end.
[[nodiscard]] std::string feed_to_json(const Feed& feed);

}  // namespace eightbells
