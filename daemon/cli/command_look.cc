// check and explain: looking at the configuration and at what was decided.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "config/units.h"
#include "daemon/cli/by_hand.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/moment.h"
#include "daemon/cli/reasons.h"
#include "daemon/cli/setting_up.h"
#include "daemon/cli/table.h"
#include "daemon/cli/terminal.h"
#include "daemon/model/digest_json.h"
#include "daemon/render/template.h"
#include "daemon/service/bell.h"
#include "daemon/service/retention.h"
#include "feeds/base/utf8.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace json = boost::json;

namespace {

// Mistakes in templates do not stop the daemon, which has the shipped ones; whoever checks wants to know.
bool has_template_problems(const Settings& settings) {
  std::vector<TemplateProblem> problems;
  for (const auto& profile : settings.digests)
    if (!profile.template_directory.empty())
      (void)Templates::with_folder(profile.template_directory, problems);
  for (const auto& problem : problems) fmt::print(stderr, "{}\n", problem.to_string());
  return !problems.empty();
}

}  // namespace

int run_check(const Options& options) {
  const auto settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  const auto zone = zone_of(*settings);
  if (!zone) {
    complain(zone.error().message);
    return kBadUsage;
  }
  if (has_template_problems(*settings)) return kBadUsage;
  const auto counted = [](std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
  };
  fmt::print("{}: good. {}, {}, {}, zone {}, a window of {}.\n", config_path(options).string(),
             counted(settings->sources.size(), "source", "sources"),
             counted(settings->categories.size(), "category", "categories"),
             counted(settings->digests.size(), "digest", "digests"), zone->name(),
             format_duration(settings->window));
  if (settings->sources.empty())
    complain("no source yet: \"eightbells add URL\" finds the feed of a page and adds it");
  return kDone;
}

namespace {

std::string parts_line(const std::vector<ScorePart>& parts) {
  std::string out;
  for (const auto& part : parts)
    if (std::abs(part.value) >= 0.005)
      out += fmt::format("{}{} {:+.2f}", out.empty() ? "" : ", ", part.name, part.value);
  return out;
}

// Stories in the order of their score; the members of one stand together.
void sort_for_reading(std::vector<Considered>& considered) {
  std::stable_sort(considered.begin(), considered.end(), [](const Considered& a, const Considered& b) {
    const int left = a.number > 0 ? a.number : 1'000'000;
    const int right = b.number > 0 ? b.number : 1'000'000;
    if (left != right) return left < right;
    if (a.score != b.score) return a.score > b.score;
    return a.story_id < b.story_id;
  });
}

void print_story(const Considered& one, const Paint& paint) {
  const std::string place =
      one.number > 0 ? paint(Ink::good, fmt::format("#{}", one.number)) : paint(Ink::faint, "not shown");
  const std::string why = one_line(one.kept_out);
  fmt::print("\n{}  score {:.2f}{}\n", place, one.score, why.empty() ? "" : ": " + paint(Ink::warning, why));
  if (const std::string parts = parts_line(one.parts); !parts.empty())
    fmt::print("{}", wrapped(parts, stdout_columns(), "  "));
  if (!one.categories.empty())
    fmt::print("  {} (by {})\n", one_line(fmt::format("{}", fmt::join(one.categories, ", "))),
               one.categories_by);
}

void print_for_reading(const std::vector<Considered>& considered) {
  const Paint paint = Paint::of_stdout();
  fmt::print("{}", wrapped(outcome_in_words(considered), stdout_columns(), ""));
  std::string story;
  for (const auto& one : considered) {
    if (one.story_id.empty() || one.story_id != story) print_story(one, paint);
    story = one.story_id;
    const std::string title = one_line(one.title);
    fmt::print("  - {}{}[{}] {}\n", paint(Ink::title, title), title.empty() ? "" : " ", one_line(one.source),
               paint(Ink::link, one_line(one.link)));
  }
}

void print_as_json(const std::vector<Considered>& considered) {
  for (const auto& one : considered) {
    json::object parts;
    for (const auto& part : one.parts) parts[part.name] = part.value;
    const json::object line{{"entry", one.entry_id},
                            {"title", one.title},
                            {"source", one.source},
                            {"link", one.link},
                            {"story", one.story_id},
                            {"categories", json::value_from(one.categories)},
                            {"decided_by", one.categories_by},
                            {"score", one.score},
                            {"parts", parts},
                            {"number", one.number},
                            {"kept_out", one.kept_out}};
    fmt::print("{}\n", json::serialize(line));
  }
}

}  // namespace

int run_explain(const Options& options) {
  const auto settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  const auto zone = zone_of(*settings);
  const auto end =
      zone ? parse_moment(options.window, *zone, SystemClock().now()) : tl::unexpected(zone.error());
  if (!end) {
    complain(end.error().message);
    return kBadUsage;
  }
  if (complain_about_profile(*settings, options.profile)) return kBadUsage;
  auto store = open_state(state_path(options));
  if (!store) {
    complain(store.error().message);
    return kFailed;
  }
  const std::string profile = options.profile.empty() ? settings->digests.front().name : options.profile;
  const auto row = (*store)->ledger_row(profile, *end);
  if (!row || !*row) {
    complain(row ? "the ledger of \"" + profile + "\" has no window that ended at " + format_utc(*end) +
                       "; \"eightbells status\" lists what was written"
                 : row.error().message);
    return kFailed;
  }
  if ((*row)->considered.empty()) {
    if ((*row)->state == WindowState::skipped)
      complain("that window was skipped (catch_up): nothing was considered");
    else
      complain(
          fmt::format("what was considered for a window is kept for {} days; \"eightbells digest --window\" "
                      "still writes its digest",
                      kKeepConsidered / kDay));
    return kFailed;
  }
  auto considered = considered_from_json((*row)->considered);
  if (!considered) {
    complain(considered.error().message);
    return kFailed;
  }
  sort_for_reading(*considered);
  if (options.json) print_as_json(*considered);
  else print_for_reading(*considered);
  return kDone;
}

}  // namespace eightbells
