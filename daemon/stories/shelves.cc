// Keywords to scores.
//
// Problem: the words that a user lists for a category differ in what they prove: "raises $30M" is about money
// whatever else is said, "app" is a hint. And the same word is about the subject of the digest in one place
// and about something else in another: a drone that delivers, a drone at war. Method:
// - A category's score is the sum of its keywords' weights, each keyword counted once: kTitleFactor times
// when it stands in the
//   title, since a title says what a text is about and a body mentions much else.
// - A keyword inside a longer one, of whatever category, does not count: "Claude Code" is not about "Claude".
// A longer one of
//   weight 0 thus takes a meaning away.
// - `must`, `any` and `exclude` decide before any score, and over what was learned.
// - The door: the keywords of constant categories (always = true) say what the digest is about. Their weights
// are summed, half
//   for words of the body and the source's name; an entry below kDoorLeast is filed nowhere. A word of weight
//   1 in the title opens the door; one of 0.5 needs a second.
// Cost: one pass over the text for all words (keywords.cc).
#include "daemon/stories/shelves.h"

#include <algorithm>

namespace eightbells {

namespace {

constexpr double kTitleFactor = 3.0;
constexpr double kDoorLeast = 1.0;
constexpr double kDoorBesideTitle = 0.5;

// Which keywords occur, longer ones before those inside them.
std::vector<KeywordMatch> heard(const KeywordSet& set, const KeywordText& text) {
  auto matches = set.find(text);
  drop_covered(matches);
  return matches;
}

}  // namespace

Result<void> Shelves::add_words(KeywordSet& set, Voices& voices, const std::vector<Keyword>& keywords,
                                std::size_t list) {
  for (const auto& keyword : keywords) {
    const auto number = set.add(keyword.text);
    if (!number) return tl::unexpected(number.error());
    voices.resize(set.size());
    voices[*number].push_back({list, keyword.weight});
  }
  return {};
}

Result<Shelves::Condition> Shelves::add_conditions(const CategorySettings& category) {
  Condition out;
  for (const auto& [numbers, texts] :
       {std::pair{&out.any, &category.any}, std::pair{&out.must, &category.must},
        std::pair{&out.exclude, &category.exclude}}) {
    for (const auto& text : *texts) {
      const auto number = conditions_.add(text);
      if (!number) return tl::unexpected(number.error());
      numbers->push_back(*number);
    }
  }
  return out;
}

Result<Shelves> Shelves::make(const std::vector<CategorySettings>& categories) {
  Shelves shelves;
  for (const auto& category : categories) {
    auto condition = shelves.add_conditions(category);
    if (!condition) return fail(condition.error(), "category \"" + category.name + "\"");
    const bool door = category.always && !category.keywords.empty();
    const auto added = door ? shelves.add_words(shelves.door_, shelves.door_voices_, category.keywords, 0)
                            : shelves.add_words(shelves.words_, shelves.word_voices_, category.keywords,
                                                shelves.names_.size());
    if (!added) return fail(added.error(), "category \"" + category.name + "\"");
    if (door) {
      shelves.has_door_ = true;
      shelves.door_conditions_.push_back(std::move(*condition));
    } else {
      shelves.names_.push_back(category.name);
      shelves.narrowed_.push_back(std::move(*condition));
    }
  }
  return shelves;
}

std::vector<bool> Shelves::conditions_in(const KeywordText& title, const KeywordText& text) const {
  std::vector<bool> there(conditions_.size(), false);
  if (there.empty()) return there;
  for (const KeywordText* part : {&title, &text})
    for (const auto& match : conditions_.find(*part)) there[match.keyword] = true;
  return there;
}

bool Shelves::holds(const Condition& condition, const std::vector<bool>& there) const {
  const auto occurs = [&](std::size_t number) { return there[number]; };
  return std::all_of(condition.must.begin(), condition.must.end(), occurs) &&
         (condition.any.empty() || std::any_of(condition.any.begin(), condition.any.end(), occurs)) &&
         std::none_of(condition.exclude.begin(), condition.exclude.end(), occurs);
}

Shelves::Scores Shelves::scores(const KeywordText& title, const KeywordText& text) const {
  std::vector<double> factors(words_.size(), 0);
  for (const auto& match : heard(words_, text)) factors[match.keyword] = 1;
  for (const auto& match : heard(words_, title)) factors[match.keyword] = kTitleFactor;
  Scores out{std::vector<double>(names_.size(), 0), std::vector<double>(names_.size(), 0)};
  for (std::size_t number = 0; number < factors.size(); ++number) {
    if (factors[number] == 0) continue;
    const bool of_title = factors[number] == kTitleFactor;
    for (const auto& voice : word_voices_[number]) {
      out.all[voice.list] += voice.weight * factors[number];
      if (of_title) out.title[voice.list] += voice.weight * factors[number];
    }
  }
  const auto let_in = allowed(title, text);
  for (std::size_t i = 0; i < let_in.size(); ++i)
    if (!let_in[i]) out.all[i] = out.title[i] = 0;
  return out;
}

std::vector<bool> Shelves::allowed(const KeywordText& title, const KeywordText& text) const {
  const auto there = conditions_in(title, text);
  std::vector<bool> out;
  for (const Condition& condition : narrowed_) out.push_back(holds(condition, there));
  return out;
}

bool Shelves::open(const KeywordText& title, const KeywordText& text, const KeywordText& source) const {
  if (!has_door_) return true;
  std::vector<double> factors(door_.size(), 0);
  for (const KeywordText* part : {&source, &text, &title})
    for (const auto& match : heard(door_, *part))
      factors[match.keyword] = part == &title ? 1 : kDoorBesideTitle;
  double sum = 0;
  for (std::size_t number = 0; number < factors.size(); ++number)
    for (const auto& voice : door_voices_[number]) sum += voice.weight * factors[number];
  if (sum < kDoorLeast) return false;
  const auto there = conditions_in(title, text);
  return std::all_of(door_conditions_.begin(), door_conditions_.end(),
                     [&](const Condition& c) { return holds(c, there); });
}

}  // namespace eightbells
