// The order of a digest.
//
// Problem. A reader has twelve places. What many independent people tell, what is new, what says
// something, and what the user cares for should come first; one busy author must not fill the page.
//
// Method. A plain sum, each part of which `explain` prints, so that a person can see and change what
// decided:
//
//   source       2 x the best source weight among the members
//   voices       1.5 x log2 of the independent voices: one author is one voice however often he posts,
//                a repost is none, and all who carry one page are one
//   echo         0.25 x log2(1 + further sources that carry it): copies count, a little
//   originality  the lead is a post of its own 0.5, a reply -0.5, a repost -1
//   substance    up to 1 for the length of the text, 0.3 for a link, 0.2 for a number (three at most)
//   freshness    1.5 at the window's end, half of it 12 hours later
//   category     the weight of the best category, less the usual 1
//   keywords     weights over (under) 1 of the keywords of its categories that stand in the headline
//
// Logarithms because the tenth voice says less than the second. Places are then given from the top under
// the caps per author, source and category; while places stay empty every cap is raised by one and the
// list walked again, so that a quiet window is not half empty and a busy one stays mixed. There is no cap
// per host: every post lies on x.com.
//
// Cost. Linear in the members, and a sort of the stories.
#include "daemon/stories/rank.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "feeds/base/utf8.h"
#include "feeds/text/url.h"
#include "feeds/text/words.h"

