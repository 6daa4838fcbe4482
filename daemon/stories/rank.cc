// The order of a digest.
//
// Problem. A reader has twelve places. What many independent people tell, what is new, what says
// something, and what the user cares for should come first; one busy author must not fill the page.
//
// Method. A plain sum, each part of which `explain` prints, so that a person can see and change what
// decided:
//
//   source       2 x the best source weight among the members
//   voices       1.5 x log2 of the independent voices: one author, or one site where no author is named, is
//                one voice however often he posts; a repost and a page that lists others' are none, and all
//                who carry one page are one
//   echo         0.25 x log2(1 + further sources that carry it): copies count, a little
//   originality  the lead is a post of its own 0.5, a reply -0.5, a repost -1
//   substance    up to 1 for the length of the text, 0.3 for a link, 0.2 for a number (three at most)
//   freshness    1.5 at the window's end, half of it 12 hours later
//   category     the weight of the best category, less the usual 1; -6 for a story that stands on no shelf
//                though the categories have keywords: it is not what the digest is about; for this alone
//                no score falls below 0 ("at least")
//   (a boost)    each table of boosts.toml or [[boost]] that fits the lead's headline or half of all, by
//   name:
//                releases, policy, incidents up; funding rounds, how-tos, deals, market notes down
//
// The weights of the categories' keywords say how sure the filing is and nothing of importance: when they
// were added here, two funding words in a headline outweighed twelve voices.
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
constexpr double kNoShelf = -6.0;
constexpr std::size_t kPostHeadline = 280;  // characters of an untitled post that stand for its headline
constexpr std::size_t kMostHeadlines = 24;  // of a story that are looked at for boosts
constexpr double kFullText = 1200;          // bytes of text that count as substance

std::string voice_of(const Candidate& candidate) {
  if (!candidate.entry.author.empty()) return fold_text(candidate.entry.author);
  const std::string host = host_of(candidate.entry.link);
  return host.empty() ? candidate.source_key : host;
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
  // What an update has to say is said by those who bear the new fact.
  const auto end = story.bearers > 0 ? story.members.begin() + static_cast<std::ptrdiff_t>(story.bearers)
                                     : story.members.end();
  const auto best = std::max_element(story.members.begin(), end,
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
    if (c.entry.is_repost || is_aggregator(c.entry.link) || !authors.insert(voice_of(c)).second) continue;
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

// A digest about something has categories with keywords.
bool has_keywords(const std::vector<CategorySettings>& categories) {
  return std::any_of(categories.begin(), categories.end(),
                     [](const CategorySettings& c) { return !c.keywords.empty(); });
}

double category_of(const Story& story, const std::vector<CategorySettings>& categories) {
  std::optional<double> best;
  for (const CategorySettings& each : categories) {
    if (std::find(story.categories.begin(), story.categories.end(), each.name) == story.categories.end())
      continue;
    best = std::max(best.value_or(each.weight - 1.0), each.weight - 1.0);
  }
  return best.value_or(has_keywords(categories) ? kNoShelf : 0.0);
}

std::string headline_text(const Entry& entry) {
  return std::string(entry.title.empty() ? truncate_code_points(entry.text(), kPostHeadline)
                                         : std::string_view(entry.title));
}

// The boosts of the lead's headline, and those that fit half of all headlines.
std::vector<ScorePart> boosts_of(const Story& story, const std::vector<Candidate>& candidates,
                                 const Boosts& boosts) {
  std::vector<ScorePart> out = boosts.of(headline_text(candidates[story.members.front()].entry));
  std::set<std::string> headlines;
  for (const std::size_t member : story.members) {
    if (headlines.size() < kMostHeadlines) headlines.insert(headline_text(candidates[member].entry));
  }
  std::map<std::string, std::pair<double, std::size_t>> counts;
  for (const std::string& headline : headlines) {
    for (const ScorePart& part : boosts.of(headline)) {
      counts[part.name].first = part.value;
      ++counts[part.name].second;
    }
  }
  for (const auto& [name, found] : counts) {
    const auto same = [&, &wanted = name](const ScorePart& part) { return part.name == wanted; };
    if (2 * found.second >= headlines.size() && std::none_of(out.begin(), out.end(), same))
      out.push_back({name, found.first});
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
    int& author = authors_[lead.entry.author.empty() ? lead.source_key : fold_text(lead.entry.author)];
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
                   const std::vector<CategorySettings>& categories, Instant now, const Boosts* boosts) {
  for (Story& story : stories) {
    choose_lead(story, candidates);
    const Candidate& lead = candidates[story.members.front()];
    const Voices voices = count_voices(story, candidates);
    story.parts = {{"source", kSourceFactor * voices.weight},
                   {"voices", kVoiceFactor * std::log2(voices.independent)},
                   {"echo", kEchoFactor * std::log2(1.0 + voices.echo)},
                   {"originality", originality_of(lead.entry)},
                   {"substance", substance_of(lead.entry)},
                   {"freshness", freshness_of(story, candidates, now)},
                   {"category", category_of(story, categories)}};
    if (boosts != nullptr) {
      std::vector<ScorePart> words = boosts_of(story, candidates, *boosts);
      story.parts.insert(story.parts.end(), words.begin(), words.end());
    }
    story.score = 0;
    for (const ScorePart& part : story.parts) story.score += part.value;
    if (story.score < 0 &&
        story.categories.empty()) {  // behind the others, but an editor may still find its shelf
      story.parts.push_back({"at least", -story.score});
      story.score = 0;
    }
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
