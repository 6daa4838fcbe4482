#include "daemon/collect/collect.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include "daemon/window/window.h"
#include "feeds/base/utf8.h"
#include "feeds/sources/poll_source.h"

namespace eightbells {

namespace asio = boost::asio;

namespace {

// How many failures a report names.
constexpr std::size_t kMaxFailuresNamed = 50;

// A collecting never takes more than half a window, so that digests of short windows come in their time too.
Millis deadline_of(const Settings& settings) { return std::min(settings.collect.deadline, settings.window / 2); }

// The token is read anew for every collecting, so that a rotated credential needs no restart. A missing file is found out by the
// X sources themselves, whose error says what to set.
std::string read_token(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string token(std::istreambuf_iterator<char>(in), {});
  return std::string(trim(token));
}

PollSettings poll_settings(const Settings& settings) {
  PollSettings out;
  out.window = settings.window;
  if (const auto zone = Zone::find(settings.timezone))
    out.next_window = [zone = *zone, length = settings.window](Instant at) { return window_at(zone, length, at).end; };
  out.x_reach = settings.max_age;
  out.x_endpoint = settings.x.endpoint;
  if (!settings.x.bearer_token_file.empty()) out.x_bearer_token = read_token(settings.x.bearer_token_file);
  out.x_reads_per_day = settings.x.reads_per_day;
  out.max_entries = settings.collect.max_entries;
  return out;
}

bool is_blind(Health health) { return health == Health::stale || health == Health::empty; }

}  // namespace

class Collector::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& io, HttpClient& http, Store& store, const Clock& clock, std::shared_ptr<const Settings> settings)
      : http_(http), store_(store), clock_(clock), settings_(std::move(settings)), deadline_(io),
        poller_(io, http, poll_settings(*settings_)), io_(io) {}

  void collect(CollectWhich which, Progress progress, Done done) {
    progress_ = std::move(progress);
    done_ = std::move(done);
    report_ = {};
    waiting_.clear();
    seen_.clear();
    order_ = 0;
    which_ = which;
    ++round_;
    report_.sources = 0;
    starting_ = true;
    if (const auto records = store_.sources()) {
      std::vector<SourceState> states;
      for (const auto& record : *records) states.push_back(record.state);
      poller_.set_x_budget(x_budget_of(states, clock_.now()));
    }
    for (const auto& source : settings_->sources) start(source);
    starting_ = false;
    arm_deadline();
    asio::post(io_, [self = shared_from_this(), round = round_] { self->finish_if_done(round); });
  }

  void cancel() {
    if (!done_) return;
    http_.cancel_all();
    give_up("stopped before it answered");
  }

  [[nodiscard]] Result<std::vector<Instant>> due_times() const {
    std::vector<Instant> out;
    for (const auto& source : settings_->sources) {
      if (!source.every) continue;
      const auto state = store_.source_state(source.key);
      if (!state) return tl::unexpected(state.error());
      if (state->health == Health::retired) continue;
      out.push_back(state->next_due.value_or(clock_.now()));
    }
    return out;
  }

 private:
  struct Waiting {
    Source source;
    int order = 0;
  };

  void start(const Source& source) {
    if (!seen_.insert(source.key).second) return;
    auto state = store_.source_state(source.key);
    if (source.kind != SourceKind::opml) ++report_.sources;
    if (!state) return note_failure(source, state.error().message);
    const Instant now = clock_.now();
    if (!wanted(source, *state, now)) return count_idle(source, *state);
    waiting_[source.key] = {source, order_++};
    ++report_.polled;
    // The poller may keep a reference to the source: the map's node stays where it is until the answer came.
    const Source& kept = waiting_[source.key].source;
    poller_.poll(kept, std::move(*state), now, [self = shared_from_this(), key = source.key, round = round_](PollResult result) {
      self->on_result(round, key, std::move(result));
    });
  }

  [[nodiscard]] bool wanted(const Source& source, const SourceState& state, Instant now) const {
    if (is_due(source, state, now)) return true;
    if (state.health == Health::retired || state.failures > 0) return false;
    return which_ == CollectWhich::all || (which_ == CollectWhich::bell && source.every && *source.every < settings_->window);
  }

  void count_idle(const Source& source, const SourceState& state) {
    if (source.kind == SourceKind::opml) return;
    if (state.failures > 0)
      note_failure(source, state.last_error);
    else if (is_blind(state.health))
      ++report_.stale;
  }

  void note_failure(const Source& source, const std::string& message) {
    ++report_.failed;
    if (report_.failures.size() < kMaxFailuresNamed) report_.failures.push_back(source.name + ": " + message);
  }

  void on_result(int round, const std::string& key, PollResult result) {
    const auto found = waiting_.find(key);
    if (round != round_ || found == waiting_.end()) return;  // after the deadline: the next round asks again
    const Source source = std::move(found->second.source);
    waiting_.erase(found);
    const auto saved = store_.save_poll(source, result.state, result.entries, clock_.now());
    if (!saved)
      note_failure(source, saved.error().message);
    else if (result.outcome == PollOutcome::failed)
      note_failure(source, result.error ? result.error->message : result.state.last_error);
    else if (is_blind(result.state.health))
      ++report_.stale;
    if (saved) report_.new_entries += saved->fresh;
    for (const auto& note : result.notes) report_.notes.push_back(source.name + ": " + note);
    for (Source listed : result.found) {
      listed.fetch = source.fetch;  // what a list names is asked for as the list itself
      start(listed);
    }
    finish_if_done(round);
  }

  void tell_progress() {
    if (!progress_) return;
    CollectProgress progress;
    progress.total = report_.polled;
    progress.done = report_.polled - static_cast<int>(waiting_.size());
    progress.failed = report_.failed;
    progress.new_entries = report_.new_entries;
    const auto oldest = std::min_element(waiting_.begin(), waiting_.end(),
                                         [](const auto& a, const auto& b) { return a.second.order < b.second.order; });
    if (oldest != waiting_.end()) progress.waiting_for = oldest->second.source.name;
    progress_(progress);
  }

  void finish_if_done(int round) {
    if (round != round_ || starting_ || !done_) return;
    tell_progress();
    if (!waiting_.empty()) return;
    deadline_.cancel();
    ++round_;
    std::exchange(done_, nullptr)(std::move(report_));
  }

  void arm_deadline() {
    deadline_.expires_after(deadline_of(*settings_));
    deadline_.async_wait([self = shared_from_this(), round = round_](const boost::system::error_code& error) {
      if (error || round != self->round_) return;
      self->http_.cancel_all();
      self->give_up(fmt::format("no answer before collecting had to end, {} s after its start",
                                deadline_of(*self->settings_).count() / 1000));
    });
  }

  // Sources that have not answered count as failed, and what they still say is not heard.
  void give_up(const std::string& why) {
    for (const auto& [key, waiting] : waiting_) note_failure(waiting.source, why);
    abandoned_.push_back(std::move(waiting_));  // their sources live on until the poller lets go
    waiting_.clear();
    const int round = round_;
    asio::post(io_, [self = shared_from_this(), round] { self->finish_if_done(round); });
  }

  HttpClient& http_;
  Store& store_;
  const Clock& clock_;
  std::shared_ptr<const Settings> settings_;
  asio::steady_timer deadline_;
  SourcePoller poller_;
  asio::io_context& io_;
  Progress progress_;
  Done done_;
  CollectReport report_;
  CollectWhich which_ = CollectWhich::all;
  std::map<std::string, Waiting> waiting_;
  std::vector<std::map<std::string, Waiting>> abandoned_;
  std::set<std::string> seen_;
  int order_ = 0;
  int round_ = 0;
  bool starting_ = false;
};

Collector::Collector(asio::io_context& io, HttpClient& http, Store& store, const Clock& clock,
                     std::shared_ptr<const Settings> settings)
    : impl_(std::make_shared<Impl>(io, http, store, clock, std::move(settings))) {}

Collector::~Collector() = default;

void Collector::collect(CollectWhich which, Progress progress, Done done) {
  impl_->collect(which, std::move(progress), std::move(done));
}

void Collector::cancel() { impl_->cancel(); }

Result<std::vector<Instant>> Collector::due_times() const { return impl_->due_times(); }

}  // namespace eightbells
