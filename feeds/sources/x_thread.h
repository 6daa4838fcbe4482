// From an account's posts to entries: pure.
#pragma once

#include <vector>

#include "feeds/parse/x_api.h"

namespace eightbells {

inline constexpr std::size_t kMaxThreadPosts = 100;  // what is longer is cut there
inline constexpr std::size_t kMaxThreadBytes = 64 << 10;

// One account's posts as entries, newest first, each id once. A thread (the account's replies to itself in
// one conversation) is one entry: id, link and time of its first post that is here, the texts joined. When
// the first post came with an earlier poll, the rest is an entry of its own that names it in `references`. A
// reply to oneself is no reply.
[[nodiscard]] std::vector<Entry> entries_of_posts(std::vector<XPost> posts);

}  // namespace eightbells