namespace eightbells {
namespace {

constexpr double kSourceFactor = 2.0;
constexpr double kVoiceFactor = 1.5;
constexpr double kEchoFactor = 0.25;
constexpr double kFreshness = 1.5;
constexpr double kHalfLifeHours = 12;
constexpr double kFullText = 1200;  // bytes of text that count as substance

std::string voice_of(const Candidate& candidate) {
  return candidate.entry.author.empty() ? candidate.source_key : fold_text(candidate.entry.author);
}

// Places where others' pages are passed on.
bool is_aggregator(std::string_view link) {
  static constexpr std::array<std::string_view, 8> kHosts{
      "news.ycombinator.com", "news.google.com", "reddit.com",      "old.reddit.com",
      "techmeme.com",         "lobste.rs",       "producthunt.com", "slashdot.org"};
  const std::string host = host_of(link);
  return std::find(kHosts.begin(), kHosts.end(), host) != kHosts.end();
}

// How many members point at each page, by their own link or by reference: the page of a story is the one most
// name.
std::map<std::string, int> pointers(const Story& story, const std::vector<Candidate>& candidates) {
  std::map<std::string, int> out;
  for (const std::size_t member : story.members) {
    std::set<std::string> pages{candidates[member].canonical};
    for (const std::string& page : candidates[member].entry.references) pages.insert(canonical_url(page));
    for (const std::string& page : pages) ++out[page];
  }
  return out;
}

void choose_lead(Story& story, const std::vector<Candidate>& candidates) {
  if (story.members.size() < 2) return;
  const std::map<std::string, int> named = pointers(story, candidates);
  const auto merit = [&](std::size_t member) {
    const Candidate& c = candidates[member];
    const int times = c.canonical.empty() ? 0 : named.at(c.canonical);
    return std::make_tuple(!c.entry.is_repost, !c.entry.is_reply,
                           !c.entry.link.empty() && !is_aggregator(c.entry.link), c.source_weight, times,
                           !c.entry.text().empty(), -c.at().time_since_epoch().count(), -c.entry_id);
  };
  const auto best = std::max_element(story.members.begin(), story.members.end(),
                                     [&](std::size_t a, std::size_t b) { return merit(a) < merit(b); });
  std::rotate(story.members.begin(), best, best + 1);
}

struct Voices {
  int independent = 0;
  int echo = 0;
  double weight = 0;
};

// Authors first, then pages: who carries a page that another voice carries already is an echo.
Voices count_voices(const Story& story, const std::vector<Candidate>& candidates) {
  Voices out;
  std::set<std::string> authors;
  std::set<std::string> pages;
  std::set<std::string> sources;
  for (const std::size_t member : story.members) {
    const Candidate& c = candidates[member];
    out.weight = std::max(out.weight, c.source_weight);
    sources.insert(c.source_key);
    if (c.entry.is_repost || !authors.insert(voice_of(c)).second) continue;
    if (c.canonical.empty() || pages.insert(c.canonical).second) ++out.independent;
  }
  out.independent = std::max(out.independent, 1);
  out.echo = std::max(0, static_cast<int>(sources.size()) - out.independent);
  return out;
}

double originality_of(const Entry& entry) {
  if (entry.is_repost) return -1.0;
  return entry.is_reply ? -0.5 : 0.5;
}

double substance_of(const Entry& entry) {
  const std::string_view text =
      entry.text().empty() ? std::string_view(entry.title) : std::string_view(entry.text());
  double value = std::min(1.0, static_cast<double>(text.size()) / kFullText);
  if (!entry.link.empty() || !entry.references.empty()) value += 0.3;
  int numbers = 0;
  for (const Word& word :
       words_of(entry.title.empty() ? text.substr(0, 280) : std::string_view(entry.title))) {
    if (word.kind == WordKind::number || word.kind == WordKind::version) ++numbers;
  }
  return value + 0.2 * std::min(numbers, 3);
}

double freshness_of(const Story& story, const std::vector<Candidate>& candidates, Instant now) {
  Instant newest = candidates[story.members.front()].at();
  for (const std::size_t member : story.members) newest = std::max(newest, candidates[member].at());
  const double hours = std::max(0.0, std::chrono::duration<double, std::ratio<3600>>(now - newest).count());
  return kFreshness * std::exp2(-hours / kHalfLifeHours);
}

// Whole words of Latin text, substrings of Han.
bool stands_in(std::string_view folded_keyword, std::string_view folded_text) {
  const auto is_latin = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  for (std::size_t at = folded_text.find(folded_keyword); at != std::string_view::npos;
       at = folded_text.find(folded_keyword, at + 1)) {
    const std::size_t end = at + folded_keyword.size();
    const bool cut_before = at > 0 && is_latin(folded_text[at - 1]) && is_latin(folded_keyword.front());
    const bool cut_behind =
        end < folded_text.size() && is_latin(folded_text[end]) && is_latin(folded_keyword.back());
    if (!cut_before && !cut_behind) return true;
  }
  return false;
}

struct CategoryParts {
  double category = 0;
  double keywords = 0;
};

CategoryParts category_parts(const Story& story, const std::vector<Candidate>& candidates,
                             const std::vector<CategorySettings>& categories) {
  CategoryParts out;
  bool any = false;
  const std::string headline = fold_text(candidates[story.members.front()].entry.title);
  for (const CategorySettings& each : categories) {
    if (std::find(story.categories.begin(), story.categories.end(), each.name) == story.categories.end())
      continue;
    out.category = any ? std::max(out.category, each.weight - 1.0) : each.weight - 1.0;
    any = true;
    for (const Keyword& keyword : each.keywords) {
      if (keyword.weight == 1.0 || keyword.text.empty() || keyword.text.front() == '/') continue;
      const std::string folded = fold_text(keyword.text);
      if (!folded.empty() && stands_in(folded, headline)) out.keywords += keyword.weight - 1.0;
    }
  }
  return out;
}

Instant time_of(const Story& story, const std::vector<Candidate>& candidates) {
  Instant newest = Instant::min();
  for (const std::size_t member : story.members) newest = std::max(newest, candidates[member].at());
  return newest;
}

// One walk over the stories in order under caps raised by `extra`.
class Places {
 public:
  Places(const std::vector<Story>& stories, const std::vector<Candidate>& candidates,
         const ProfileSettings& profile)
      : stories_(stories), candidates_(candidates), profile_(profile) {}

