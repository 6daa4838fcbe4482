// bench_collect ADDRESSES DATABASE [--concurrency N] [--rounds N]: collects the addresses of a file, one a
// line, into a store, once a round, each round four hours after the one before; prints what each cost.
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>

#include "config/load.h"
#include "daemon/collect/collect.h"
#include "daemon/collect/live_http.h"
#include "daemon/store/sqlite_store.h"

namespace {

using namespace eightbells;

constexpr Instant kNow{Millis(1'767'744'010'000)};  // 2026-01-07T00:00:10Z

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long peak_mebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

Settings settings_for(const std::string& addresses, int concurrency) {
  Settings settings = default_settings();
  settings.timezone = "UTC";
  settings.collect.concurrency = concurrency;
  settings.collect.gap = Millis(0);
  settings.collect.deadline = std::chrono::hours(1);
  std::ifstream in(addresses);
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    Source source;
    source.address = line;
    source.name = line;
    source.key = "feed:" + line;
    settings.sources.push_back(std::move(source));
  }
  return settings;
}

CollectReport collect_once(boost::asio::io_context& io, Collector& collector) {
  CollectReport out;
  collector.collect(CollectWhich::all, nullptr, [&](CollectReport report) {
    out = std::move(report);
    io.stop();
  });
  io.restart();
  io.run();
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    fmt::print(stderr, "bench_collect ADDRESSES DATABASE [--concurrency N] [--rounds N]\n");
    return 2;
  }
  int concurrency = 64;
  int rounds = 1;
  for (int i = 3; i + 1 < count; i += 2) {
    const std::string_view name = arguments[i];
    (name == "--rounds" ? rounds : concurrency) = std::atoi(arguments[i + 1]);
  }
  auto store = open_sqlite_store(arguments[2]);
  if (!store) {
    fmt::print(stderr, "{}\n", store.error().message);
    return 1;
  }
  const auto settings = std::make_shared<const Settings>(settings_for(arguments[1], concurrency));
  boost::asio::io_context io(1);
  FixedClock clock(kNow);
  bool whole = true;
  for (int round = 0; round < rounds; ++round) {
    const auto began = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    LiveHttp http(io, settings->collect);
    Collector collector(io, http.client(), **store, clock, settings);
    const CollectReport report = collect_once(io, collector);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
    fmt::print("round {}: {} sources, {} failed, {} new entries, {:.3f} s, {:.3f} s cpu, peak {} MiB\n",
               round + 1, report.polled, report.failed, report.new_entries, wall.count(), cpu_seconds() - cpu,
               peak_mebibytes());
    for (std::size_t i = 0; i < report.failures.size() && i < 3; ++i)
      fmt::print("  {}\n", report.failures[i]);
    whole = whole && report.failed == 0;
    clock.set(clock.now() + std::chrono::hours(4));
  }
  return whole ? 0 : 1;
}
