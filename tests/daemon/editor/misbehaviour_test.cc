// Every way in which a model or its server goes wrong, against our own server and, where it lies beside the
// checkout, against another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/editor/extractive.h"
#include "tests/daemon/editor/foreign_server.h"
#include "tests/daemon/editor/stories_for_test.h"
#include "tests/support/model_server.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using namespace eightbells::testing;
using ::testing::HasSubstr;
using ::testing::Not;

struct Mode {
  const char* name;
  const char* fallback;  // the reason's kind; empty: the answer is used
  int deadline;          // milliseconds: short where waiting is all there is to do
};

constexpr Mode kModes[] = {
    {"echo", "", 60'000},
    {"fenced", "", 60'000},
    {"think", "", 60'000},
    {"extra", "", 60'000},
    {"flaky", "", 60'000},
    {"invent", "misshapen", 60'000},
    {"prose", "unreadable", 60'000},
    {"cut", "unreadable", 60'000},
    {"markup", "misshapen", 60'000},
    {"obey", "misshapen", 60'000},
    {"empty", "misshapen", 60'000},
    {"english", "misshapen", 60'000},
    {"long", "misshapen", 60'000},
    {"slow", "deadline", 700},
    {"400", "http 400", 60'000},
    {"401", "http 401", 60'000},
    {"429", "http 429", 700},
    {"500", "http 500", 400},
    {"reset", "network", 400},
};

// The words of a hostile or broken answer that must be nowhere.
void expect_nothing_of_theirs(const Edited& edited) {
  for (const char* theirs : {"8731", "made-up", "evil", "javascript", "script>", "INSTRUCTIONS", "English",
                             "Vexley", "Quatermass", "长长", "sorry"}) {
    EXPECT_THAT(edited.title, Not(HasSubstr(theirs)));
    EXPECT_THAT(edited.summary, Not(HasSubstr(theirs)));
  }
}

void expect_survived(const std::string& endpoint, const Mode& mode) {
  const Stories stories(3);
  MemoryCache cache;
  LanguageModelEditor editor(options_for(endpoint, &cache));
  const auto results = editor.edit(stories.requests(), kNow, Millis(mode.deadline));
  ASSERT_EQ(results.size(), stories.requests().size());
  int used = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    expect_nothing_of_theirs(results[i]);
    const Edited extractive = edit_extractively(stories.requests()[i]);
    if (results[i].fallback.empty()) {
      ++used;
      EXPECT_EQ(results[i].by, "test-model");
      EXPECT_THAT(results[i].summary, HasSubstr("蓝鲸实验室"));
    } else {
      EXPECT_EQ(results[i].by, "extractive");
      EXPECT_EQ(results[i].title, extractive.title);
      EXPECT_EQ(results[i].summary, extractive.summary);
      EXPECT_THAT(results[i].fallback, Not(HasSubstr("sk-not-to-be-seen")));
    }
    EXPECT_TRUE(results[i].categories.empty() || results[i].categories == std::vector<std::string>{"机器人"});
    EXPECT_LE(results[i].importance.value_or(0), 10);
  }
  if (*mode.fallback == '\0') {
    EXPECT_EQ(used, 3) << (results[0].fallback + results[1].fallback + results[2].fallback);
    EXPECT_EQ(cache.edits(), 3U);
  } else {
    EXPECT_EQ(used, 0);
    EXPECT_EQ(cache.edits(), 0U) << "only checked answers are kept";
    EXPECT_GE(editor.statistics().fallbacks.count(mode.fallback), 1U) << results[0].fallback;
  }
}

class Misbehaviour : public ::testing::TestWithParam<Mode> {};

TEST_P(Misbehaviour, IsSurvived) {
  const ModelServer server(GetParam().name);
  expect_survived(server.endpoint(), GetParam());
}

class ForeignMisbehaviour : public ::testing::TestWithParam<Mode> {};

TEST_P(ForeignMisbehaviour, IsSurvived) {
  SKIP_WITHOUT_SHARED(shared);
  const ForeignServer server(shared / "tools" / "model_server.py", GetParam().name);
  ASSERT_FALSE(server.endpoint.empty());
  expect_survived(server.endpoint, GetParam());
}

std::string name_of_mode(const ::testing::TestParamInfo<Mode>& info) {
  return std::string("Mode_") + info.param.name;
}

constexpr Mode kQuietInvention[] = {{"invent_quietly", "ungrounded", 60'000}};

INSTANTIATE_TEST_SUITE_P(Quiet, Misbehaviour, ::testing::ValuesIn(kQuietInvention), name_of_mode);
INSTANTIATE_TEST_SUITE_P(Ours, Misbehaviour, ::testing::ValuesIn(kModes), name_of_mode);
INSTANTIATE_TEST_SUITE_P(Theirs, ForeignMisbehaviour, ::testing::ValuesIn(kModes), name_of_mode);

}  // namespace
}  // namespace eightbells
