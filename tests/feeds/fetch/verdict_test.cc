#include "feeds/fetch/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "feeds/text/dates.h"

namespace eightbells {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

const Instant kNow = Instant(seconds(1'767'744'000));  // 2026-01-07T00:00:00Z
const char* const kNowAsDate = "Wed, 07 Jan 2026 00:00:00 GMT";
const char* const kHourLater = "Wed, 07 Jan 2026 01:00:00 GMT";

HttpResponse response(int status, Headers headers = {}) {
  HttpResponse out;
  out.status = status;
  out.url = "https://feeds.example.com/rss";
  out.headers = std::move(headers);
  return out;
}

HttpResponse redirected(std::vector<HttpRedirect> redirects) {
  HttpResponse out = response(200);
  out.redirects = std::move(redirects);
  return out;
}

// ---- the answer as a whole ----

TEST(Verdict, ADocumentIsFetched) {
  for (const int status : {0, 200, 203})
    EXPECT_EQ(judge(response(status), true, kNow).kind, VerdictKind::fetched) << status;
}

TEST(Verdict, NotModifiedCountsOnlyWhenWeAskedForIt) {
  EXPECT_EQ(judge(response(304), true, kNow).kind, VerdictKind::not_modified);
  const Verdict verdict = judge(response(304), false, kNow);
  EXPECT_EQ(verdict.kind, VerdictKind::failed);
  EXPECT_THAT(verdict.sentence, HasSubstr("was asked for everything"));
}

TEST(Verdict, GoneIsForGood) {
  const Verdict verdict = judge(response(410), true, kNow);
  EXPECT_EQ(verdict.kind, VerdictKind::gone);
  EXPECT_EQ(
      verdict.sentence,
      "feeds.example.com says this page is gone for good (410): remove the source or give its new address");
}

TEST(Verdict, WhatMayPassIsTriedAgainAndTheRestFails) {
  for (const int status : {408, 425, 429, 500, 502, 503, 504, 522}) {
    EXPECT_EQ(judge(response(status), true, kNow).kind, VerdictKind::retry) << status;
  }
  for (const int status : {204, 300, 302, 400, 401, 403, 404, 405, 406, 451, 501, 505}) {
    EXPECT_EQ(judge(response(status), true, kNow).kind, VerdictKind::failed) << status;
  }
}

TEST(Verdict, EverySentenceNamesTheHostAndTheStatus) {
  for (int status = 201; status < 600; ++status) {
    if (status == 407) continue;  // the proxy's
    const std::string sentence = refusal_sentence(response(status));
    EXPECT_THAT(sentence, HasSubstr("feeds.example.com"));
    EXPECT_THAT(sentence, HasSubstr(std::to_string(status)));
  }
}

TEST(Verdict, SentencesSayWhatToDo) {
  EXPECT_THAT(refusal_sentence(response(401)), HasSubstr("set basic_auth or headers"));
  EXPECT_THAT(refusal_sentence(response(403)), HasSubstr("try another user_agent"));
  EXPECT_THAT(refusal_sentence(response(404)), HasSubstr("look on the site for the new address"));
  EXPECT_THAT(refusal_sentence(response(503)), HasSubstr("is asked again"));
}

TEST(Verdict, ASentenceNeverShowsThePasswordOfAUrl) {
  HttpResponse secret = response(403);
  secret.url = "https://ann:secret@feeds.example.com/rss?token=abc";
  EXPECT_EQ(refusal_sentence(secret).find("secret"), std::string::npos);
  EXPECT_EQ(refusal_sentence(secret).find("abc"), std::string::npos);
}

TEST(Verdict, ARetryComesWhenTheServerSaysOrTheRateLimitEnds) {
  EXPECT_EQ(judge(response(503, {{"Retry-After", "120"}}), true, kNow).not_before, kNow + seconds(120));
  EXPECT_EQ(judge(response(429, {{"x-rate-limit-reset", "1767744900"}}), true, kNow).not_before,
            kNow + minutes(15));
  EXPECT_EQ(judge(response(503), true, kNow).not_before, std::nullopt);
}

// ---- validators ----

TEST(Verdict, ValidatorsAreKeptByteForByte) {
  const Headers headers = {{"etag", "W/\"a  b\""}, {"LAST-MODIFIED", "not a  date"}};
  const Validators kept = validators_of(headers);
  EXPECT_EQ(kept.etag, "W/\"a  b\"");
  EXPECT_EQ(kept.last_modified, "not a  date");
  const Headers asked = conditional_headers(kept.etag, kept.last_modified);
  EXPECT_EQ(find_header(asked, "if-none-match"), "W/\"a  b\"");
  EXPECT_EQ(find_header(asked, "if-modified-since"), "not a  date");
}

TEST(Verdict, WithoutValidatorsNothingIsAsked) {
  EXPECT_TRUE(conditional_headers("", "").empty());
  EXPECT_EQ(conditional_headers("\"1\"", "").size(), 1u);
}

TEST(Verdict, ANotModifiedRefreshesWhatItSendsAndKeepsTheRest) {
  const Validators kept{"\"1\"", "Mon"};
  const Validators after = refreshed(kept, {{"ETag", "\"2\""}});
  EXPECT_EQ(after.etag, "\"2\"");
  EXPECT_EQ(after.last_modified, "Mon");
}

// ---- times ----

TEST(Verdict, FreshnessIsMaxAgeLessAge) {
  EXPECT_EQ(freshness({{"Cache-Control", "public, max-age=3600"}}, kNow), hours(1));
  EXPECT_EQ(freshness({{"Cache-Control", "max-age=3600"}, {"Age", "600"}}, kNow), minutes(50));
  EXPECT_EQ(freshness({{"Cache-Control", "max-age=60"}, {"Age", "600"}}, kNow), Millis(0));
  EXPECT_EQ(freshness({{"Cache-Control", "private"}, {"cache-control", "MAX-AGE=\"60\""}}, kNow),
            seconds(60));
}

TEST(Verdict, FreshnessOfSharedCachesIsNotOurs) {
  EXPECT_EQ(freshness({{"Cache-Control", "s-maxage=3600"}}, kNow), std::nullopt);
  EXPECT_EQ(freshness({{"Cache-Control", "s-maxage=3600, max-age=60"}}, kNow), seconds(60));
}

TEST(Verdict, NoCacheBeatsEveryAge) {
  EXPECT_EQ(freshness({{"Cache-Control", "max-age=3600, no-cache"}}, kNow), Millis(0));
  EXPECT_EQ(freshness({{"Cache-Control", "No-Store"}, {"Expires", kHourLater}}, kNow), Millis(0));
}

TEST(Verdict, ExpiresCountsFromTheServersOwnClock) {
  EXPECT_EQ(freshness({{"Expires", kHourLater}}, kNow), hours(1));
  EXPECT_EQ(freshness({{"Expires", kHourLater}, {"Date", kNowAsDate}}, kNow + hours(9)), hours(1));
  EXPECT_EQ(freshness({{"Expires", kHourLater}, {"Date", kNowAsDate}, {"Age", "600"}}, kNow), minutes(50));
  EXPECT_EQ(freshness({{"Expires", kNowAsDate}}, kNow + hours(1)), Millis(0));
  EXPECT_EQ(freshness({{"Expires", "0"}}, kNow), Millis(0));
  EXPECT_EQ(freshness({{"Expires", kHourLater}, {"Cache-Control", "max-age=5"}}, kNow), seconds(5));
}

TEST(Verdict, SilenceAboutFreshnessIsNothing) {
  EXPECT_EQ(freshness({}, kNow), std::nullopt);
  EXPECT_EQ(freshness({{"Cache-Control", "public"}}, kNow), std::nullopt);
}

TEST(Verdict, NonsenseIsBounded) {
  EXPECT_EQ(freshness({{"Cache-Control", "max-age=99999999999999999999999999"}}, kNow), kLongestWait);
  EXPECT_EQ(freshness({{"Cache-Control", "max-age=-1"}}, kNow), Millis(0));
  EXPECT_EQ(freshness({{"Cache-Control", "max-age="}}, kNow), Millis(0));
  EXPECT_EQ(freshness({{"Cache-Control", ",,=,max-age=60,"}}, kNow), seconds(60));
  EXPECT_EQ(retry_after({{"Retry-After", "99999999999999999999"}}, kNow), kLongestWait);
}

TEST(Verdict, RetryAfterIsReadInBothForms) {
  EXPECT_EQ(retry_after({{"Retry-After", " 120 "}}, kNow), seconds(120));
  EXPECT_EQ(retry_after({{"Retry-After", kHourLater}}, kNow), hours(1));
  EXPECT_EQ(retry_after({{"Retry-After", kHourLater}, {"Date", kNowAsDate}}, kNow + hours(9)), hours(1));
  EXPECT_EQ(retry_after({{"Retry-After", kNowAsDate}}, kNow + hours(1)), Millis(0));
}

TEST(Verdict, AnUnreadableRetryAfterWasNotSaid) {
  for (const char* value : {"soon", "-5", "1h", "12a", "1.x"})
    EXPECT_EQ(retry_after({{"Retry-After", value}}, kNow), std::nullopt) << value;
  EXPECT_EQ(retry_after({}, kNow), std::nullopt);
}

TEST(Verdict, RateLimitsAreReadAsMomentsOrWaits) {
  const RateLimit x =
      rate_limit({{"x-rate-limit-remaining", "0"}, {"x-rate-limit-reset", "1767744900"}}, kNow);
  EXPECT_EQ(x.remaining, 0);
  EXPECT_EQ(x.resets, kNow + minutes(15));
  const RateLimit reddit =
      rate_limit({{"X-Ratelimit-Remaining", "96.0"}, {"X-Ratelimit-Reset", "300"}}, kNow);
  EXPECT_EQ(reddit.remaining, 96);
  EXPECT_EQ(reddit.resets, kNow + minutes(5));
  EXPECT_EQ(rate_limit({}, kNow).resets, std::nullopt);
  EXPECT_EQ(rate_limit({{"x-rate-limit-reset", "1000000001"}}, kNow).resets, kNow);  // long past
  EXPECT_EQ(rate_limit({{"x-rate-limit-reset", "99999999999999"}}, kNow).resets, kNow + kLongestWait);
}

// ---- redirects ----

TEST(Verdict, OnlyAnUnbrokenPermanentChainMovesASource) {
  EXPECT_EQ(permanent_target(redirected({})), std::nullopt);
  EXPECT_EQ(permanent_target(redirected({{301, "https://a/"}, {308, "https://b/"}})), "https://b/");
  EXPECT_EQ(permanent_target(redirected({{301, "https://a/"}, {302, "https://b/"}, {301, "https://c/"}})),
            "https://a/");
  for (const int status : {302, 303, 307})
    EXPECT_EQ(permanent_target(redirected({{status, "https://a/"}})), std::nullopt);
}

TEST(Verdict, AMoveIsBelievedAtTheThirdSightingInARow) {
  Move move;
  for (const bool believed : {false, false, true, true}) {
    move = see_redirects(move, redirected({{301, "https://new/"}}));
    EXPECT_EQ(move.believed, believed);
    EXPECT_EQ(move.to, "https://new/");
  }
}

TEST(Verdict, AnotherTargetOrNoneBeginsTheCountAnew) {
  Move move{"https://new/", 2, false};
  EXPECT_EQ(see_redirects(move, redirected({{301, "https://other/"}})).seen, 1);
  EXPECT_EQ(see_redirects(move, redirected({})).seen, 0);
  EXPECT_EQ(see_redirects(move, redirected({{302, "https://new/"}})).seen, 0);
}

// ---- back-off ----

TEST(Verdict, BackOffDoublesStretchesByAQuarterAtMostAndEnds) {
  for (int failures = 1; failures <= 8; ++failures) {
    const Millis plain = minutes(5) * (1 << (failures - 1));
    const Millis wait = back_off("feed:a", failures, minutes(5), hours(24));
    EXPECT_GE(wait, plain);
    EXPECT_LE(wait, plain + plain / 4);
  }
  EXPECT_EQ(back_off("feed:a", 1'000'000, minutes(5), hours(24)), hours(24));
  EXPECT_EQ(back_off("feed:a", 0, minutes(5), hours(24)), back_off("feed:a", 0, minutes(5), hours(24)));
}

TEST(Verdict, JitterIsTheSameForTheSameKeyAndSpreadOverKeys) {
  EXPECT_EQ(jitter("feed:a", 1), jitter("feed:a", 1));
  std::set<int> tenths;
  double sum = 0;
  for (int i = 0; i < 1000; ++i) {
    const double value = jitter("feed:" + std::to_string(i), 1);
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    tenths.insert(static_cast<int>(value * 10));
    sum += value;
  }
  EXPECT_EQ(tenths.size(), 10u);
  EXPECT_NEAR(sum / 1000, 0.5, 0.05);
}

}  // namespace
}  // namespace eightbells
