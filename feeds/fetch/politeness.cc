// Problem: hundreds of requests at once, but one at a time to each host, with a gap behind it.
// Method: a host has slots; a request takes one and gives it back one gap after its end. The gap is the same
// for all (but a server on this machine, which has none and goes to the front), so slots come free in the
// order in which requests ended: one queue of them and one timer serve any number of hosts. The timer runs
// only while somebody waits: an idle client wakes nobody and keeps no loop alive. Cost: a request takes two
// look-ups of its host by hash; what is remembered of a host goes when its last slot is free.
#include "feeds/fetch/politeness.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "feeds/fetch/curl_url.h"

namespace eightbells {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMaxShared = 10'000;  // names; beyond, they are learnt anew
constexpr int kOwnSlots = 8;                // of a server on this machine

// A server that the user runs here (RSSHub, a gateway of mail) has many feeds and needs no rest between them.
bool is_this_machine(std::string_view host) {
  if (host == "localhost" || host == "::1" || host == "[::1]") return true;
  return host.substr(0, 4) == "127." && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

class PoliteClient::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& io, HttpClient& inner, PolitenessOptions options)
      : io_(io), timer_(io), inner_(inner), options_(std::move(options)) {}

  void fetch(HttpRequest request, Handler done) {
    const auto url = read_url(request.url);
    if (!url || url->host.empty()) return inner_.fetch(std::move(request), std::move(done));
    free_cooled();
    Host& host = hosts_[url->host];
    if (host.slots == 0) set_up(host, *url);
    if (host.taken < host.slots && host.waiting.empty())
      return start(url->host, host, std::move(request), std::move(done));
    host.waiting.emplace_back(std::move(request), std::move(done));
    ++waiting_;
    if (shared_.size() >= kMaxShared) shared_.clear();
    shared_.insert(url->host);
    set_timer();
  }

  void cancel_waiting() {
    for (auto& [name, host] : hosts_) {
      for (auto& [request, done] : std::exchange(host.waiting, {})) {
        asio::post(
            io_, [done = std::move(done)] { done(fail(ErrorKind::cancelled, "the request was cancelled")); });
      }
    }
    waiting_ = 0;
  }

  void cancel_all() {
    cancel_waiting();
    inner_.cancel_all();
  }

 private:
  using Steady = std::chrono::steady_clock;
  struct Host {
    int slots = 0;
    int taken = 0;     // by requests under way and by gaps
    bool rest = true;  // whether a gap follows a request
    std::deque<std::pair<HttpRequest, Handler>> waiting;
  };

  // "example.com" or "example.com:8080" in the settings; one that stands there is treated as it says.
  void set_up(Host& host, const CurlUrlParts& url) const {
    auto found = options_.hosts.find(url.host + ":" + url.port);
    if (found == options_.hosts.end()) found = options_.hosts.find(url.host);
    const bool ours = found == options_.hosts.end() && is_this_machine(url.host);
    const int usual = ours ? std::max(options_.per_host, kOwnSlots) : options_.per_host;
    host.slots = std::max(1, found == options_.hosts.end() ? usual : found->second);
    host.rest = !ours;
  }

  void start(const std::string& name, Host& host, HttpRequest request, Handler done) {
    ++host.taken;
    const bool api = !find_header(request.headers, "authorization").empty();
    request.keep_connection = request.keep_connection && (api || shared_.count(name) != 0);
    inner_.fetch(std::move(request),
                 [weak = weak_from_this(), name, done = std::move(done)](Result<HttpResponse> result) {
                   if (const auto self = weak.lock()) self->ended(name);
                   done(std::move(result));
                 });
  }

  void ended(const std::string& name) {
    if (hosts_.at(name).rest) cooling_.emplace_back(Steady::now() + options_.gap, name);
    else cooling_.emplace_front(Steady::now(), name);
    free_cooled();
    set_timer();
  }

  // Slots whose gap is over go to those who wait.
  void free_cooled() {
    const auto now = Steady::now();
    while (!cooling_.empty() && cooling_.front().first <= now) {
      const std::string name = std::move(cooling_.front().second);
      cooling_.pop_front();
      const auto found = hosts_.find(name);
      Host& host = found->second;
      --host.taken;
      if (!host.waiting.empty()) {
        auto [request, done] = std::move(host.waiting.front());
        host.waiting.pop_front();
        --waiting_;
        start(name, host, std::move(request), std::move(done));
      } else if (host.taken == 0) {
        hosts_.erase(found);
      }
    }
  }

  void set_timer() {
    if (waiting_ == 0 || cooling_.empty() || timer_set_) return;
    timer_set_ = true;
    timer_.expires_at(cooling_.front().first);
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (!self || error) return;
      self->timer_set_ = false;
      self->free_cooled();
      self->set_timer();
    });
  }

  asio::io_context& io_;
  asio::steady_timer timer_;
  HttpClient& inner_;
  const PolitenessOptions options_;
  std::unordered_map<std::string, Host> hosts_;
  std::deque<std::pair<Steady::time_point, std::string>> cooling_;
  std::unordered_set<std::string> shared_;  // hosts that somebody had to wait for
  std::size_t waiting_ = 0;
  bool timer_set_ = false;
};

PoliteClient::PoliteClient(asio::io_context& io, HttpClient& inner, PolitenessOptions options)
    : impl_(std::make_shared<Impl>(io, inner, std::move(options))) {}
PoliteClient::~PoliteClient() { impl_->cancel_waiting(); }

void PoliteClient::fetch(HttpRequest request, Handler done) {
  impl_->fetch(std::move(request), std::move(done));
}
void PoliteClient::cancel_all() { impl_->cancel_all(); }

}  // namespace eightbells
