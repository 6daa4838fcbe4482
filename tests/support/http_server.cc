#include "tests/support/http_server.h"

#include <zlib.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

namespace eightbells::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kLargestHead = 256 * 1024;

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 304:
      return "Not Modified";
    case 404:
      return "Not Found";
    case 410:
      return "Gone";
    case 429:
      return "Too Many Requests";
    default:
      return "Answer";
  }
}

// "name: value" lines; the head was found whole, so nothing is missing at the end.
ServedRequest parse_head(std::string_view head) {
  ServedRequest request;
  const auto line_end = head.find("\r\n");
  const std::string_view first = head.substr(0, line_end);
  const auto space = first.find(' ');
  const auto last_space = first.rfind(' ');
  if (space == std::string_view::npos || space == last_space) return request;
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1, last_space - space - 1);
  const auto question = request.target.find('?');
  request.path = request.target.substr(0, question);
  if (question != std::string::npos) request.query = request.target.substr(question + 1);
  for (std::size_t at = line_end + 2; at < head.size();) {
    const auto end = head.find("\r\n", at);
    const std::string_view line = head.substr(at, end - at);
    at = end == std::string_view::npos ? head.size() : end + 2;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    auto value = line.substr(colon + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    request.headers.emplace_back(line.substr(0, colon), value);
  }
  return request;
}

bool has_body(int status) { return status != 304 && status != 204 && status / 100 != 1; }

std::string head_of(const ServedResponse& response, bool chunked) {
  std::string out =
      "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reason(response.status)) + "\r\n";
  for (const auto& [name, value] : response.headers) out += name + ": " + value + "\r\n";
  if (response.close) out += "Connection: close\r\n";
  if (has_body(response.status)) {
    out += chunked ? "Transfer-Encoding: chunked\r\n"
                   : "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  }
  return out + "\r\n";
}

std::string framed(std::string_view bytes, bool chunked) {
  if (!chunked) return std::string(bytes);
  char size[20];
  const auto end = std::to_chars(size, size + sizeof size, bytes.size(), 16).ptr;
  return std::string(size, end) + "\r\n" + std::string(bytes) + "\r\n";
}

}  // namespace

class HttpServer::Impl {
 public:
  explicit Impl(const std::string& address)
      : address_(address), acceptor_(io_, tcp::endpoint(asio::ip::make_address(address), 0)) {
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }

  ~Impl() {
    io_.stop();
    thread_.join();
  }

  ServedResponse answer(const ServedRequest& request) {
    Route route;
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
      route = find_route(request.path);
    }
    if (!route) return {.status = 404, .headers = {}, .body = "no such page\n"};
    return route(request);
  }

  void began() {
    const std::lock_guard lock(mutex_);
    most_at_once_ = std::max(most_at_once_, ++at_once_);
  }
  void ended() {
    const std::lock_guard lock(mutex_);
    --at_once_;
  }

  asio::io_context io_;
  std::string address_;
  tcp::acceptor acceptor_;
  mutable std::mutex mutex_;  // for what follows: the test's thread reads it
  std::map<std::string, Route, std::less<>> routes_;
  std::vector<ServedRequest> requests_;
  int connections_ = 0;
  int at_once_ = 0;
  int most_at_once_ = 0;

 private:
  class Connection;

  Route find_route(std::string_view path) const {
    if (const auto exact = routes_.find(path); exact != routes_.end()) return exact->second;
    const Route* best = nullptr;
    std::size_t longest = 0;
    for (const auto& [pattern, route] : routes_) {
      if (!pattern.ends_with('*')) continue;
      const std::string_view prefix(pattern.data(), pattern.size() - 1);
      if (path.starts_with(prefix) && prefix.size() >= longest) best = &route, longest = prefix.size();
    }
    return best ? *best : Route();
  }

  void accept();

  std::thread thread_;
};

