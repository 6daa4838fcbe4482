// What is asked: the requests of document_poll.h.
#include <algorithm>

#include "feeds/fetch/private_address.h"
#include "feeds/fetch/verdict.h"
#include "feeds/sources/document_poll.h"
#include "feeds/sources/extra.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

constexpr Millis kFullAtMostEvery = std::chrono::hours(24);
constexpr Millis kFullAtLeastEvery = std::chrono::hours(24 * 7);

bool is_local(const Source& source) {
  return source.address.rfind("file:", 0) == 0 || source.address.rfind('/', 0) == 0;
}

// A path as a file:// URL; bytes that a URL cannot hold are percent-encoded.
std::string file_url(std::string_view path) {
  if (path.rfind("file:", 0) == 0) return std::string(path);
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out = "file://";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                       (byte >= 'A' && byte <= 'Z') || byte == '/' || byte == '.' || byte == '-' ||
                       byte == '_' || byte == '~';
    if (plain) out += c;
    else (out += '%') += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return out;
}

// Whether a host is written as an address, and a private one.
bool is_private_literal(std::string_view host) {
  const bool is_address = !host.empty() && (host.front() == '[' ||
                                            host.find_first_not_of("0123456789.") == std::string_view::npos);
  return is_address && is_private_address(host);
}

// Whether a link that a stranger gave has to be public. What lies on the host that the user configured, or is
// named by a private host that the user configured, is as trusted as that host.
bool must_be_public(const Source& source, std::string_view link) {
  if (source.fetch.allow_private) return false;
  const Result<Url> configured = parse_url(source.address);
  const Result<Url> target = parse_url(link);
  if (!configured || !target) return true;
  if (configured->host == "localhost" || is_private_literal(configured->host)) return false;
  return configured->host != target->host;
}

// What a 304 cannot be trusted about: a body that came damaged, and silence for far longer than usual. Once a
// day then, and more rarely the longer it lasts.
bool is_full_due(const SourceState& state, Instant now) {
  if (!state.last_full) return false;
  const Millis since = now - *state.last_full;
  if (since < kFullAtMostEvery) return false;
  if (state.extra.count(extra::kDamaged)) return true;
  if (!state.last_new_entry) return false;
  const Millis silence = now - *state.last_new_entry;
  const Millis longest{extra::number(state, extra::kLongest)};
  if (silence <= std::max(longest, state.usual_interval) * 2) return false;
  return since >= std::clamp(silence / 4, kFullAtMostEvery, kFullAtLeastEvery);
}

// What the user gave for the configured host is for that host alone (and not for its unencrypted half).
void keep_secrets(const Source& source, HttpRequest& request) {
  const Result<Url> configured = parse_url(source.address);
  const Result<Url> target = parse_url(request.url);
  if (configured && target && configured->host == target->host && configured->port == target->port &&
      (configured->scheme == target->scheme || target->scheme == "https")) {
    return;
  }
  request.options.headers.clear();
  request.options.basic_auth.clear();
  request.options.client_certificate.clear();
}

}  // namespace

HttpRequest document_request(const PollContext& poll, const SourceState& state) {
  HttpRequest request;
  const Source& source = poll.source;
  const bool local = source.kind == SourceKind::file || is_local(source);
  request.url = local                      ? file_url(source.address)
                : state.stored_url.empty() ? source.address
                                           : state.stored_url;
  request.allow_file = local;
  request.options = source.fetch;
  request.require_public = !local && !state.stored_url.empty() && must_be_public(source, request.url);
  if (!local && !state.stored_url.empty()) keep_secrets(source, request);
  if (local || is_full_due(state, poll.now)) return request;
  request.headers = conditional_headers(state.etag, state.last_modified);
  return request;
}

HttpRequest discovered_request(const PollContext& poll, const std::string& link) {
  HttpRequest request;
  request.url = link;
  request.options = poll.source.fetch;
  request.require_public = must_be_public(poll.source, link);
  keep_secrets(poll.source, request);
  return request;
}

}  // namespace eightbells
