// Sources: RFC 9110 (status codes, conditional requests, Retry-After), RFC 9111 (freshness), RFC 6585 (429);
// the headers of the X API v2 and the RateLimit draft of the IETF. Servers get these wrong in many ways, and
// a wrong reading must never do more harm than a poll too many or a window too late: numbers are bounded, and
// what cannot be read was not said.
#include "feeds/fetch/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "feeds/base/hash.h"
#include "feeds/base/utf8.h"
#include "feeds/fetch/curl_url.h"
#include "feeds/text/dates.h"

namespace eightbells {
namespace {

constexpr long long kLongestWaitSeconds =
    std::chrono::duration_cast<std::chrono::seconds>(kLongestWait).count();
constexpr long long kSmallestUnixTime =
    1'000'000'000;  // a rate limit's reset above this is a moment, not a wait

Millis bounded(Millis wait) { return std::clamp(wait, Millis(0), kLongestWait); }

// Digits, perhaps with a fraction, which is dropped. Too many of them are the largest number that we mean.
std::optional<long long> read_seconds(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  const auto dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view fraction = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  constexpr std::string_view kDigits = "0123456789";
  if (whole.empty() || whole.find_first_not_of(kDigits) != std::string_view::npos) return std::nullopt;
  if (fraction.find_first_not_of(kDigits) != std::string_view::npos) return std::nullopt;
  long long number = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), number);
  if (error == std::errc::result_out_of_range) return std::numeric_limits<long long>::max() / 1'000'000;
  return std::min(number, std::numeric_limits<long long>::max() / 1'000'000);
}

Millis seconds(long long count) { return std::chrono::seconds(std::min(count, kLongestWaitSeconds)); }

// The server's own clock at the answer, so that a clock that is wrong on either side cancels out.
Instant server_time(const Headers& headers, Instant now) {
  return parse_http_date(find_header(headers, "date")).value_or(now);
}

struct CacheControl {
  bool never = false;  // no-cache, no-store
  std::optional<long long> max_age;
};

// Directives of all Cache-Control headers. A max-age that cannot be read counts as stale (RFC 9111, 4.2.1).
CacheControl cache_control(const Headers& headers) {
  CacheControl out;
  for (const auto& [name, value] : headers) {
    if (ascii_lower(name) != "cache-control") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto comma = rest.find(',');
      const std::string directive = ascii_lower(trim(rest.substr(0, comma)));
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
      const std::string_view view = directive;
      if (view == "no-cache" || view == "no-store") out.never = true;
      if (view.starts_with("max-age=") && !out.max_age)
        out.max_age = read_seconds(view.substr(8)).value_or(0);
    }
  }
  return out;
}

std::string host_for_people(const HttpResponse& response) {
  const auto parts = read_url(response.url);
  return parts && !parts->host.empty() ? parts->host_and_port() : "the server";
}

std::string client_sentence(int status, const std::string& host) {
  switch (status) {
    case 401:
      return fmt::format("{} wants a sign-in (401): set basic_auth or headers for this source", host);
    case 402:
      return fmt::format("{} wants to be paid (402): look for a free address of this source", host);
    case 403:
      return fmt::format("{} refuses us (403): it may keep programs out; try another user_agent or a proxy",
                         host);
    case 404:
      return fmt::format("{} has no such page (404): look on the site for the new address", host);
    case 406:
      return fmt::format("{} has no form of this page for us (406): try another address", host);
    case 407:
      return "the proxy wants a sign-in (407): put user and password into the proxy setting";
    case 408:
      return fmt::format("{} gave up waiting for us (408): it is asked again", host);
    case 410:
      return fmt::format(
          "{} says this page is gone for good (410): remove the source or give its new address", host);
    case 429:
      return fmt::format("{} is asked too often (429): it is asked again later; a longer `every` helps",
                         host);
    case 451:
      return fmt::format("{} may not show this page for legal reasons (451): look for another address", host);
    default:
      return fmt::format("{} refuses the request (status {}): check the address of this source", host,
                         status);
  }
}

std::string server_sentence(int status, const std::string& host) {
  constexpr int kFirstShield = 520;  // statuses of Cloudflare for the server behind it
  constexpr int kLastShield = 530;
  if (status == 502 || status == 504 || (status >= kFirstShield && status <= kLastShield)) {
    return fmt::format("the server behind {} does not answer (status {}): it is asked again", host, status);
  }
  if (status == 503) return fmt::format("{} is overloaded or under repair (503): it is asked again", host);
  return fmt::format("{} has a fault of its own (status {}): it is asked again", host, status);
}

bool may_be_over_soon(int status) {
  if (status == 408 || status == 425 || status == 429) return true;
  return status >= 500 && status != 501 && status != 505;
}

std::string_view first_of(const Headers& headers, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const auto value = find_header(headers, name); !value.empty()) return value;
  }
  return {};
}

}  // namespace