// One connection: read a request, answer it, again.
class HttpServer::Impl::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Impl& server, tcp::socket socket)
      : server_(server), socket_(std::move(socket)), timer_(server.io_), buffer_(kLargestHead) {}

  void read_head() {
    asio::async_read_until(
        socket_, buffer_, "\r\n\r\n", [self = shared_from_this()](error_code error, std::size_t size) {
          if (error) return;
          std::string head(asio::buffers_begin(self->buffer_.data()),
                           asio::buffers_begin(self->buffer_.data()) + static_cast<std::ptrdiff_t>(size));
          self->buffer_.consume(size);
          self->request_ = parse_head(head);
          self->read_body();
        });
  }

 private:
  void read_body() {
    const std::string length = request_.header("content-length");
    const std::size_t wanted = length.empty() ? 0 : std::stoul(length);
    const std::size_t missing = wanted > buffer_.size() ? wanted - buffer_.size() : 0;
    if (request_.header("expect") == "100-continue") {
      asio::write(socket_, asio::buffer(std::string("HTTP/1.1 100 Continue\r\n\r\n")));
    }
    asio::async_read(socket_, buffer_, asio::transfer_exactly(missing),
                     [self = shared_from_this(), wanted](error_code error, std::size_t) {
                       if (error) return;
                       self->request_.body.assign(
                           asio::buffers_begin(self->buffer_.data()),
                           asio::buffers_begin(self->buffer_.data()) + static_cast<std::ptrdiff_t>(wanted));
                       self->buffer_.consume(wanted);
                       self->respond();
                     });
  }

  void respond() {
    server_.began();
    response_ = server_.answer(request_);
    if (response_.never) return watch_for_end();
    chunked_ = response_.chunked || response_.endless;
    sent_ = 0;
    timer_.expires_after(response_.delay);
    timer_.async_wait([self = shared_from_this()](error_code) {
      self->send(head_of(self->response_, self->chunked_), [self] { self->send_body(); });
    });
  }

  // A client that gives up is noticed, so that the count of open requests stays true.
  void watch_for_end() {
    asio::async_read(socket_, buffer_, asio::transfer_at_least(1),
                     [self = shared_from_this()](error_code, std::size_t) { self->server_.ended(); });
  }

  void send_body() {
    if (!has_body(response_.status) || request_.method == "HEAD") return finish();
    std::size_t limit = response_.body.size();
    if (response_.reset_after) limit = std::min(limit, *response_.reset_after);
    if (response_.close_after) limit = std::min(limit, *response_.close_after);
    if (sent_ == limit && response_.endless) sent_ = 0;
    if (sent_ == limit) return end_body();
    std::size_t size = limit - sent_;
    if (response_.piece != 0) size = std::min(size, response_.piece);
    const std::string bytes = framed(std::string_view(response_.body).substr(sent_, size), chunked_);
    sent_ += size;
    send(bytes, [self = shared_from_this()] {
      if (self->response_.piece_gap == Millis(0)) return self->send_body();
      self->timer_.expires_after(self->response_.piece_gap);
      self->timer_.async_wait([self](error_code) { self->send_body(); });
    });
  }

  void end_body() {
    if (response_.reset_after) {
      error_code ignored;
      socket_.set_option(asio::socket_base::linger(true, 0), ignored);  // close() sends RST
      socket_.close(ignored);
      return server_.ended();
    }
    if (response_.close_after) return server_.ended();
    if (!chunked_) return finish();
    send("0\r\n\r\n", [self = shared_from_this()] { self->finish(); });
  }

  void finish() {
    server_.ended();
    if (!response_.close) read_head();
  }

  template <typename Next>
  void send(std::string bytes, Next next) {
    auto kept = std::make_shared<std::string>(std::move(bytes));
    asio::async_write(socket_, asio::buffer(*kept),
                      [self = shared_from_this(), kept, next](error_code error, std::size_t) {
                        if (error) return self->server_.ended();
                        next();
                      });
  }

  Impl& server_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  asio::streambuf buffer_;
  ServedRequest request_;
  ServedResponse response_;
  std::size_t sent_ = 0;
  bool chunked_ = false;
};

void HttpServer::Impl::accept() {
  acceptor_.async_accept([this](error_code error, tcp::socket socket) {
    if (error) return;
    {
      const std::lock_guard lock(mutex_);
      ++connections_;
    }
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::make_shared<Connection>(*this, std::move(socket))->read_head();
    accept();
  });
}

HttpServer::HttpServer(const std::string& address) : impl_(std::make_unique<Impl>(address)) {}
HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return impl_->acceptor_.local_endpoint().port(); }

std::string HttpServer::url(std::string_view target) const {
  return "http://" + impl_->address_ + ":" + std::to_string(port()) + std::string(target);
}

void HttpServer::route(const std::string& path, Route route) {
  const std::lock_guard lock(impl_->mutex_);
  impl_->routes_[path] = std::move(route);
}

void HttpServer::serve(const std::string& path, ServedResponse response) {
  route(path, [response = std::move(response)](const ServedRequest&) { return response; });
}

void HttpServer::serve(const std::string& path, std::string body, std::string content_type) {
  serve(path,
        {.status = 200, .headers = {{"Content-Type", std::move(content_type)}}, .body = std::move(body)});
}

void HttpServer::redirect(const std::string& path, int status, std::string to) {
  serve(path, {.status = status, .headers = {{"Location", std::move(to)}}, .body = "moved\n"});
}

std::vector<ServedRequest> HttpServer::requests() const {
  const std::lock_guard lock(impl_->mutex_);
  return impl_->requests_;
}

std::vector<ServedRequest> HttpServer::requests(std::string_view path) const {
  std::vector<ServedRequest> out;
  for (const auto& request : requests()) {
    if (request.path == path) out.push_back(request);
  }
  return out;
}

int HttpServer::connections() const {
  const std::lock_guard lock(impl_->mutex_);
  return impl_->connections_;
}

int HttpServer::most_at_once() const {
  const std::lock_guard lock(impl_->mutex_);
  return impl_->most_at_once_;
}

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzipFraming = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipFraming, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("cannot start zlib");
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("zlib did not finish");
  return out;
}

}  // namespace eightbells::testing
