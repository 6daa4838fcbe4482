// The order of things: accounts without a known id are collected until the loop turns and looked up in one
// request; then every account's ranges (x_range.h) are read page by page. All requests for pages go through
// one queue, because the day's budget has to be set aside before a request is sent: with a budget one request
// is under way at a time, so that what one account does not need is there for the next.
#include "feeds/sources/x_account.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <deque>
#include <utility>

#include "feeds/base/utf8.h"
#include "feeds/fetch/verdict.h"
#include "feeds/parse/x_api.h"
#include "feeds/sources/extra.h"
#include "feeds/sources/health.h"
#include "feeds/sources/rhythm.h"
#include "feeds/sources/x_limits.h"
#include "feeds/sources/x_range.h"
#include "feeds/sources/x_request.h"
#include "feeds/sources/x_thread.h"

namespace eightbells {
namespace {

constexpr std::size_t kAtATime =
    8;  // requests for pages, without a budget; the client's manners may allow fewer
const std::string kLookUp = "users/by";
const std::string kTimeline = "tweets";
// One account's poll under way.
struct Job {
  Source source;
  SourceState state;
  Instant now;
  SourcePoller::Handler done;
  std::vector<XRange> ranges;
  std::size_t range = 0;           // the one that is being read
  std::string next_page;           // its pagination token; empty: its first page
  std::vector<std::uint64_t> ids;  // read of it
  std::vector<XPost> posts;        // read of all
  int pages = 0;
};
using JobPointer = std::shared_ptr<Job>;

}  // namespace

class XAccounts::Impl : public std::enable_shared_from_this<XAccounts::Impl> {
 public:
  Impl(boost::asio::io_context& io, HttpClient& http, const PollSettings& settings)
      : io_(io), http_(http), settings_(settings), limits_(settings.x_reads_per_day) {}

  void poll(const Source& source, SourceState state, Instant now, SourcePoller::Handler done) {
    auto job = std::make_shared<Job>();
    job->source = source;
    job->state = std::move(state);
    job->now = now;
    job->done = std::move(done);
    if (settings_.x_bearer_token.empty()) {
      later([job](Impl& self) { self.fail(job, token_error(), false); });
    } else if (job->state.x_user_id.empty()) {
      strangers_.push_back(job);
      if (strangers_.size() == 1) later([](Impl& self) { self.look_up(); });
    } else {
      later([job](Impl& self) { self.begin(job); });
    }
  }

  XLimits& limits() { return limits_; }

 private:
  template <typename Action>
  void later(Action action) {
    boost::asio::post(io_, [weak = weak_from_this(), action = std::move(action)] {
      if (const auto self = weak.lock()) action(*self);
    });
  }

  HttpRequest request(const Source& source, const std::string& path) const {
    HttpRequest out;
    out.url = settings_.x_endpoint + path;
    out.options = source.fetch;
    out.options.basic_auth.clear();
    out.headers.emplace_back("Authorization", "Bearer " + settings_.x_bearer_token);
    return out;
  }

  // ---- who they are ----

  void look_up() {
    std::vector<JobPointer> all = std::exchange(strangers_, {});
    for (std::size_t from = 0; from < all.size(); from += kMaxXHandles) {
      const std::size_t to = std::min(all.size(), from + kMaxXHandles);
      look_up(std::vector<JobPointer>(all.begin() + static_cast<std::ptrdiff_t>(from),
                                      all.begin() + static_cast<std::ptrdiff_t>(to)));
    }
  }

  void look_up(std::vector<JobPointer> batch) {
    const Instant now = batch.front()->now;
    if (const auto until = limits_.blocked_until(kLookUp, now)) {
      for (const JobPointer& job : batch) wait(job, *until);
      return;
    }
    std::vector<std::string> handles;
    for (const JobPointer& job : batch) handles.push_back(job->source.address);
    HttpRequest asked = request(batch.front()->source, look_up_path(handles));
    http_.fetch(std::move(asked),
                [weak = weak_from_this(), batch = std::move(batch)](const Result<HttpResponse>& answer) {
                  if (const auto self = weak.lock()) self->looked_up(batch, answer);
                });
  }

