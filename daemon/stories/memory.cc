// Memory: what was shown is not shown again, unless there is more to say.
//
// Problem. The next window brings the same event in new words, the same page with a new date, and now and
// then a real development. The first two are repeats, the third is an update.
//
// Method. The candidates of the window and all members of what was shown are put into one corpus; items of
// one story are one thread. A story belongs to a thread by its id, by an exact key (id, page, headline:
// near_duplicate.cc), or by likeness: its closest headline and the cores of both (the means of their words)
// must be near, and no pair may be forbidden. The two are asked for together because a thread of many
// members always has one headline near to anything on its topic, while its core stands for the event; when
// no headline is in the same language, what means the same in both decides alone. Stories of one window that
// belong to one thread are one story.
//
// It is an update when a member that is no copy of anything shown, and no older than it, has in its headline
// a fact that no shown member has in headline or text: a version, a word of outcome (in classes: "approved"
// is no news after "cleared"), or, where two sources have it, an amount or another actor in front; provided
// that the story is certainly that of the thread: where both the likeness is weak and something is new, it is
// another event. Else it is a repeat. An update keeps only the members that were not shown, those with the
// new fact first.
//
// Veto. Who acts in most headlines of one is hardly spoken of in the other: "Anthropic says its models broke
// into three companies" goes on nothing that OpenAI's models did. Before, that headline, the first of its
// window, was an update of the other.
//
// Why. A mean over all pairs, as inside a window, is too low for threads of many members, and the single best
// pair too high. Twelve windows in a row (tests/e2e/repeats_test.py): of 144 items none stands twice by link
// or title, one by labelled story (three before the pass of overlap.cc), and 7 are updates (12 before).
//
// Cost. That of reading the words of window and memory together; pairs come from an index of headline
// words, common ones left out.
#include "daemon/stories/memory.h"

#include <algorithm>
#include <array>
#include <iterator>
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

// Words that say how something ended, or that it is so: folded, as substrings; those of one line say the
// same.
using OutcomeWords = std::array<std::string_view, 8>;
constexpr std::array<OutcomeWords, 18> kOutcomes{{
    {"approv", "greenlight", "clears ", "clearance", "first us ok", "批准", "获批", "放行"},
    {"reject", "dismiss", "denies", "denied", "refute", "否认", "驳回", "辟谣"},
    {"confirm", "official", "确认", "证实", "官宣"},
    {"settle", "和解"},
    {" wins ", " won ", "victory", "胜诉", "夺冠"},
    {" loses ", " lost ", "defeat", "败诉"},
    {"resign", "steps down", "fired", "ousted", "辞职", "离职", "卸任"},
    {"arrest", "逮捕", "被捕"},
    {"charged with", "indict", "pleads", "起诉书", "认罪"},
    {" dies", "death toll", "killed", "去世", "遇难", "死亡"},
    {"patched", " fixed", " fixes", "修复"},
    {"cancel", "scrap", "取消", "叫停"},
    {"delay", "postpone", "推迟", "延期", "跳票"},
    {"recall", "召回"},
    {"shuts down", "shut down", "关停", "停运"},
    {"restored", "resume", "恢复"},
    {"sues", "lawsuit", "起诉", "诉讼"},
    {"ruled", "ruling", "verdict", "判决", "裁定", "裁决"},
}};

constexpr std::size_t kSourcesOfAClaim = 2;  // that have an amount or an actor, for it to be a new fact

std::set<std::size_t> outcomes_in(std::string_view folded) {
  std::set<std::size_t> out;
  for (std::size_t line = 0; line < kOutcomes.size(); ++line) {
    for (const std::string_view word : kOutcomes[line]) {
      if (!word.empty() && folded.find(word) != std::string_view::npos) out.insert(line);
    }
  }
  return out;
}

std::string folded_words(const Entry& entry) {
  return ' ' + fold_text(entry.title) + " \n " + fold_text(entry.text()) + ' ';
}

// What was shown of one story, in one or more digests.
struct Thread {
  std::vector<std::size_t> members;  // in the corpus
  const ShownItem* latest = nullptr;
  Vector core;
  bool han = false;
  Instant newest = Instant::min();
  std::set<TermId> mentions;  // all words of headlines and texts
  std::set<std::size_t> outcomes;
  Actors actors;
};

class Recall {
 public:
  Recall(const std::vector<Candidate>& candidates, const std::vector<ShownItem>& shown,
         const Aliases& aliases)
      : candidates_(candidates) {
    for (const Candidate& each : candidates) all_.push_back(&each);
    for (const ShownItem& item : shown) add_item(item);
    group_ = exact_groups(all_);
    corpus_.emplace(all_, group_, NameTable(aliases), DocumentFrequencies{});
    for (std::size_t i = 0; i < threads_.size(); ++i) prepare(i);
  }

