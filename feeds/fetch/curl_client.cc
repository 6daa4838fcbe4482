#include "feeds/fetch/curl_client.h"

#include <boost/asio/post.hpp>
#include <deque>
#include <unordered_set>
#include <utility>
#include <vector>

#include "feeds/fetch/curl_multi.h"
#include "feeds/fetch/curl_transfer.h"
#include "feeds/fetch/libcurl.h"

namespace eightbells {

namespace asio = boost::asio;

class CurlClient::Impl {
 public:
  Impl(asio::io_context& io, CurlClientOptions options)
      : io_(io),
        options_(std::move(options)),
        multi_(io, options_.max_connections, [this](CURL* easy, CURLcode code) { hop_ended(easy, code); }) {}

  ~Impl() { cancel_all(); }

  void fetch(HttpRequest request, Handler done) {
    if (running_.size() < static_cast<std::size_t>(options_.max_in_flight)) {
      start(std::move(request), std::move(done));
    } else {
      queue_.emplace_back(std::move(request), std::move(done));
    }
  }

  void cancel_all() {
    for (auto& [request, done] : std::exchange(queue_, {})) complete(std::move(done), cancelled());
    for (CurlTransfer* transfer : std::exchange(running_, {})) {
      multi_.remove(transfer->easy());
      complete(transfer->finish(), cancelled());
      idle_.push_back(transfer);
    }
  }

 private:
  static tl::unexpected<Error> cancelled() { return fail(ErrorKind::cancelled, "the request was cancelled"); }

  void complete(Handler done, Result<HttpResponse> result) {
    asio::post(io_,
               [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
  }

  CurlTransfer* idle_transfer() {
    if (idle_.empty()) {
      transfers_.push_back(std::make_unique<CurlTransfer>(options_));
      return transfers_.back().get();
    }
    CurlTransfer* transfer = idle_.back();
    idle_.pop_back();
    return transfer;
  }

  void start(HttpRequest request, Handler done) {
    CurlTransfer* transfer = idle_transfer();
    running_.insert(transfer);
    if (auto error = transfer->begin(std::move(request), std::move(done))) {
      return ended(transfer, tl::unexpected<Error>(*std::move(error)));
    }
    add(transfer);
  }

  void add(CurlTransfer* transfer) {
    const CURLMcode code = multi_.add(transfer->easy());
    if (code != CURLM_OK) ended(transfer, fail(ErrorKind::network, libcurl().multi_strerror(code)));
  }

  void hop_ended(CURL* easy, CURLcode code) {
    void* pointer = nullptr;
    libcurl().easy_getinfo(easy, CURLINFO_PRIVATE, &pointer);
    auto* transfer = static_cast<CurlTransfer*>(pointer);
    if (auto result = transfer->end_hop(code)) return ended(transfer, *std::move(result));
    add(transfer);
  }

  void ended(CurlTransfer* transfer, Result<HttpResponse> result) {
    complete(transfer->finish(), std::move(result));
    running_.erase(transfer);
    idle_.push_back(transfer);
    start_next();
  }

  // One start may fail at once and come back here: the queue is taken by a loop, not by recursion.
  void start_next() {
    if (std::exchange(starting_, true)) return;
    while (!queue_.empty() && running_.size() < static_cast<std::size_t>(options_.max_in_flight)) {
      auto [request, done] = std::move(queue_.front());
      queue_.pop_front();
      start(std::move(request), std::move(done));
    }
    starting_ = false;
  }

  asio::io_context& io_;
  const CurlClientOptions options_;
  std::vector<std::unique_ptr<CurlTransfer>>
      transfers_;  // all, before multi_, which lets go of their sockets first
  CurlMulti multi_;
  std::vector<CurlTransfer*> idle_;
  std::unordered_set<CurlTransfer*> running_;
  std::deque<std::pair<HttpRequest, Handler>> queue_;
  bool starting_ = false;
};

CurlClient::CurlClient(asio::io_context& io, CurlClientOptions options)
    : impl_(std::make_shared<Impl>(io, std::move(options))) {}
CurlClient::~CurlClient() = default;

void CurlClient::fetch(HttpRequest request, Handler done) {
  impl_->fetch(std::move(request), std::move(done));
}
void CurlClient::cancel_all() { impl_->cancel_all(); }

}  // namespace eightbells