  void looked_up(const std::vector<JobPointer>& batch, const Result<HttpResponse>& answer) {
    const auto all_fail = [&](const Error& error, bool soon) {
      for (const JobPointer& job : batch) fail(job, error, soon);
    };
    if (!answer) return all_fail(answer.error(), true);
    limits_.learn(kLookUp, *answer, batch.front()->now);
    if (answer->status == 429) {
      for (const JobPointer& job : batch) wait(job, *limits_.blocked_until(kLookUp, job->now));
      return;
    }
    if (answer->status != 200)
      return all_fail(Error{ErrorKind::http, x_refusal(*answer)}, answer->status >= 500);
    const Result<XUsers> users = parse_x_users(answer->body);
    if (!users) return all_fail(users.error(), true);
    for (const JobPointer& job : batch) identify(job, *users);
  }

  void identify(const JobPointer& job, const XUsers& users) {
    const std::string wanted = ascii_lower(job->source.address);
    for (const XUser& user : users.users) {
      if (ascii_lower(user.handle) != wanted || !is_x_number(user.id)) continue;
      job->state.x_user_id = user.id;
      extra::set(job->state, extra::kXHandle, user.handle);
      return begin(job);
    }
    const std::string name = "@" + job->source.address;
    std::string sentence = "no X account " + name + ": check the spelling";
    for (const XUsers::Missing& missing : users.missing) {
      const bool suspended = ascii_lower(missing.reason).find("suspended") != std::string::npos;
      if (ascii_lower(missing.handle) == wanted && suspended)
        sentence = "the X account " + name + " is suspended";
    }
    fail(job, Error{ErrorKind::not_found, sentence}, false);
  }

  // ---- what they posted ----

  void begin(const JobPointer& job) {
    job->ranges = ranges_to_read(job->state, settings_.x_reach, job->now);
    waiting_.push_back(job);
    pump();
  }

  // Sends what may be sent. An account that may not be asked now ends here.
  void pump() {
    const std::size_t at_a_time = limits_.is_limited() ? 1 : kAtATime;
    while (!waiting_.empty() && in_flight_ < at_a_time) {
      const JobPointer job = waiting_.front();
      if (const auto until = limits_.blocked_until(kTimeline, job->now)) {
        waiting_.pop_front();
        wait(job, *until);
        continue;
      }
      const int posts = limits_.reserve(waiting_.size(), job->now);
      if (posts == 0 && limits_.reserved() > 0) return;  // some of it may come back
      waiting_.pop_front();
      if (posts == 0) spent(job);
      else ask(job, posts);
    }
  }

  void ask(const JobPointer& job, int posts) {
    const std::string path =
        timeline_path(job->source, job->state.x_user_id, job->ranges[job->range], posts, job->next_page);
    ++in_flight_;
    http_.fetch(request(job->source, path),
                [weak = weak_from_this(), job, posts](const Result<HttpResponse>& answer) {
                  if (const auto self = weak.lock()) self->answered(job, posts, answer);
                });
  }

  void answered(const JobPointer& job, int reserved, const Result<HttpResponse>& answer) {
    --in_flight_;
    take_answer(job, reserved, answer);
    pump();
  }

  void take_answer(const JobPointer& job, int reserved, const Result<HttpResponse>& answer) {
    if (!answer) {
      // The request may have been counted by the server.
      count(job, reserved, answer.error().kind == ErrorKind::cancelled ? 0 : reserved);
      return break_off(job, answer.error(), true);
    }
    limits_.learn(kTimeline, *answer, job->now);
    if (answer->status != 200) {
      count(job, reserved, 0);
      if (answer->status == 429) return wait(job, *limits_.blocked_until(kTimeline, job->now));
      // The account has gone, or its id was another's: look it up again.
      if (answer->status == 404) job->state.x_user_id.clear();
      return break_off(job, Error{ErrorKind::http, x_refusal(*answer)}, answer->status >= 500);
    }
    Result<XPage> page = parse_x_page(answer->body, extra::get(job->state, extra::kXHandle));
    if (!page) {
      count(job, reserved, reserved);
      return break_off(job, page.error(), true);
    }
    count(job, reserved, static_cast<int>(page->posts.size()));
    take_page(job, std::move(*page));
  }

  void take_page(const JobPointer& job, XPage page) {
    if (page.posts.empty() && page.next_token.empty() && !page.problems.empty()) {
      return break_off(job,
                       Error{ErrorKind::http, "X does not show the posts of @" + job->source.address + ": " +
                                                  page.problems.front()},
                       false);
    }
    for (XPost& post : page.posts) {
      job->ids.push_back(post.id);
      job->posts.push_back(std::move(post));
    }
    job->next_page = page.next_token;
    ++job->pages;
    if (job->next_page.empty()) {
      learn_range(job->state, job->ranges[job->range], job->ids, true);
      job->ids.clear();
      ++job->range;
    }
    if (job->range == job->ranges.size()) return finish(job, std::nullopt);
    if (job->pages >= kMaxXPages)
      return break_off(job, Error{ErrorKind::too_large, "more posts than one poll reads"}, true);
    waiting_.push_front(job);  // an account that has begun ends first
  }

