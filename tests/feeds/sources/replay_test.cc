// The X path over six windows of real posts, through the real client: none lost, none twice, and no request
// too many.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <set>

#include "feeds/fetch/curl_client.h"
#include "feeds/sources/poll_source.h"
#include "feeds/text/dates.h"
#include "tests/feeds/sources/polling.h"
#include "tests/feeds/sources/replay_server.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using std::chrono::hours;
using testing::ReplayServer;

const Instant kFirst = *parse_rfc3339("2026-07-29T00:00:00Z");
constexpr int kWindows = 6;
constexpr Millis kReach = hours(48);

struct Truth {
  std::set<std::string> handles;
  std::map<std::string, Instant> posts;  // entry id: when
};

Truth read_truth(const std::filesystem::path& file) {
  Truth out;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const auto post = boost::json::parse(line);
    out.handles.insert(std::string(post.at("handle").as_string()));
    out.posts["x:" + std::string(post.at("id").as_string())] =
        *parse_rfc3339(post.at("created_at").as_string());
  }
  return out;
}

class Replay : public ::testing::Test {
 protected:
  std::string get(const std::string& url) {
    HttpRequest request;
    request.url = url;
    std::string body;
    http_.fetch(request,
                [&](Result<HttpResponse> answer) { body = answer ? answer->body : answer.error().message; });
    io_.restart();
    io_.run();
    return body;
  }

  std::map<std::string, PollResult> poll(SourcePoller& poller,
                                         const std::map<std::string, SourceState>& states, Instant now) {
    std::map<std::string, PollResult> out;
    for (const auto& [handle, state] : states) {
      Source source;
      source.kind = SourceKind::x;
      source.address = handle;
      source.key = "x:" + handle;
      poller.poll(source, state, now,
                  [&out, name = handle](PollResult result) { out[name] = std::move(result); });
    }
    io_.restart();
    io_.run();
    return out;
  }

  boost::asio::io_context io_;
  CurlClient http_{io_, {}};
};

TEST_F(Replay, AllAccountsOverSixWindowsLoseNoPostAndAskNoMoreThanNeeded) {
  SKIP_WITHOUT_SHARED(shared);
  const Truth truth = read_truth(shared / "replay" / "x_posts.jsonl");
  ReplayServer server(shared, {"--only", "x"});
  ASSERT_FALSE(server.url().empty());
  ASSERT_EQ(truth.handles.size(), 29u);

  std::map<std::string, SourceState> states;
  for (const std::string& handle : truth.handles) states[handle];
  std::set<std::string> seen;
  std::size_t pages = 0;
  PollSettings settings;
  settings.x_endpoint = server.url();
  settings.x_bearer_token = "any";
  for (int window = 0; window < kWindows; ++window) {
    const Instant now = kFirst + hours(4 * window);
    get(server.url() + "/-/at?t=" + format_utc(now));
    SourcePoller poller(io_, http_, settings);  // a new one each time: what is known is in the states
    auto results = poll(poller, states, now);
    ASSERT_EQ(results.size(), truth.handles.size());
    for (auto& [handle, result] : results) {
      ASSERT_NE(result.outcome, PollOutcome::failed) << handle << ": " << result.error->message;
      for (const Entry& entry : result.entries) {
        EXPECT_TRUE(seen.insert(entry.id).second) << entry.id << " came twice";
        EXPECT_EQ(entry.author, "@" + handle);
        EXPECT_EQ(entry.link, "https://x.com/" + handle + "/status/" + entry.id.substr(2));
      }
      pages += 1 + result.entries.size() / 101;
      states[handle] = std::move(result.state);
    }
  }
  std::size_t expected = 0;
  for (const auto& [id, at] : truth.posts) {
    if (at < kFirst - kReach || at > kFirst + hours(4 * (kWindows - 1))) continue;
    ++expected;
    EXPECT_TRUE(seen.count(id)) << id << " was lost";
  }
  EXPECT_GT(expected, 60u);
  EXPECT_EQ(seen.size(), expected);

  const auto log = boost::json::parse(get(server.url() + "/-/log")).as_array();
  std::size_t look_ups = 0;
  std::size_t timelines = 0;
  for (const auto& each : log) {
    const std::string path(each.at("path").as_string());
    look_ups += path.rfind("/2/users/by", 0) == 0;
    timelines += path.find("/tweets?") != std::string::npos;
  }
  EXPECT_EQ(look_ups, 1u);
  EXPECT_EQ(timelines, pages);
  EXPECT_EQ(timelines, truth.handles.size() * kWindows);  // one each: nobody wrote more than a page
  RecordProperty("posts", static_cast<int>(expected));
  RecordProperty("requests", static_cast<int>(look_ups + timelines));
}

TEST_F(Replay, ATightBudgetIsKeptAndCatchesUp) {
  SKIP_WITHOUT_SHARED(shared);
  const Truth truth = read_truth(shared / "replay" / "x_posts.jsonl");
  ReplayServer server(shared, {"--only", "x"});
  ASSERT_FALSE(server.url().empty());
  constexpr int kBudget = 40;  // a day; more than is written, less than the first two days hold
  PollSettings settings;
  settings.x_endpoint = server.url();
  settings.x_bearer_token = "any";
  settings.x_reads_per_day = kBudget;
  std::map<std::string, SourceState> states;
  for (const std::string& handle : truth.handles) states[handle];
  std::map<std::string, int> read;  // by day
  std::set<std::string> seen;
  for (int window = 0; window < 3 * kWindows; ++window) {
    const Instant now = kFirst + hours(4 * window);
    get(server.url() + "/-/at?t=" + format_utc(now));
    SourcePoller poller(io_, http_, settings);
    std::vector<SourceState> known;
    for (const auto& [handle, state] : states) known.push_back(state);
    poller.set_x_budget(x_budget_of(known, now));
    for (auto& [handle, result] : poll(poller, states, now)) {
      read[format_utc(now).substr(0, 10)] += static_cast<int>(result.entries.size());
      for (const Entry& entry : result.entries)
        EXPECT_TRUE(seen.insert(entry.id).second) << entry.id << " was paid for twice";
      states[handle] = std::move(result.state);
    }
  }
  EXPECT_EQ(read.size(), 3u);
  for (const auto& [day, posts] : read) EXPECT_LE(posts, kBudget) << day;
}

}  // namespace
}  // namespace eightbells