Verdict judge(const HttpResponse& response, bool conditional, Instant now) {
  const int status = response.status;
  const bool has_document = status == 0 || status == 200 || status == 201 || status == 202 || status == 203;
  if (has_document) return {VerdictKind::fetched, std::nullopt, {}};
  if (status == 304 && conditional) return {VerdictKind::not_modified, std::nullopt, {}};
  Verdict verdict;
  verdict.sentence = refusal_sentence(response);
  verdict.kind = status == 410              ? VerdictKind::gone
                 : may_be_over_soon(status) ? VerdictKind::retry
                                            : VerdictKind::failed;
  if (const auto wait = retry_after(response.headers, now)) {
    verdict.not_before = now + *wait;
  } else if (status == 429) {
    verdict.not_before = rate_limit(response.headers, now).resets;
  }
  return verdict;
}

std::string refusal_sentence(const HttpResponse& response) {
  const std::string host = host_for_people(response);
  const int status = response.status;
  if (status == 304)
    return fmt::format("{} says that nothing changed (304), but was asked for everything", host);
  if (status >= 500 && status < 600) return server_sentence(status, host);
  if (status >= 400 && status < 500) return client_sentence(status, host);
  if (status >= 300 && status < 400)
    return fmt::format("{} redirects without saying where to (status {})", host, status);
  if (status == 204 || status == 205)
    return fmt::format("{} answers without a document (status {})", host, status);
  return fmt::format("{} answers in a way that was not asked for (status {})", host, status);
}

Validators validators_of(const Headers& headers) {
  return {std::string(find_header(headers, "etag")), std::string(find_header(headers, "last-modified"))};
}

Validators refreshed(const Validators& kept, const Headers& headers) {
  Validators out = validators_of(headers);
  if (out.etag.empty()) out.etag = kept.etag;
  if (out.last_modified.empty()) out.last_modified = kept.last_modified;
  return out;
}

Headers conditional_headers(std::string_view etag, std::string_view last_modified) {
  Headers out;
  if (!etag.empty()) out.emplace_back("If-None-Match", etag);
  if (!last_modified.empty()) out.emplace_back("If-Modified-Since", last_modified);
  return out;
}

std::optional<Millis> freshness(const Headers& headers, Instant now) {
  const CacheControl control = cache_control(headers);
  if (control.never) return Millis(0);
  const Millis age = seconds(read_seconds(find_header(headers, "age")).value_or(0));
  if (control.max_age) return bounded(seconds(*control.max_age) - age);
  const std::string_view expires = find_header(headers, "expires");
  if (expires.empty()) return std::nullopt;
  const auto at = parse_http_date(expires);  // "0" and the like mean: stale already
  return at ? bounded(*at - server_time(headers, now) - age) : Millis(0);
}

std::optional<Millis> retry_after(const Headers& headers, Instant now) {
  const std::string_view value = find_header(headers, "retry-after");
  if (value.empty()) return std::nullopt;
  if (const auto count = read_seconds(value)) return seconds(*count);
  const auto at = parse_http_date(value);
  if (!at) return std::nullopt;
  return bounded(*at - server_time(headers, now));
}

RateLimit rate_limit(const Headers& headers, Instant now) {
  RateLimit out;
  const auto remaining =
      first_of(headers, {"x-rate-limit-remaining", "x-ratelimit-remaining", "ratelimit-remaining"});
  if (const auto count = read_seconds(remaining)) out.remaining = static_cast<long>(*count);
  const auto reset = first_of(headers, {"x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset"});
  if (const auto count = read_seconds(reset)) {
    const Instant latest = now + kLongestWait;
    const long long latest_second =
        std::chrono::duration_cast<std::chrono::seconds>(latest.time_since_epoch()).count();
    const bool is_moment = *count >= kSmallestUnixTime;
    const Instant at =
        is_moment ? Instant(std::chrono::seconds(std::min(*count, latest_second))) : now + seconds(*count);
    out.resets = std::clamp(at, now, latest);
  }
  return out;
}

std::optional<std::string> permanent_target(const HttpResponse& response) {
  std::optional<std::string> target;
  for (const HttpRedirect& redirect : response.redirects) {
    if (redirect.status != 301 && redirect.status != 308) break;
    target = redirect.to;
  }
  return target;
}

Move see_redirects(const Move& before, const HttpResponse& response) {
  const auto target = permanent_target(response);
  if (!target) return {};
  Move after;
  after.to = *target;
  after.seen = *target == before.to ? before.seen + 1 : 1;
  after.believed = after.seen >= kSightingsToMove;
  return after;
}

double jitter(std::string_view key, int failures) {
  constexpr int kBits = 53;  // what a double holds exactly
  const std::uint64_t hash = hash64(std::string(key) + '\n' + std::to_string(failures));
  return std::ldexp(static_cast<double>(hash >> (64 - kBits)), -kBits);
}

Millis back_off(std::string_view key, int failures, Millis first, Millis longest) {
  Millis wait = first;
  for (int i = 1; i < failures && wait < longest; ++i) wait *= 2;
  constexpr double kStretch = 0.25;
  const double stretched = static_cast<double>(wait.count()) * (1 + kStretch * jitter(key, failures));
  return std::min(longest, Millis(static_cast<Millis::rep>(stretched)));
}

}  // namespace eightbells
