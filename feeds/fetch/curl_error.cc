#include "feeds/fetch/curl_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "feeds/fetch/libcurl.h"

namespace eightbells {
namespace {

// From OpenSSL's x509_vfy.h, where they have not changed since they were introduced.
constexpr long kNotYetValid = 9;
constexpr long kHasExpired = 10;
constexpr long kSelfSigned = 18;
constexpr long kSelfSignedInChain = 19;
constexpr long kIssuerUnknown = 20;
constexpr long kHostMismatch = 62;
constexpr long kAddressMismatch = 64;
constexpr long kChainIsFine = 0;  // what libcurl then found wrong itself is the name ...
constexpr long kNotLookedAt = 1;  // ... which it does before it looks at the chain's result

std::string certificate_sentence(const std::string& host, long verify_result) {
  switch (verify_result) {
    case kHasExpired:
      return fmt::format("the certificate of {} has expired", host);
    case kNotYetValid:
      return fmt::format("the certificate of {} is not valid yet; is this machine's clock right?", host);
    case kSelfSigned:
      return fmt::format("the certificate of {} is signed by itself; set ca_file to trust it", host);
    case kSelfSignedInChain:
    case kIssuerUnknown:
      return fmt::format("the certificate of {} is signed by somebody unknown; set ca_file to trust them",
                         host);
    case kChainIsFine:
    case kNotLookedAt:
    case kHostMismatch:
    case kAddressMismatch:
      return fmt::format("the certificate of {} is for another name", host);
    default:
      return fmt::format("the certificate of {} cannot be trusted", host);
  }
}

std::string connect_sentence(const CurlFailure& failure, const std::string& where) {
  switch (failure.os_error) {
    case ECONNREFUSED:
      return fmt::format("connection refused by {}", where);
    case EHOSTUNREACH:
    case ENETUNREACH:
      return fmt::format("no route to {}", where);
    case 0:
      return fmt::format("cannot connect to {}", where);
    default:
      return fmt::format("cannot connect to {} ({})", where,
                         std::generic_category().message(failure.os_error));
  }
}

std::string timeout_sentence(const CurlFailure& failure, const std::string& where) {
  const auto connect = std::min(failure.connect_timeout, failure.timeout);
  if (!failure.resolved)
    return fmt::format("cannot resolve {} within {}", failure.url.host, show_duration(connect));
  if (!failure.connected) return fmt::format("no connection to {} within {}", where, show_duration(connect));
  if (failure.body_bytes == 0)
    return fmt::format("no answer from {} within {}", where, show_duration(failure.timeout));
  return fmt::format("{} sent only {} within {}", where, show_size(failure.body_bytes),
                     show_duration(failure.timeout));
}

Error file_error(const CurlFailure& failure) {
  if (failure.code == CURLE_OPERATION_TIMEDOUT) {
    return {ErrorKind::timeout,
            fmt::format("{} was not read within {}", failure.url.path, show_duration(failure.timeout))};
  }
  return {ErrorKind::not_found, fmt::format("cannot read the file {}", failure.url.path)};
}

}  // namespace

std::string show_size(std::size_t bytes) {
  constexpr std::size_t kKiB = 1024;
  constexpr std::size_t kMiB = 1024 * kKiB;
  if (bytes >= kMiB && bytes % kMiB == 0) return fmt::format("{} MiB", bytes / kMiB);
  if (bytes >= 10 * kMiB)
    return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / static_cast<double>(kMiB));
  if (bytes >= kKiB) return fmt::format("{} KiB", bytes / kKiB);
  return bytes == 1 ? "1 byte" : fmt::format("{} bytes", bytes);
}

std::string show_duration(Millis duration) {
  if (duration.count() % 1000 == 0) return fmt::format("{} s", duration.count() / 1000);
  if (duration.count() < 1000) return fmt::format("{} ms", duration.count());
  return fmt::format("{:.1f} s", static_cast<double>(duration.count()) / 1000);
}

Error describe(const CurlFailure& failure) {
  if (failure.url.scheme == "file") return file_error(failure);
  const std::string where = failure.url.host_and_port();
  const std::string proxy = failure.proxy_host.empty() ? std::string() : "the proxy " + failure.proxy_host;
  switch (failure.code) {
    case CURLE_URL_MALFORMAT:
      return {ErrorKind::invalid, "not a URL that can be fetched"};
    case CURLE_COULDNT_RESOLVE_HOST:
      return {ErrorKind::network, fmt::format("cannot resolve {}", failure.url.host)};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {ErrorKind::network, fmt::format("cannot resolve {}", proxy)};
    case CURLE_COULDNT_CONNECT:
      return {ErrorKind::network, connect_sentence(failure, proxy.empty() ? where : proxy)};
    case CURLE_PROXY:
      return {ErrorKind::network, fmt::format("{} did not let us through to {}", proxy, where)};
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorKind::timeout, timeout_sentence(failure, where)};
    case CURLE_PEER_FAILED_VERIFICATION:
      return {ErrorKind::network, certificate_sentence(where, failure.verify_result)};
    case CURLE_SSL_CACERT_BADFILE:
      return {ErrorKind::network, "the file with trusted certificates cannot be read"};
    case CURLE_SSL_CERTPROBLEM:
      return {ErrorKind::network, "the client certificate cannot be used"};
    case CURLE_SSL_CONNECT_ERROR:
      return {ErrorKind::network, fmt::format("no encrypted connection to {} (TLS handshake failed)", where)};
    case CURLE_GOT_NOTHING:
      return {ErrorKind::network, fmt::format("{} closed the connection without an answer", where)};
    case CURLE_PARTIAL_FILE:
      return {ErrorKind::network, fmt::format("{} closed the connection in the middle of its answer", where)};
    case CURLE_RECV_ERROR:
      return {ErrorKind::network, fmt::format("the connection to {} was reset while reading", where)};
    case CURLE_SEND_ERROR:
      return {ErrorKind::network, fmt::format("the connection to {} was reset while sending", where)};
    case CURLE_BAD_CONTENT_ENCODING:
      return {ErrorKind::network,
              fmt::format("the answer of {} is compressed in a broken or unknown way", where)};
    case CURLE_UNSUPPORTED_PROTOCOL:  // of the server: ours was looked at before
    case CURLE_WEIRD_SERVER_REPLY:
      return {ErrorKind::network, fmt::format("{} does not speak HTTP", where)};
    default: {
      std::string_view words = libcurl().easy_strerror(failure.code);
      while (words.ends_with('.')) words.remove_suffix(1);
      return {ErrorKind::network, fmt::format("{}: {}", where, words)};
    }
  }
}

}  // namespace eightbells
