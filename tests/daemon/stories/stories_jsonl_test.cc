#include "daemon/stories/stories_jsonl.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

TEST(StoriesJsonl, LinesBecomeCandidates) {
  const auto read = candidates_of_jsonl(
      "{\"id\":\"1\",\"title\":\"A  "
      "title\",\"text\":\"words\",\"url\":\"http://www.a.example/x/\",\"source\":\"A\",\"author\":\"Ann\","
      "\"published\":\"2026-01-07T00:00:10Z\",\"language\":\"en\"}\n\n{\"id\":2,\"title\":null}\n");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(read->at(0).entry.title, "A title");
  EXPECT_EQ(read->at(0).canonical, "https://a.example/x");
  EXPECT_EQ(read->at(0).source_name, "A");
  EXPECT_TRUE(read->at(0).date_trusted);
  EXPECT_EQ(read->at(1).entry.id, "2");
  EXPECT_EQ(read->at(1).entry.title, "");
  EXPECT_FALSE(read->at(1).date_trusted);
}

TEST(StoriesJsonl, ABrokenLineIsNamedByItsNumber) {
  EXPECT_EQ(candidates_of_jsonl("{\"id\":\"1\",\"title\":\"a\"}\nnonsense\n").error().message,
            "line 2: expected a JSON object");
  EXPECT_EQ(candidates_of_jsonl("{\"title\":\"a\"}").error().message, "line 1: expected an \"id\"");
  EXPECT_EQ(candidates_of_jsonl("{\"id\":\"a\"}").error().message, "line 1: expected a \"title\"");
  EXPECT_EQ(candidates_of_jsonl("[1]").error().kind, ErrorKind::parse);
}

TEST(StoriesJsonl, EveryCandidateGetsItsLineInOrder) {
  const auto candidates =
      candidates_of_jsonl("{\"id\":\"b\",\"title\":\"x\"}\n{\"id\":\"a\",\"title\":\"y\"}\n");
  ASSERT_TRUE(candidates.has_value());
  Story one;
  one.id = "s1";
  one.members = {1};
  one.categories = {"AGI"};
  Story two;
  two.id = "s2";
  two.members = {0};
  two.score = 1.5;
  EXPECT_EQ(stories_to_jsonl(*candidates, {one, two}),
            "{\"id\":\"b\",\"story\":\"s2\",\"categories\":[],\"score\":1.5E0}\n"
            "{\"id\":\"a\",\"story\":\"s1\",\"categories\":[\"AGI\"],\"score\":0E0}\n");
}

TEST(StoriesJsonl, NothingIsNothing) { EXPECT_TRUE(candidates_of_jsonl("")->empty()); }

}  // namespace
}  // namespace eightbells
