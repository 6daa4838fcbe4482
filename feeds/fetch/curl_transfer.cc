#include "feeds/fetch/curl_transfer.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <utility>

#include "feeds/base/utf8.h"
#include "feeds/fetch/curl_error.h"

namespace eightbells {
namespace {

constexpr std::size_t kMaxHeadBytes = 256 * 1024;  // of one answer
constexpr long kDnsCacheSeconds = 60;

// Only these follow a redirect to another host: they tell it nothing that the first one gave us in
// confidence, and without the validators a feed behind such a redirect would be transferred whole each time.
constexpr std::string_view kHarmlessHeaders[] = {"accept", "accept-language", "if-none-match",
                                                 "if-modified-since"};

bool is_harmless(std::string_view name) {
  const std::string small = ascii_lower(name);
  return std::find(std::begin(kHarmlessHeaders), std::end(kHarmlessHeaders), small) !=
         std::end(kHarmlessHeaders);
}

bool is_literal_address(std::string_view host) {
  return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  return text;
}

std::string text_of(const curl_sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&address.addr)->sin_addr, text, sizeof text);
  } else if (address.family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&address.addr)->sin6_addr, text, sizeof text);
  }
  return text;
}

// A pipe would hold up the whole loop, a device might never end.
std::optional<Error> refuse_irregular_file(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return Error{ErrorKind::not_found, "there is no file " + path};
  if (!std::filesystem::is_regular_file(status))
    return Error{ErrorKind::refused, path + " is not a regular file"};
  return std::nullopt;
}

}  // namespace

CurlTransfer::CurlTransfer(const CurlClientOptions& options)
    : options_(options), easy_(libcurl().easy_init()) {}

std::optional<Error> CurlTransfer::begin(HttpRequest request, HttpClient::Handler done) {
  request_ = std::move(request);
  done_ = std::move(done);
  response_ = {};
  started_ = Steady::now();
  came_from_public_ = false;
  auto parts = read_url(request_.url);
  if (!parts) return parts.error();
  const bool file = parts->scheme == "file";
  if (parts->scheme != "http" && parts->scheme != "https" && !(file && request_.allow_file)) {
    return Error{ErrorKind::refused, "only http and https are fetched, not " + parts->scheme};
  }
  if (file) {
    if (auto error = refuse_irregular_file(parts->path)) return error;
  }
  first_url_ = *parts;
  url_ = *std::move(parts);
  return prepare_hop();
}

std::optional<Error> CurlTransfer::prepare_hop() {
  head_bytes_ = 0;
  body_bytes_ = 0;
  location_.clear();
  note_encoding({});
  stop_ = Stop::none;
  hop_is_public_ = false;
  response_.status = 0;
  response_.headers.clear();
  response_.body.clear();
  const bool trusted = same_trust(first_url_, url_);
  CURL* easy = easy_.get();
  libcurl().easy_reset(easy);
  libcurl().easy_setopt(easy, CURLOPT_URL, request_.url.c_str());
  libcurl().easy_setopt(easy, CURLOPT_PROTOCOLS_STR, url_.scheme == "file" ? "file" : "http,https");
  set_callbacks();
  if (auto error = set_limits()) return error;
  set_security(trusted);
  set_method();
  return set_headers(trusted);
}

void CurlTransfer::set_callbacks() {
  CURL* easy = easy_.get();
  libcurl().easy_setopt(easy, CURLOPT_PRIVATE, this);
  libcurl().easy_setopt(easy, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  libcurl().easy_setopt(easy, CURLOPT_WRITEDATA, this);
  libcurl().easy_setopt(easy, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  libcurl().easy_setopt(easy, CURLOPT_HEADERDATA, this);
  libcurl().easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  libcurl().easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::open_socket);
  libcurl().easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  libcurl().easy_setopt(easy, CURLOPT_PREREQFUNCTION, &CurlTransfer::before_request);
  libcurl().easy_setopt(easy, CURLOPT_PREREQDATA, this);
}

std::optional<Error> CurlTransfer::set_limits() {
  const auto spent = std::chrono::duration_cast<Millis>(Steady::now() - started_);
  const Millis left = request_.options.timeout - spent;
  if (left <= Millis(0)) return error_of(CURLE_OPERATION_TIMEDOUT);
  CURL* easy = easy_.get();
  libcurl().easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  libcurl().easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  libcurl().easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  libcurl().easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request_.options.max_bytes));
  // Without it libcurl waits, inside the loop, for a lookup that has timed out or was cancelled.
  libcurl().easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  // A full pool of connections costs more to walk than a request does (libcurl 7.88 keeps an entry of every
  // host it evicted).
  libcurl().easy_setopt(easy, CURLOPT_FORBID_REUSE, request_.keep_connection ? 0L : 1L);
  // libcurl walks its whole cache of names for each transfer; an address in digits gains nothing from that.
  libcurl().easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT,
                        is_literal_address(url_.host) ? 0L : kDnsCacheSeconds);
  return std::nullopt;
}

