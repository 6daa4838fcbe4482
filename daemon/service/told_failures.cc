#include "daemon/service/told_failures.h"

#include <algorithm>
#include <set>
#include <string_view>

#include <spdlog/spdlog.h>

#include "daemon/service/log.h"

namespace eightbells {
namespace {

// The name in "name: sentence", as far as it can be told: enough to know another reason from another source.
std::string_view name_in(std::string_view text) { return text.substr(0, text.find(": ")); }

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

ToldFailures::News ToldFailures::take(const CollectReport& report, Instant now) {
  News news;
  std::map<std::string, Instant> failing;
  std::set<std::string_view> names;
  for (const std::string& text : report.failures) {
    names.insert(name_in(text));
    const auto before = told_.find(text);
    failing.emplace(text, before == told_.end() ? now : before->second);
    if (before == told_.end() && !contains(report.notes, text)) news.failed.push_back(text);
  }
  const bool all_are_named = report.failures.size() >= static_cast<std::size_t>(report.failed);
  for (auto& [text, since] : told_) {
    if (failing.count(text) > 0) continue;
    if (!all_are_named) failing.emplace(text, since);
    else if (names.count(name_in(text)) == 0) news.recovered.push_back({text, since});
  }
  told_ = std::move(failing);
  return news;
}

void log_polling(const CollectReport& report, ToldFailures& told, Instant now) {
  for (const auto& note : report.notes) spdlog::info("event=note text={}", log_value(note));
  const auto news = told.take(report, now);
  for (const auto& text : news.failed) spdlog::warn("event=source_failed text={}", log_value(text));
  for (const auto& [text, since] : news.recovered)
    spdlog::info("event=source_recovered after_s={} text={}", (now - since).count() / 1000, log_value(text));
}

}  // namespace eightbells
