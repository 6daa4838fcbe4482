#include "feeds/sources/poll_source.h"

#include <boost/asio/post.hpp>
#include <utility>

#include "feeds/sources/command.h"
#include "feeds/sources/document_poll.h"
#include "feeds/sources/x_account.h"

namespace eightbells {

// Every callback holds the poller weakly: what comes in after its end is dropped.
class SourcePoller::Impl : public std::enable_shared_from_this<SourcePoller::Impl> {
 public:
  Impl(boost::asio::io_context& io, HttpClient& http, PollSettings settings)
      : io_(io),
        http_(http),
        settings_(std::move(settings)),
        accounts_(std::make_shared<XAccounts>(io, http, settings_)) {}

  void poll(const Source& source, SourceState state, Instant now, Handler done) {
    if (source.kind == SourceKind::x) return accounts_->poll(source, std::move(state), now, std::move(done));
    auto job = std::make_shared<Job>(Job{source, std::move(state), now, std::move(done), {}, {}, {}});
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
    HttpRequest request;
    std::vector<std::string> links;  // feeds that the page named, still to be tried
    PollResult failure;              // what the poll comes to when none of them is one
  };
  using JobPointer = std::shared_ptr<Job>;

  [[nodiscard]] PollContext context(const Job& job) const { return {job.source, settings_, job.now}; }

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
    const std::string page = answer->url;
    DocumentStep step = read_document(context(*job), std::move(job->state), job->request, std::move(*answer));
    if (step.feed_links.empty()) return job->done(std::move(step.result));
    job->failure = std::move(step.result);
    job->links = std::move(step.feed_links);
    try_links(job, page, 0);
  }

  void try_links(const JobPointer& job, const std::string& page, std::size_t n) {
    if (n == job->links.size()) return job->done(std::move(job->failure));
    http_.fetch(discovered_request(context(*job), job->links[n]),
                [weak = weak_from_this(), job, page, n](Result<HttpResponse> answer) {
                  const auto self = weak.lock();
                  if (!self) return;
                  if (answer) {
                    auto found = read_discovered(self->context(*job), job->failure.state, page, job->links[n],
                                                 std::move(*answer));
                    if (found) return job->done(std::move(*found));
                  }
                  self->try_links(job, page, n + 1);
                });
  }

  boost::asio::io_context& io_;
  HttpClient& http_;
  PollSettings settings_;
  std::shared_ptr<XAccounts> accounts_;
};

SourcePoller::SourcePoller(boost::asio::io_context& io, HttpClient& http, PollSettings settings)
    : impl_(std::make_shared<Impl>(io, http, std::move(settings))) {}

SourcePoller::~SourcePoller() = default;

void SourcePoller::poll(const Source& source, SourceState state, Instant now, Handler done) {
  impl_->poll(source, std::move(state), now, std::move(done));
}

void SourcePoller::set_x_budget(XBudget budget) { impl_->accounts().set_budget(std::move(budget)); }

XBudget SourcePoller::x_budget() const { return impl_->accounts().budget(); }

bool is_due(const Source&, const SourceState& state, Instant now) {
  if (state.health == Health::retired) return false;
  return !state.next_due || *state.next_due <= now;
}

}  // namespace eightbells
