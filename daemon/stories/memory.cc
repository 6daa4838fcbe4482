// Memory: what was shown is not shown again, unless there is more to say.
//
// Problem. The next window brings the same event in new words, the same page with a new date, and now and
// then a real development. The first two are repeats, the third is an update.
//
// Method. The candidates of the window and the members of what was shown are put into one corpus. A story
// goes on an item when they share a story id, an exact key (id, page, headline: near_duplicate.cc), or
// fit as two stories of one window fit (similarity.cc: best pair over `same`, mean over `average`, no
// forbidden pair). It is an update when a member that is no copy of anything shown, and is not older than
// what was shown, has in its headline a fact that no shown member has in headline or text: a version, a
// number, another actor in front, or a word of outcome or confirmation. Else it is a repeat.
//
// Cost. That of reading the words of window and memory together; pairs come from an index of headline
// words, common ones left out.
#include "daemon/stories/memory.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "daemon/stories/features.h"
#include "daemon/stories/names.h"
#include "daemon/stories/near_duplicate.h"
#include "daemon/stories/similarity.h"
#include "daemon/stories/tuning.h"
#include "feeds/text/words.h"

namespace eightbells {
namespace {

// Words that say how something ended, or that it is so; folded, Han as substrings.
bool has_outcome(std::string_view folded, std::string_view word) {
  return folded.find(word) != std::string_view::npos;
}

std::set<std::string_view> outcomes_in(std::string_view folded) {
  static constexpr std::array<std::string_view, 41> kWords{
      "confirm", "denies", "denied", "official", "approve", "reject", "ruled",  "ruling",   "verdict",
      "settle",  "win ",   "wins",   "won ",     "loses",   "lost ",  "resign", "fired",    "arrest",
      "dies",    "death",  "fixed",  "patched",  "cancel",  "delay",  "recall", "complete", "closes",
      "passes",  "确认",   "否认",   "官宣",     "批准",    "驳回",   "裁定",   "判决",     "和解",
      "辞职",    "去世",   "修复",   "取消",     "推迟"};
  std::set<std::string_view> out;
  for (const std::string_view word : kWords) {
    if (has_outcome(folded, word)) out.insert(word);
  }
  return out;
}

struct Facts {
  std::set<TermId> terms;  // versions, amounts, actors
  std::set<std::string_view> outcomes;
};

class Recall {
 public:
  Recall(const std::vector<Candidate>& candidates, const std::vector<ShownItem>& shown,
         const Aliases& aliases, const DocumentFrequencies& past)
      : candidates_(candidates), shown_(shown) {
    for (const Candidate& each : candidates) all_.push_back(&each);
    for (std::size_t item = 0; item < shown.size(); ++item) {
      by_story_[shown[item].story_id].push_back(item);
      begin_.push_back(all_.size());
      for (const Candidate& each : shown[item].members) {
        all_.push_back(&each);
        item_of_.push_back(item);
      }
    }
    begin_.push_back(all_.size());
    group_ = exact_groups(all_);
    corpus_.emplace(all_, group_, NameTable(aliases), past);
    for (std::size_t i = candidates.size(); i < all_.size(); ++i) {
      groups_shown_[group_[i]].push_back(item(i));
      for (const Term& term : corpus_->features()[i].title) postings_[term.id].push_back(item(i));
    }
  }

  void judge(Story& story) const {
    const std::set<std::size_t> items = items_of(story);
    if (items.empty()) return;
    const auto latest = *std::max_element(items.begin(), items.end(), [&](std::size_t a, std::size_t b) {
      return std::make_pair(shown_[a].window_end, -shown_[a].number) <
             std::make_pair(shown_[b].window_end, -shown_[b].number);
    });
    story.news = adds_a_fact(story, items) ? StoryNews::update : StoryNews::repeat;
    story.earlier = shown_[latest].link;
    story.id = shown_[latest].story_id;
  }

 private:
  [[nodiscard]] std::size_t item(std::size_t index) const { return item_of_[index - candidates_.size()]; }

