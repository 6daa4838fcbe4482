// limit_fetch ADDRESSES [--concurrency N] [--unchanged DATE] [--walk]: the least that libcurl needs for this
// many requests on one thread: its multi-socket interface on epoll, handles used again, no cache of names or
// connections. With --unchanged the requests are conditional and answered by 304; with --walk every body is
// read by pugixml, too.
#include <curl/curl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <pugixml.hpp>

namespace {

using Clock = std::chrono::steady_clock;

struct Transfer {
  CURL* easy = nullptr;
  std::string body;
};

class Fetcher {
 public:
  Fetcher(std::vector<std::string> addresses, const std::string& unchanged, bool walk)
      : addresses_(std::move(addresses)), walk_(walk), epoll_(epoll_create1(0)), multi_(curl_multi_init()) {
    if (!unchanged.empty())
      headers_ = curl_slist_append(headers_, ("If-Modified-Since: " + unchanged).c_str());
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Fetcher::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Fetcher::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  }

  bool run(int concurrency) {
    transfers_.resize(static_cast<std::size_t>(concurrency));
    for (Transfer& transfer : transfers_) {
      if (next_ == addresses_.size()) break;
      prepare(transfer);
      start(transfer);
    }
    std::array<epoll_event, 512> events{};
    while (done_ < addresses_.size()) {
      const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), patience());
      int running = 0;
      for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        const int what = ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 ? CURL_CSELECT_IN : 0) |
                         ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0);
        curl_multi_socket_action(multi_, event.data.fd, what, &running);
      }
      if (timer_set_ && Clock::now() >= due_) {
        timer_set_ = false;
        curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
      }
      take_ended();
    }
    fmt::print("{} answers, {} unchanged, {} failed, {} bytes, {} entries\n", done_, unchanged_, failed_,
               bytes_, entries_);
    return failed_ == 0;
  }

 private:
  void prepare(Transfer& transfer) {
    transfer.easy = curl_easy_init();
    curl_easy_setopt(transfer.easy, CURLOPT_PRIVATE, &transfer);
    curl_easy_setopt(transfer.easy, CURLOPT_WRITEFUNCTION, &Fetcher::on_body);
    curl_easy_setopt(transfer.easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(transfer.easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(transfer.easy, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(transfer.easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(transfer.easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    curl_easy_setopt(transfer.easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(transfer.easy, CURLOPT_HTTPHEADER, headers_);
  }

  void start(Transfer& transfer) {
    transfer.body.clear();
    curl_easy_setopt(transfer.easy, CURLOPT_URL, addresses_[next_++].c_str());
    curl_multi_add_handle(multi_, transfer.easy);
  }

  [[nodiscard]] int patience() const {
    if (!timer_set_) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due_ - Clock::now()).count();
    return left < 0 ? 0 : static_cast<int>(left);
  }

  void take_ended() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      const CURLcode code = message->data.result;
      char* pointer = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &pointer);
      auto& transfer = *reinterpret_cast<Transfer*>(pointer);
      long status = 0;
      curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
      curl_multi_remove_handle(multi_, transfer.easy);
      ++done_;
      if (code != CURLE_OK || (status != 200 && status != 304)) ++failed_;
      if (status == 304) ++unchanged_;
      bytes_ += transfer.body.size();
      if (walk_) walk(transfer.body);
      if (next_ < addresses_.size()) start(transfer);
    }
  }

  void walk(std::string& body) {
    pugi::xml_document document;
    if (!document.load_buffer_inplace(body.data(), body.size())) return;
    const pugi::xml_node root = document.document_element();
    const pugi::xml_node parent = root.child("channel") ? root.child("channel") : root;
    for (const pugi::xml_node item : parent.children()) {
      const std::string_view name = item.name();
      if (name != "item" && name != "entry") continue;
      ++entries_;
      for (const pugi::xml_node field : item.children())
        bytes_ += std::string_view(field.child_value()).size() & 1U;
    }
  }

  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* transfer) {
    static_cast<Transfer*>(transfer)->body.append(bytes, size * count);
    return size * count;
  }

  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void* known) {
    auto* fetcher = static_cast<Fetcher*>(self);
    epoll_event event{};
    event.data.fd = socket;
    if (what == CURL_POLL_REMOVE) return epoll_ctl(fetcher->epoll_, EPOLL_CTL_DEL, socket, &event), 0;
    event.events =
        ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
    if (!known) curl_multi_assign(fetcher->multi_, socket, self);
    if (known || epoll_ctl(fetcher->epoll_, EPOLL_CTL_ADD, socket, &event) != 0)
      epoll_ctl(fetcher->epoll_, EPOLL_CTL_MOD, socket, &event);
    return 0;
  }

  static int on_timer(CURLM*, long milliseconds, void* self) {
    auto* fetcher = static_cast<Fetcher*>(self);
    fetcher->timer_set_ = milliseconds >= 0;
    fetcher->due_ = Clock::now() + std::chrono::milliseconds(milliseconds);
    return 0;
  }

  const std::vector<std::string> addresses_;
  const bool walk_;
  const int epoll_;
  CURLM* const multi_;
  curl_slist* headers_ = nullptr;
  std::vector<Transfer> transfers_;
  Clock::time_point due_;
  bool timer_set_ = false;
  std::size_t next_ = 0;
  std::size_t done_ = 0;
  std::size_t unchanged_ = 0;
  std::size_t failed_ = 0;
  std::size_t bytes_ = 0;
  std::size_t entries_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    fmt::print(stderr, "limit_fetch ADDRESSES [--concurrency N] [--unchanged DATE] [--walk]\n");
    return 2;
  }
  int concurrency = 64;
  std::string unchanged;
  bool walk = false;
  for (int i = 2; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--unchanged" && i + 1 < count) unchanged = arguments[++i];
    else if (argument == "--walk") walk = true;
    else if (argument == "--concurrency" && i + 1 < count) concurrency = std::atoi(arguments[++i]);
  }
  std::vector<std::string> addresses;
  std::ifstream in(arguments[1]);
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) addresses.push_back(line);
  curl_global_init(CURL_GLOBAL_ALL);
  return Fetcher(std::move(addresses), unchanged, walk).run(concurrency) ? 0 : 1;
}
