#include "daemon/collect/collect.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/collect/batch_saver.h"
#include "daemon/collect/start_queue.h"
#include "daemon/window/window.h"
#include "feeds/base/utf8.h"
#include "feeds/sources/poll_source.h"

namespace eightbells {

namespace asio = boost::asio;

namespace {

// How many failures a report names.
constexpr std::size_t kMaxFailuresNamed = 50;

// A collecting never takes more than half a window, so that digests of short windows come in their time too.
Millis deadline_of(const Settings& settings) {
  return std::min(settings.collect.deadline, settings.window / 2);
}

constexpr int kPollsAPlace = 2;

// The token is read anew for every collecting, so that a rotated credential needs no restart. A missing file
// is found out by the X sources themselves, whose error says what to set.
std::string read_token(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string token(std::istreambuf_iterator<char>(in), {});
  return std::string(trim(token));
}

PollSettings poll_settings(const Settings& settings, Store& store) {
  PollSettings out;
  out.window = settings.window;
  if (const auto zone = Zone::find(settings.timezone))
    out.next_window = [zone = *zone, length = settings.window](Instant at) {
      return window_at(zone, length, at).end;
    };
  out.x_reach = settings.max_age;
  out.x_endpoint = settings.x.endpoint;
  if (!settings.x.bearer_token_file.empty()) out.x_bearer_token = read_token(settings.x.bearer_token_file);
  out.x_reads_per_day = settings.x.reads_per_day;
  out.max_entries = settings.collect.max_entries;
  out.is_known = [&store](const Source& source, std::string_view id, std::uint64_t written) {
    return store.knows(source.key, id, written).value_or(false);
  };
  return out;
}

// Enough polls beyond those at the client that none of its places stands empty, and of one host enough that
// it knows of those that wait (it keeps a connection for them).
StartLimits limits_of(const CollectSettings& settings) {
  StartLimits limits;
  limits.at_once = std::max(1, settings.concurrency) * kPollsAPlace;
  limits.of_host = std::max(limits.of_host, settings.per_host * kPollsAPlace);
  for (const auto& [name, slots] : settings.hosts)
    limits.of_host = std::max(limits.of_host, slots * kPollsAPlace);
  return limits;
}

// What its readers no longer get. A feed that never held an entry took nothing away: that is for `status` to
// tell, not for every digest.
bool is_blind(const SourceState& state) {
  return state.health == Health::stale || (state.health == Health::empty && state.last_new_entry);
}

}  // namespace

class Collector::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& io, HttpClient& http, Store& store, const Clock& clock,
       std::shared_ptr<const Settings> settings)
      : http_(http),
        clock_(clock),
        settings_(std::move(settings)),
        deadline_(io),
        queue_(limits_of(settings_->collect)),
        saver_(io, store),
        poller_(io, http, poll_settings(*settings_, store)),
        store_(store),
        io_(io) {}

  void collect(CollectWhich which, Progress progress, Done done) {
    progress_ = std::move(progress);
    done_ = std::move(done);
    report_ = {};
    unsaved_ = 0;
    waiting_.clear();
    seen_.clear();
    queue_.clear();
    order_ = 0;
    which_ = which;
    ++round_;
    if (settings_->x.reads_per_day > 0) set_x_budget();
    // The settings outlive every poll that looks at a source of theirs: each pointer keeps them.
    for (const auto& source : settings_->sources) add(SourcePointer(settings_, &source));
    start_some();
    arm_deadline();
    asio::post(io_, [self = shared_from_this(), round = round_] { self->finish_if_done(round); });
  }

  [[nodiscard]] int unsaved() const { return unsaved_; }

  void cancel() {
    if (!done_) return;
    give_up("stopped before it answered");
    http_.cancel_all();
  }

  void close() { saver_.commit(); }

  [[nodiscard]] Result<std::vector<Instant>> due_times() const {
    std::vector<Instant> out;
    for (const auto& source : settings_->sources) {
      if (!source.every) continue;
      const auto state = store_.source_state(source.key);
      if (!state) return tl::unexpected(state.error());
      if (state->health == Health::retired) continue;
      out.push_back(due_at(*state, clock_.now()));
    }
    return out;
  }

 private:
  struct Waiting {
    SourcePointer source;
    std::chrono::steady_clock::time_point since;
  };

  void set_x_budget() {
    const auto records = store_.sources();
    if (!records) return;
    std::vector<SourceState> states;
    for (const auto& record : *records) states.push_back(record.state);
    poller_.set_x_budget(x_budget_of(states, clock_.now()));
  }

  void add(SourcePointer source) {
    if (!seen_.insert(source->key).second) return;
    if (source->kind != SourceKind::opml) ++report_.sources;
    queue_.add(std::move(source));
  }

  void start_some() {
    while (SourcePointer source = queue_.next())
      if (!start(source)) queue_.ended(*source);
  }

  // False: nothing is to be done.
  bool start(const SourcePointer& source) {
    auto state = store_.source_state(source->key);
    if (!state) {
      note_failure(*source, state.error().message);
      return false;
    }
    const Instant now = clock_.now();
    if (!wanted(*source, *state, now)) {
      count_idle(*source, *state);
      return false;
    }
    const int order = order_++;
    waiting_.emplace(order, Waiting{source, std::chrono::steady_clock::now()});
    ++report_.polled;
    poller_.poll(*source, std::move(*state), now,
                 [self = shared_from_this(), order, source, round = round_](PollResult result) {
                   self->on_result(round, order, *source, std::move(result));
                 });
    return true;
  }

  [[nodiscard]] bool wanted(const Source& source, const SourceState& state, Instant now) const {
    if (is_due(source, state, now)) return true;
    if (state.health == Health::retired || state.failures > 0) return false;
    return which_ == CollectWhich::all ||
           (which_ == CollectWhich::bell && source.every && *source.every < settings_->window);
  }

  void count_idle(const Source& source, const SourceState& state) {
    if (source.kind == SourceKind::opml) return;
    if (state.failures > 0) note_failure(source, state.last_error);
    else if (is_blind(state)) ++report_.stale;
  }

  void note_poll(const Waiting& poll, bool failed) {
    const auto took = std::chrono::steady_clock::now() - poll.since;
    report_.polls.push_back({std::chrono::duration_cast<Millis>(took), failed});
  }

  void note_failure(const Source& source, const std::string& message) {
    ++report_.failed;
    if (report_.failures.size() < kMaxFailuresNamed) report_.failures.push_back(source.name + ": " + message);
  }

  void on_result(int round, int order, const Source& source, PollResult result) {
    const auto found = waiting_.find(order);
    if (round != round_ || found == waiting_.end()) return;  // after the deadline: the next round asks again
    const SourcePointer kept = found->second.source;
    note_poll(found->second, result.outcome == PollOutcome::failed);
    waiting_.erase(found);
    queue_.ended(source);
    save(kept, result);
    for (const auto& note : result.notes) report_.notes.push_back(source.name + ": " + note);
    for (Source& listed : result.found) {
      listed.fetch = source.fetch;  // what a list names is asked for as the list itself
      add(std::make_shared<const Source>(std::move(listed)));
    }
    start_some();
    finish_if_done(round);
  }

  void save(const SourcePointer& source, const PollResult& result) {
    const bool failed = result.outcome == PollOutcome::failed;
    const auto saved = saver_.save(source, result, clock_.now(),
                                   [this, failed](const Lost& lost) { take_back(lost, failed); });
    if (!saved) note_unsaved(*source, saved.error().message);
    else if (failed) note_failure(*source, result.error ? result.error->message : result.state.last_error);
    else if (is_blind(result.state)) ++report_.stale;
    if (saved) report_.new_entries += saved->fresh;
  }

  // What was saved is not in the database after all.
  void take_back(const Lost& lost, bool failed) {
    report_.new_entries -= lost.fresh;
    if (!failed) note_failure(*lost.source, lost.why);
    ++unsaved_;
  }

  void note_unsaved(const Source& source, const std::string& why) {
    ++unsaved_;
    note_failure(source, why);
  }

  void tell_progress() {
    if (!progress_) return;
    CollectProgress progress;
    progress.total = report_.polled + static_cast<int>(queue_.waiting());
    progress.done = report_.polled - static_cast<int>(waiting_.size());
    progress.failed = report_.failed;
    progress.new_entries = report_.new_entries;
    if (!waiting_.empty()) progress.waiting_for = waiting_.begin()->second.source->name;
    progress_(progress);
  }

  void finish_if_done(int round) {
    if (round != round_ || !done_) return;
    const bool over = waiting_.empty() && queue_.waiting() == 0;
    if (over) saver_.commit();
    tell_progress();
    if (!over) return;
    deadline_.cancel();
    ++round_;
    std::exchange(done_, nullptr)(std::move(report_));
  }

  void arm_deadline() {
    deadline_.expires_after(deadline_of(*settings_));
    deadline_.async_wait([self = shared_from_this(), round = round_](const boost::system::error_code& error) {
      if (error || round != self->round_) return;
      self->give_up(fmt::format("no answer before collecting had to end, {} s after its start",
                                deadline_of(*self->settings_).count() / 1000));
      self->http_.cancel_all();
    });
  }

  // Sources that have not answered count as failed, and what they still say is not heard.
  void give_up(const std::string& why) {
    for (const auto& [order, poll] : waiting_) {
      note_poll(poll, true);
      note_failure(*poll.source, why);
    }
    for (const auto& source : queue_.take_all()) note_failure(*source, why);
    waiting_.clear();
    const int round = round_;
    asio::post(io_, [self = shared_from_this(), round] { self->finish_if_done(round); });
  }

  HttpClient& http_;
  const Clock& clock_;
  std::shared_ptr<const Settings> settings_;
  asio::steady_timer deadline_;
  StartQueue queue_;
  BatchSaver saver_;
  SourcePoller poller_;
  Store& store_;
  asio::io_context& io_;
  Progress progress_;
  Done done_;
  CollectReport report_;
  int unsaved_ = 0;
  CollectWhich which_ = CollectWhich::all;
  std::map<int, Waiting> waiting_;  // for an answer, by the order of their start
  std::unordered_set<std::string> seen_;
  int order_ = 0;
  int round_ = 0;
};

Collector::Collector(asio::io_context& io, HttpClient& http, Store& store, const Clock& clock,
                     std::shared_ptr<const Settings> settings)
    : impl_(std::make_shared<Impl>(io, http, store, clock, std::move(settings))) {}

Collector::~Collector() { impl_->close(); }

void Collector::collect(CollectWhich which, Progress progress, Done done) {
  impl_->collect(which, std::move(progress), std::move(done));
}

int Collector::unsaved() const { return impl_->unsaved(); }

void Collector::cancel() { impl_->cancel(); }

Result<std::vector<Instant>> Collector::due_times() const { return impl_->due_times(); }

}  // namespace eightbells