  struct Belonging {
    std::size_t thread = 0;
    bool certain = true;  // else by a likeness that would not do for an update
  };

  // The thread that a story goes on.
  [[nodiscard]] std::optional<Belonging> thread_of(const Story& story) const {
    if (const auto found = by_story_.find(story.id); found != by_story_.end())
      return Belonging{found->second, true};
    std::set<std::size_t> near;
    for (const std::size_t member : story.members) {
      if (const auto found = shown_groups_.find(group_[member]); found != shown_groups_.end())
        return Belonging{found->second, true};
      for (const Term& term : features(member).title) {
        if (corpus_->frequency(term.id) > kFrequentTerm) continue;
        if (const auto found = postings_.find(index_of(term.id)); found != postings_.end())
          near.insert(found->second.begin(), found->second.end());
      }
    }
    const Vector core = core_of(story.members);
    std::optional<Belonging> best;
    double most = 0;
    for (const std::size_t each : near) {
      const double value = likeness(story, core, threads_[each]);
      if (value > most) {
        most = value;
        best = Belonging{each, value >= kTuning.shown_certain};
      }
    }
    return best;
  }

  // Whether a story that hardly belongs to a thread brings something that is not the thread's.
  [[nodiscard]] bool is_another(const Story& story, const Belonging& belonging) const {
    const Thread& thread = threads_[belonging.thread];
    return !belonging.certain &&
           std::any_of(story.members.begin(), story.members.end(),
                       [&](std::size_t member) { return new_facts(member, thread).any(); });
  }

  // Judges a story that goes on in `thread`.
  void judge(Story& story, std::size_t index) const {
    const Thread& thread = threads_[index];
    story.id = thread.latest->story_id;
    story.earlier = thread.latest->link;
    story.news = StoryNews::repeat;
    const std::set<std::size_t> bearers = bearers_of(story, thread);
    std::vector<std::size_t> news;
    std::vector<std::size_t> fresh;
    std::vector<std::size_t> copies;
    for (const std::size_t member : story.members) {
      if (shown_groups_.count(group_[member]) > 0) copies.push_back(member);
      else (bearers.count(member) > 0 ? news : fresh).push_back(member);
    }
    if (news.empty()) return;
    story.news = StoryNews::update;
    story.bearers = news.size();
    news.insert(news.end(), fresh.begin(), fresh.end());
    story.members = std::move(news);
    story.copies = std::move(copies);
  }

 private:
  [[nodiscard]] const Features& features(std::size_t index) const { return corpus_->features()[index]; }

  void add_item(const ShownItem& item) {
    const auto [found, fresh] = by_story_.emplace(item.story_id, threads_.size());
    if (fresh) threads_.emplace_back();
    Thread& thread = threads_[found->second];
    const auto before = [](const ShownItem& a, const ShownItem& b) {
      return std::make_pair(a.window_end, -a.number) < std::make_pair(b.window_end, -b.number);
    };
    if (thread.latest == nullptr || before(*thread.latest, item)) thread.latest = &item;
    for (const Candidate& each : item.members) {
      thread.members.push_back(all_.size());
      all_.push_back(&each);
    }
  }

  void prepare(std::size_t index) {
    Thread& thread = threads_[index];
    thread.core = core_of(thread.members);
    thread.actors = actors_of(thread.members);
    for (const std::size_t member : thread.members) {
      const Features& known = features(member);
      shown_groups_.emplace(group_[member], index);
      thread.han = thread.han || known.han;
      thread.outcomes.merge(outcomes_in(folded_words(all_[member]->entry)));
      thread.newest = std::max(thread.newest, all_[member]->at());
      for (const Term& term : known.title) {
        thread.mentions.insert(static_cast<TermId>(index_of(term.id)));
        postings_[index_of(term.id)].insert(index);
      }
      for (const Term& term : known.whole) thread.mentions.insert(static_cast<TermId>(index_of(term.id)));
    }
  }

  // One headline counts once, however many carry it.
  [[nodiscard]] Vector core_of(const std::vector<std::size_t>& members) const {
    std::vector<const Vector*> parts;
    std::set<std::vector<TermId>> seen;
    for (const std::size_t member : members) {
      const Features& each = features(member);
      if (seen.insert(each.order).second) parts.push_back(each.whole.empty() ? &each.title : &each.whole);
    }
    return mean_vector(parts);
  }

  [[nodiscard]] Actors actors_of(const std::vector<std::size_t>& members) const {
    Actors out;
    for (const std::size_t member : members) out.add(features(member));
    return out;
  }