  // Why the story gets no place now; empty when it gets one.
  std::string take(std::size_t story, int extra) {
    const Candidate& lead = candidates_[stories_[story].members.front()];
    const std::string category =
        stories_[story].categories.empty() ? std::string{} : stories_[story].categories.front();
    int& author = authors_[voice_of(lead)];
    int& source = sources_[lead.source_key];
    int& shelf = categories_[category];
    if (full(author, profile_.per_author, extra)) return "cap per author";
    if (full(source, profile_.per_source, extra)) return "cap per source";
    if (!category.empty() && full(shelf, profile_.per_category, extra)) return "cap per category";
    ++author;
    ++source;
    ++shelf;
    return {};
  }

 private:
  static bool full(int used, int cap, int extra) { return cap > 0 && used >= cap + extra; }

  const std::vector<Story>& stories_;
  const std::vector<Candidate>& candidates_;
  const ProfileSettings& profile_;
  std::map<std::string, int> authors_;
  std::map<std::string, int> sources_;
  std::map<std::string, int> categories_;
};

std::vector<std::size_t> order_of(const std::vector<Story>& stories, const std::vector<Candidate>& candidates,
                                  const std::vector<std::optional<double>>& importance) {
  std::vector<std::size_t> order(stories.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t i) {
    const bool has_word = i < importance.size() && importance[i].has_value();
    return std::make_tuple(has_word ? 0 : 1, has_word ? -importance[i].value() : 0.0, -stories[i].score,
                           -time_of(stories[i], candidates).time_since_epoch().count(),
                           std::string_view(stories[i].id));
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

}  // namespace

void score_stories(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
                   const std::vector<CategorySettings>& categories, Instant now) {
  for (Story& story : stories) {
    choose_lead(story, candidates);
    const Candidate& lead = candidates[story.members.front()];
    const Voices voices = count_voices(story, candidates);
    const CategoryParts shelf = category_parts(story, candidates, categories);
    story.parts = {{"source", kSourceFactor * voices.weight},
                   {"voices", kVoiceFactor * std::log2(voices.independent)},
                   {"echo", kEchoFactor * std::log2(1.0 + voices.echo)},
                   {"originality", originality_of(lead.entry)},
                   {"substance", substance_of(lead.entry)},
                   {"freshness", freshness_of(story, candidates, now)},
                   {"category", shelf.category},
                   {"keywords", shelf.keywords}};
    story.score = 0;
    for (const ScorePart& part : story.parts) story.score += part.value;
  }
}

std::vector<Place> give_places(const std::vector<Story>& stories, const std::vector<Candidate>& candidates,
                               const ProfileSettings& profile,
                               const std::vector<std::optional<double>>& importance) {
  std::vector<Place> out;
  out.reserve(stories.size());
  for (const std::size_t story : order_of(stories, candidates, importance)) out.push_back({story, 0, {}});

  Places places(stories, candidates, profile);
  const auto most = static_cast<std::size_t>(std::max(profile.max_items, 0));
  std::size_t given = 0;
  std::vector<Place*> waiting;
  for (Place& place : out) {
    if (stories[place.story].news == StoryNews::repeat) place.kept_out = "repeat";
    else if (stories[place.story].score < profile.min_score) place.kept_out = "below min_score";
    else waiting.push_back(&place);
  }
  for (int extra = 0; given < most && !waiting.empty(); ++extra) {
    std::vector<Place*> left;
    for (Place* place : waiting) {
      if (given == most) {
        if (place->kept_out.empty()) place->kept_out = "beyond max_items";
        continue;
      }
      place->kept_out = places.take(place->story, extra);
      if (place->kept_out.empty()) ++given;
      else left.push_back(place);
    }
    waiting = std::move(left);
  }
  int number = 0;
  for (Place& place : out) {
    if (most == 0 && place.kept_out.empty()) place.kept_out = "beyond max_items";
    if (place.kept_out.empty()) place.number = ++number;
  }
  return out;
}

}  // namespace eightbells
