#include "daemon/cli/by_hand.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>

#include "config/nearest.h"
#include "daemon/cli/progress.h"
#include "daemon/cli/setting_up.h"
#include "daemon/collect/collect.h"
#include "daemon/collect/live_http.h"
#include "daemon/service/editor_of.h"
#include "daemon/store/sqlite_store.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace fs = std::filesystem;

std::optional<int> open_hands(const Options& options, const fs::path& state, Hands& hands) {
  hands.settings = settings_or_complain(options);
  if (!hands.settings) return kBadUsage;
  const auto complained = [](const Error& error, int code) {
    complain(error.message);
    return code;
  };
  const auto zone = zone_of(*hands.settings);
  if (!zone) return complained(zone.error(), kBadUsage);
  auto clock = clock_of(options, *zone);
  if (!clock) return complained(clock.error(), kBadUsage);
  hands.clock = std::move(*clock);
  auto store = open_state(state);
  if (!store) return complained(store.error(), kFailed);
  hands.store = std::move(*store);
  auto bell = Bell::open(hands.settings, state, *hands.store, hands.files);
  if (!bell) return complained(bell.error(), kFailed);
  hands.bell = std::move(*bell);
  auto editor = editor_of(*hands.settings, state / kDatabaseName, [&hands](int done, int total) {
    if (!hands.editing) hands.editing = std::make_unique<ProgressBar>("Editing");
    hands.editing->show(done, total, 0, "");
    if (done == total) hands.editing.reset();
  });
  if (!editor) return complained(editor.error(), kBadUsage);
  hands.editor = std::move(*editor);
  return std::nullopt;
}

CollectReport collect_all(const Hands& hands) {
  boost::asio::io_context io;
  LiveHttp http(io, hands.settings->collect);
  Collector collector(io, http.client(), *hands.store, *hands.clock, hands.settings);
  ProgressBar bar("Polling");
  CollectReport report;
  collector.collect(
      CollectWhich::all,
      [&](const CollectProgress& p) { bar.show(p.done, p.total, p.failed, p.waiting_for); },
      [&](CollectReport done) {
        report = std::move(done);
        io.stop();
      });
  io.run();
  return report;
}

bool complain_about_profile(const Settings& settings, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& profile : settings.digests) names.push_back(profile.name);
  if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) return false;
  complain(fmt::format("no [[digest]] is called \"{}\"{}; there {} {}", name, nearest_hint(name, names),
                       names.size() == 1 ? "is" : "are", fmt::join(names, ", ")));
  return true;
}

void tell_failures(const CollectReport& report) {
  constexpr std::size_t kTold = 12;  // the rest is in `status`
  for (const auto& note : report.notes) complain(note);
  const std::size_t told = std::min(report.failures.size(), kTold);
  for (std::size_t i = 0; i < told; ++i) complain(report.failures[i]);
  if (told < report.failures.size()) complain(fmt::format("and {} more", report.failures.size() - told));
  if (report.failed == 0) return;
  complain(fmt::format("{} of {} sources failed; \"eightbells status\" tells more", report.failed,
                       report.sources));
  if (report.failed > 1 && report.failed == report.polled) complain(kAllFailed);
}

void print_paths(const std::vector<fs::path>& paths) {
  for (const auto& path : paths) fmt::print("{}\n", path.string());
}

}  // namespace eightbells