  // 0: the story does not belong to the thread.
  [[nodiscard]] double likeness(const Story& story, const Vector& core, const Thread& thread) const {
    if (actors_of(story.members).differ(thread.actors)) return 0;
    double best = 0;
    double sum[2] = {0, 0};
    double count[2] = {0, 0};
    bool han = thread.han;
    for (const std::size_t member : story.members) {
      han = han || features(member).han;
      for (const std::size_t known : thread.members) {
        const Likeness pair = compare(features(member), features(known));
        if (pair.forbidden) return 0;
        best = std::max(best, pair.value);
        sum[pair.across ? 1 : 0] += pair.value;
        count[pair.across ? 1 : 0] += 1;
      }
    }
    if (count[0] == 0) return best >= kTuning.shown_across && sum[1] >= kTuning.average * count[1] ? best : 0;
    const double middle = cosine(core, thread.core, han);
    const bool belongs = best >= kTuning.shown_best && middle >= kTuning.core &&
                         best + middle >= 2 * kTuning.same && sum[0] >= kTuning.core_average * count[0];
    return belongs ? best + middle : 0;
  }

  // What a headline claims beyond what the thread has said.
  struct Facts {
    bool sure = false;        // a version, or how it ended
    std::set<TermId> claims;  // amounts, and who acts: the known name that stands first
    [[nodiscard]] bool any() const { return sure || !claims.empty(); }
  };

  [[nodiscard]] Facts new_facts(std::size_t member, const Thread& thread) const {
    Facts out;
    if (candidates_[member].at() < thread.newest) return out;
    const Features& said = features(member);
    const auto is_new = [&](TermId term) {
      return thread.mentions.count(static_cast<TermId>(index_of(term))) == 0;
    };
    const std::set<std::size_t> outcomes =
        outcomes_in(' ' + fold_text(candidates_[member].entry.title) + ' ');
    out.sure =
        std::any_of(said.versions.begin(), said.versions.end(),
                    [&](const Version& v) { return is_new(v.whole); }) ||
        !std::includes(thread.outcomes.begin(), thread.outcomes.end(), outcomes.begin(), outcomes.end());
    std::copy_if(said.amounts.begin(), said.amounts.end(), std::inserter(out.claims, out.claims.end()),
                 is_new);
    const auto is_actor = [&](TermId term) {
      return std::binary_search(said.actors.begin(), said.actors.end(), static_cast<TermId>(index_of(term)));
    };
    const auto actor = std::find_if(said.order.begin(), said.order.end(), is_actor);
    if (actor != said.order.end() && is_new(*actor)) out.claims.insert(static_cast<TermId>(index_of(*actor)));
    return out;
  }

  // Members that bear a new fact. An amount or an actor is one only when two sources have it: a single
  // headline is full of background.
  [[nodiscard]] std::set<std::size_t> bearers_of(const Story& story, const Thread& thread) const {
    std::map<TermId, std::set<std::string_view>> sources;
    std::map<std::size_t, Facts> facts;
    for (const std::size_t member : story.members) {
      if (shown_groups_.count(group_[member]) > 0) continue;
      const Facts& found = facts.emplace(member, new_facts(member, thread)).first->second;
      for (const TermId claim : found.claims) sources[claim].insert(candidates_[member].source_key);
    }
    std::set<std::size_t> out;
    for (const auto& [member, found] : facts) {
      const bool told_twice = std::any_of(found.claims.begin(), found.claims.end(), [&](TermId claim) {
        return sources.at(claim).size() >= kSourcesOfAClaim;
      });
      if (found.sure || told_twice) out.insert(member);
    }
    return out;
  }

  const std::vector<Candidate>& candidates_;
  std::vector<const Candidate*> all_;  // the candidates, then the members of what was shown
  std::vector<Thread> threads_;
  std::map<std::string_view, std::size_t> by_story_;  // id -> thread
  std::vector<std::size_t> group_;                    // exact_groups of all_
  std::optional<Corpus> corpus_;
  std::map<std::size_t, std::size_t> shown_groups_;        // group -> thread
  std::map<std::size_t, std::set<std::size_t>> postings_;  // headline word -> threads
};

}  // namespace

void recall(std::vector<Story>& stories, const std::vector<Candidate>& candidates,
            const std::vector<ShownItem>& shown, const Aliases& aliases) {
  if (shown.empty()) return;
  const Recall memory(candidates, shown, aliases);
  std::vector<Story> out;
  std::map<std::size_t, std::size_t> going_on;  // thread -> its story
  for (Story& story : stories) {
    auto thread = memory.thread_of(story);
    if (thread && memory.is_another(story, *thread)) thread.reset();
    const auto known = thread ? going_on.find(thread->thread) : going_on.end();
    if (known != going_on.end()) {
      std::vector<std::size_t>& members = out[known->second].members;
      members.insert(members.end(), story.members.begin(), story.members.end());
      continue;
    }
    if (thread) going_on.emplace(thread->thread, out.size());
    out.push_back(std::move(story));
  }
  for (const auto& [thread, story] : going_on) memory.judge(out[story], thread);
  stories = std::move(out);
}

}  // namespace eightbells