void CurlTransfer::set_security(bool trusted) {
  CURL* easy = easy_.get();
  const FetchOptions& options = request_.options;
  libcurl().easy_setopt(easy, CURLOPT_PROXY,
                        options.proxy.c_str());  // also when empty: none from the environment
  libcurl().easy_setopt(easy, CURLOPT_NOPROXY, "");
  libcurl().easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  if (!options.ca_file.empty()) libcurl().easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!trusted) return;
  if (!options.client_certificate.empty()) {
    libcurl().easy_setopt(easy, CURLOPT_SSLCERT, options.client_certificate.c_str());
    libcurl().easy_setopt(easy, CURLOPT_SSLKEY, options.client_certificate.c_str());
  }
  if (!options.basic_auth.empty()) {
    const auto colon = std::min(options.basic_auth.find(':'), options.basic_auth.size());
    libcurl().easy_setopt(easy, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    libcurl().easy_setopt(easy, CURLOPT_USERNAME, options.basic_auth.substr(0, colon).c_str());
    libcurl().easy_setopt(easy, CURLOPT_PASSWORD,
                          options.basic_auth.substr(std::min(colon + 1, options.basic_auth.size())).c_str());
  }
}

void CurlTransfer::set_method() {
  CURL* easy = easy_.get();
  if (request_.method == "HEAD") {
    libcurl().easy_setopt(easy, CURLOPT_NOBODY, 1L);
  } else if (request_.method != "GET" || !request_.body.empty()) {
    libcurl().easy_setopt(easy, CURLOPT_POST, 1L);
    libcurl().easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    libcurl().easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.c_str());
    if (request_.method != "POST")
      libcurl().easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
}

std::optional<Error> CurlTransfer::set_headers(bool trusted) {
  CURL* easy = easy_.get();
  curl_slist* list = nullptr;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!trusted && !is_harmless(name)) return true;
    if ((name + value).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) return false;
    list = libcurl().slist_append(list, (value.empty() ? name + ";" : name + ": " + value).c_str());
    return true;
  };
  bool valid = true;
  for (const auto& [name, value] : request_.options.headers) {
    const auto same = [&name = name](const auto& header) {
      return ascii_lower(header.first) == ascii_lower(name);
    };
    const auto& own = request_.headers;
    if (std::none_of(own.begin(), own.end(), same)) valid = add(name, value) && valid;
  }
  for (const auto& [name, value] : request_.headers) valid = add(name, value) && valid;
  if (!request_.body.empty()) list = libcurl().slist_append(list, "Expect:");  // no waiting for leave to send
  list_.reset(list);
  if (!valid) return Error{ErrorKind::invalid, "a header of the request holds a line break"};
  libcurl().easy_setopt(easy, CURLOPT_HTTPHEADER, list);
  libcurl().easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");  // all that this libcurl can decode
  const std::string& agent = request_.options.user_agent;
  libcurl().easy_setopt(easy, CURLOPT_USERAGENT,
                        agent.empty() ? "eightbells/" EIGHTBELLS_VERSION : agent.c_str());
  return std::nullopt;
}

// ---- callbacks: they note and judge, and of libcurl they only set whether it decodes ----

std::size_t CurlTransfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  return static_cast<CurlTransfer*>(self)->take_body({bytes, size * count}) ? size * count : 0;
}

std::size_t CurlTransfer::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  return static_cast<CurlTransfer*>(self)->take_header({bytes, size * count}) ? size * count : 0;
}

