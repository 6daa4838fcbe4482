#include "daemon/editor/language_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include "tests/daemon/editor/stories_for_test.h"
#include "tests/support/fake_http_client.h"
#include "tests/support/model_server.h"

namespace eightbells {
namespace {

using namespace eightbells::testing;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Millis kLong{60'000};

std::string content_of(const ServedRequest& request, std::size_t message) {
  return std::string(
      boost::json::parse(request.body).at("messages").as_array().at(message).at("content").as_string());
}

TEST(LanguageModel, AnUnchangedStoryIsNeverPaidForTwice) {
  const ModelServer server("echo");
  const Stories stories(8);
  MemoryCache cache;
  LanguageModelEditor first(options_for(server.endpoint(), &cache));
  const auto before = first.edit(stories.requests(), kNow, kLong);
  EXPECT_EQ(server.requests().size(), 8U);
  LanguageModelEditor second(options_for(server.endpoint(), &cache));  // as after a restart
  const auto after = second.edit(stories.requests(), kNow, kLong);
  EXPECT_EQ(server.requests().size(), 8U);
  EXPECT_EQ(second.statistics().cache_hits, 8);
  EXPECT_EQ(second.statistics().requests, 0);
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].summary, before[i].summary);
    EXPECT_EQ(after[i].by, "test-model");
    EXPECT_EQ(after[i].importance, before[i].importance);
  }
}

TEST(LanguageModel, TheCacheKnowsAllThatAnAnswerDependsOn) {
  const Stories stories(2);
  const EditRequest& request = stories.requests()[0];
  const std::string key = edit_cache_key(request, "m", "p");
  EXPECT_LE(key.size(), 64U);
  EXPECT_NE(edit_cache_key(stories.requests()[1], "m", "p"), key);
  EXPECT_NE(edit_cache_key(request, "m2", "p"), key);
  EXPECT_NE(edit_cache_key(request, "m", "p2"), key);
  for (const auto change :
       {+[](EditRequest& r) { r.language = "en"; }, +[](EditRequest& r) { r.length.summary_max = 99; },
        +[](EditRequest& r) { r.categories = {"x"}; },
        +[](EditRequest& r) { r.members.push_back(r.members[0]); }}) {
    EditRequest other = request;
    change(other);
    EXPECT_NE(edit_cache_key(other, "m", "p"), key);
  }
}

TEST(LanguageModel, RequestsCarryKeySchemaAndModelButTheKeyShowsNowhereElse) {
  const ModelServer server("echo");
  const Stories stories(1);
  MemoryCache cache;
  LanguageModelEditor editor(options_for(server.endpoint() + "/", &cache));
  const auto results = editor.edit(stories.requests(), kNow, kLong);
  const ServedRequest request = server.requests().at(0);
  EXPECT_EQ(request.header("Authorization"), "Bearer sk-not-to-be-seen");
  EXPECT_EQ(request.header("Content-Type"), "application/json");
  const auto body = boost::json::parse(request.body);
  EXPECT_EQ(body.at("model").as_string(), "test-model");
  EXPECT_EQ(body.at("max_tokens").as_int64(), 1200);
  EXPECT_EQ(body.at("response_format").at("type").as_string(), "json_schema");
  EXPECT_THAT(request.body, Not(HasSubstr("sk-not")));
  for (const auto& [key, value] : cache.values) EXPECT_THAT(key + value, Not(HasSubstr("sk-not")));
}

TEST(LanguageModel, WhoeverWaitsHearsOfEveryItem) {
  const ModelServer server("echo");
  const Stories stories(3);
  LanguageModelOptions options = options_for(server.endpoint());
  std::vector<std::pair<int, int>> heard;
  options.progress = [&](int done, int total) { heard.emplace_back(done, total); };
  (void)LanguageModelEditor(std::move(options)).edit(stories.requests(), kNow, kLong);
  EXPECT_EQ(heard, (std::vector<std::pair<int, int>>{{1, 3}, {2, 3}, {3, 3}}));
}

TEST(LanguageModel, TheInstructionsAreTheSameBytesForEveryStory) {
  const ModelServer server("echo");
  const Stories stories(3);
  LanguageModelEditor editor(options_for(server.endpoint()));
  (void)editor.edit(stories.requests(), kNow, kLong);
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(content_of(requests[0], 0), content_of(requests[1], 0));
  EXPECT_EQ(content_of(requests[0], 0), content_of(requests[2], 0));
  EXPECT_NE(content_of(requests[0], 1), content_of(requests[1], 1));
  EXPECT_THAT(content_of(requests[0], 0), HasSubstr("5 到 70"));
}

TEST(LanguageModel, ARefusedSchemaIsLeftOutAndRemembered) {
  const ModelServer server("no_schema");
  const Stories stories(6);
  LanguageModelEditor editor(options_for(server.endpoint()));
  const auto results = editor.edit({stories.requests()[0]}, kNow, kLong);
  EXPECT_EQ(results[0].by, "test-model") << results[0].fallback;
  EXPECT_EQ(server.requests().size(), 2U);
  (void)editor.edit(stories.requests(), kNow, kLong);
  EXPECT_EQ(server.requests().size(), 8U) << "no second refusal";
}

