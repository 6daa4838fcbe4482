// once and digest: one bell struck by hand.
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "daemon/cli/by_hand.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/moment.h"
#include "daemon/cli/setting_up.h"
#include "daemon/service/metrics.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace fs = std::filesystem;

int run_once(const Options& options) {
  Hands hands;
  if (const auto failed = open_hands(options, state_path(options), hands)) return *failed;
  const auto finished = hands.bell->finish_planned_windows(hands.clock->now());
  if (!finished) {
    complain(finished.error().message);
    return kFailed;
  }
  print_paths(*finished);
  if (options.verbose) complain(fmt::format("polling {} sources", hands.settings->sources.size()));
  const auto began = std::chrono::steady_clock::now();
  const CollectReport report = collect_all(hands);
  const auto took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began);
  if (options.verbose)
    complain(fmt::format("polled {}, failed {}, new entries {}", report.polled, report.failed, report.new_entries));
  tell_failures(report);
  const auto written = hands.bell->write_due(report, *hands.editor, hands.clock->now());
  if (!written) {
    complain(written.error().message);
    return kFailed;
  }
  print_paths(*written);
  const BellFigures figures{report, took, static_cast<int>(written->size()), 0, 0};
  if (const auto told = write_metrics(*hands.settings, *hands.store, hands.files, figures, hands.clock->now()); !told)
    complain(told.error().message);
  if (written->empty() && finished->empty())
    complain("no window has closed since the last digest; the next one closes at " +
             hands.bell->zone().format("%Y-%m-%d %H:%M", window_at(hands.bell->zone(), hands.settings->window,
                                                                    hands.clock->now()).end));
  return report.failed > 0 ? kSomeSourcesFailed : kDone;
}

int run_digest(const Options& options) {
  Hands hands;
  if (const auto failed = open_hands(options, state_path(options), hands)) return *failed;
  const auto end = parse_moment(options.window, hands.bell->zone(), hands.clock->now());
  if (!end) {
    complain("--window: " + end.error().message);
    return kBadUsage;
  }
  int found = 0;
  for (const auto& profile : hands.settings->digests) {
    if (!options.profile.empty() && profile.name != options.profile) continue;
    auto row = hands.store->ledger_row(profile.name, *end);
    if (row && *row && hands.settings->editor) {
      const auto edited = hands.bell->edit_again(profile, **row, *hands.editor, hands.clock->now());
      if (!edited) complain("not edited again: " + edited.error().message);
      if (edited && *edited > 0) complain(fmt::format("{} items that had been left extractive are edited now", *edited));
    }
    if (!row) {
      complain(row.error().message);
      return kFailed;
    }
    if (!*row) continue;
    ++found;
    const auto written = write_again(**row, hands.bell->place_of(profile), *hands.store, hands.files);
    if (!written) {
      complain(written.error().message);
      return kFailed;
    }
    print_paths(*written);
  }
  if (found > 0) return kDone;
  complain("the ledger has no window that ended at " + format_utc(*end) + "; \"eightbells status\" lists what was written");
  return kFailed;
}

}  // namespace eightbells
