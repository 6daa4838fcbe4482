// Answers of the X API v2, read: a page of a user's posts, and users by name. Both spellings are understood,
// "tweet" and "post" (X renamed its fields: note_tweet and note_post, referenced_tweets and
// referenced_posts).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/base/result.h"
#include "feeds/model/entry.h"

namespace eightbells {

// One post. `entry` is in the same form as the posts of parse_feed: id "x:<status id>", link to x.com, author
// "@Handle", no title, the whole text (note_tweet where there is one) as summary, published from the status
// id, quoted and linked pages in references, is_repost, is_reply.
struct XPost {
  Entry entry;
  std::uint64_t id = 0;
  std::string author_id;
  std::string conversation_id;      // the id of the thread's first post; equal to `id` for that one
  std::string in_reply_to_user_id;  // the author's own id: a thread goes on
};

struct XPage {
  std::vector<XPost> posts;  // in the order of the answer: newest first
  std::string next_token;    // for pagination_token; empty: this was the last page
  std::string
      newest_id;  // for since_id; empty when the page is empty. From meta, else the largest id of the posts
  std::string oldest_id;
  std::vector<std::string>
      problems;  // the answer's own errors beside the data (a deleted quoted post ...), as sentences
};

// A page of /2/users/:id/tweets (or /posts). `handle` without @ is that of the account asked for; it names
// the author where `includes` does not. Error parse: not such an answer. Error http: the answer is a problem
// and holds no data (its sentence).
[[nodiscard]] Result<XPage> parse_x_page(std::string_view json, std::string_view handle);

struct XUser {
  std::string id;
  std::string handle;  // as the account writes it
  std::string name;
};

struct XUsers {
  std::vector<XUser> users;
  struct Missing {
    std::string handle;  // as it was asked for
    std::string reason;  // a sentence: not found, suspended
  };
  std::vector<Missing> missing;
};

// An answer of /2/users/by. Errors as above; that all users are missing is no error.
[[nodiscard]] Result<XUsers> parse_x_users(std::string_view json);

// The sentence in an answer that is a problem ("title" and "detail", or the first of "errors"); empty when it
// holds none.
[[nodiscard]] std::string x_problem(std::string_view json);

}  // namespace eightbells
