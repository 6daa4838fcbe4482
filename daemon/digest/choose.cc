#include "daemon/digest/choose.h"

#include <algorithm>
#include <optional>

#include "daemon/stories/keywords.h"

namespace eightbells {

namespace {

// The profile's filters, made ready once for all candidates.
class Filters {
 public:
  explicit Filters(const ProfileSettings& profile)
      : profile_(profile),
        must_(numbers_of(profile.must)),
        any_(numbers_of(profile.any)),
        exclude_(numbers_of(profile.exclude)) {}

  [[nodiscard]] std::optional<std::string> refuse(const Candidate& candidate) const {
    if (!profile_.sources.empty() && std::find(profile_.sources.begin(), profile_.sources.end(),
                                               candidate.source_name) == profile_.sources.end())
      return "not one of the digest's sources";
    if (words_.size() == 0) return std::nullopt;
    const std::vector<bool> there = words_in(candidate.entry);
    for (std::size_t i = 0; i < must_.size(); ++i)
      if (!there[must_[i]]) return "filtered: lacks \"" + profile_.must[i] + "\" (must)";
    for (std::size_t i = 0; i < exclude_.size(); ++i)
      if (there[exclude_[i]]) return "filtered: has \"" + profile_.exclude[i] + "\" (exclude)";
    const auto found = [&](std::size_t word) { return there[word]; };
    if (!any_.empty() && std::none_of(any_.begin(), any_.end(), found))
      return "filtered: has none of the words of any";
    return std::nullopt;
  }

 private:
  // The numbers of words in words_. Loading the configuration refuses what does not compile; a word without
  // a number would be in no text.
  std::vector<std::size_t> numbers_of(const std::vector<std::string>& words) {
    std::vector<std::size_t> out;
    for (const std::string& word : words) {
      const auto number = words_.add(word);
      out.push_back(number ? *number : words_.size());
    }
    return out;
  }

  [[nodiscard]] std::vector<bool> words_in(const Entry& entry) const {
    std::vector<bool> there(words_.size() + 1, false);
    for (const KeywordMatch& match : words_.find(KeywordText(entry.title + "\n" + entry.text())))
      there[match.keyword] = true;
    return there;
  }

  const ProfileSettings& profile_;
  KeywordSet words_;                               // before the numbers, which are made with it
  std::vector<std::size_t> must_, any_, exclude_;  // as in the profile
};

std::optional<std::string> wrong_time(const Candidate& candidate, const ChoiceRules& rules) {
  const Instant at = candidate.at();
  const bool dated = candidate.entry.published && candidate.date_trusted;
  // An undated entry has only the time at which it was seen, and that is after the window's end when the poll
  // follows the bell: it belongs to the latest window that closed.
  if (at >= rules.window.end && (dated || !rules.latest)) return "belongs to a later window";
  if (at < rules.window.end - rules.max_age) return "too old";
  if (!candidate.baseline) return std::nullopt;
  switch (rules.backfill) {
    case Backfill::max_age:
      return std::nullopt;
    case Backfill::none:
      return "baseline of a new source";
    case Backfill::window:
      break;
  }
  if (!dated || at < rules.window.begin) return "baseline of a new source: published before this window";
  return std::nullopt;
}

}  // namespace

Choice choose_candidates(const std::vector<Candidate>& candidates, const ChoiceRules& rules,
                         const ProfileSettings& profile) {
  const Filters filters(profile);
  Choice choice;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    auto reason = wrong_time(candidates[i], rules);
    if (!reason) reason = filters.refuse(candidates[i]);
    if (reason) choice.kept_out.emplace_back(i, std::move(*reason));
    else choice.chosen.push_back(i);
  }
  return choice;
}

}  // namespace eightbells