// Lines come one by one. A status line begins a new answer: what stood before it was an interim one (1xx).
bool CurlTransfer::take_header(std::string_view line) {
  head_bytes_ += line.size();
  if (head_bytes_ > kMaxHeadBytes) {
    stop_ = Stop::head_too_large;
    return false;
  }
  if (url_.scheme == "file") return true;
  if (line.starts_with("HTTP/") && body_bytes_ == 0) {
    const auto space = line.find(' ');
    response_.status = 0;
    if (space != std::string_view::npos) {
      std::from_chars(line.data() + space + 1, line.data() + line.size(), response_.status);
    }
    response_.headers.clear();
    location_.clear();
    note_encoding({});
    return true;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  response_.headers.emplace_back(without_blanks(line.substr(0, colon)),
                                 without_blanks(line.substr(colon + 1)));
  const auto& [name, value] = response_.headers.back();
  const std::string small = ascii_lower(name);
  if (location_.empty() && small == "location") location_ = value;
  if (body_bytes_ == 0 && small == "content-encoding") note_encoding(value);
  return true;
}

bool CurlTransfer::keeps_off_private() const {
  return !request_.options.allow_private && (request_.require_public || came_from_public_);
}

// Through a proxy the address is the proxy's, which the user has configured, and ours to check is only what
// the URL says.
bool CurlTransfer::may_reach(const std::string& address) {
  if (!request_.options.proxy.empty()) return true;
  const bool is_private = options_.is_private(address);
  hop_is_public_ = !is_private;
  if (!is_private || !keeps_off_private()) return true;
  stop_ = Stop::private_address;
  private_address_ = address;
  return false;
}

curl_socket_t CurlTransfer::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  if (!static_cast<CurlTransfer*>(self)->may_reach(text_of(*address))) return CURL_SOCKET_BAD;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Called also for a connection that is used again, which open_socket() does not see.
int CurlTransfer::before_request(void* self, char* address, char*, int, int) {
  return static_cast<CurlTransfer*>(self)->may_reach(address) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

// ---- the end of a hop ----

bool CurlTransfer::is_redirect() const {
  const int status = response_.status;
  const bool moves = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  return moves && !location_.empty();
}

std::optional<Result<HttpResponse>> CurlTransfer::end_hop(CURLcode code) {
  if (code != CURLE_OK && stop_ != Stop::redirect_known) return tl::unexpected<Error>(error_of(code));
  came_from_public_ = came_from_public_ || hop_is_public_;
  if (is_redirect()) {
    if (auto error = follow()) return tl::unexpected<Error>(*std::move(error));
    return std::nullopt;
  }
  if (auto error = decode_body()) return tl::unexpected<Error>(*std::move(error));
  response_.url = request_.url;
  return std::exchange(response_, {});
}

std::optional<Error> CurlTransfer::follow() {
  const std::string from = url_.host_and_port();
  const auto target = resolve_location(request_.url, location_);
  auto parts = target ? read_url(*target) : tl::unexpected<Error>(target.error());
  if (!parts) return Error{ErrorKind::http, from + " redirects to something that is not a URL"};
  if (parts->scheme != "http" && parts->scheme != "https") {
    return Error{ErrorKind::refused,
                 fmt::format("{} redirects to {}:, which is not followed", from, parts->scheme)};
  }
  if (static_cast<int>(response_.redirects.size()) >= request_.options.max_redirects) {
    return Error{ErrorKind::http, fmt::format("more than {} redirects, the last one from {}",
                                              request_.options.max_redirects, from)};
  }
  response_.redirects.push_back({response_.status, *target});
  const bool keeps_method = response_.status == 307 || response_.status == 308 || request_.method == "HEAD";
  if (!keeps_method) {
    request_.method = "GET";
    request_.body.clear();
  }
  request_.url = *target;
  url_ = *std::move(parts);
  return prepare_hop();
}

Error CurlTransfer::error_of(CURLcode code) const {
  const FetchOptions& options = request_.options;
  const std::string where = url_.host_and_port();
  const bool file = url_.scheme == "file";
  if (stop_ == Stop::body_too_large || code == CURLE_FILESIZE_EXCEEDED) {
    const std::string what = file ? url_.path : "the answer of " + where;
    return {ErrorKind::too_large, fmt::format("{} is more than {}", what, show_size(options.max_bytes))};
  }
  if (stop_ == Stop::head_too_large) {
    return {ErrorKind::too_large,
            fmt::format("the headers of {} are more than {}", where, show_size(kMaxHeadBytes))};
  }
  if (stop_ == Stop::too_slow) {
    return {ErrorKind::timeout, fmt::format("{} sends less than {} a second", where,
                                            show_size(options_.slowest_bytes_per_second))};
  }
  if (stop_ == Stop::private_address) {
    return {ErrorKind::refused,
            fmt::format("{} is at the private address {}, which a link of a stranger may not reach", where,
                        private_address_)};
  }
  CurlFailure failure;
  failure.code = code;
  failure.url = url_;
  if (!options.proxy.empty()) {
    const auto proxy =
        read_url(options.proxy.find("://") == std::string::npos ? "http://" + options.proxy : options.proxy);
    failure.proxy_host = proxy ? proxy->host_and_port() : "configured";
  }
  failure.timeout = options.timeout;
  failure.connect_timeout = options_.connect_timeout;
  failure.body_bytes = body_bytes_;
  curl_off_t resolved = 0;
  curl_off_t connected = 0;
  long os_error = 0;
  libcurl().easy_getinfo(easy_.get(), CURLINFO_NAMELOOKUP_TIME_T, &resolved);
  libcurl().easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &connected);
  libcurl().easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &os_error);
  libcurl().easy_getinfo(easy_.get(), CURLINFO_SSL_VERIFYRESULT, &failure.verify_result);
  failure.resolved = resolved > 0;
  failure.connected = connected > 0;
  failure.os_error = static_cast<int>(os_error);
  return describe(failure);
}

HttpClient::Handler CurlTransfer::finish() {
  request_ = {};
  response_ = {};
  list_.reset();
  return std::exchange(done_, nullptr);
}

}  // namespace eightbells
