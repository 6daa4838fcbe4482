#include "feeds/sources/x_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "feeds/sources/extra.h"
#include "feeds/sources/health.h"
#include "tests/feeds/sources/fake_x.h"
#include "tests/feeds/sources/polling.h"
#include "tests/support/fake_http_client.h"

namespace eightbells {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::FakeHttpClient;
using testing::FakeX;
using ::testing::HasSubstr;
using testing::kNow;
using ::testing::Not;
using testing::status_id;

Source x_source(const std::string& handle) {
  Source source;
  source.kind = SourceKind::x;
  source.key = "x:" + handle;
  source.name = "@" + handle;
  source.address = handle;
  return source;
}

class XAccount : public ::testing::Test {
 protected:
  XAccount() {
    http_.otherwise([this](const HttpRequest& request) { return x_(request); });
  }

  static PollSettings settings(int budget = 0) {
    PollSettings out;
    out.x_endpoint = "http://x.test";
    out.x_bearer_token = "SECRET";
    out.x_reads_per_day = budget;
    return out;
  }
  void use(const PollSettings& settings) { poller_.emplace(io_, http_, settings); }
  PollResult poll(const std::string& handle, SourceState state = {}, Instant now = kNow) {
    if (!poller_) use(settings());
    return testing::poll_once(io_, *poller_, x_source(handle), std::move(state), now);
  }
  // All at once, as a window's collecting does.
  std::map<std::string, PollResult> poll_all(const std::map<std::string, SourceState>& states, Instant now) {
    if (!poller_) use(settings());
    std::map<std::string, PollResult> out;
    for (const auto& [handle, state] : states) {
      poller_->poll(x_source(handle), state, now,
                    [&out, name = handle](PollResult result) { out[name] = std::move(result); });
    }
    io_.restart();
    io_.run();
    return out;
  }

