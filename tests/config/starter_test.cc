#include "config/starter.h"

#include <gtest/gtest.h>

#include "config/load.h"
#include "feeds/base/utf8.h"

namespace eightbells::testing {
namespace {

LoadResult loaded(const std::string& topic, const std::string& language) {
  const auto text = starter_configuration({language, topic, "Europe/Berlin"});
  EXPECT_TRUE(text) << text.error().message;
  return load_settings_text(text.value_or(""), "/nowhere/eightbells.toml");
}

TEST(Starter, EveryTopicIsValidInBothLanguages) {
  for (const std::string& topic : starter_topics())
    for (const std::string language : {"zh-CN", "en"}) {
      const LoadResult result = loaded(topic, language);
      EXPECT_TRUE(result.errors.empty())
          << topic << " " << language << ": " << result.errors.front().to_string();
      EXPECT_TRUE(result.warnings.empty())
          << topic << " " << language << ": " << result.warnings.front().to_string();
      EXPECT_EQ(result.settings.language, language);
      EXPECT_EQ(result.settings.timezone, "Europe/Berlin");
      ASSERT_EQ(result.settings.digests.size(), 1u);
      EXPECT_EQ(result.settings.digests[0].name, topic == "none" ? "digest" : topic);
      EXPECT_EQ(result.settings.sources.empty(), topic == "none");
      EXPECT_EQ(result.settings.digests[0].title.empty(), topic == "ai")
          << "the program's own title speaks of AI";
    }
}

TEST(Starter, InEnglishNothingReadersSeeIsChinese) {
  for (const std::string& topic : starter_topics()) {
    const LoadResult result = loaded(topic, "en");
    const auto has_han = [](std::string_view text) {
      for (std::size_t position = 0; position < text.size();)
        if (is_han(next_code_point(text, position))) return true;
      return false;
    };
    for (const auto& category : result.settings.categories)
      EXPECT_FALSE(has_han(category.name)) << category.name;
    for (const auto& source : result.settings.sources) EXPECT_FALSE(has_han(source.name)) << source.name;
    EXPECT_FALSE(has_han(result.settings.digests[0].title + result.settings.digests[0].intro));
  }
}

TEST(Starter, InChineseTheSourcesOfBothLanguagesStay) {
  EXPECT_GT(loaded("ai", "zh-CN").settings.sources.size(), loaded("ai", "en").settings.sources.size());
  EXPECT_GT(loaded("ai", "en").settings.sources.size(), 20u);
}

TEST(Starter, CommentsExplainTheSettings) {
  const auto text = starter_configuration({"en", "tech", ""});
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("\n#window = \"4h\"\n"), std::string::npos);
  EXPECT_NE(text->find("\n#timezone = "), std::string::npos) << "an unknown zone is left to the system";
  EXPECT_EQ(text->find("«"), std::string::npos);
}

TEST(Starter, AnUnknownTopicGetsTheNearestName) {
  const auto none = starter_configuration({"en", "tehc", ""});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message,
            "there is no topic \"tehc\"; did you mean 'tech'?; there are ai, science, tech, world, none");
  EXPECT_FALSE(starter_configuration({"english please", "ai", ""}));
}

}  // namespace
}  // namespace eightbells::testing
