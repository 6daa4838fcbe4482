#include "feeds/fetch/politeness.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <map>

#include "tests/contract/http_client_contract.h"
#include "tests/support/fake_http_client.h"

namespace eightbells::testing {
namespace {

using ::testing::ElementsAre;

// Answers everything, and counts how many requests to one host are at it at a time.
class PolitenessTest : public ::testing::Test {
 protected:
  PolitenessTest() {
    fake_.otherwise([](const HttpRequest& request) -> Result<HttpResponse> {
      HttpResponse response;
      response.status = 200;
      response.body = request.url;
      return response;
    });
  }

  void ask(HttpClient& client, const std::string& url) {
    client.fetch(get(url), [this](const Result<HttpResponse>& result) {
      order_.push_back(result ? result->body : std::string(name_of(result.error().kind)));
    });
  }

  // Lets the loop do all that it can without waiting for a timer.
  void settle() {
    io_.restart();
    while (io_.poll() > 0) io_.restart();
  }

  boost::asio::io_context io_;
  FakeHttpClient fake_{io_};
  std::vector<std::string> order_;
};

TEST_F(PolitenessTest, OneHostIsAskedOneByOneInOrderOfArrival) {
  PoliteClient client(io_, fake_, {});
  for (const char* path : {"1", "2", "3", "4"}) ask(client, std::string("http://a.example/") + path);
  EXPECT_EQ(fake_.requests().size(), 0u);  // the fake answers from the loop
  EXPECT_EQ(fake_.in_flight(), 1u);
  io_.run();
  EXPECT_EQ(fake_.most_in_flight(), 1u);
  EXPECT_THAT(order_, ElementsAre("http://a.example/1", "http://a.example/2", "http://a.example/3",
                                  "http://a.example/4"));
}

TEST_F(PolitenessTest, AServerOnThisMachineNeedsNoRest) {
  PolitenessOptions options;
  options.gap = std::chrono::hours(1);
  options.hosts = {{"127.0.0.2", 1}};
  PoliteClient client(io_, fake_, options);
  for (const char* host : {"localhost", "127.0.0.1", "[::1]"}) {
    for (int n = 0; n < 20; ++n) ask(client, fmt::format("http://{}:1200/{}", host, n));
    settle();
  }
  EXPECT_EQ(order_.size(), 60U);
  EXPECT_EQ(fake_.most_in_flight(), 8U);
  for (const char* url :
       {"http://127.0.0.2/1", "http://127.0.0.2/2", "http://127.example/1", "http://127.example/2"})
    ask(client, url);
  settle();
  EXPECT_EQ(order_.size(), 62U) << "one that the settings name, and one that is elsewhere, wait";
}

TEST_F(PolitenessTest, DifferentHostsDoNotWaitForEachOther) {
  PoliteClient client(io_, fake_, {});
  fake_.hold();
  for (const char* host : {"a", "b", "c"}) {
    ask(client, std::string("http://") + host + ".example/1");
    ask(client, std::string("http://") + host + ".example/2");
  }
  EXPECT_EQ(fake_.in_flight(), 3u);
  fake_.go_on();
  io_.run();
  EXPECT_EQ(order_.size(), 6u);
  EXPECT_EQ(fake_.most_in_flight(), 3u);
}

TEST_F(PolitenessTest, AHostIsTheSameInAnyCaseSchemeAndPort) {
  PoliteClient client(io_, fake_, {});
  fake_.hold();
  for (const char* url : {"http://a.example/1", "https://A.Example/2", "http://a.example:8080/3"})
    ask(client, url);
  EXPECT_EQ(fake_.in_flight(), 1u);
  fake_.go_on();
  io_.run();
  EXPECT_EQ(order_.size(), 3u);
}

TEST_F(PolitenessTest, AHostThatAllowsMoreGetsMore) {
  PolitenessOptions options;
  options.hosts = {{"many.example", 3}, {"one.example:8080", 2}};
  PoliteClient client(io_, fake_, options);
  fake_.hold();
  for (int i = 0; i < 5; ++i) ask(client, "http://many.example/" + std::to_string(i));
  EXPECT_EQ(fake_.in_flight(), 3u);
  for (int i = 0; i < 5; ++i) ask(client, "http://one.example:8080/" + std::to_string(i));
  EXPECT_EQ(fake_.in_flight(), 5u);
  fake_.go_on();
  io_.run();
  EXPECT_EQ(order_.size(), 10u);
  EXPECT_EQ(fake_.most_in_flight(), 5u);
}

TEST_F(PolitenessTest, AFileNeverWaits) {
  PoliteClient client(io_, fake_, {});
  fake_.hold();
  for (int i = 0; i < 4; ++i) {
    auto request = get("file:///feed" + std::to_string(i));
    request.allow_file = true;
    client.fetch(request, [](const Result<HttpResponse>&) {});
  }
  EXPECT_EQ(fake_.in_flight(), 4u);
}

TEST_F(PolitenessTest, TheNextOneStartsOnlyAfterTheGap) {
  PolitenessOptions options;
  options.gap = Millis(30);
  PoliteClient client(io_, fake_, options);
  ask(client, "http://a.example/1");
  ask(client, "http://a.example/2");
  const auto begin = std::chrono::steady_clock::now();
  while (order_.empty()) io_.run_one();
  EXPECT_EQ(fake_.in_flight(), 0u);  // the slot is still taken by the gap
  io_.run();
  EXPECT_EQ(order_.size(), 2u);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, options.gap);
}

TEST_F(PolitenessTest, ALateRequestWaitsForTheGapToo) {
  PolitenessOptions options;
  options.gap = std::chrono::hours(1);
  PoliteClient client(io_, fake_, options);
  ask(client, "http://a.example/1");
  settle();
  ASSERT_EQ(order_.size(), 1u);
  ask(client, "http://a.example/2");
  settle();
  EXPECT_EQ(order_.size(), 1u);
  EXPECT_EQ(fake_.requests().size(), 1u);
}

TEST_F(PolitenessTest, AGapThatNobodyWaitsForKeepsNoLoopAlive) {
  PolitenessOptions options;
  options.gap = std::chrono::hours(1);
  PoliteClient client(io_, fake_, options);
  ask(client, "http://a.example/1");
  io_.run();  // returns
  EXPECT_EQ(order_.size(), 1u);
}

TEST_F(PolitenessTest, AFailureGivesItsPlaceToTheNext) {
  fake_.answer("http://a.example/1", Error{ErrorKind::network, "reset"});
  PoliteClient client(io_, fake_, {});
  ask(client, "http://a.example/1");
  ask(client, "http://a.example/2");
  io_.run();
  EXPECT_THAT(order_, ElementsAre("network", "http://a.example/2"));
}

TEST_F(PolitenessTest, AConnectionIsKeptForAHostOfSeveralRequestsAndForAnApi) {
  PoliteClient client(io_, fake_, {});
  auto api = get("http://api.example/");
  api.headers = {{"Authorization", "Bearer t"}};
  client.fetch(api, [](const auto&) {});
  for (const char* url : {"http://a.example/1", "http://a.example/2", "http://b.example/1"}) ask(client, url);
  io_.run();
  std::map<std::string, bool> kept;
  for (const auto& request : fake_.requests()) kept[request.url] = request.keep_connection;
  EXPECT_THAT(kept,
              ElementsAre(std::pair("http://a.example/1", false), std::pair("http://a.example/2", true),
                          std::pair("http://api.example/", true), std::pair("http://b.example/1", false)));
}

TEST_F(PolitenessTest, CancelAllEndsThoseThatWaitAndThoseUnderWay) {
  PoliteClient client(io_, fake_, {});
  fake_.hold();
  for (int i = 0; i < 4; ++i) ask(client, "http://a.example/" + std::to_string(i));
  client.cancel_all();
  EXPECT_TRUE(order_.empty());
  io_.run();
  EXPECT_THAT(order_, ElementsAre("cancelled", "cancelled", "cancelled", "cancelled"));
}

TEST_F(PolitenessTest, DestroyingItCancelsThoseThatWaitAndLetsTheOthersEnd) {
  {
    PoliteClient client(io_, fake_, {});
    ask(client, "http://a.example/1");
    ask(client, "http://a.example/2");
  }
  io_.run();
  std::sort(order_.begin(), order_.end());
  EXPECT_THAT(order_, ElementsAre("cancelled", "http://a.example/1"));
}

TEST_F(PolitenessTest, AThousandHostsOfTenRequestsEachAllEnd) {
  PoliteClient client(io_, fake_, {});
  for (int i = 0; i < 10'000; ++i)
    ask(client, "http://h" + std::to_string(i % 1000) + ".example/" + std::to_string(i));
  io_.run();
  EXPECT_EQ(order_.size(), 10'000u);
  EXPECT_EQ(fake_.most_in_flight(), 1000u);
}

}  // namespace
}  // namespace eightbells::testing