  [[nodiscard]] std::set<std::size_t> items_of(const Story& story) const {
    std::set<std::size_t> out;
    if (const auto found = by_story_.find(story.id); found != by_story_.end()) {
      out.insert(found->second.begin(), found->second.end());
    }
    std::set<std::size_t> near;
    for (const std::size_t member : story.members) {
      if (const auto found = groups_shown_.find(group_[member]); found != groups_shown_.end()) {
        out.insert(found->second.begin(), found->second.end());
      }
      for (const Term& term : corpus_->features()[member].title) {
        if (corpus_->frequency(term.id) > kFrequentTerm) continue;
        if (const auto found = postings_.find(term.id); found != postings_.end())
          near.insert(found->second.begin(), found->second.end());
      }
    }
    for (const std::size_t each : near) {
      if (out.count(each) == 0 && fits(story, each)) out.insert(each);
    }
    return out;
  }

  [[nodiscard]] bool fits(const Story& story, std::size_t item) const {
    double best = 0;
    double sum = 0;
    double count = 0;
    for (const std::size_t member : story.members) {
      for (std::size_t i = begin_[item]; i < begin_[item + 1]; ++i) {
        const Likeness likeness = compare(corpus_->features()[member], corpus_->features()[i]);
        if (likeness.forbidden) return false;
        best = std::max(best, likeness.value);
        sum += likeness.value;
        count += 1;
      }
    }
    return best >= kTuning.same && sum >= kTuning.average * count;
  }

  // All that an entry mentions.
  void add_mentions(Facts& facts, std::size_t index) const {
    const Features& features = corpus_->features()[index];
    for (const Term& term : features.title) facts.terms.insert(index_of(term.id));
    for (const Term& term : features.whole) facts.terms.insert(index_of(term.id));
    const Entry& entry = all_[index]->entry;
    const std::string folded = fold_text(entry.title) + '\n' + fold_text(entry.text());
    for (const std::string_view word : outcomes_in(folded)) facts.outcomes.insert(word);
  }

  // What a headline claims: its versions and numbers, who acts (the known name that stands first), how it
  // ended.
  [[nodiscard]] Facts claims_of(std::size_t index) const {
    const Features& features = corpus_->features()[index];
    Facts out;
    for (const Version& version : features.versions) out.terms.insert(version.whole);
    out.terms.insert(features.numbers.begin(), features.numbers.end());
    for (const TermId term : features.order) {
      const auto id = static_cast<TermId>(index_of(term));
      if (!std::binary_search(features.actors.begin(), features.actors.end(), id)) continue;
      out.terms.insert(id);
      break;
    }
    out.outcomes = outcomes_in(fold_text(all_[index]->entry.title));
    return out;
  }

  [[nodiscard]] bool adds_a_fact(const Story& story, const std::set<std::size_t>& items) const {
    Facts known;
    Instant newest = Instant::min();
    for (const std::size_t each : items) {
      for (std::size_t i = begin_[each]; i < begin_[each + 1]; ++i) {
        add_mentions(known, i);
        newest = std::max(newest, all_[i]->at());
      }
    }
    for (const std::size_t member : story.members) {
      if (groups_shown_.count(group_[member]) > 0 || candidates_[member].at() < newest) continue;
      const Facts said = claims_of(member);
      if (!std::includes(known.terms.begin(), known.terms.end(), said.terms.begin(), said.terms.end()))
        return true;
      if (!std::includes(known.outcomes.begin(), known.outcomes.end(), said.outcomes.begin(),
                         said.outcomes.end()))
        return true;
    }
    return false;
  }

  const std::vector<Candidate>& candidates_;
  const std::vector<ShownItem>& shown_;
  std::vector<const Candidate*> all_;  // the candidates, then the members of what was shown
  std::vector<std::size_t> item_of_;   // of each shown member
  std::vector<std::size_t> begin_;     // of each item's members in all_
  std::vector<std::size_t> group_;
  std::map<std::string_view, std::vector<std::size_t>> by_story_;
  std::optional<Corpus> corpus_;
  std::map<std::size_t, std::vector<std::size_t>> groups_shown_;  // group -> items
  std::map<TermId, std::vector<std::size_t>> postings_;           // headline word -> items
};

}  // namespace

void recall(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
            const std::vector<ShownItem>& shown, const Aliases& aliases, const DocumentFrequencies& past) {
  if (shown.empty()) return;
  const Recall memory(candidates, shown, aliases, past);
  for (Story& story : stories) memory.judge(story);
}

}  // namespace eightbells