TEST(LanguageModel, AServerOfTheNewFormIsUnderstood) {
  const ModelServer server("new_form");
  const Stories stories(1);
  LanguageModelEditor editor(options_for(server.endpoint()));
  const auto results = editor.edit(stories.requests(), kNow, kLong);
  EXPECT_EQ(results[0].by, "test-model") << results[0].fallback;
  const auto body = boost::json::parse(server.requests().back().body).as_object();
  EXPECT_TRUE(body.contains("max_completion_tokens"));
  EXPECT_FALSE(body.contains("temperature"));
}

TEST(LanguageModel, ARefusedAnswerIsRepairedOnceWithTheReason) {
  const ModelServer server("repairable");
  const Stories stories(1);
  LanguageModelEditor editor(options_for(server.endpoint()));
  const auto results = editor.edit(stories.requests(), kNow, kLong);
  EXPECT_EQ(results[0].by, "test-model") << results[0].fallback;
  EXPECT_EQ(editor.statistics().repairs, 1);
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_THAT(content_of(requests[1], 2), HasSubstr("8731%"));
  EXPECT_THAT(content_of(requests[1], 3), HasSubstr("the summary holds a link"));
}

TEST(LanguageModel, AnAnswerThatStaysWrongIsAskedForTwiceAtMost) {
  const ModelServer server("invent_quietly");
  const Stories stories(1);
  LanguageModelEditor editor(options_for(server.endpoint()));
  const auto results = editor.edit(stories.requests(), kNow, kLong);
  EXPECT_EQ(server.requests().size(), 2U);
  EXPECT_THAT(results[0].fallback, HasSubstr("8731%"));
}

TEST(LanguageModel, NoMoreRequestsAtATimeThanAllowed) {
  const ModelServer server("echo");
  const Stories stories(20);
  LanguageModelOptions options = options_for(server.endpoint());
  options.settings.concurrency = 3;
  LanguageModelEditor editor(std::move(options));
  (void)editor.edit(stories.requests(), kNow, kLong);
  EXPECT_EQ(server.requests().size(), 20U);
  EXPECT_LE(server.most_at_once(), 3);
}