  boost::asio::io_context io_;
  FakeHttpClient http_{io_};
  FakeX x_;
  std::optional<SourcePoller> poller_;
};

TEST_F(XAccount, ANewAccountIsLookedUpAndReadForTwoDays) {
  x_.account("Karpathy", "11");
  x_.post("Karpathy", kNow - hours(1));
  x_.post("Karpathy", kNow - hours(47));
  x_.post("Karpathy", kNow - hours(49));
  const PollResult result = poll("karpathy");
  ASSERT_EQ(result.outcome, PollOutcome::fetched) << result.error->message;
  ASSERT_EQ(result.entries.size(), 2u);
  const std::string id = std::to_string(status_id(kNow - hours(1)));
  EXPECT_EQ(result.entries[0].id, "x:" + id);
  EXPECT_EQ(result.entries[0].link, "https://x.com/Karpathy/status/" + id);
  EXPECT_EQ(result.entries[0].author, "@Karpathy");
  EXPECT_EQ(result.entries[0].title, "");
  EXPECT_EQ(result.entries[0].text(), "Words of Karpathy");
  EXPECT_EQ(result.entries[0].published, kNow - hours(1));
  EXPECT_EQ(result.state.x_user_id, "11");
  EXPECT_EQ(result.state.x_since_id, id);
  EXPECT_EQ(x_.queries[0].at("start_time"), "2026-01-05T08:00:00Z");
}

TEST_F(XAccount, AnUnchangedAccountCostsOneRequest) {
  x_.account("a", "1");
  x_.post("a", kNow - hours(1));
  const SourceState state = poll("a").state;
  const std::size_t before = http_.requests().size();
  const PollResult result = poll("a", state, kNow + hours(4));
  EXPECT_EQ(result.outcome, PollOutcome::not_modified);
  EXPECT_EQ(http_.requests().size(), before + 1);
  EXPECT_EQ(x_.queries.back().at("since_id"), state.x_since_id);
  EXPECT_EQ(x_.queries.back().count("start_time"), 0u);
  EXPECT_EQ(result.state.health, Health::ok);
}

TEST_F(XAccount, AccountsAskedTogetherAreLookedUpTogether) {
  std::map<std::string, SourceState> states;
  for (int n = 0; n < 130; ++n) {
    x_.account("h" + std::to_string(n), std::to_string(100 + n));
    states["h" + std::to_string(n)];
  }
  const auto results = poll_all(states, kNow);
  EXPECT_EQ(results.size(), 130u);
  EXPECT_EQ(x_.look_ups, 2);
  EXPECT_EQ(x_.pages, 130);
}

TEST_F(XAccount, AMissingAccountFailsAloneAndSaysWhatToCheck) {
  x_.account("a", "1");
  auto results = poll_all({{"a", {}}, {"karpaty", {}}}, kNow);
  EXPECT_EQ(results["a"].outcome, PollOutcome::not_modified);
  ASSERT_EQ(results["karpaty"].outcome, PollOutcome::failed);
  EXPECT_EQ(results["karpaty"].error->message, "no X account @karpaty: check the spelling");
  EXPECT_EQ(results["karpaty"].state.health, Health::failing);
  EXPECT_TRUE(results["karpaty"].state.next_due);
}

TEST_F(XAccount, WithoutATokenTheSentenceSaysWhatToSet) {
  PollSettings bare = settings();
  bare.x_bearer_token.clear();
  use(bare);
  const PollResult result = poll("a");
  EXPECT_EQ(result.error->kind, ErrorKind::config);
  EXPECT_THAT(result.error->message, HasSubstr("bearer_token_file in [x]"));
  EXPECT_THAT(result.error->message, HasSubstr("Nitter or RSSHub"));
  EXPECT_TRUE(http_.requests().empty());
}

TEST_F(XAccount, TheTokenGoesInTheHeaderAndNowhereElse) {
  x_.account("a", "1");
  x_.before = [](const HttpRequest&) {
    return FakeX::response(401, R"({"title":"Unauthorized","status":401})");
  };
  const PollResult result = poll("a");
  EXPECT_EQ(find_header(http_.requests().back().headers, "Authorization"), "Bearer SECRET");
  EXPECT_THAT(http_.requests().back().url, Not(HasSubstr("SECRET")));
  EXPECT_THAT(result.error->message, HasSubstr("bearer token (401)"));
  EXPECT_THAT(result.error->message, Not(HasSubstr("SECRET")));
}

TEST_F(XAccount, PagesAreReadToTheEnd) {
  x_.account("a", "1");
  for (int n = 0; n < 250; ++n) x_.post("a", kNow - minutes(n));
  const PollResult result = poll("a");
  EXPECT_EQ(result.entries.size(), 250u);
  EXPECT_EQ(x_.pages, 3);
}

TEST_F(XAccount, RepliesAndRepostsAreLeftOutAsConfigured) {
  x_.account("a", "1");
  Source source = x_source("a");
  use(settings());
  const auto excluded = [&](bool replies, bool reposts) {
    source.exclude_replies = replies;
    source.exclude_reposts = reposts;
    testing::poll_once(io_, *poller_, source, {}, kNow);
    return x_.queries.back().count("exclude") ? x_.queries.back().at("exclude") : std::string();
  };
  EXPECT_EQ(excluded(true, false), "replies");
  EXPECT_EQ(excluded(false, true), "retweets");
  EXPECT_EQ(excluded(true, true), "replies,retweets");
  EXPECT_EQ(excluded(false, false), "");
}

TEST_F(XAccount, AThreadIsOneEntry) {
  x_.account("a", "1");
  const std::uint64_t first = status_id(kNow - minutes(9));
  const std::string thread = fmt::format("\"conversation_id\":\"{}\",", first);
  x_.post("a", first, thread + "\"text\":\"One\"");
  x_.post("a", first + 1, thread + "\"in_reply_to_user_id\":\"1\",\"text\":\"Two\"");
  x_.post("a", first + 2, thread + "\"in_reply_to_user_id\":\"1\",\"text\":\"Three\"");
  x_.post("a", first + 3, "\"text\":\"Else\"");
  const PollResult result = poll("a");
  ASSERT_EQ(result.entries.size(), 2u);
  EXPECT_EQ(result.entries[1].id, "x:" + std::to_string(first));
  EXPECT_EQ(result.entries[1].text(), "One\n\nTwo\n\nThree");
  EXPECT_FALSE(result.entries[1].is_reply);
  EXPECT_EQ(result.state.x_since_id, std::to_string(first + 3));
}

TEST_F(XAccount, ABreakBetweenPagesLosesNothing) {
  x_.account("a", "1");
  for (int n = 0; n < 250; ++n) x_.post("a", kNow - minutes(n + 1));
  int page = 0;
  x_.before = [&](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
    if (request.url.find("/tweets") == std::string::npos || ++page != 2) return std::nullopt;
    return fail(ErrorKind::network, "x.test cannot be reached");
  };
  const PollResult first = poll("a");
  EXPECT_EQ(first.outcome, PollOutcome::fetched);
  EXPECT_EQ(first.entries.size(), 100u);
  EXPECT_LE(*first.state.next_due, kNow + minutes(7));
  x_.post("a", kNow + minutes(1));
  const PollResult second = poll("a", first.state, kNow + minutes(10));
  std::set<std::string> ids;
  for (const Entry& entry : first.entries) ids.insert(entry.id);
  for (const Entry& entry : second.entries) EXPECT_TRUE(ids.insert(entry.id).second) << entry.id;
  EXPECT_EQ(ids.size(), 251u);
  EXPECT_EQ(x_.given, 251);
  EXPECT_EQ(poll("a", second.state, kNow + hours(4)).outcome, PollOutcome::not_modified);
}

TEST_F(XAccount, ASpentRateLimitIsWaitedFor) {
  x_.account("a", "1");
  x_.account("b", "2");
  const auto reset =
      std::chrono::duration_cast<std::chrono::seconds>((kNow + minutes(10)).time_since_epoch()).count();
  x_.before = [&](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
    if (request.url.find("/2/users/1/") == std::string::npos) return std::nullopt;
    return FakeX::response(429, "",
                           {{"x-rate-limit-remaining", "0"}, {"x-rate-limit-reset", std::to_string(reset)}});
  };
  const PollResult limited = poll("a");
  EXPECT_EQ(limited.outcome, PollOutcome::failed);
  EXPECT_EQ(limited.state.next_due, kNow + minutes(10));
  EXPECT_EQ(limited.state.failures, 0);
  EXPECT_EQ(limited.error->message,
            "X allows no more requests until 08:10 UTC: the account is asked again then");
  const int pages = x_.pages;
  const PollResult other = poll("b", {}, kNow + minutes(1));
  EXPECT_EQ(other.state.next_due, kNow + minutes(10));
  EXPECT_EQ(x_.pages, pages);
  EXPECT_EQ(poll("b", other.state, kNow + minutes(10)).outcome, PollOutcome::not_modified);
}

TEST_F(XAccount, TheLastRequestThatIsAllowedIsUsed) {
  x_.account("a", "1");
  x_.account("b", "2");
  x_.post("a", kNow - hours(1));
  const auto reset =
      std::chrono::duration_cast<std::chrono::seconds>((kNow + minutes(15)).time_since_epoch()).count();
  SourceState a;
  a.x_user_id = "1";
  SourceState b;
  b.x_user_id = "2";
  x_.headers = {{"x-rate-limit-remaining", "0"}, {"x-rate-limit-reset", std::to_string(reset)}};
  EXPECT_EQ(poll("a", a).outcome, PollOutcome::fetched);
  EXPECT_EQ(poll("b", b).outcome, PollOutcome::failed);
}

TEST_F(XAccount, TheBudgetIsNeverExceededWhateverTheServerHolds) {
  std::map<std::string, SourceState> states;
  for (int n = 0; n < 10; ++n) {
    const std::string handle = "h" + std::to_string(n);
    x_.account(handle, std::to_string(n + 1));
    for (int post = 0; post < 60; ++post) x_.post(handle, kNow - minutes(10 * post + n));
    states[handle];
  }
  use(settings(203));
  std::set<std::string> ids;
  int read = 0;
  for (int day = 0; day < 4; ++day) {
    x_.given = 0;
    for (int window = 0; window < 6; ++window) {
      const Instant now = kNow + hours(24 * day + 4 * window) - hours(8);
      for (auto& [handle, result] : poll_all(states, now)) {
        for (const Entry& entry : result.entries) EXPECT_TRUE(ids.insert(entry.id).second) << entry.id;
        states[handle] = result.state;
      }
    }
    EXPECT_LE(x_.given, 203) << "day " << day;
    read += x_.given;
  }
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(read));  // none twice
}

