#include "daemon/service/embeddings.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "daemon/store/sqlite_store.h"
#include "daemon/stories/cluster.h"
#include "tests/support/http_server.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace json = boost::json;
using testing::HttpServer;
using testing::ServedRequest;
using testing::ServedResponse;

// A model that knows one thing: the text's first word is its subject. Vectors of two texts of one subject are
// the same.
ServedResponse by_first_word(const ServedRequest& request) {
  const json::value asked = json::parse(request.body);
  json::array data;
  const auto& input = asked.at("input").as_array();
  for (std::size_t i = input.size(); i-- > 0;) {  // out of order, with their index
    const std::string text(input[i].as_string());
    json::array vector;
    for (int d = 0; d < 26; ++d) vector.emplace_back(text[0] - 'a' == d ? 2.0 : 0.0);
    data.push_back({{"object", "embedding"}, {"index", i}, {"embedding", vector}});
  }
  ServedResponse out;
  out.headers = {{"Content-Type", "application/json"}};
  out.body = json::serialize(json::value{{"object", "list"}, {"data", data}});
  return out;
}

Settings settings_for(const HttpServer& server) {
  Settings settings;
  settings.embeddings = EmbeddingsSettings{server.url("/v1/"), "test", {}, Millis(5'000)};
  return settings;
}

// Letters a to h in pairs: alike a-a ... and unlike a-b ...; asked: same letter, other letter.
OpinionQuestion question() {
  OpinionQuestion out;
  for (char c = 'a'; c < 'i'; ++c) {
    out.texts.push_back(std::string(1, c) + " one");
    out.texts.push_back(std::string(1, c) + " two");
  }
  for (std::size_t i = 0; i < 5; ++i) {
    out.alike.push_back({2 * i, 2 * i + 1});
    out.unlike.push_back({2 * i, 2 * i + 2});
  }
  out.open = {{12, 13}, {12, 14}};
  return out;
}

using Answers = std::vector<std::optional<bool>>;

TEST(Embeddings, TheVectorsDecideWhatIsOpenOnTheScaleOfWhatIsClear) {
  const testing::ScratchDirectory scratch;
  HttpServer server;
  server.route("/v1/embeddings", by_first_word);
  const Settings settings = settings_for(server);
  const auto opinion = second_opinion_of(settings, scratch.path() / kDatabaseName, {});
  EXPECT_EQ(opinion(question()), (Answers{true, false}));
  ASSERT_EQ(server.requests().size(), 1U) << "one batch";
  EXPECT_NE(server.requests()[0].body.find(R"("model":"test")"), std::string::npos);
}

TEST(Embeddings, WhatWasAskedIsRememberedByTheStateDirectory) {
  const testing::ScratchDirectory scratch;
  HttpServer server;
  server.route("/v1/embeddings", by_first_word);
  const Settings settings = settings_for(server);
  EXPECT_EQ(second_opinion_of(settings, scratch.path() / kDatabaseName, {})(question()),
            (Answers{true, false}));
  EXPECT_EQ(second_opinion_of(settings, scratch.path() / kDatabaseName, {})(question()),
            (Answers{true, false}));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(Embeddings, ManyTextsGoInBatches) {
  const testing::ScratchDirectory scratch;
  HttpServer server;
  server.route("/v1/embeddings", by_first_word);
  const Settings settings = settings_for(server);
  OpinionQuestion asked = question();
  for (std::size_t i = asked.texts.size(); i < 2 * kEmbeddingsBatch + 1; ++i)
    asked.texts.push_back("z text " + std::to_string(i));
  EXPECT_EQ(second_opinion_of(settings, scratch.path() / kDatabaseName, {})(asked), (Answers{true, false}));
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST(Embeddings, AServerThatIsDownRefusesOrTalksNonsenseGivesNoOpinion) {
  const testing::ScratchDirectory scratch;
  for (const std::string body : {"", "{}", "[]", R"({"data":[{"embedding":[1]}]})", R"({"data":"x"})"}) {
    HttpServer server;
    server.serve("/v1/embeddings", body, "application/json");
    const Settings settings = settings_for(server);
    EXPECT_TRUE(second_opinion_of(settings, scratch.path() / kDatabaseName, {})(question()).empty()) << body;
  }
  HttpServer refusing;
  const Settings refused = settings_for(refusing);  // 404
  EXPECT_TRUE(second_opinion_of(refused, scratch.path() / kDatabaseName, {})(question()).empty());
  Settings down = refused;
  down.embeddings->endpoint = "http://127.0.0.1:9/v1";
  EXPECT_TRUE(second_opinion_of(down, scratch.path() / kDatabaseName, {})(question()).empty());
}

TEST(Embeddings, AServerThatNeverAnswersIsLeftWhenTheTimeIsUp) {
  const testing::ScratchDirectory scratch;
  HttpServer server;
  ServedResponse never;
  never.never = true;
  server.serve("/v1/embeddings", never);
  Settings settings = settings_for(server);
  settings.embeddings->timeout = Millis(200);
  EXPECT_TRUE(second_opinion_of(settings, scratch.path() / kDatabaseName, {})(question()).empty());
}

TEST(Embeddings, WithoutTheTableNothingIsAsked) {
  EXPECT_FALSE(second_opinion_of(Settings{}, "nowhere", {}));
}

TEST(Embeddings, ModelsThatTellNothingApartHaveNoOpinion) {
  const std::vector<Embedding> same(question().texts.size(), Embedding{1.0F, 0.0F});
  EXPECT_TRUE(judge(question(), same).empty());
  OpinionQuestion few = question();
  few.alike.resize(2);
  EXPECT_TRUE(judge(few, same).empty());
}

TEST(Embeddings, NumbersThatAreNoneAndVectorsThatDifferAreErrors) {
  EXPECT_TRUE(read_embeddings(R"({"data":[{"embedding":[3,4]}]})", 1));
  for (const char* body : {R"({"data":[{"embedding":[0,0]}]})", R"({"data":[{"embedding":["x"]}]})",
                           R"({"data":[{"embedding":[1e300]}]})", R"({"data":[{"embedding":[]}]})",
                           R"({"data":[{"index":7,"embedding":[1]}]})",
                           R"({"data":[{"index":-1,"embedding":[1]}]})", R"({"data":[1]})"})
    EXPECT_FALSE(read_embeddings(body, 1)) << body;
  EXPECT_FALSE(read_embeddings(R"({"data":[{"embedding":[1,2]},{"embedding":[1]}]})", 2));
  EXPECT_FALSE(read_embeddings(R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})", 2));
}

}  // namespace
}  // namespace eightbells
