// What an HTTP answer means for a source: pure functions from headers and status to what is to be done.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "feeds/base/clock.h"
#include "feeds/fetch/http_client.h"

namespace eightbells {

// ---- the answer as a whole ----

enum class VerdictKind {
  fetched,       // there is a body to read
  not_modified,  // 304, and we had asked conditionally
  retry,         // may be over soon: 408, 425, 429, most of 5xx
  gone,          // 410: not to be asked again
  failed,        // everything else; asking again sooner than usual helps nobody
};

struct Verdict {
  VerdictKind kind = VerdictKind::failed;
  std::optional<Instant>
      not_before;        // what the server asks for (Retry-After, a spent rate limit); absent: nothing
  std::string sentence;  // for retry, gone and failed: what happened and what to do
};

// `conditional`: whether the request had validators. A file:// answer (status 0) is fetched.
[[nodiscard]] Verdict judge(const HttpResponse& response, bool conditional, Instant now);

// The sentence for a status that is no success, such as "example.com wants a sign-in (401): set basic_auth or
// headers for it".
[[nodiscard]] std::string refusal_sentence(const HttpResponse& response);

// ---- validators ----

struct Validators {
  std::string etag;           // byte for byte, with W/ and quotes
  std::string last_modified;  // byte for byte, also when it is no date
};

// What to keep from a 200 (empty where the server sent none).
[[nodiscard]] Validators validators_of(const Headers& headers);

// What to keep from a 304: its own where it sent them, else those that it confirmed.
[[nodiscard]] Validators refreshed(const Validators& kept, const Headers& headers);

// If-None-Match and If-Modified-Since for those that are not empty.
[[nodiscard]] Headers conditional_headers(std::string_view etag, std::string_view last_modified);

// ---- times ----

// How much longer the answer is fresh (RFC 9111, for a private cache: s-maxage means nothing to us): zero for
// no-cache, no-store and what has gone stale, absent when the server said nothing. At most kLongestWait.
[[nodiscard]] std::optional<Millis> freshness(const Headers& headers, Instant now);

// Retry-After in seconds or as a date. Not below zero, at most kLongestWait.
[[nodiscard]] std::optional<Millis> retry_after(const Headers& headers, Instant now);

inline constexpr Millis kLongestWait = std::chrono::hours(24 * 365);

// x-rate-limit-*, x-ratelimit-* and ratelimit-* headers; a reset is a moment in Unix time or a number of
// seconds.
struct RateLimit {
  std::optional<long> remaining;
  std::optional<Instant> resets;
};
[[nodiscard]] RateLimit rate_limit(const Headers& headers, Instant now);

// ---- redirects ----

// Where the source has moved for good by this answer: the last address that a chain of 301 and 308 from the
// first one on names. A temporary redirect ends the chain, and what stands behind it does not count.
[[nodiscard]] std::optional<std::string> permanent_target(const HttpResponse& response);

inline constexpr int kSightingsToMove = 3;  // in a row, before a move is believed

// How a move is believed: the same target kSightingsToMove times in a row.
struct Move {
  std::string to;  // seen, not yet believed
  int seen = 0;
  bool believed = false;
};
[[nodiscard]] Move see_redirects(const Move& before, const HttpResponse& response);

// ---- back-off ----

// A number in [0, 1) that depends on nothing but its arguments, so that a run can be repeated.
[[nodiscard]] double jitter(std::string_view key, int failures);

// The wait after `failures` failures in a row (at least 1): `first`, doubled each time, stretched by up to a
// quarter by jitter(), so that sources which failed together do not come back together; at most `longest`.
[[nodiscard]] Millis back_off(std::string_view key, int failures, Millis first, Millis longest);

}  // namespace eightbells
