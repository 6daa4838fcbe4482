#include "feeds/sources/poll_source.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <utility>

#include "feeds/sources/command.h"
#include "feeds/sources/document_poll.h"
#include "feeds/sources/x_account.h"

namespace eightbells {

namespace asio = boost::asio;

namespace {

// A smaller document is read sooner than it is handed over.
constexpr std::size_t kWorthHandingOver = 8 << 10;

}  // namespace

// A source's first document is the one that costs: nothing in it is known, so all its texts are read. That is
// done by a worker, beside the loop, which meanwhile saves what came before; the loop asks and answers for
// everything else, the store among it. The worker is there while polls are under way.
//
// Every callback holds the poller weakly: what comes in after its end is dropped.
class SourcePoller::Impl : public std::enable_shared_from_this<SourcePoller::Impl> {
 public:
  Impl(boost::asio::io_context& io, HttpClient& http, PollSettings settings)
      : io_(io),
        http_(http),
        settings_(std::make_shared<const PollSettings>(std::move(settings))),
        accounts_(std::make_shared<XAccounts>(io, http, *settings_)) {}

  void poll(const Source& source, SourceState state, Instant now, Handler done) {
    if (source.kind == SourceKind::x) return accounts_->poll(source, std::move(state), now, std::move(done));
    auto job =
        std::make_shared<Job>(Job{source, std::move(state), now, std::move(done), settings_, {}, {}, {}});
    if (source.kind == SourceKind::command) return run(job);
    fetch(job);
  }

  XAccounts& accounts() { return *accounts_; }

 private:
  // One poll under way.
  struct Job {
    Source source;
    SourceState state;
    Instant now;
    Handler done;
    std::shared_ptr<const PollSettings> settings;
    HttpRequest request;
    std::vector<std::string> links;  // feeds that the page named, still to be tried
    PollResult failure;              // what the poll comes to when none of them is one
  };
  using JobPointer = std::shared_ptr<Job>;

  [[nodiscard]] static PollContext context(const Job& job) { return {job.source, *job.settings, job.now}; }

  void fetch(const JobPointer& job) {
    job->request = document_request(context(*job), job->state);
    http_.fetch(job->request, [weak = weak_from_this(), job](Result<HttpResponse> answer) {
      if (const auto self = weak.lock()) self->answered(job, std::move(answer));
    });
  }

  void run(const JobPointer& job) {
    CommandRequest request{job->source.argv, job->source.fetch.timeout, job->source.fetch.max_bytes};
    run_command(io_, std::move(request), [weak = weak_from_this(), job](Result<std::string> output) {
      const auto self = weak.lock();
      if (!self) return;
      if (!output) return self->answered(job, tl::unexpected<Error>(output.error()));
      HttpResponse response;
      response.body = std::move(*output);
      self->answered(job, std::move(response));
    });
  }

  void answered(const JobPointer& job, Result<HttpResponse> answer) {
    if (!answer) return job->done(read_failure(context(*job), std::move(job->state), answer.error()));
    const bool all_is_new = !job->state.first_success && answer->body.size() >= kWorthHandingOver;
    if (all_is_new) return hand_over(job, std::move(*answer));
    const std::string page = answer->url;
    take(job, page, read_document(context(*job), std::move(job->state), job->request, *answer));
  }

  // The job comes back to the loop, and ends there, whatever becomes of this poller.
  void hand_over(JobPointer job, HttpResponse answer) {
    if (!worker_) worker_.emplace(1);
    ++handed_over_;
    asio::post(*worker_, [weak = weak_from_this(), job = std::move(job), answer = std::move(answer),
                          loop = asio::make_work_guard(io_)]() mutable {
      std::string page = answer.url;
      DocumentStep step = read_document(context(*job), std::move(job->state), job->request, answer);
      asio::post(loop.get_executor(), [weak = std::move(weak), job = std::move(job), page = std::move(page),
                                       step = std::move(step)]() mutable {
        if (const auto self = weak.lock()) self->handed_back(job, page, std::move(step));
      });
    });
  }

  void handed_back(const JobPointer& job, const std::string& page, DocumentStep step) {
    if (--handed_over_ == 0) worker_.reset();
    take(job, page, std::move(step));
  }

  void take(const JobPointer& job, const std::string& page, DocumentStep step) {
    if (step.feed_links.empty()) return job->done(std::move(step.result));
    job->failure = std::move(step.result);
    job->links = std::move(step.feed_links);
    try_links(job, page, 0);
  }

  void try_links(const JobPointer& job, const std::string& page, std::size_t n) {
    if (n == job->links.size()) return job->done(std::move(job->failure));
    http_.fetch(discovered_request(context(*job), job->links[n]), [weak = weak_from_this(), job, page,
                                                                   n](const Result<HttpResponse>& answer) {
      const auto self = weak.lock();
      if (!self) return;
      if (answer) {
        auto found = read_discovered(self->context(*job), job->failure.state, page, job->links[n], *answer);
        if (found) return job->done(std::move(*found));
      }
      self->try_links(job, page, n + 1);
    });
  }

  boost::asio::io_context& io_;
  HttpClient& http_;
  std::shared_ptr<const PollSettings> settings_;
  std::shared_ptr<XAccounts> accounts_;
  std::optional<asio::thread_pool> worker_;
  std::size_t handed_over_ = 0;  // and not come back
};

SourcePoller::SourcePoller(boost::asio::io_context& io, HttpClient& http, PollSettings settings)
    : impl_(std::make_shared<Impl>(io, http, std::move(settings))) {}

SourcePoller::~SourcePoller() = default;

void SourcePoller::poll(const Source& source, SourceState state, Instant now, Handler done) {
  impl_->poll(source, std::move(state), now, std::move(done));
}

void SourcePoller::set_x_budget(XBudget budget) { impl_->accounts().set_budget(std::move(budget)); }

XBudget SourcePoller::x_budget() const { return impl_->accounts().budget(); }

Instant due_at(const SourceState& state, Instant now) {
  if (state.last_poll && *state.last_poll > now + kClockSlack) return now;
  return state.next_due.value_or(now);
}

bool is_due(const Source&, const SourceState& state, Instant now) {
  if (state.health == Health::retired) return false;
  return due_at(state, now) <= now;
}

}  // namespace eightbells