  void count(const JobPointer& job, int reserved, int read) {
    limits_.settle(reserved, read);
    const std::string day = x_day(job->now);
    if (extra::get(job->state, extra::kXReadsDay) != day) {
      extra::set(job->state, extra::kXReadsDay, day);
      extra::set_number(job->state, extra::kXReads, 0);
    }
    extra::set_number(job->state, extra::kXReads, extra::number(job->state, extra::kXReads) + read);
  }

  // ---- how it ends ----

  // The rest cannot be read now: what was read counts, and the rest is kept as a gap.
  void break_off(const JobPointer& job, const Error& error, bool soon) {
    if (job->posts.empty()) return fail(job, error, soon);
    if (!job->ids.empty()) learn_range(job->state, job->ranges[job->range], job->ids, false);
    const Beat beat{settings_.window, settings_.next_window};
    finish(job, next_due_after_failure(job->source, 1, soon, beat, job->now));
  }

  // The server or the budget says: not before `until`. That is nobody's failure.
  void wait(const JobPointer& job, Instant until) { postpone(job, until, rate_error(until)); }
  void spent(const JobPointer& job) { postpone(job, next_x_day(job->now), budget_error(limits_.per_day())); }

  void postpone(const JobPointer& job, Instant until, Error error) {
    if (!job->posts.empty()) {
      if (!job->ids.empty()) learn_range(job->state, job->ranges[job->range], job->ids, false);
      return finish(job, until);
    }
    PollResult out;
    job->state.last_error = error.message;
    job->state.next_due = until;
    out.error = std::move(error);
    out.state = std::move(job->state);
    job->done(std::move(out));
  }

  void fail(const JobPointer& job, Error error, bool soon) {
    PollResult out;
    if (error.kind != ErrorKind::cancelled) {
      SourceState& state = job->state;
      ++state.failures;
      state.last_poll = job->now;
      state.last_error = error.message;
      const Beat beat{settings_.window, settings_.next_window};
      state.next_due = next_due_after_failure(job->source, state.failures, soon, beat, job->now);
      refresh_health(job->source, state, job->now);
    }
    out.error = std::move(error);
    out.state = std::move(job->state);
    job->done(std::move(out));
  }

  // `again`: when the rest is to be read; nothing when all was.
  void finish(const JobPointer& job, std::optional<Instant> again) {
    PollResult out;
    SourceState& state = job->state;
    Feed feed;
    feed.entries = entries_of_posts(std::move(job->posts));
    if (feed.entries.size() > settings_.max_entries) feed.entries.resize(settings_.max_entries);
    learn_document(state, feed, false, job->now);
    state.failures = 0;
    state.last_error.clear();
    state.last_poll = state.last_success = job->now;
    if (!state.first_success) state.first_success = job->now;
    state.next_due =
        next_due_after_success(job->source, {}, {settings_.window, settings_.next_window}, job->now);
    if (again) state.next_due = std::min(*state.next_due, *again);
    refresh_health(job->source, state, job->now);
    out.outcome = feed.entries.empty() ? PollOutcome::not_modified : PollOutcome::fetched;
    out.entries = std::move(feed.entries);
    out.state = std::move(state);
    job->done(std::move(out));
  }

  boost::asio::io_context& io_;
  HttpClient& http_;
  PollSettings settings_;
  XLimits limits_;
  std::vector<JobPointer> strangers_;  // to be looked up when the loop turns
  std::deque<JobPointer> waiting_;     // for a request for a page
  std::size_t in_flight_ = 0;
};

XAccounts::XAccounts(boost::asio::io_context& io, HttpClient& http, const PollSettings& settings)
    : impl_(std::make_shared<Impl>(io, http, settings)) {}

XAccounts::~XAccounts() = default;

void XAccounts::poll(const Source& source, SourceState state, Instant now, SourcePoller::Handler done) {
  impl_->poll(source, std::move(state), now, std::move(done));
}

void XAccounts::set_budget(XBudget budget) { impl_->limits().set_budget(std::move(budget)); }

XBudget XAccounts::budget() const { return impl_->limits().budget(); }

}  // namespace eightbells
