#include "daemon/digest/make_digest.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <ratio>

#include <fmt/format.h>

#include "daemon/digest/phrases.h"
#include "daemon/editor/language.h"
#include "daemon/stories/memory.h"
#include "daemon/stories/overlap.h"
#include "daemon/stories/rank.h"
#include "daemon/stories/round_up.h"
#include "feeds/base/utf8.h"
#include "feeds/text/url.h"

namespace eightbells {

namespace {

// How many stories are edited for each place: the editor's importance may lift a story that the plain score
// put lower.
constexpr std::size_t kEditedPerPlace = 2;

// How many stories are looked at for each place when overlaps are folded: caps may pass over many.
constexpr std::size_t kLookedAtPerPlace = 6;

// Characters of a candidate's title, or of an untitled post's text, that explain shows.
constexpr std::size_t kExplainedTitle = 120;

std::string language_of(const DigestTools& tools) {
  return tools.profile.language.empty() ? tools.settings.language : tools.profile.language;
}

std::string replaced(std::string text, std::string_view name, std::string_view value) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
    text.replace(at, name.size(), value);
  return text;
}

// "4", "0.5".
std::string hours_of(const Window& window) {
  return fmt::format("{:g}",
                     std::chrono::duration<double, std::ratio<3600>>(window.end - window.begin).count());
}

// The file name without its ending is the stamp: one number for a window, in the name and in the title.
std::string title_of(const DigestTools& tools, const Window& window) {
  const std::string language = language_of(tools);
  std::string title =
      tools.profile.title.empty() ? std::string(default_title(language)) : tools.profile.title;
  std::string stamp = tools.zone.format(tools.profile.file, window.end);
  if (const auto dot = stamp.rfind('.'); dot != std::string::npos && dot > 0) stamp.resize(dot);
  title = replaced(std::move(title), "{stamp}", stamp);
  title = replaced(std::move(title), "{span}", span_in_words(language, window.end - window.begin));
  title = replaced(std::move(title), "{hours}", hours_of(window));
  title = replaced(std::move(title), "{begin}", tools.zone.format("%Y-%m-%d %H:%M", window.begin));
  return replaced(std::move(title), "{end}", tools.zone.format("%Y-%m-%d %H:%M", window.end));
}

bool on_a_shelf_of(const ProfileSettings& profile, const Story& story) {
  return profile.categories.empty() ||
         std::any_of(story.categories.begin(), story.categories.end(), [&](const std::string& name) {
           return std::find(profile.categories.begin(), profile.categories.end(), name) !=
                  profile.categories.end();
         });
}

std::size_t looked_at(const ProfileSettings& profile) {
  return static_cast<std::size_t>(std::max(1, profile.max_items)) * kLookedAtPerPlace;
}

std::vector<EditRequest> requests_for(const DigestTools& tools, const std::vector<Story>& stories,
                                      const std::vector<std::size_t>& shortlist,
                                      const std::vector<Candidate>& candidates) {
  std::vector<EditRequest> requests;
  for (const std::size_t s : shortlist) {
    EditRequest request;
    request.story_id = stories[s].id;
    for (const std::size_t m : stories[s].members) request.members.push_back(&candidates[m]);
    request.language = language_of(tools);
    request.length = tools.profile.length;
    request.categories = category_names(tools.settings);
    requests.push_back(std::move(request));
  }
  return requests;
}

// Where a title leads: to the lead's page, and where the words are another member's, to the page that says
// them. Not so when both speak of one page, the lead's source was asked to come first, or the words only
// repost.
std::string link_of(const Candidate& lead, const Candidate& voice) {
  const auto speaks_of = [](const Candidate& a, const Candidate& b) {
    const auto& pages = a.entry.references;
    return a.canonical == b.canonical || std::find(pages.begin(), pages.end(), b.entry.link) != pages.end();
  };
  const std::string own = clean_link(voice.entry.link);
  const bool leads = own.empty() || voice.entry.is_repost || lead.source_weight > voice.source_weight ||
                     speaks_of(lead, voice) || speaks_of(voice, lead);
  return leads ? clean_link(lead.entry.link) : own;
}

Item make_item(const Story& story, const Edited& edited, int number,
               const std::vector<Candidate>& candidates) {
  const Candidate& lead = candidates[story.members.front()];
  Item item;
  item.number = number;
  item.story_id = story.id;
  item.title = edited.title;
  item.link = link_of(lead, candidates[story.members[std::min(edited.voice, story.members.size() - 1)]]);
  item.summary = edited.summary;
  item.categories = story.categories;
  item.score = story.score;
  item.parts = story.parts;
  item.edited_by = edited.by;
  item.language = language_of_text(lead.entry.title + " " + lead.entry.text(), lead.entry.language);
  item.update = story.news == StoryNews::update;
  item.earlier = story.earlier;
  std::vector<std::size_t> listed = story.members;
  listed.insert(listed.end(), story.also.begin(), story.also.end());
  for (const std::size_t m : listed) {
    const Candidate& member = candidates[m];
    item.members.push_back({member.entry_id, member.source_name, member.entry.author, member.entry.title,
                            clean_link(member.entry.link), member.entry.published});
  }
  return item;
}

// Configured order of importance; a constant one stands in every digest.
std::vector<std::string> categories_present(const Settings& settings, const std::vector<Item>& items) {
  std::vector<std::string> out;
  for (const auto& category : settings.categories) {
    const bool present = std::any_of(items.begin(), items.end(), [&](const Item& item) {
      return std::find(item.categories.begin(), item.categories.end(), category.name) !=
             item.categories.end();
    });
    if (category.always || present) out.push_back(category.name);
  }
  return out;
}

Considered considered_of(const Candidate& candidate) {
  Considered one;
  one.entry_id = candidate.entry_id;
  const std::string& words = candidate.entry.title.empty() ? candidate.entry.text() : candidate.entry.title;
  const std::string line = collapse_white_space(words);
  one.title = std::string(truncate_code_points(line, kExplainedTitle));
  one.source = candidate.source_name;
  one.link = candidate.entry.link;
  return one;
}

void explain_story(std::vector<Considered>& out, const std::vector<Candidate>& candidates, const Story& story,
                   const Place& place) {
  for (const std::size_t m : story.members) {
    Considered one = considered_of(candidates[m]);
    one.story_id = story.id;
    one.categories = story.categories;
    one.categories_by = story.categories_by;
    one.parts = story.parts;
    one.score = story.score;
    one.number = place.number;
    one.kept_out = place.kept_out;
    out.push_back(std::move(one));
  }
  for (const std::size_t m : story.also) {
    Considered one = considered_of(candidates[m]);
    one.story_id = story.id;
    one.kept_out = place.number > 0 ? fmt::format("told by item {}", place.number) : place.kept_out;
    out.push_back(std::move(one));
  }
}

// The editor's answers for the best stories, by story index, and its importance where it has an opinion.
struct EditedStories {
  std::vector<std::optional<Edited>> edited;
  std::vector<std::optional<double>> importance;
};

EditedStories edit_best(const DigestTools& tools, std::vector<Story>& stories,
                        const std::vector<Candidate>& candidates, const Instant now) {
  EditedStories out{std::vector<std::optional<Edited>>(stories.size()),
                    std::vector<std::optional<double>>(stories.size())};
  const std::size_t places = static_cast<std::size_t>(std::max(1, tools.profile.max_items)) * kEditedPerPlace;
  ProfileSettings wide = tools.profile;
  wide.max_items = static_cast<int>(places);
  std::vector<std::size_t> shortlist;
  for (const auto& place : give_places(stories, candidates, wide, out.importance))
    if (place.number > 0) shortlist.push_back(place.story);
  const auto requests = requests_for(tools, stories, shortlist, candidates);
  const Millis deadline = tools.settings.editor ? tools.settings.editor->deadline : Millis(0);
  auto answers = tools.editor.edit(requests, now, deadline);
  for (std::size_t i = 0; i < shortlist.size(); ++i) {
    const std::size_t s = shortlist[i];
    if (!answers[i].categories.empty()) {
      stories[s].categories = answers[i].categories;
      stories[s].categories_by = "editor";
    }
    out.importance[s] = answers[i].importance;
    out.edited[s] = std::move(answers[i]);
  }
  return out;
}

Digest empty_digest(const DigestTools& tools, const DigestInput& input) {
  Digest digest;
  digest.profile = tools.profile.name;
  digest.window = input.window;
  digest.written = input.now;
  digest.zone = tools.zone.name();
  digest.language = language_of(tools);
  digest.title = title_of(tools, input.window);
  digest.intro =
      tools.profile.intro.empty() ? std::string(default_intro(digest.language)) : tools.profile.intro;
  digest.collect = input.collect;
  return digest;
}

void say_honestly(Digest& digest) {
  if (digest.items.empty())
    digest.notes.push_back(
        quiet_note(digest.language, digest.window.end - digest.window.begin, digest.collect));
  if (auto blind = blind_note(digest.language, digest.collect); !blind.empty())
    digest.notes.push_back(std::move(blind));
}

// Those that may be shown; what becomes of the others is explained.
std::vector<Story> open_stories(std::vector<Story> stories, const std::vector<Candidate>& candidates,
                                const ProfileSettings& profile, DigestOutcome& outcome) {
  std::vector<Story> open;
  for (auto& story : stories) {
    for (const std::size_t m : story.copies) {
      outcome.considered.push_back(considered_of(candidates[m]));
      outcome.considered.back().story_id = story.id;
      outcome.considered.back().kept_out = "repeat of " + story.earlier;
      outcome.claims.push_back({candidates[m].entry_id, story.id, 0});
    }
    if (story.news == StoryNews::repeat) {
      explain_story(outcome.considered, candidates, story, {0, 0, "repeat of " + story.earlier});
      for (const std::size_t m : story.members)
        outcome.claims.push_back({candidates[m].entry_id, story.id, 0});
    } else if (!on_a_shelf_of(profile, story)) {
      explain_story(outcome.considered, candidates, story,
                    {0, 0, "filtered: not in the digest's categories"});
    } else {
      open.push_back(std::move(story));
    }
  }
  return open;
}

// The items in the order of their numbers, and the claims of their entries.
void fill_places(const DigestTools& tools, Instant now, const std::vector<Story>& open,
                 const std::vector<Place>& places, EditedStories& edited,
                 const std::vector<Candidate>& candidates, DigestOutcome& outcome) {
  for (const auto& place : places) {
    const Story& story = open[place.story];
    explain_story(outcome.considered, candidates, story, place);
    if (place.number == 0) continue;
    auto& words = edited.edited[place.story];
    if (!words)  // a place that only relaxed caps gave
      words = tools.editor.edit(requests_for(tools, open, {place.story}, candidates), now, Millis(0)).front();
    outcome.digest.items.push_back(make_item(story, *words, place.number, candidates));
    for (const std::size_t m : story.members)
      outcome.claims.push_back({candidates[m].entry_id, story.id, place.number});
    for (const std::size_t m : story.also)
      outcome.claims.push_back({candidates[m].entry_id, story.id, place.number});
  }
  std::sort(outcome.digest.items.begin(), outcome.digest.items.end(),
            [](const Item& a, const Item& b) { return a.number < b.number; });
}

}  // namespace

