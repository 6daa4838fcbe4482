#include "daemon/store/identity.h"

#include <gtest/gtest.h>

namespace eightbells::testing {
namespace {

const Instant kNow{Millis(1'790'000'000'000)};

Entry entry(const std::string& title, const std::string& text,
            const std::string& link = "https://a.example/") {
  Entry made;
  made.id = "1";
  made.title = title;
  made.summary = text;
  made.link = link;
  return made;
}

TEST(Identity, AnIdIsItsSourcesOwn) {
  EXPECT_NE(id_identity("feed:a", "1"), id_identity("feed:b", "1"));
  EXPECT_EQ(id_identity("feed:a", "1"), id_identity("feed:a", "1"));
  EXPECT_NE(id_identity("feed:a", "b1"), id_identity("feed:ab", "1")) << "parts do not run together";
}

TEST(Identity, AnXStatusIsTheSameEverywhere) {
  EXPECT_EQ(id_identity("feed:a", "x:123"), id_identity("x:someone", "x:123"));
  EXPECT_NE(id_identity("feed:a", "x:123"), id_identity("feed:a", "x:124"));
  for (const char* id : {"x:", "x:12a", "123", "y:123", ""}) EXPECT_FALSE(is_x_status(id)) << id;
}

TEST(Identity, WordsAreTitleAndText) {
  EXPECT_EQ(words_hash(entry("A", "b", "https://one.example/")),
            words_hash(entry("A", "b", "https://two.example/")));
  EXPECT_NE(words_hash(entry("A", "b")), words_hash(entry("A", "c")));
  EXPECT_NE(words_hash(entry("A", "b")), words_hash(entry("Ab", "")));
  Entry with_content = entry("A", "teaser");
  with_content.content = "b";
  EXPECT_EQ(words_hash(with_content), words_hash(entry("A", "b")))
      << "the content is the text when there is one";
}

TEST(Identity, WordsThatSayNothingIdentifyNothing) {
  EXPECT_TRUE(words_identity("feed:a", entry("A", "b")));
  EXPECT_FALSE(words_identity("feed:a", entry("", "b")));
  EXPECT_FALSE(words_identity("feed:a", entry("A", "", "")));
  Entry post = entry("A", "b");
  post.id = "x:1";
  EXPECT_FALSE(words_identity("feed:a", post));
}

TEST(EntryTimes, AreTrustedWithinReason) {
  struct Case {
    const char* what;
    std::optional<Instant> published;
    bool trusted;
    Instant at;
  };
  const Case cases[] = {
      {"missing", std::nullopt, false, kNow},
      {"an hour ago", kNow - Millis(3'600'000), true, kNow - Millis(3'600'000)},
      {"now", kNow, true, kNow},
      {"a clock five minutes fast", kNow + kClockSkew, true, kNow},
      {"later", kNow + kClockSkew + Millis(1), false, kNow},
      {"1970", Instant(), false, kNow},
      {"the earliest", kEarliestPublished, true, kEarliestPublished},
      {"before it", kEarliestPublished - Millis(1), false, kNow},
  };
  for (const Case& one : cases) {
    const EntryTime time = entry_time(one.published, kNow);
    EXPECT_EQ(time.trusted, one.trusted) << one.what;
    EXPECT_EQ(time.at, one.at) << one.what;
    EXPECT_EQ(time.published.has_value(), one.published.has_value()) << one.what;
  }
}

}  // namespace
}  // namespace eightbells::testing
