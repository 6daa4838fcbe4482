#include "daemon/digest/phrases.h"

#include <gtest/gtest.h>

#include "config/settings.h"

namespace eightbells {
namespace {

TEST(Phrases, ASpanIsSaidInTheLargestUnitThatFits) {
  EXPECT_EQ(span_in_words("zh-CN", 4 * kHour), "4小时");
  EXPECT_EQ(span_in_words("zh-CN", 30 * kMinute), "30分钟");
  EXPECT_EQ(span_in_words("zh-CN", 2 * kDay), "2天");
  EXPECT_EQ(span_in_words("zh-CN", kDay), "24小时");
  EXPECT_EQ(span_in_words("en", kHour), "1 hour");
  EXPECT_EQ(span_in_words("en", 90 * kMinute), "1 hour 30 minutes");
  EXPECT_EQ(span_in_words("fr", kMinute), "1 minute");
}

TEST(Phrases, QuietAndBlindAreToldApart) {
  const CollectReport well{60, 60, 0, 0, 0, {}, {}};
  const CollectReport half{60, 60, 12, 1, 0, {}, {}};
  const CollectReport blind{60, 60, 60, 0, 0, {}, {}};
  EXPECT_EQ(quiet_note("en", 4 * kHour, well),
            "In the last 4 hours the 60 sources that could be read said nothing new.");
  EXPECT_EQ(quiet_note("en", 4 * kHour, half),
            "In the last 4 hours the 47 sources that could be read said nothing new.");
  EXPECT_EQ(quiet_note("en", 4 * kHour, blind), "Nothing to report: none of the sources could be read.");
  EXPECT_EQ(blind_note("en", well), "");
  EXPECT_EQ(blind_note("en", half),
            "Note: of 60 sources, 12 failed and 1 went stale; this digest may be incomplete.");
  EXPECT_EQ(blind_note("zh-CN", half),
            "注：60个信息源中有12个未能读取，有1个已停止更新，本期内容可能不完整。");
  EXPECT_NE(quiet_note("zh-CN", 4 * kHour, well), quiet_note("zh-CN", 4 * kHour, blind));
}

}  // namespace
}  // namespace eightbells
