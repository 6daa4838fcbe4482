// once and digest: one bell struck by hand.
#include <algorithm>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>

#include "daemon/cli/by_hand.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/moment.h"
#include "daemon/cli/reasons.h"
#include "daemon/cli/setting_up.h"
#include "daemon/model/digest_json.h"
#include "daemon/service/hooks.h"
#include "daemon/service/metrics.h"
#include "daemon/service/retention.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace fs = std::filesystem;

namespace {

// What -v says on the way.
class Telling {
 public:
  Telling(bool on, const Hands& hands) : on_(on), hands_(hands) {}

  void beginning(const fs::path& config, const fs::path& state) const {
    if (!on_) return;
    complain(fmt::format("configuration {}, state {}, zone {}, now {}", config.string(), state.string(),
                         hands_.bell->zone().name(), local(hands_.clock->now())));
    complain(fmt::format("polling {} sources, {} at a time, {} a host", hands_.settings->sources.size(),
                         hands_.settings->collect.concurrency, hands_.settings->collect.per_host));
  }

  void polled(const CollectReport& report, Millis took) const {
    if (!on_) return;
    complain(fmt::format("polled {} in {:.1f} s: {} failed, {} stale, {} new entries stored", report.polled,
                         static_cast<double>(took.count()) / 1000, report.failed, report.stale,
                         report.new_entries));
  }

  void due(const std::vector<DueDigest>& windows) const {
    if (!on_) return;
    for (const auto& one : windows)
      complain(fmt::format("window {} to {} has closed and is not in the ledger: \"{}\" is {}",
                           local(one.due.window.begin), local(one.due.window.end), one.profile->name,
                           one.due.skipped ? "skipped (catch_up)" : "written"));
  }

  // How many candidates there were, and what kept most of them out.
  void written(const std::vector<DueDigest>& windows) const {
    if (!on_) return;
    for (const auto& one : windows) {
      const auto row = hands_.store->ledger_row(one.profile->name, one.due.window.end);
      const auto considered =
          row && *row ? considered_from_json((*row)->considered) : tl::unexpected(Error{});
      if (!considered) continue;
      complain(fmt::format("{}: {}", hands_.bell->zone().format("%Y.%m.%d.%H", one.due.window.end),
                           outcome_in_words(*considered)));
      if (!considered->empty())
        complain(fmt::format("\"eightbells explain {}\" tells each",
                             hands_.bell->zone().format("%Y-%m-%dT%H:%M", one.due.window.end)));
    }
  }

 private:
  [[nodiscard]] std::string local(Instant at) const {
    return hands_.bell->zone().format("%Y-%m-%d %H:%M", at);
  }

  bool on_;
  const Hands& hands_;
};

// [[on_digest]] for a bell that is struck by hand: told at once, waited for at the end. Counts what is
// written.
class HooksByHand {
 public:
  explicit HooksByHand(const Hands& hands) : hooks_(io_, hands.settings->hooks) {
    hands.bell->on_written([this](const Digest& digest, const auto& files) {
      ++turn_.digests;
      turn_.items += static_cast<int>(digest.items.size());
      ends_.emplace_back(digest.profile, digest.window.end);
      hooks_.tell(news_of(digest, files));
    });
  }
  // For the metrics; `due`: what was due before it was written.
  [[nodiscard]] TurnFigures turn(const CollectReport& report, Millis took,
                                 const Result<std::vector<DueDigest>>& due) const {
    TurnFigures out = turn_;
    out.collect = report;
    out.collecting = took;
    out.polled = out.bell = true;
    if (!due) return out;
    for (const auto& one : *due)
      out.late += one.due.late && std::count(ends_.begin(), ends_.end(),
                                             std::pair(one.profile->name, one.due.window.end)) > 0;
    return out;
  }
  void wait() {
    hooks_.when_idle([this] { io_.stop(); });
    io_.run();
  }

 private:
  boost::asio::io_context io_;
  Hooks hooks_;
  TurnFigures turn_;
  std::vector<std::pair<std::string, Instant>> ends_;  // of what was written, with its profile
};

// keep_entries and keep_digests. A failure costs room, not the bell.
void remove_all_old(const Hands& hands) {
  constexpr int kSlice = 1000;  // so that no other process waits long for the database
  const auto reference = begin_removals(*hands.store, hands.clock->now());
  if (!reference) return complain(reference.error().message);
  for (;;) {
    const auto removed = remove_old(*hands.settings, *hands.store, *reference, kSlice);
    if (!removed) return complain(removed.error().message);
    if (*removed == 0) return;
  }
}

}  // namespace

int run_once(const Options& options) {
  Hands hands;
  if (const auto failed = open_hands(options, state_path(options), hands)) return *failed;
  HooksByHand hooks(hands);
  const auto finished = hands.bell->finish_planned_windows(hands.clock->now());
  if (!finished) {
    complain(finished.error().message);
    return kFailed;
  }
  print_paths(*finished);
  const Telling telling(options.verbose, hands);
  telling.beginning(config_path(options), state_path(options));
  if (const auto to_come = hands.bell->due(hands.clock->now()); to_come) {
    const auto begun = hands.bell->begin_collecting(*to_come, hands.clock->now());
    if (!begun) complain(begun.error().message);
  }
  const auto began = std::chrono::steady_clock::now();
  const CollectReport report = collect_all(hands);
  const auto took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began);
  telling.polled(report, took);
  tell_failures(report);
  const auto due = hands.bell->due(hands.clock->now());
  if (due) telling.due(*due);
  const auto written = hands.bell->write_due(report, *hands.editor, hands.clock->now());
  if (!written) {
    complain(written.error().message);
    return kFailed;
  }
  if (due) telling.written(*due);
  print_paths(*written);
  const auto told = write_metrics(*hands.settings, *hands.store, hands.files, hooks.turn(report, took, due),
                                  hands.clock->now());
  if (!told) complain(told.error().message);
  if (!written->empty()) remove_all_old(hands);
  hooks.wait();
  if (written->empty() && finished->empty()) {
    const Zone& zone = hands.bell->zone();
    const auto ends = next_ends(zone, *hands.settings, hands.clock->now());
    complain("no window has closed since the last digest; the next one closes at " +
             zone.format("%Y-%m-%d %H:%M", *std::min_element(ends.begin(), ends.end())));
  }
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
  if (complain_about_profile(*hands.settings, options.profile)) return kBadUsage;
  int found = 0;
  for (const auto& profile : hands.settings->digests) {
    if (!options.profile.empty() && profile.name != options.profile) continue;
    auto row = hands.store->ledger_row(profile.name, *end);
    if (row && *row && hands.settings->editor) {
      const auto edited = hands.bell->edit_again(profile, **row, *hands.editor, hands.clock->now());
      if (!edited) complain("not edited again: " + edited.error().message);
      if (edited && *edited > 0)
        complain(fmt::format("{} items that had been left extractive are edited now", *edited));
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
  complain("the ledger has no window that ended at " + format_utc(*end) +
           "; \"eightbells status\" lists what was written");
  return kFailed;
}

}  // namespace eightbells