TEST_F(XAccount, ASpentBudgetSaysSoAndWaitsForTheNextDay) {
  x_.account("a", "1");
  use(settings(100));
  poller_->set_x_budget({"2026-01-07", 97});
  const PollResult result = poll("a");
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_EQ(result.error->kind, ErrorKind::refused);
  EXPECT_THAT(result.error->message, HasSubstr("budget of 100 posts"));
  EXPECT_EQ(result.state.next_due, kNow + hours(16));
  EXPECT_EQ(x_.pages, 0);
  EXPECT_EQ(poll("a", result.state, kNow + hours(16)).outcome, PollOutcome::not_modified);
}

TEST_F(XAccount, TheBudgetSurvivesARestartInTheStates) {
  x_.account("a", "1");
  x_.account("b", "2");
  for (int n = 0; n < 30; ++n) x_.post(n % 3 ? "a" : "b", kNow - minutes(n));
  use(settings(500));
  auto results = poll_all({{"a", {}}, {"b", {}}}, kNow);
  EXPECT_EQ(poller_->x_budget().used, 30);
  const XBudget again = x_budget_of({results["a"].state, results["b"].state}, kNow + hours(4));
  EXPECT_EQ(again.day, "2026-01-07");
  EXPECT_EQ(again.used, 30);
  EXPECT_EQ(x_budget_of({results["a"].state}, kNow + hours(24)).used, 0);
}

