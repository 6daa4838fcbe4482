#include "daemon/service/webhook.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/steady_timer.hpp>

#include "daemon/editor/retry.h"
#include "feeds/base/utf8.h"
#include "feeds/text/url.h"

namespace eightbells {

namespace {

constexpr std::size_t kMostAnswer = 64 << 10;  // bytes of an answer that nobody reads
constexpr std::size_t kMostSecret = 8 << 10;   // of a file that holds a token or an address

Result<std::string> read_secret(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorKind::config, "the file " + file.string() + " cannot be read");
  std::string text(kMostSecret, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return std::string(trim(text));
}

bool is_worth_a_retry(int status) { return status == 408 || status == 425 || status == 429 || status >= 500; }

class Sending : public std::enable_shared_from_this<Sending> {
 public:
  using Handler = std::function<void(Result<void>)>;

  Sending(boost::asio::io_context& io, HttpClient& http, HttpRequest request, int tries, Handler done)
      : http_(http),
        timer_(io),
        request_(std::move(request)),
        host_(host_of(request_.url)),
        tries_(tries),
        done_(std::move(done)) {}

  void send() {
    ++sent_;
    http_.fetch(request_, [weak = weak_from_this()](Result<HttpResponse> answer) {
      if (const auto self = weak.lock()) self->on_answer(std::move(answer));
    });
  }

 private:
  void on_answer(Result<HttpResponse> answer) {
    if (!answer) {
      // libcurl's words may hold the address.
      const ErrorKind kind = answer.error().kind;
      const bool again = kind == ErrorKind::network || kind == ErrorKind::timeout;
      return settle(kind, fmt::format("{} ({})", host_, name_of(kind)), again, {});
    }
    if (answer->status >= 200 && answer->status < 300) return done_({});
    settle(ErrorKind::http, fmt::format("{} answered {}", host_, answer->status),
           is_worth_a_retry(answer->status), find_header(answer->headers, "retry-after"));
  }

  void settle(ErrorKind kind, const std::string& what, bool worth_a_retry, std::string_view retry_after) {
    if (!worth_a_retry || sent_ >= tries_) {
      const std::string after = sent_ > 1 ? fmt::format(" after {} tries", sent_) : "";
      return done_(fail(kind, "the webhook failed" + after + ": " + what));
    }
    const auto now = std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
    timer_.expires_after(wait_asked(retry_after, now).value_or(wait_before(2 * (sent_ - 1))));
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (self && !error) self->send();
    });
  }

  HttpClient& http_;
  boost::asio::steady_timer timer_;
  HttpRequest request_;
  std::string host_;
  int tries_;
  int sent_ = 0;
  Handler done_;
};

}  // namespace

Result<HttpRequest> webhook_request(const HookSettings& hook, std::string json) {
  HttpRequest request;
  request.method = "POST";
  request.url = hook.webhook;
  if (!hook.webhook_file.empty()) {
    auto url = read_secret(hook.webhook_file);
    if (!url) return tl::unexpected(url.error());
    if (!parse_url(*url))
      return fail(ErrorKind::config, "the file " + hook.webhook_file.string() + " holds no address");
    request.url = std::move(*url);
  }
  request.headers = {{"Content-Type", "application/json"}};
  if (!hook.token_file.empty()) {
    const auto token = read_secret(hook.token_file);
    if (!token) return tl::unexpected(token.error());
    request.headers.emplace_back("Authorization", "Bearer " + *token);
  }
  request.body = std::move(json);
  request.options.timeout = hook.timeout;
  request.options.max_bytes = kMostAnswer;
  request.options.max_redirects = 0;  // a POST that follows would tell a stranger
  request.options.user_agent = hook.user_agent;
  request.options.proxy = hook.proxy;
  request.keep_connection = false;
  return request;
}

std::shared_ptr<void> send_webhook(boost::asio::io_context& io, HttpClient& http, HttpRequest request,
                                   int tries, std::function<void(Result<void>)> done) {
  auto sending = std::make_shared<Sending>(io, http, std::move(request), tries, std::move(done));
  sending->send();
  return sending;
}

}  // namespace eightbells
