#include "daemon/model/digest_json.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

Digest full_digest() {
  Digest digest;
  digest.profile = "ai";
  digest.window = {Instant(Millis(1'767'729'600'000)), Instant(Millis(1'767'744'000'000))};
  digest.written = Instant(Millis(1'767'744'010'261));
  digest.zone = "Asia/Shanghai";
  digest.language = "zh-CN";
  digest.title = "标题 \"quoted\"";
  digest.intro = "intro";
  digest.notes = {"note"};
  digest.categories = {"AI进展", "AGI"};
  digest.collect = {60, 58, 2, 1, 34, {"a: no answer"}, {}};
  Item item;
  item.number = 1;
  item.story_id = "s1";
  item.title = "t";
  item.link = "https://example.com/";
  item.summary = "s\nwith a line";
  item.categories = {"AGI"};
  item.score = 3.25;
  item.parts = {{"weight", 1.0}, {"voices", 2.25}};
  item.edited_by = "model";
  item.language = "en";
  item.update = true;
  item.earlier = "https://example.com/earlier";
  item.members = {{7, "Source", "@someone", "t", "https://example.com/", Instant(Millis(5))},
                  {8, "Other", "", "u", "", std::nullopt}};
  digest.items = {item};
  return digest;
}

TEST(DigestJson, ADigestComesBackAsItWasAndGivesTheSameBytes) {
  const std::string json = digest_to_json(full_digest());
  const auto back = digest_from_json(json);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(digest_to_json(*back), json);
  EXPECT_EQ(back->window, full_digest().window);
  EXPECT_EQ(back->items[0].summary, "s\nwith a line");
  EXPECT_EQ(back->items[0].members[0].published, Instant(Millis(5)));
  EXPECT_FALSE(back->items[0].members[1].published);
  EXPECT_EQ(back->collect.failures, full_digest().collect.failures);
}

TEST(DigestJson, DamagedTextIsAnErrorAndNoCrash) {
  const std::string json = digest_to_json(full_digest());
  for (const std::string& bad :
       {std::string(), std::string("[]"), std::string("{}"), json.substr(0, json.size() / 2)}) {
    const auto back = digest_from_json(bad);
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().kind, ErrorKind::parse);
  }
}

TEST(DigestJson, CandidatesComeBackAsTheyWere) {
  Considered one;
  one.entry_id = 3;
  one.title = "t";
  one.kept_out = "too old";
  one.parts = {{"freshness", 0.5}};
  const auto back = considered_from_json(considered_to_json({one, one}));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->size(), 2u);
  EXPECT_EQ((*back)[1].kept_out, "too old");
  EXPECT_EQ((*back)[1].parts[0].value, 0.5);
}

}  // namespace
}  // namespace eightbells
