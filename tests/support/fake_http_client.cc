#include "tests/support/fake_http_client.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <deque>
#include <map>
#include <utility>

namespace eightbells::testing {

namespace asio = boost::asio;

class FakeHttpClient::Impl : public std::enable_shared_from_this<Impl> {
 public:
  explicit Impl(asio::io_context& io) : io_(io) {}

  struct Pending {
    HttpRequest request;
    Handler done;
    bool finished = false;
  };
  using PendingPointer = std::shared_ptr<Pending>;

  void fetch(HttpRequest request, Handler done) {
    auto pending = std::make_shared<Pending>(Pending{std::move(request), std::move(done)});
    open_.push_back(pending);
    most_in_flight_ = std::max(most_in_flight_, open_.size());
    if (holding_) {
      held_.push_back(pending);
    } else {
      start(pending);
    }
  }

  void start(const PendingPointer& pending) {
    asio::post(io_, [self = shared_from_this(), pending] {
      if (!pending->finished) self->finish(pending, self->answer(pending->request));
    });
  }

  void finish(const PendingPointer& pending, Result<HttpResponse> result) {
    pending->finished = true;
    std::erase(open_, pending);
    std::exchange(pending->done, nullptr)(std::move(result));
  }

  void cancel_all() {
    held_.clear();
    for (const auto& pending : std::exchange(open_, {})) {
      pending->finished = true;
      asio::post(io_, [pending] {
        std::exchange(pending->done, nullptr)(fail(ErrorKind::cancelled, "the request was cancelled"));
      });
    }
  }

  Result<HttpResponse> answer(HttpRequest request) {
    std::vector<HttpRedirect> redirects;
    for (;;) {
      auto result = answer_hop(request);
      if (!result) return result;
      const std::string to(find_header(result->headers, "location"));
      const int status = result->status;
      const bool moves = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
      if (!moves || to.empty()) {
        if (result->url.empty()) result->url = request.url;
        redirects.insert(redirects.end(), result->redirects.begin(), result->redirects.end());
        result->redirects = std::move(redirects);
        return result;
      }
      if (static_cast<int>(redirects.size()) == request.options.max_redirects) {
        return fail(ErrorKind::http,
                    "more than " + std::to_string(request.options.max_redirects) + " redirects");
      }
      redirects.push_back({status, to});
      request.url = to;
    }
  }

  std::map<std::string, Answer> answers_;
  std::map<std::string, std::deque<Result<HttpResponse>>> once_;
  Answer otherwise_;
  std::vector<HttpRequest> requests_;
  std::vector<PendingPointer> open_;
  std::deque<PendingPointer> held_;
  std::size_t most_in_flight_ = 0;
  bool holding_ = false;

 private:
  Result<HttpResponse> answer_hop(const HttpRequest& request) {
    const bool file = request.url.starts_with("file://");
    if (!(file && request.allow_file) && !request.url.starts_with("http://") &&
        !request.url.starts_with("https://")) {
      return fail(ErrorKind::refused, "only http and https are fetched, not " + request.url);
    }
    requests_.push_back(request);
    auto result = look_up(request);
    if (result && result->body.size() > request.options.max_bytes) {
      return fail(ErrorKind::too_large, "more than " + std::to_string(request.options.max_bytes) + " bytes");
    }
    return result;
  }

  Result<HttpResponse> look_up(const HttpRequest& request) {
    if (auto& queue = once_[request.url]; !queue.empty()) {
      auto result = std::move(queue.front());
      queue.pop_front();
      return result;
    }
    if (const auto found = answers_.find(request.url); found != answers_.end()) return found->second(request);
    if (otherwise_) return otherwise_(request);
    if (request.url.starts_with("file://"))
      return fail(ErrorKind::not_found, "there is no file " + request.url.substr(7));
    return fail(ErrorKind::network, "cannot resolve " + request.url);
  }

  asio::io_context& io_;
};

FakeHttpClient::FakeHttpClient(asio::io_context& io) : impl_(std::make_shared<Impl>(io)) {}
FakeHttpClient::~FakeHttpClient() { cancel_all(); }

void FakeHttpClient::answer(const std::string& url, HttpResponse response) {
  answer(url, Answer([response = std::move(response)](const HttpRequest&) { return response; }));
}
void FakeHttpClient::answer(const std::string& url, Error error) {
  answer(url, Answer([error = std::move(error)](const HttpRequest&) -> Result<HttpResponse> {
           return tl::unexpected<Error>(error);
         }));
}
void FakeHttpClient::answer(const std::string& url, Answer answer) {
  impl_->answers_[url] = std::move(answer);
}
void FakeHttpClient::answer(const std::string& url, std::string body) {
  HttpResponse response;
  response.status = url.starts_with("file://") ? 0 : 200;
  response.body = std::move(body);
  answer(url, std::move(response));
}
void FakeHttpClient::answer_once(const std::string& url, Result<HttpResponse> answer) {
  impl_->once_[url].push_back(std::move(answer));
}
void FakeHttpClient::otherwise(Answer answer) { impl_->otherwise_ = std::move(answer); }

void FakeHttpClient::hold() { impl_->holding_ = true; }
void FakeHttpClient::release(std::size_t count) {
  for (; count > 0 && !impl_->held_.empty(); --count) {
    auto pending = impl_->held_.front();
    impl_->held_.pop_front();
    impl_->start(pending);
  }
}
void FakeHttpClient::go_on() {
  impl_->holding_ = false;
  release();
}

void FakeHttpClient::fetch(HttpRequest request, Handler done) {
  impl_->fetch(std::move(request), std::move(done));
}
void FakeHttpClient::cancel_all() { impl_->cancel_all(); }

const std::vector<HttpRequest>& FakeHttpClient::requests() const { return impl_->requests_; }
std::size_t FakeHttpClient::requests_of(const std::string& url) const {
  return static_cast<std::size_t>(
      std::count_if(impl_->requests_.begin(), impl_->requests_.end(),
                    [&url](const HttpRequest& request) { return request.url == url; }));
}
std::size_t FakeHttpClient::in_flight() const { return impl_->open_.size(); }
std::size_t FakeHttpClient::most_in_flight() const { return impl_->most_in_flight_; }

}  // namespace eightbells::testing
