#include "daemon/service/service.h"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "daemon/collect/collect.h"
#include "daemon/collect/live_http.h"
#include "daemon/service/bell.h"
#include "daemon/service/editor_of.h"
#include "daemon/service/failures.h"
#include "daemon/service/hooks.h"
#include "daemon/service/log.h"
#include "daemon/service/metrics.h"
#include "daemon/service/systemd.h"
#include "daemon/service/wake_timer.h"
#include "daemon/store/sqlite_store.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace asio = boost::asio;

namespace {

// systemd's patience is longer (TimeoutStopSec), a person's is not.
constexpr auto kDrain = std::chrono::seconds(4);

// Entries made findable in one go, some milliseconds of work.
constexpr int kIndexSlice = 500;

// Everything that follows from one configuration; swapped whole on reload.
struct Gear {
  std::shared_ptr<const Settings> settings;
  std::unique_ptr<Bell> bell;
  std::unique_ptr<Editor> editor;
  LiveHttp http;
  Collector collector;
  std::shared_ptr<Hooks> hooks;

  Gear(const ServiceParts& parts, std::shared_ptr<const Settings> given, std::unique_ptr<Bell> made_bell,
       std::unique_ptr<Editor> made_editor)
      : settings(std::move(given)), bell(std::move(made_bell)), editor(std::move(made_editor)),
        http(parts.io, settings->collect), collector(parts.io, http.client(), parts.store, parts.clock, settings),
        hooks(std::make_shared<Hooks>(parts.io, settings->hooks)) {
    bell->on_written([told = hooks.get()](const Digest& digest, const auto& files) { told->tell(news_of(digest, files)); });
  }
};

Result<std::shared_ptr<Gear>> make_gear(const ServiceParts& parts, std::shared_ptr<const Settings> settings) {
  auto bell = Bell::open(settings, parts.state, parts.store, parts.files);
  if (!bell) return tl::unexpected(bell.error());
  auto editor = editor_of(*settings, parts.state / kDatabaseName);
  if (!editor) return tl::unexpected(editor.error());
  return std::make_shared<Gear>(parts, std::move(settings), std::move(*bell), std::move(*editor));
}

}  // namespace

