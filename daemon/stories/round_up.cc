// Round-ups.
//
// Problem. A curator passes on ten small things of one field in four hours; each alone is worth no place, and
// together they are what that curator had to say. Two launches of one company in one window, on the other
// hand, are two items.
//
// Method. A post is small when it has no title of its own, is short, has one voice, is new, and nothing in
// its words lifts it (no release, policy, incident: boosts.toml). Three or more of one author on one shelf
// are one story: the best leads, the others are its members, in order of their scores.
//
// Cost. Linear in the stories.
#include "daemon/stories/round_up.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "feeds/text/words.h"

namespace eightbells {
namespace {

constexpr std::size_t kLeastPosts = 3;     // fewer stay items of their own
constexpr std::size_t kMostPosts = 12;     // of one round-up, the best
constexpr std::size_t kSmallBytes = 1200;  // of text: 280 characters of any script, and some links

// Whether no part but those that every story has lifts it.
bool is_plain(const Story& story) {
  static constexpr std::array<std::string_view, 8> kUsual{"source",    "voices",    "echo",     "originality",
                                                          "substance", "freshness", "category", "at least"};
  return std::all_of(story.parts.begin(), story.parts.end(), [](const ScorePart& part) {
    return part.value <= 0 || std::find(kUsual.begin(), kUsual.end(), part.name) != kUsual.end();
  });
}

bool is_small_post(const Story& story, const std::vector<Candidate>& candidates) {
  if (story.news != StoryNews::fresh || story.members.size() != 1 || !story.also.empty()) return false;
  const Entry& entry = candidates[story.members.front()].entry;
  return entry.title.empty() && !entry.author.empty() && !entry.text().empty() &&
         entry.text().size() <= kSmallBytes && !story.categories.empty() && is_plain(story);
}

}  // namespace

void fold_round_ups(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
                    const std::function<bool(const Story&)>& open) {
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> posts;  // of author and shelf
  for (std::size_t i = 0; i < stories.size(); ++i) {
    if (!is_small_post(stories[i], candidates) || !open(stories[i])) continue;
    const std::string author = fold_text(candidates[stories[i].members.front()].entry.author);
    posts[std::pair(author, stories[i].categories.front())].push_back(i);
  }
  std::set<std::size_t> folded;
  for (auto& [theme, group] : posts) {
    if (group.size() < kLeastPosts) continue;
    std::sort(group.begin(), group.end(), [&](std::size_t a, std::size_t b) {
      return std::make_tuple(-stories[a].score, std::string_view(stories[a].id)) <
             std::make_tuple(-stories[b].score, std::string_view(stories[b].id));
    });
    if (group.size() > kMostPosts) group.resize(kMostPosts);
    Story& lead = stories[group.front()];
    for (std::size_t i = 1; i < group.size(); ++i) {
      lead.members.push_back(stories[group[i]].members.front());
      folded.insert(group[i]);
    }
    lead.parts.push_back({"round-up", 0.0});
  }
  std::vector<Story> out;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    if (folded.count(i) == 0) out.push_back(std::move(stories[i]));
  }
  stories = std::move(out);
}

}  // namespace eightbells
