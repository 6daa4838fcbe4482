#include "daemon/service/service.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "daemon/service/failures.h"
#include "daemon/service/gear.h"
#include "daemon/service/idle_memory.h"
#include "daemon/service/log.h"
#include "daemon/service/metrics.h"
#include "daemon/service/retention.h"
#include "daemon/service/systemd.h"
#include "daemon/service/told_failures.h"
#include "daemon/service/wake_timer.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace asio = boost::asio;

namespace {

// systemd's patience is longer (TimeoutStopSec), a person's is not.
constexpr auto kDrain = std::chrono::seconds(4);

// Entries made findable, or removed for their age, in one go: some milliseconds of work.
constexpr int kIndexSlice = 500;
constexpr int kRemoveSlice = 200;

}  // namespace

class Service::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(ServiceParts parts, std::shared_ptr<const Settings> settings)
      : parts_(std::move(parts)),
        first_settings_(std::move(settings)),
        watchdog_(parts_.io),
        drain_(parts_.io) {}

  Result<void> start() {
    auto gear = make_gear(parts_, std::move(first_settings_));
    if (!gear) return tl::unexpected(gear.error());
    gear_ = std::move(*gear);
    auto timer = WakeTimer::make(parts_.io);
    if (!timer) return tl::unexpected(timer.error());
    wake_.emplace(std::move(*timer));
    spdlog::info("event=started version={} sources={} digests={}", EIGHTBELLS_VERSION,
                 gear_->settings->sources.size(), gear_->settings->digests.size());
    const auto finished = finish_planned_windows();
    notify_ready("Starting");
    feed_watchdog();
    if (finished) turn();
    else
      retry_later(
          finished.error().message);  // a full disk is no reason to end: there may be room in a minute
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
      // The editor does not come back in time. Nothing is half-written: the window is written at the next
      // start.
      spdlog::warn("event=stopped while=editing");
      std::_Exit(0);
    });
    if (!busy_) finish();
  }

  void reload() {
    notify_reloading();
    LoadResult loaded = parts_.load();
    for (const auto& error : loaded.errors)
      spdlog::error(
          "event=reload_refused error={}",
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
    if (!due->empty() && collected_for_ == due->back().due.window.end) write_again();
    else if (!due->empty()) collect_for(*due, now);
    else if (source_due) collect(CollectWhich::due, std::nullopt);
    else rest(next_due(*times, now), now);
  }

  // Half-done windows are finished first, and a database that takes no words is found out before any server
  // is asked for what could not be kept.
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
          "the newest digest is that of {}, which lies after this clock: none is written before then, unless "
          "a backup of the database from before is put back",
          format_utc(**ahead));
      if (failures_.should_tell(message, now))
        spdlog::error("event=clock_behind_ledger now={} error={}", format_utc(now), log_value(message));
      last_words_ = "Waiting: " + message;
    } else {
      recover(now);
    }
    sleep_until(until);
  }

  void recover(Instant now) {
    if (const auto since = failures_.over())
      spdlog::info("event=recovered after_s={}", (now - *since).count() / 1000);
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
    told_failures_.forget();
    spdlog::info("event=reloaded sources={} digests={}", gear_->settings->sources.size(),
                 gear_->settings->digests.size());
  }

  // What was collected becomes findable in slices while nothing else is to be done, so that a signal never
  // waits long.
  void index_when_idle() {
    if (stopping_ || busy_) return;
    const auto indexed = parts_.store.index_pending(kIndexSlice);
    if (!indexed) return tell_small("index_failed", indexed.error().message);
    if (*indexed > 0 || remove_when_idle())
      return asio::post(parts_.io, [self = shared_from_this()] { self->index_when_idle(); });
    give_memory_back();
  }

  // What is too old goes likewise, after each bell. False: nothing is left.
  bool remove_when_idle() {
    if (!may_be_too_much_) return false;
    if (!removing_from_) {
      const auto begun = begin_removals(parts_.store, parts_.clock.now());
      if (!begun) return end_removals(begun.error().message);
      removing_from_ = *begun;
    }
    const auto removed = remove_old(*gear_->settings, parts_.store, *removing_from_, kRemoveSlice);
    if (!removed) return end_removals(removed.error().message);
    return *removed > 0 || end_removals("");
  }

  bool end_removals(const std::string& error) {
    if (!error.empty()) tell_small("remove_failed", error);
    may_be_too_much_ = false;
    removing_from_.reset();
    return false;
  }

  void tell_small(std::string_view event, const std::string& error) {
    if (small_failures_.should_tell(error, parts_.clock.now()))
      spdlog::warn("event={} error={}", event, log_value(error));
  }

  void sleep_until(Instant at) {
    index_when_idle();
    notify_status(fmt::format("{}; next bell at {}", last_words_, format_utc(at)));
    wake_->wake_at(at, [self = shared_from_this()] { self->turn(); });
  }

  void retry_later(const std::string& message) {
    const Instant now = parts_.clock.now();
    const Millis wait = failures_.next_wait();
    if (failures_.should_tell(message, now))
      spdlog::error("event=failed error={} retry_in_s={}", log_value(message), wait.count() / 1000);
    last_words_ = "Failed: " + message;
    busy_ = false;
    if (stopping_) return finish();
    notify_status(fmt::format("{}; next attempt at {}", last_words_, format_utc(now + wait)));
    wake_->wake_at(now + wait, [self = shared_from_this()] { self->turn(); });
  }

  void collect_for(const std::vector<DueDigest>& due, Instant now) {
    if (const auto begun = gear_->bell->begin_collecting(due, now); !begun)
      return retry_later(begun.error().message);
    collect(CollectWhich::bell, due.back().due.window.end);
  }

  // ---- collecting, then the digests that are due, oldest first ----
  // `bell`: the end of the newest window that is due.
  void collect(CollectWhich which, std::optional<Instant> bell) {
    busy_ = true;
    notify_status("Polling");
    const Instant began = parts_.clock.now();
    gear_->collector.collect(
        which, nullptr, [self = shared_from_this(), which, bell, began](CollectReport report) {
          const auto took = self->parts_.clock.now() - began;
          spdlog::info("event=collected sources={} polled={} failed={} stale={} new={} ms={}", report.sources,
                       report.polled, report.failed, report.stale, report.new_entries, took.count());
          log_polling(report, self->told_failures_, self->parts_.clock.now());
          self->turn_.collecting = took;
          self->turn_.polled = true;
          self->turn_.bell = bell.has_value();
          self->turn_.collect = report;
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
      if (const auto skipped = gear_->bell->skip(*next, now); !skipped)
        return retry_later(skipped.error().message);
      spdlog::warn("event=skipped profile={} begin={} end={}", next->profile->name,
                   format_utc(next->due.window.begin), format_utc(next->due.window.end));
      return write_next();
    }
    auto input = gear_->bell->gather(*next->profile, next->due.window, next->latest, report_, now);
    if (!input) return retry_later(input.error().message);
    notify_status("Writing the digest of " + format_utc(next->due.window.end));
    asio::post(
        worker_, [self = shared_from_this(), gear = gear_, due = *next, input = std::move(*input)]() mutable {
          auto outcome = gear->bell->make(*due.profile, input, *gear->editor);
          asio::post(self->parts_.io,
                     [self, gear, due, outcome = std::move(outcome)] { self->on_made(*gear, due, outcome); });
        });
  }

  void on_made(Gear& gear, const DueDigest& due, const DigestOutcome& outcome) {
    const auto paths = gear.bell->publish_outcome(due, outcome, parts_.clock.now());
    if (!paths) return retry_later(paths.error().message);
    may_be_too_much_ = true;
    ++turn_.digests;
    turn_.items += static_cast<int>(outcome.digest.items.size());
    turn_.late += due.due.late ? 1 : 0;
    last_words_ = fmt::format("{} items in the last digest; of {} sources {} failed, {} are stale",
                              outcome.digest.items.size(), report_.sources, report_.failed, report_.stale);
    spdlog::info("event=digest profile={} window_end={} items={} file={}", due.profile->name,
                 format_utc(due.due.window.end), outcome.digest.items.size(),
                 paths->empty() ? "none" : paths->front().string());
    write_next();
  }

  void end_turn() {
    busy_ = false;
    const auto told = write_metrics(*gear_->settings, parts_.store, parts_.files, turn_, parts_.clock.now());
    if (!told) tell_small("metrics_failed", told.error().message);
    turn_ = {std::move(turn_.collect), turn_.collecting};
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
  SmallFailures small_failures_;
  std::optional<Instant> collected_for_;
  CollectReport report_;
  TurnFigures turn_;
  ToldFailures told_failures_;
  std::string last_words_ = "No digest yet";
  bool may_be_too_much_ = true;
  std::optional<Instant> removing_from_;
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
