// The body of an answer: its limits, and how it is decoded.
#include <utility>

#include "feeds/base/utf8.h"
#include "feeds/fetch/curl_transfer.h"
#include "feeds/fetch/gunzip.h"

namespace eightbells {
namespace {

constexpr std::size_t kMaxRedirectBody = 64 * 1024;  // read to keep the connection, then it is dropped

}  // namespace

bool CurlTransfer::take_body(std::string_view bytes) {
  if (bytes.empty()) return true;
  if (body_bytes_ == 0) body_began_ = Steady::now();
  body_bytes_ += bytes.size();
  if (is_redirect()) {
    if (body_bytes_ > kMaxRedirectBody) stop_ = Stop::redirect_known;
    return stop_ == Stop::none;
  }
  if (body_bytes_ > request_.options.max_bytes) {
    stop_ = Stop::body_too_large;
    response_.body = {};
    return false;
  }
  response_.body.append(bytes);
  const auto spent = std::chrono::duration_cast<Millis>(Steady::now() - body_began_);
  if (spent >= options_.slow_grace &&
      body_bytes_ * 1000 < options_.slowest_bytes_per_second * static_cast<std::size_t>(spent.count())) {
    stop_ = Stop::too_slow;
    return false;
  }
  return true;
}

// A body that is gzip and nothing else is kept as it comes and inflated in one go (gunzip.h); the others
// libcurl decodes piece by piece. Empty: a new answer begins. Whether to decode is asked by libcurl 7 for
// every piece of the body, by libcurl 8 before the header is seen here: with that it decodes all itself.
void CurlTransfer::note_encoding(std::string_view encoding) {
  static const bool asks_late = libcurl().version_info(CURLVERSION_NOW)->version_num < 0x080000;
  encodings_ = encoding.empty() ? 0 : encodings_ + 1;
  const std::string name = ascii_lower(encoding);
  gzipped_ = asks_late && encodings_ == 1 && (name == "gzip" || name == "x-gzip");
  libcurl().easy_setopt(easy_.get(), CURLOPT_HTTP_CONTENT_DECODING, gzipped_ ? 0L : 1L);
}

std::optional<Error> CurlTransfer::decode_body() {
  if (!gzipped_ || response_.body.empty()) return std::nullopt;
  auto text = gunzip(response_.body, request_.options.max_bytes);
  if (!text && text.error().kind == ErrorKind::too_large) stop_ = Stop::body_too_large;
  if (!text) return error_of(CURLE_BAD_CONTENT_ENCODING);
  response_.body = std::move(*text);
  return std::nullopt;
}

}  // namespace eightbells
