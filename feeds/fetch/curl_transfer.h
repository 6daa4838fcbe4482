// One request on one libcurl easy handle, hop by hop. Redirects are followed here and not by libcurl, because
// each one must be remembered, must lose what is meant for the first host only, and may have to keep off
// private addresses.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "feeds/fetch/curl_client.h"
#include "feeds/fetch/curl_url.h"
#include "feeds/fetch/http_client.h"
#include "feeds/fetch/libcurl.h"

namespace eightbells {

class CurlTransfer {
 public:
  explicit CurlTransfer(const CurlClientOptions& options);  // which must outlive it
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Makes the handle ready for the first hop. An error means that the request cannot be sent at all.
  [[nodiscard]] std::optional<Error> begin(HttpRequest request, HttpClient::Handler done);

  // Takes the end of a hop. Nothing: the handle is ready for the next hop, and is to be added again.
  [[nodiscard]] std::optional<Result<HttpResponse>> end_hop(CURLcode code);

  // Lets go of the request; the handle can be used again.
  [[nodiscard]] HttpClient::Handler finish();

  [[nodiscard]] CURL* easy() const { return easy_.get(); }

 private:
  using Steady = std::chrono::steady_clock;
  struct EasyCleanup {
    void operator()(CURL* easy) const { libcurl().easy_cleanup(easy); }
  };
  struct ListCleanup {
    void operator()(curl_slist* list) const { libcurl().slist_free_all(list); }
  };
  enum class Stop { none, body_too_large, head_too_large, too_slow, redirect_known, private_address };

  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int before_request(void* self, char* address, char* local, int port, int local_port);

  [[nodiscard]] std::optional<Error> prepare_hop();
  void set_callbacks();
  [[nodiscard]] std::optional<Error> set_limits();
  void set_security(bool trusted);
  void set_method();
  [[nodiscard]] std::optional<Error> set_headers(bool trusted);
  [[nodiscard]] bool take_body(std::string_view bytes);
  [[nodiscard]] bool take_header(std::string_view line);
  void note_encoding(std::string_view encoding);
  [[nodiscard]] std::optional<Error> decode_body();
  [[nodiscard]] bool may_reach(const std::string& address);
  [[nodiscard]] bool keeps_off_private() const;
  [[nodiscard]] bool is_redirect() const;
  [[nodiscard]] std::optional<Error> follow();
  [[nodiscard]] Error error_of(CURLcode code) const;

  const CurlClientOptions& options_;
  std::unique_ptr<CURL, EasyCleanup> easy_;
  std::unique_ptr<curl_slist, ListCleanup> list_;
  HttpRequest request_;
  HttpClient::Handler done_;
  HttpResponse response_;
  CurlUrlParts first_url_;  // what the user's secrets are for
  CurlUrlParts url_;        // of this hop
  Steady::time_point started_;
  Steady::time_point body_began_;
  std::size_t head_bytes_ = 0;
  std::size_t body_bytes_ = 0;
  std::string location_;
  int encodings_ = 0;     // headers that name one
  bool gzipped_ = false;  // the body comes as it was sent, and is inflated when it is whole
  Stop stop_ = Stop::none;
  std::string private_address_;    // the one that was refused
  bool came_from_public_ = false;  // a hop before this one, or the request itself, was public
  bool hop_is_public_ = false;
};

}  // namespace eightbells
