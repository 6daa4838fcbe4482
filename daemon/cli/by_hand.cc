#include "daemon/cli/by_hand.h"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "daemon/cli/progress.h"
#include "daemon/cli/setting_up.h"
#include "daemon/collect/collect.h"
#include "daemon/collect/live_http.h"
#include "daemon/service/editor_of.h"
#include "daemon/store/sqlite_store.h"

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
  auto editor = editor_of(*hands.settings, state / kDatabaseName);
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

void tell_failures(const CollectReport& report) {
  for (const auto& note : report.notes) complain(note);
  for (const auto& failure : report.failures) complain(failure);
  if (report.failed > 0)
    complain(fmt::format("{} of {} sources failed; \"eightbells status\" tells more", report.failed, report.sources));
}

void print_paths(const std::vector<fs::path>& paths) {
  for (const auto& path : paths) fmt::print("{}\n", path.string());
}

}  // namespace eightbells