class Service::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(ServiceParts parts, std::shared_ptr<const Settings> settings)
      : parts_(std::move(parts)), first_settings_(std::move(settings)), watchdog_(parts_.io), drain_(parts_.io) {}

  Result<void> start() {
    auto gear = make_gear(parts_, std::move(first_settings_));
    if (!gear) return tl::unexpected(gear.error());
    gear_ = std::move(*gear);
    auto timer = WakeTimer::make(parts_.io);
    if (!timer) return tl::unexpected(timer.error());
    wake_.emplace(std::move(*timer));
    spdlog::info("event=started version={} sources={} digests={}", EIGHTBELLS_VERSION, gear_->settings->sources.size(),
                 gear_->settings->digests.size());
    const auto finished = finish_planned_windows();
    notify_ready("Starting");
    feed_watchdog();
    if (finished) turn();
    else retry_later(finished.error().message);  // a full disk is no reason to end: there may be room in a minute
    return {};
  }

  void stop() {
    if (stopping_) return;
    stopping_ = true;
    notify_stopping();
    wake_->cancel();
    watchdog_.cancel();
    gear_->collector.cancel();
    drain_.expires_after(kDrain);
    drain_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (error) return;
      if (!self->busy_) return self->leave();  // hooks are under way: they are ended
      // The editor does not come back in time. Nothing is half-written: the window is written at the next start.
      spdlog::warn("event=stopped while=editing");
      std::_Exit(0);
    });
    if (!busy_) finish();
  }

  void reload() {
    notify_reloading();
    LoadResult loaded = parts_.load();
    for (const auto& error : loaded.errors)
      spdlog::error("event=reload_refused error={}",
                    log_value(fmt::format("{}:{}:{}: {}", error.file, error.line, error.column, error.message)));
    if (loaded.errors.empty()) {
      pending_ = std::make_shared<const Settings>(std::move(loaded.settings));
      if (!busy_) turn();
    }
    notify_ready(loaded.errors.empty() ? "Reloaded" : "Kept the old configuration: the new one has errors");
  }

 private:
  // ---- one turn: reload if asked, write what is due, else sleep ----
  void turn() {
    if (stopping_ || busy_) return;
    take_pending();
    const Instant now = parts_.clock.now();
    if (const auto ready = be_ready(now); !ready) return retry_later(ready.error().message);
    const auto due = gear_->bell->due(now);
    if (!due) return retry_later(due.error().message);
    const auto times = gear_->collector.due_times();
    if (!times) return retry_later(times.error().message);
    const bool source_due = std::any_of(times->begin(), times->end(), [&](Instant at) { return at <= now; });
    if (!due->empty() && collected_for_ == due->back().due.window.end)
      write_again();
    else if (!due->empty())
      collect(CollectWhich::bell, due->back().due.window.end);
    else if (source_due)
      collect(CollectWhich::due, std::nullopt);
    else
      rest(next_due(*times, now), now);
  }

  // Half-done windows are finished first, and a database that takes no words is found out before any server is asked for what
  // could not be kept.
  Result<void> be_ready(Instant now) {
    const auto planned = gear_->bell->has_planned_windows();
    if (!planned) return tl::unexpected(planned.error());
    if (*planned)
      if (auto finished = finish_planned_windows(); !finished) return finished;
    return parts_.store.put("service", "turned", "", now);
  }

  Result<void> finish_planned_windows() {
    const auto finished = gear_->bell->finish_planned_windows(parts_.clock.now());
    if (!finished) return tl::unexpected(finished.error());
    for (const auto& path : *finished) spdlog::info("event=finished file={}", path.string());
    return {};
  }

  void rest(Instant until, Instant now) {
    const auto ahead = gear_->bell->ledger_ahead_of(now);
    if (!ahead) return retry_later(ahead.error().message);
    if (*ahead) {
      const std::string message = fmt::format(
          "the newest digest is that of {}, which lies after this clock's {}: no digest is written before then", format_utc(**ahead),
          format_utc(now));
      if (failures_.should_tell(message, now)) spdlog::error("event=clock_behind_ledger error={}", log_value(message));
      last_words_ = "Waiting: " + message;
    } else {
      recover(now);
    }
    sleep_until(until);
  }

  void recover(Instant now) {
    if (const auto since = failures_.over()) spdlog::info("event=recovered after_s={}", (now - *since).count() / 1000);
  }

  // The next end of a window of any digest, or the next source.
  Instant next_due(std::vector<Instant> times, Instant now) const {
    for (const Instant end : next_ends(gear_->bell->zone(), *gear_->settings, now)) times.push_back(end);
    return next_wake(gear_->bell->zone(), gear_->settings->window, times, now);
  }

  void take_pending() {
    if (!pending_) return;
    auto gear = make_gear(parts_, std::exchange(pending_, nullptr));
    if (!gear) return spdlog::error("event=reload_refused error={}", log_value(gear.error().message));
    gear_->hooks->when_idle([kept = gear_->hooks] {});  // what it was told of is told on
    gear_ = std::move(*gear);
    spdlog::info("event=reloaded sources={} digests={}", gear_->settings->sources.size(), gear_->settings->digests.size());
  }

  // What was collected becomes findable in slices while nothing else is to be done, so that a signal never waits long.
  void index_when_idle() {
    if (stopping_ || busy_) return;
    const auto indexed = parts_.store.index_pending(kIndexSlice);
    if (!indexed) return spdlog::warn("event=index_failed error={}", log_value(indexed.error().message));
    if (*indexed > 0) return asio::post(parts_.io, [self = shared_from_this()] { self->index_when_idle(); });
    malloc_trim(0);  // what a bell needed goes back to the system: the next one is hours away
  }

  void sleep_until(Instant at) {
    index_when_idle();
    notify_status(fmt::format("{}; next bell at {}", last_words_, format_utc(at)));
    wake_->wake_at(at, [self = shared_from_this()] { self->turn(); });
  }

  void retry_later(const std::string& message) {
    const Instant now = parts_.clock.now();
    const Millis wait = failures_.next_wait();
    if (failures_.should_tell(message, now)) spdlog::error("event=failed error={} retry_in_s={}", log_value(message), wait.count() / 1000);
    last_words_ = "Failed: " + message;
    busy_ = false;
    if (stopping_) return finish();
    notify_status(fmt::format("{}; next attempt at {}", last_words_, format_utc(now + wait)));
    wake_->wake_at(now + wait, [self = shared_from_this()] { self->turn(); });
  }

  // ---- collecting, then the digests that are due, oldest first ----
  // `bell`: the end of the newest window that is due.
  void collect(CollectWhich which, std::optional<Instant> bell) {
    busy_ = true;
    notify_status("Polling");
    const Instant began = parts_.clock.now();
    gear_->collector.collect(which, nullptr, [self = shared_from_this(), which, bell, began](CollectReport report) {
      const auto took = self->parts_.clock.now() - began;
      spdlog::info("event=collected sources={} polled={} failed={} stale={} new={} ms={}", report.sources, report.polled,
                   report.failed, report.stale, report.new_entries, took.count());
      for (const auto& note : report.notes) spdlog::info("event=note text={}", log_value(note));
      for (const auto& failure : report.failures) spdlog::warn("event=source_failed text={}", log_value(failure));
      self->figures_ = {report, took, 0, 0, 0};
      self->report_ = std::move(report);
      // What could not be kept is asked for again.
      self->collected_for_ = self->gear_->collector.unsaved() == 0 ? bell : std::nullopt;
      if (which == CollectWhich::due || self->stopping_) return self->end_turn();
      self->write_next();
    });
  }

  // After a failure: everything was polled for this bell already.
  void write_again() {
    busy_ = true;
    write_next();
  }

  void write_next() {
    const Instant now = parts_.clock.now();
    const auto due = gear_->bell->due(now);
    if (!due) return retry_later(due.error().message);
    if (due->empty() || stopping_) return end_turn();
    const auto next = due->begin();
    if (next->due.skipped) {
      if (const auto skipped = gear_->bell->skip(*next, now); !skipped) return retry_later(skipped.error().message);
      spdlog::warn("event=skipped profile={} begin={} end={}", next->profile->name, format_utc(next->due.window.begin),
                   format_utc(next->due.window.end));
      return write_next();
    }
    auto input = gear_->bell->gather(*next->profile, next->due.window, next->latest, report_, now);
    if (!input) return retry_later(input.error().message);
    notify_status("Writing the digest of " + format_utc(next->due.window.end));
    asio::post(worker_, [self = shared_from_this(), gear = gear_, due = *next, input = std::move(*input)]() mutable {
      auto outcome = gear->bell->make(*due.profile, input, *gear->editor);
      asio::post(self->parts_.io, [self, gear, due, outcome = std::move(outcome)] { self->on_made(*gear, due, outcome); });
    });
  }

  void on_made(Gear& gear, const DueDigest& due, const DigestOutcome& outcome) {
    const auto paths = gear.bell->publish_outcome(due, outcome, parts_.clock.now());
    if (!paths) return retry_later(paths.error().message);
    ++figures_.digests;
    figures_.items += static_cast<int>(outcome.digest.items.size());
    figures_.late += due.due.late ? 1 : 0;
    last_words_ = fmt::format("{} items in the last digest; of {} sources {} failed, {} are stale",
                              outcome.digest.items.size(), report_.sources, report_.failed, report_.stale);
    spdlog::info("event=digest profile={} window_end={} items={} file={}", due.profile->name,
                 format_utc(due.due.window.end), outcome.digest.items.size(),
                 paths->empty() ? "none" : paths->front().string());
    write_next();
  }

  void end_turn() {
    busy_ = false;
    const auto told = write_metrics(*gear_->settings, parts_.store, parts_.files, figures_, parts_.clock.now());
    if (!told) spdlog::warn("event=metrics_failed error={}", log_value(told.error().message));
    if (stopping_) return finish();
    turn();
  }

  // Hooks have until the end of the drain.
  void finish() {
    gear_->hooks->when_idle([self = shared_from_this()] { self->leave(); });
  }

  void leave() {
    gear_->hooks.reset();
    spdlog::info("event=stopped");
    drain_.cancel();
    parts_.io.stop();
  }

  // The watchdog hears from us only while the loop turns and the database answers.
  void feed_watchdog() {
    const auto interval = watchdog_interval();
    if (!interval || stopping_) return;
    if (parts_.store.get("watchdog", "alive")) notify_watchdog();
    watchdog_.expires_after(*interval);
    watchdog_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (!error) self->feed_watchdog();
    });
  }

  ServiceParts parts_;
  std::shared_ptr<const Settings> first_settings_;
  std::shared_ptr<const Settings> pending_;
  std::shared_ptr<Gear> gear_;
  std::optional<WakeTimer> wake_;
  asio::steady_timer watchdog_;
  asio::steady_timer drain_;
  Failures failures_;
  std::optional<Instant> collected_for_;
  CollectReport report_;
  BellFigures figures_;
  std::string last_words_ = "No digest yet";
  bool busy_ = false;
  bool stopping_ = false;
  asio::thread_pool worker_{1};
};

Service::Service(ServiceParts parts, std::shared_ptr<const Settings> settings)
    : impl_(std::make_shared<Impl>(std::move(parts), std::move(settings))) {}

Service::~Service() = default;
Result<void> Service::start() { return impl_->start(); }
void Service::stop() { impl_->stop(); }
void Service::reload() { impl_->reload(); }

}  // namespace eightbells
