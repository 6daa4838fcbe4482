#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "daemon/model/digest_json.h"
#include "daemon/render/render.h"
#include "tests/daemon/render/sample_digest.h"

namespace eightbells {
namespace {

namespace json = boost::json;
using testing::sample_digest;

TEST(Json, HasItsVersionAndTimesThatPeopleCanRead) {
  const json::object digest = json::parse(render_json(sample_digest())).as_object();
  EXPECT_EQ(digest.at("version").as_int64(), kJsonVersion);
  EXPECT_EQ(digest.at("written").as_string(), "2026-03-02T12:00:05.007+08:00");
  EXPECT_EQ(digest.at("begin").as_string(), "2026-03-02T08:00:00.000+08:00");
  EXPECT_EQ(digest.at("items")
                .as_array()
                .at(0)
                .as_object()
                .at("members")
                .as_array()
                .at(0)
                .as_object()
                .at("published")
                .as_string(),
            "2026-03-02T03:12:00.000+08:00");
}

TEST(Json, WhatIsAbsentIsNull) {
  const json::object item =
      json::parse(render_json(sample_digest())).as_object().at("items").as_array().at(1).as_object();
  EXPECT_TRUE(item.at("earlier").is_null());
  EXPECT_TRUE(item.at("members").as_array().at(0).as_object().at("published").is_null());
}

TEST(Json, KeepsTheOrderOfItemsAndTheirMembers) {
  const json::array items = json::parse(render_json(sample_digest())).as_object().at("items").as_array();
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0].as_object().at("members").as_array().at(0).as_object().at("author").as_string(),
            "@polaris");
  EXPECT_DOUBLE_EQ(items[0].as_object().at("parts").as_object().at("voices").to_number<double>(), 1.5);
}

TEST(Json, IsTheSameAfterAStayInTheLedger) {
  Digest digest = sample_digest();
  for (int n = 0; n < 200; ++n)
    digest.items[0].parts.push_back({"part" + std::to_string(n), 1.0 / (n + 3) + n});
  const auto back = digest_from_json(digest_to_json(digest));
  ASSERT_TRUE(back);
  EXPECT_EQ(render_json(*back), render_json(digest));
}

TEST(Json, BytesThatAreNoUtf8CannotSpoilTheDocument) {
  Digest digest = sample_digest();
  digest.items[0].title = "broken \xFF\xC3 title";
  EXPECT_EQ(json::parse(render_json(digest))
                .as_object()
                .at("items")
                .as_array()
                .at(0)
                .as_object()
                .at("title")
                .as_string(),
            "broken \xEF\xBF\xBD\xEF\xBF\xBD title");
}

}  // namespace
}  // namespace eightbells
