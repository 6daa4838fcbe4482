// Posts of X in feeds that other hosts make of them (Nitter, RSSHub, xcancel, fxtwitter): reduced to the post
// itself, so that one post is one entry whatever host served it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/parse/draft.h"

namespace eightbells {

// Whether every entry of the feed (and there is one) is a post of X. A news feed that links to a post now and
// then is none: its headlines are its own.
[[nodiscard]] bool is_x_timeline(const FeedDraft& feed);

// The post in `draft`: id "x:<status id>", the link to x.com, the author "@Handle", no title, the text as
// summary. Times come from the status id; prefixes ("RT by @x: ", "R to @x: ", "Pinned: ") become is_repost
// and is_reply.
[[nodiscard]] Entry finish_x_post(const EntryDraft& draft, const ParseOptions& options);

// When the post with this status id was made: X puts milliseconds since 2010-11-04T01:42:54.657Z in its upper
// 42 bits. Absent for ids from before that scheme (2010).
[[nodiscard]] std::optional<Instant> x_post_time(std::uint64_t status_id);

// "x:<id>".
[[nodiscard]] std::string x_post_id(std::uint64_t status_id);

// "https://x.com/<handle>/status/<id>"; "i" stands for an unknown handle, as X itself writes it.
[[nodiscard]] std::string x_post_link(std::string_view handle, std::uint64_t status_id);

// Removes the t.co links from the end of a post's text (X puts its pictures and quoted posts there), and
// returns them.
std::vector<std::string> strip_short_links(std::string& text);

// What the text before a post says about it, removed from `text`.
struct XPrefix {
  bool is_repost = false;
  bool is_reply = false;
};
XPrefix strip_x_prefix(std::string& text);

}  // namespace eightbells
