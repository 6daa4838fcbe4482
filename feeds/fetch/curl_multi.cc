#include "feeds/fetch/curl_multi.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <unordered_map>
#include <utility>
#include <vector>

#include "feeds/fetch/libcurl.h"

namespace eightbells {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// One socket that libcurl wants to hear about. It stays alive in the handlers that wait on it; `wanted`
// becomes CURL_POLL_NONE when libcurl drops it, and a new socket with the same number gets a new Watch.
struct Watch {
  Watch(asio::io_context& io, curl_socket_t number) : descriptor(io), socket(number) {}
  asio::posix::stream_descriptor descriptor;
  curl_socket_t socket;
  int wanted = CURL_POLL_NONE;
  bool waits_to_read = false;
  bool waits_to_write = false;
};
using WatchPointer = std::shared_ptr<Watch>;

}  // namespace

class CurlMulti::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& io, int max_connections, Done done)
      : io_(io), timer_(io), multi_(libcurl().multi_init()), done_(std::move(done)) {
    libcurl().multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Impl::on_socket);
    libcurl().multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    libcurl().multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Impl::on_timer);
    libcurl().multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    libcurl().multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(max_connections));
  }

  // Called once, by the owner, before the last reference goes; the easy handles are removed by then.
  void close() {
    closed_ = true;
    done_ = nullptr;
    timer_.cancel();
    libcurl().multi_cleanup(multi_);
    for (auto& [socket, watch] : watches_) forget(*watch);
    watches_.clear();
  }

  CURLMcode add(CURL* easy) { return libcurl().multi_add_handle(multi_, easy); }
  void remove(CURL* easy) { libcurl().multi_remove_handle(multi_, easy); }

 private:
  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
    return static_cast<Impl*>(self)->watch(socket, what) ? 0 : -1;
  }

  static int on_timer(CURLM*, long milliseconds, void* self) {
    static_cast<Impl*>(self)->set_timer(milliseconds);
    return 0;
  }

  // False, and libcurl ends its transfers, when the kernel will not let us wait.
  bool watch(curl_socket_t socket, int what) {
    const auto found = watches_.find(socket);
    if (what == CURL_POLL_REMOVE) {
      if (found == watches_.end()) return true;
      forget(*found->second);
      watches_.erase(found);
      return true;
    }
    WatchPointer watch;
    if (found != watches_.end()) {
      watch = found->second;
    } else {
      watch = std::make_shared<Watch>(io_, socket);
      error_code error;
      watch->descriptor.assign(socket, error);
      if (error) return false;
      watches_.emplace(socket, watch);
    }
    watch->wanted = what;
    wait(watch);
    return true;
  }

  static void forget(Watch& watch) {
    watch.wanted = CURL_POLL_NONE;
    if (watch.descriptor.is_open()) watch.descriptor.release();
  }

  void wait(const WatchPointer& watch) {
    if ((watch->wanted & CURL_POLL_IN) != 0 && !watch->waits_to_read) {
      watch->waits_to_read = true;
      watch->descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                                   [self = shared_from_this(), watch](error_code error) {
                                     watch->waits_to_read = false;
                                     self->ready(watch, CURL_POLL_IN, CURL_CSELECT_IN, error);
                                   });
    }
    if ((watch->wanted & CURL_POLL_OUT) != 0 && !watch->waits_to_write) {
      watch->waits_to_write = true;
      watch->descriptor.async_wait(asio::posix::stream_descriptor::wait_write,
                                   [self = shared_from_this(), watch](error_code error) {
                                     watch->waits_to_write = false;
                                     self->ready(watch, CURL_POLL_OUT, CURL_CSELECT_OUT, error);
                                   });
    }
  }

  // A wait may end after libcurl lost interest in that direction; then there is nothing to tell it.
  void ready(const WatchPointer& watch, int direction, int event, error_code error) {
    if (closed_ || error == asio::error::operation_aborted || (watch->wanted & direction) == 0) return;
    act(watch->socket, error ? CURL_CSELECT_ERR : event);
    if (!closed_ && watch->wanted != CURL_POLL_NONE && !error) wait(watch);
  }

  // "At once", which libcurl says for every new transfer, is a posted call, one for all that ask in the
  // meantime. A timer that rings too early is cheap, so one that is set already is only ever brought forward;
  // -1 takes it away.
  void set_timer(long milliseconds) {
    if (closed_) return;
    if (milliseconds < 0) {
      if (timer_set_) timer_.cancel();
      timer_set_ = false;
      due_ = Steady::time_point::max();
      return;
    }
    due_ = Steady::now() + std::chrono::milliseconds(milliseconds);
    if (milliseconds == 0) {
      if (std::exchange(posted_, true)) return;
      asio::post(io_, [self = shared_from_this()] {
        self->posted_ = false;
        self->ring();
      });
    } else if (!timer_set_ || due_ < timer_.expiry()) {
      start_timer();
    }
  }

  void start_timer() {
    timer_set_ = true;
    timer_.expires_at(due_);
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (error) return;
      self->timer_set_ = false;
      self->ring();
    });
  }

  void ring() {
    if (closed_ || due_ == Steady::time_point::max()) return;
    if (Steady::now() < due_) {
      if (!timer_set_) start_timer();
      return;
    }
    due_ = Steady::time_point::max();
    act(CURL_SOCKET_TIMEOUT, 0);
  }

  void act(curl_socket_t socket, int event) {
    int running = 0;
    libcurl().multi_socket_action(multi_, socket, event, &running);
    collect();
  }

  // The list is taken whole before anybody hears of it: `done` adds and removes handles.
  void collect() {
    std::vector<std::pair<CURL*, CURLcode>> ended;
    int left = 0;
    while (const CURLMsg* message = libcurl().multi_info_read(multi_, &left)) {
      if (message->msg == CURLMSG_DONE) ended.emplace_back(message->easy_handle, message->data.result);
    }
    for (const auto& [easy, result] : ended) libcurl().multi_remove_handle(multi_, easy);
    for (const auto& [easy, result] : ended) {
      if (done_) done_(easy, result);
    }
  }

  using Steady = std::chrono::steady_clock;
  asio::io_context& io_;
  asio::steady_timer timer_;
  CURLM* multi_;
  Done done_;
  std::unordered_map<curl_socket_t, WatchPointer> watches_;
  Steady::time_point due_ = Steady::time_point::max();
  bool timer_set_ = false;
  bool posted_ = false;
  bool closed_ = false;
};

CurlMulti::CurlMulti(asio::io_context& io, int max_connections, Done done)
    : impl_(std::make_shared<Impl>(io, max_connections, std::move(done))) {}
CurlMulti::~CurlMulti() { impl_->close(); }

CURLMcode CurlMulti::add(CURL* easy) { return impl_->add(easy); }
void CurlMulti::remove(CURL* easy) { impl_->remove(easy); }

}  // namespace eightbells
