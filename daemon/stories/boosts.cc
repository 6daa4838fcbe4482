#include "daemon/stories/boosts.h"

#include <algorithm>
#include <utility>

namespace eightbells {

Result<Boosts> Boosts::make(const std::vector<BoostSettings>& shipped,
                            const std::vector<BoostSettings>& own) {
  std::vector<BoostSettings> all = shipped;
  for (const BoostSettings& each : own) {
    const auto same = [&](const BoostSettings& other) { return other.name == each.name; };
    const auto found = std::find_if(all.begin(), all.end(), same);
    if (found == all.end()) all.push_back(each);
    else *found = each;
  }
  Boosts out;
  for (const BoostSettings& each : all) {
    Rule rule{each.name, each.value, {}, {}, {}};
    for (const auto& [texts, numbers] : {std::pair(&each.any, &rule.any), std::pair(&each.with, &rule.with),
                                         std::pair(&each.exclude, &rule.exclude)}) {
      for (const std::string& text : *texts) {
        const auto number = out.words_.add(text);
        if (!number) return tl::unexpected(number.error());
        numbers->push_back(*number);
      }
    }
    if (rule.value != 0) out.rules_.push_back(std::move(rule));
  }
  return out;
}

std::vector<ScorePart> Boosts::of(std::string_view headline) const {
  if (rules_.empty()) return {};
  std::vector<bool> stands(words_.size(), false);
  for (const KeywordMatch& match : words_.find(KeywordText(headline))) stands[match.keyword] = true;
  const auto any_of = [&](const std::vector<std::size_t>& numbers) {
    return std::any_of(numbers.begin(), numbers.end(), [&](std::size_t number) { return stands[number]; });
  };
  std::vector<ScorePart> out;
  for (const Rule& rule : rules_) {
    if (any_of(rule.any) && (rule.with.empty() || any_of(rule.with)) && !any_of(rule.exclude))
      out.push_back({rule.name, rule.value});
  }
  return out;
}

}  // namespace eightbells