TEST_F(XAccount, AFailedRequestCountsAsIfAllHadBeenRead) {
  x_.account("a", "1");
  x_.before = [](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
    if (request.url.find("/tweets") == std::string::npos) return std::nullopt;
    return fail(ErrorKind::timeout, "x.test did not answer");
  };
  use(settings(50));
  poll("a");
  EXPECT_EQ(poller_->x_budget().used, 50);
}

TEST_F(XAccount, AfterALongPauseOnlyTheReachIsRead) {
  x_.account("a", "1");
  x_.post("a", kNow);
  const SourceState state = poll("a").state;
  for (int day = 1; day <= 30; ++day) x_.post("a", kNow + hours(24 * day));
  const PollResult result = poll("a", state, kNow + hours(24 * 30));
  EXPECT_EQ(result.entries.size(), 3u);
  EXPECT_EQ(x_.queries.back().count("since_id"), 0u);
}

TEST_F(XAccount, AnAccountThatHasGoneIsLookedUpAgain) {
  x_.account("a", "1");
  SourceState state;
  state.x_user_id = "99";
  x_.before = [](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
    if (request.url.find("/2/users/99/") == std::string::npos) return std::nullopt;
    return FakeX::response(404, R"({"title":"Not Found Error"})");
  };
  const PollResult result = poll("a", state);
  EXPECT_EQ(result.outcome, PollOutcome::failed);
  EXPECT_EQ(poll("a", result.state, kNow + hours(4)).outcome, PollOutcome::not_modified);
  EXPECT_EQ(x_.look_ups, 1);
}

TEST_F(XAccount, NonsenseFromTheServerIsAFailureNotACrash) {
  x_.account("a", "1");
  for (const std::string body :
       {"", "[]", "{}", "{\"data\":[{\"id\":\"x/../y\",\"username\":\"a\"}]}", "{\"data\":5}", "\xff\xfe"}) {
    x_.before = [&](const HttpRequest&) { return FakeX::response(200, body); };
    const PollResult result = poll("a");
    EXPECT_EQ(result.outcome, PollOutcome::failed) << body;
    EXPECT_EQ(result.state.x_user_id, "") << body;
  }
}

TEST_F(XAccount, ATokenForTheNextPageCannotLeaveItsParameter) {
  x_.account("a", "1");
  int page = 0;
  x_.before = [&](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
    if (request.url.find("/tweets") == std::string::npos) return std::nullopt;
    return FakeX::response(200, ++page > 1 ? R"({"meta":{"result_count":0}})"
                                           : R"({"meta":{"result_count":0,"next_token":"a&b=c#/ d"}})");
  };
  poll("a");
  EXPECT_THAT(http_.requests().back().url, HasSubstr("pagination_token=a%26b%3Dc%23%2F%20d&"));
}

TEST_F(XAccount, EndlessPagesEnd) {
  x_.account("a", "1");
  x_.before = [&](const HttpRequest& request) -> std::optional<Result<HttpResponse>> {
    if (request.url.find("/tweets") == std::string::npos) return std::nullopt;
    return FakeX::response(200, R"({"meta":{"result_count":0,"next_token":"again"}})");
  };
  poll("a");
  EXPECT_EQ(http_.requests().size(), 1u + kMaxXPages);
}

}  // namespace
}  // namespace eightbells
