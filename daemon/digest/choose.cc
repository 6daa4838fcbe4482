#include "daemon/digest/choose.h"

#include <algorithm>
#include <optional>

#include "feeds/text/words.h"

namespace eightbells {

namespace {

bool is_ascii_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// `folded_word` in `folded_text`: a Latin word whole, anything else as a substring.
bool has_word(std::string_view folded_text, std::string_view folded_word) {
  if (folded_word.empty()) return false;
  for (std::size_t at = folded_text.find(folded_word); at != std::string_view::npos;
       at = folded_text.find(folded_word, at + 1)) {
    const std::size_t end = at + folded_word.size();
    const bool starts = !is_ascii_word(folded_word.front()) || at == 0 || !is_ascii_word(folded_text[at - 1]);
    const bool ends = !is_ascii_word(folded_word.back()) || end == folded_text.size() || !is_ascii_word(folded_text[end]);
    if (starts && ends) return true;
  }
  return false;
}

std::vector<std::string> folded(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const auto& word : words) out.push_back(fold_text(word));
  return out;
}

// The profile's filters, folded once for all candidates.
class Filters {
 public:
  explicit Filters(const ProfileSettings& profile)
      : profile_(profile), must_(folded(profile.must)), any_(folded(profile.any)), exclude_(folded(profile.exclude)) {}

  [[nodiscard]] std::optional<std::string> refuse(const Candidate& candidate) const {
    if (!profile_.sources.empty() &&
        std::find(profile_.sources.begin(), profile_.sources.end(), candidate.source_name) == profile_.sources.end())
      return "not one of the digest's sources";
    if (must_.empty() && any_.empty() && exclude_.empty()) return std::nullopt;
    const std::string text = fold_text(candidate.entry.title + "\n" + candidate.entry.text());
    for (std::size_t i = 0; i < must_.size(); ++i)
      if (!has_word(text, must_[i])) return "filtered: lacks \"" + profile_.must[i] + "\" (must)";
    for (std::size_t i = 0; i < exclude_.size(); ++i)
      if (has_word(text, exclude_[i])) return "filtered: has \"" + profile_.exclude[i] + "\" (exclude)";
    const auto found = [&](const std::string& word) { return has_word(text, word); };
    if (!any_.empty() && std::none_of(any_.begin(), any_.end(), found)) return "filtered: has none of the words of any";
    return std::nullopt;
  }

 private:
  const ProfileSettings& profile_;
  std::vector<std::string> must_, any_, exclude_;  // as in the profile, folded
};

std::optional<std::string> wrong_time(const Candidate& candidate, const ChoiceRules& rules) {
  const Instant at = candidate.at();
  const bool dated = candidate.entry.published && candidate.date_trusted;
  // An undated entry has only the time at which it was seen, and that is after the window's end when the poll follows the
  // bell: it belongs to the latest window that closed.
  if (at >= rules.window.end && (dated || !rules.latest)) return "belongs to a later window";
  if (at < rules.window.end - rules.max_age) return "too old";
  if (!candidate.baseline) return std::nullopt;
  switch (rules.backfill) {
    case Backfill::max_age: return std::nullopt;
    case Backfill::none: return "baseline of a new source";
    case Backfill::window: break;
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
    if (reason)
      choice.kept_out.emplace_back(i, std::move(*reason));
    else
      choice.chosen.push_back(i);
  }
  return choice;
}

}  // namespace eightbells