std::vector<std::string> category_names(const Settings& settings) {
  std::vector<std::string> names;
  for (const auto& category : settings.categories) names.push_back(category.name);
  return names;
}

DigestOutcome make_digest(const DigestTools& tools, const DigestInput& input) {
  DigestOutcome outcome;
  outcome.digest = empty_digest(tools, input);

  // Only what belongs to this window and passes the digest's filters: the rest stays unclaimed for later
  // windows.
  const ChoiceRules rules{input.window, input.latest, tools.settings.max_age, tools.settings.backfill};
  const Choice choice = choose_candidates(input.candidates, rules, tools.profile);
  std::vector<Candidate> candidates;
  for (const std::size_t i : choice.chosen) candidates.push_back(input.candidates[i]);
  for (const auto& [index, reason] : choice.kept_out) {
    outcome.considered.push_back(considered_of(input.candidates[index]));
    outcome.considered.back().kept_out = reason;
  }
  // ---- From here on no entry is added: every later pass works on these candidates. ----

  // Entries about one event become one story, so that nothing stands twice within the digest.
  std::vector<Story> stories = cluster(candidates, tools.aliases, input.frequencies.words, tools.opinion);
  // What was shown before is a repeat or an update, so that nothing stands twice across digests.
  recall(stories, candidates, input.shown, tools.aliases);
  // The shelf, then the lead and the plain score, which weighs the shelf too.
  file_stories(stories, candidates, tools.categoriser);
  score_stories(stories, candidates, tools.settings.categories, input.window.end, tools.boosts);

  // Of those that could be shown, what a reader would take for one event is one item, and what he has read is
  // none.
  const auto on_a_shelf = [&](const Story& story) { return on_a_shelf_of(tools.profile, story); };
  fold_overlaps(stories, candidates, input.shown, tools.aliases, looked_at(tools.profile), on_a_shelf);
  // A curator's many small posts about one theme are one item, too.
  fold_round_ups(stories, candidates, on_a_shelf);
  // ---- From here on the members of a story do not change, only their order. ----

  // Repeats and other shelves leave; repeats are claimed, so that they are not weighed again in every window
  // to come.
  std::vector<Story> open = open_stories(std::move(stories), candidates, tools.profile, outcome);

  // Titles and summaries for the best; the editor's importance, where there is one, leads the final order.
  EditedStories edited = edit_best(tools, open, candidates, input.now);
  const std::vector<Place> places = give_places(open, candidates, tools.profile, edited.importance);
  // ---- From here on order and numbers are fixed. ----

  fill_places(tools, input.now, open, places, edited, candidates, outcome);
  outcome.digest.categories = categories_present(tools.settings, outcome.digest.items);
  say_honestly(outcome.digest);
  // What this window's words tell the next: all that came in, whatever became of it.
  outcome.frequencies = count_entries(input.frequencies, input.candidates, tools.aliases, input.now);
  return outcome;
}

}  // namespace eightbells
