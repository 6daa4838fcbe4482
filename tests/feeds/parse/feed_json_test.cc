// The form of `eightbells parse --json`, which scripts rely on.
#include "feeds/parse/feed_json.h"

#include <gtest/gtest.h>

#include "feeds/text/dates.h"

namespace eightbells {
namespace {

TEST(FeedJson, WhatIsAbsentIsNull) {
  Feed feed;
  feed.entries.emplace_back();
  EXPECT_EQ(
      feed_to_json(feed),
      R"({"feed":{"title":null,"link":null,"language":null,"format":null},"entries":[{"id":null,"title":null,"link":null,)"
      R"("published":null,"updated":null,"summary":null,"content":null,"author":null,"categories":[]}]})");
}

TEST(FeedJson, TextsAreUtf8AndTimesAreUtc) {
  Feed feed;
  feed.title = "Glocken \"acht\"";
  feed.format = "rss 2.0";
  Entry entry;
  entry.id = "1";
  entry.title = "八点钟";
  entry.summary = "one\ntwo";
  entry.categories = {"a", "b"};
  entry.published = parse_rfc3339("2026-01-07T08:00:10.261+08:00");
  feed.entries.push_back(entry);
  EXPECT_EQ(
      feed_to_json(feed),
      R"({"feed":{"title":"Glocken \"acht\"","link":null,"language":null,"format":"rss 2.0"},"entries":[{"id":"1","title":"八点钟",)"
      R"("link":null,"published":"2026-01-07T00:00:10Z","updated":null,"summary":"one\ntwo","content":null,"author":null,)"
      R"("categories":["a","b"]}]})");
}

}  // namespace
}  // namespace eightbells
