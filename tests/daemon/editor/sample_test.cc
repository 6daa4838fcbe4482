// The golden digest's own posts, through a model that answers with the digest's words: all of them have to be
// believed.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <deque>
#include <sstream>

#include "daemon/editor/extractive.h"
#include "daemon/editor/grounding.h"
#include "daemon/editor/language.h"
#include "daemon/editor/shape.h"
#include "tests/daemon/editor/foreign_server.h"
#include "tests/daemon/editor/stories_for_test.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using namespace eightbells::testing;

std::deque<Candidate> sample_posts(const std::filesystem::path& shared) {
  std::deque<Candidate> posts;
  std::istringstream lines(read_file(shared / "sample" / "x_posts.jsonl"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    const auto post = boost::json::parse(line).as_object();
    const auto text = [&](const char* name) { return std::string(post.at(name).as_string()); };
    Candidate one = candidate("", text("text"), "https://x.com/" + text("handle") + "/status/" + text("id"),
                              text("handle"));
    one.entry.id = "x:" + text("id");
    one.entry.author = "@" + text("handle");
    one.entry.published = parse_rfc3339(text("created_at"));
    posts.push_back(std::move(one));
  }
  return posts;
}

TEST(Sample, EveryPostIsEditedExtractivelyAsItStands) {
  SKIP_WITHOUT_SHARED(shared);
  const std::deque<Candidate> posts = sample_posts(shared);
  ASSERT_EQ(posts.size(), 11U);
  for (const Candidate& post : posts) {
    const Edited edited = edit_extractively(request_for({&post}));
    const std::string& text = post.entry.content;
    EXPECT_EQ(edited.title + "\n\n" + edited.summary, text);
    EXPECT_EQ(misshapen(edited.title, edited.summary, "zh-CN", band_for({}, "zh-CN")), std::nullopt);
    EXPECT_EQ(ungrounded(edited.title, edited.summary, {&post}, "zh-CN"), std::nullopt);
  }
}

TEST(Sample, TheModelsWordsAreAllBelieved) {
  SKIP_WITHOUT_SHARED(shared);
  const ForeignServer server(shared / "tools" / "model_server.py", "sample");
  ASSERT_FALSE(server.endpoint.empty());
  const std::deque<Candidate> posts = sample_posts(shared);
  std::vector<EditRequest> requests;
  for (const Candidate& post : posts) {
    requests.push_back(request_for({&post}));
    requests.back().categories = {"AI进展", "机器人", "大模型", "AGI", "产业观察"};
  }
  LanguageModelEditor editor(options_for(server.endpoint));
  const auto results = editor.edit(requests, kNow, Millis(60'000));
  double least = 10;
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].by, "test-model") << results[i].fallback;
    EXPECT_EQ(results[i].title + "\n\n" + results[i].summary, posts[i].entry.content);
    ASSERT_TRUE(results[i].importance.has_value());
    EXPECT_LT(*results[i].importance, least);
    least = *results[i].importance;
  }
  EXPECT_EQ(editor.statistics().requests, 11);
}

}  // namespace
}  // namespace eightbells