TEST(LanguageModel, TheWindowsBudgetIsKeptAndSpentFromTheTop) {
  const ModelServer server("echo");
  const Stories stories(30);
  LanguageModelOptions options = options_for(server.endpoint());
  options.settings.tokens_per_window = 16'000;
  LanguageModelEditor editor(std::move(options));
  const auto results = editor.edit(stories.requests(), kNow, kLong);
  EXPECT_LE(editor.statistics().tokens, 16'000);
  EXPECT_GT(editor.statistics().edited, 2);
  EXPECT_GT(editor.statistics().fallbacks.at("budget"), 0);
  bool stopped = false;
  for (const Edited& edited : results) {
    if (!edited.fallback.empty()) stopped = true;
    EXPECT_EQ(edited.fallback.empty(), !stopped) << "the lower of two was asked for, the higher not";
  }
}

TEST(LanguageModel, TheDaysBudgetOutlivesTheEditor) {
  const ModelServer server("echo");
  const Stories stories(30);
  MemoryCache cache;
  LanguageModelOptions options = options_for(server.endpoint(), &cache);
  options.settings.tokens_per_day = 16'000;
  LanguageModelEditor first(options);
  (void)first.edit(stories.requests(), kNow, kLong);
  const auto spent = server.requests().size();
  const Stories others(30, 100);
  LanguageModelEditor second(options);
  (void)second.edit(others.requests(), kNow, kLong);
  EXPECT_EQ(second.statistics().fallbacks.at("budget"), 30);
  EXPECT_EQ(server.requests().size(), spent);
  EXPECT_LE(std::stoll(cache.values.at("tokens:2026-01-07")), 16'000);
  (void)second.edit(others.requests(), kNow + kDay, kLong);
  EXPECT_GT(server.requests().size(), spent) << "a new day";
}

TEST(LanguageModel, ADeadServerIsLeftAloneAfterAFewFailures) {
  const ModelServer server("400");
  const Stories stories(40);
  LanguageModelEditor editor(options_for(server.endpoint()));
  const auto results = editor.edit(stories.requests(), kNow, kLong);
  EXPECT_LT(server.requests().size(), 20U);
  EXPECT_GT(editor.statistics().fallbacks.at("given up"), 25);
  EXPECT_THAT(results.back().fallback, HasSubstr("in a row"));
}

TEST(LanguageModel, ARefusedKeyIsTriedByThoseUnderWayOnly) {
  const ModelServer server("401");
  const Stories stories(40);
  LanguageModelEditor editor(options_for(server.endpoint()));
  const auto results = editor.edit(stories.requests(), kNow, kLong);
  EXPECT_LE(server.requests().size(), 5U);
  EXPECT_THAT(results.back().fallback, HasSubstr("401"));
}

TEST(LanguageModel, AModelThatNeverMakesSenseIsGivenUp) {
  const ModelServer server("prose");
  const Stories stories(60);
  LanguageModelEditor editor(options_for(server.endpoint()));
  (void)editor.edit(stories.requests(), kNow, kLong);
  EXPECT_LT(server.requests().size(), 45U);
}

TEST(LanguageModel, WithoutTimeNothingIsAsked) {
  const ModelServer server("echo");
  const Stories stories(5);
  LanguageModelEditor editor(options_for(server.endpoint()));
  const auto results = editor.edit(stories.requests(), kNow, Millis(0));
  EXPECT_EQ(server.requests().size(), 0U);
  for (const Edited& edited : results) {
    EXPECT_FALSE(edited.title.empty());
    EXPECT_THAT(edited.fallback, HasSubstr("time"));
  }
}

TEST(LanguageModel, NobodyListeningIsSurvived) {
  const Stories stories(2);
  LanguageModelOptions options = options_for("http://127.0.0.1:1/v1");
  LanguageModelEditor editor(std::move(options));
  const auto results = editor.edit(stories.requests(), kNow, Millis(400));
  EXPECT_FALSE(results[1].fallback.empty());
  EXPECT_EQ(results[1].by, "extractive");
}

// A client whose answers are given by the test.
LanguageModelOptions with_answers(std::vector<HttpResponse> answers) {
  LanguageModelOptions options = options_for("http://model.test/v1");
  options.settings.concurrency = 1;
  options.http = [answers](boost::asio::io_context& io) {
    auto client = std::make_unique<FakeHttpClient>(io);
    for (const auto& answer : answers) client->answer_once("http://model.test/v1/chat/completions", answer);
    return client;
  };
  return options;
}

HttpResponse response(int status, std::string body, Headers headers = {}) {
  HttpResponse out;
  out.status = status;
  out.body = std::move(body);
  out.headers = std::move(headers);
  return out;
}

std::string completion(const std::string& content) {
  return boost::json::serialize(
      boost::json::object{{"choices",
                           {boost::json::object{{"message", {{"role", "assistant"}, {"content", content}}},
                                                {"finish_reason", "stop"}}}}});
}

const char* kGood =
    R"({"title":"蓝鲸实验室公布航行模型进展","summary":"蓝鲸实验室公布了编号100的航行模型，避碰测试成功率达到92%，代码和权重即日起开放。","categories":["大模型","x"],"importance":7.5})";

TEST(LanguageModel, RetryAfterIsFollowed) {
  const Stories stories(1);
  LanguageModelEditor editor(
      with_answers({response(429, "", {{"Retry-After", "0"}}), response(503, "", {{"retry-after", "0"}}),
                    response(200, completion(kGood))}));
  const auto results = editor.edit(stories.requests(), kNow, kLong);
  EXPECT_EQ(results[0].by, "test-model") << results[0].fallback;
  EXPECT_EQ(results[0].categories, std::vector<std::string>{"大模型"});
  EXPECT_EQ(results[0].importance, 7.5);
  EXPECT_EQ(editor.statistics().retries, 2);
}

TEST(LanguageModel, ARetryAfterBeyondTheDeadlineIsNotWaitedFor) {
  const Stories stories(1);
  LanguageModelEditor editor(with_answers({response(429, "", {{"Retry-After", "3600"}})}));
  const auto results = editor.edit(stories.requests(), kNow, Millis(30'000));
  EXPECT_THAT(results[0].fallback, HasSubstr("429"));
  EXPECT_EQ(editor.statistics().requests, 1);
}

TEST(LanguageModel, WithoutAWordOnUsageTheMostIsCounted) {
  const Stories stories(1);
  LanguageModelEditor editor(with_answers({response(200, completion(kGood))}));
  (void)editor.edit(stories.requests(), kNow, kLong);
  EXPECT_GT(editor.statistics().tokens, 2'000);
}

TEST(LanguageModel, ASpoiltCacheIsNoAnswer) {
  const Stories stories(1);
  MemoryCache cache;
  LanguageModelOptions options = with_answers({response(200, completion(kGood))});
  options.cache = &cache;
  cache.put(edit_cache_key(stories.requests()[0], "test-model", prompt_for(options.prompts, "zh-CN")),
            "{\"title\": 3");
  LanguageModelEditor editor(std::move(options));
  EXPECT_EQ(editor.edit(stories.requests(), kNow, kLong)[0].by, "test-model");
  EXPECT_EQ(editor.statistics().cache_hits, 0);
}

TEST(LanguageModel, HugeAndBrokenBodiesAreRefused) {
  const Stories stories(1);
  for (const std::string& body :
       {std::string(300'000, '{'), std::string("[1]"), std::string("{\"choices\":[]}"),
        std::string("\xFF\xFE"), completion(std::string(60'000, '{')),
        completion("{\"title\":\"\\ud800\",\"summary\":1}")}) {
    LanguageModelEditor editor(with_answers({response(200, body), response(200, body)}));
    const auto results = editor.edit(stories.requests(), kNow, kLong);
    EXPECT_EQ(results[0].by, "extractive");
    EXPECT_FALSE(results[0].fallback.empty());
  }
}

}  // namespace
}  // namespace eightbells
