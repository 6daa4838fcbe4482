#include "feeds/sources/x_thread.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "feeds/parse/x_posts.h"

namespace eightbells {
namespace {

bool continues_itself(const XPost& post) {
  return !post.author_id.empty() && post.in_reply_to_user_id == post.author_id && !post.entry.is_repost;
}

void add_references(Entry& entry, const std::vector<std::string>& more) {
  for (const std::string& link : more) {
    if (std::find(entry.references.begin(), entry.references.end(), link) == entry.references.end())
      entry.references.push_back(link);
  }
}

// The thread that is being joined, and how many posts are in it.
struct Thread {
  std::size_t entry = 0;
  std::size_t posts = 1;
};

// Whether the post's text still went in.
void join(Thread& thread, Entry& first, const Entry& next) {
  const bool fits = first.text().size() + next.text().size() + 2 <= kMaxThreadBytes;
  if (thread.posts >= kMaxThreadPosts || !fits) return;
  ++thread.posts;
  if (!first.content.empty() || !next.content.empty()) first.content = first.text() + "\n\n" + next.text();
  if (!next.summary.empty()) first.summary += "\n\n" + next.summary;
  add_references(first, next.references);
}

void name_first_post(Entry& entry, const XPost& post) {
  std::uint64_t first = 0;
  const std::string& text = post.conversation_id;
  std::from_chars(text.data(), text.data() + text.size(), first);
  if (first == 0 || first == post.id) return;
  const std::string handle = entry.author.empty() ? std::string() : entry.author.substr(1);
  add_references(entry, {x_post_link(handle, first)});
}

}  // namespace

std::vector<Entry> entries_of_posts(std::vector<XPost> posts) {
  std::sort(posts.begin(), posts.end(), [](const XPost& a, const XPost& b) { return a.id < b.id; });
  posts.erase(
      std::unique(posts.begin(), posts.end(), [](const XPost& a, const XPost& b) { return a.id == b.id; }),
      posts.end());

  std::vector<Entry> entries;
  std::map<std::string, Thread> threads;  // by conversation
  for (XPost& post : posts) {
    const bool continues = continues_itself(post);
    const std::string conversation =
        post.conversation_id.empty() ? std::to_string(post.id) : post.conversation_id;
    const auto known = threads.find(conversation);
    if (continues && known != threads.end()) {
      join(known->second, entries[known->second.entry], post.entry);
      continue;
    }
    if (continues) {
      post.entry.is_reply = false;
      name_first_post(post.entry, post);
    }
    const bool may_go_on = continues || !post.entry.is_reply;
    if (may_go_on && !post.entry.is_repost) threads[conversation] = Thread{entries.size(), 1};
    entries.push_back(std::move(post.entry));
  }
  std::reverse(entries.begin(), entries.end());
  return entries;
}

}  // namespace eightbells
