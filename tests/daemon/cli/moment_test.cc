#include "daemon/cli/moment.h"

#include <gtest/gtest.h>

#include "feeds/text/dates.h"

namespace eightbells {
namespace {

std::string moment(std::string_view text, std::string_view zone = "Asia/Shanghai") {
  const auto at = parse_moment(text, *Zone::find(zone), *parse_rfc3339("2026-05-05T05:05:05Z"));
  return at ? format_utc_millis(*at) : at.error().message;
}

TEST(Moment, Rfc3339NamesItsOwnZone) {
  EXPECT_EQ(moment("2026-01-07T08:00:10.261+08:00"), "2026-01-07T00:00:10.261Z");
  EXPECT_EQ(moment("2026-01-07T00:00:00Z", "America/New_York"), "2026-01-07T00:00:00.000Z");
}

TEST(Moment, OtherFormsAreLocalTime) {
  for (const char* text : {"2026.01.07.08", "2026-01-07T08:00", "2026-01-07 08:00", "2026-01-07T08:00:00",
                           " 2026-01-07 08:00:00 "})
    EXPECT_EQ(moment(text), "2026-01-07T00:00:00.000Z") << text;
  EXPECT_EQ(moment("2026-01-07"), "2026-01-06T16:00:00.000Z");
  EXPECT_EQ(moment("2026-07-01T12:00", "America/New_York"), "2026-07-01T16:00:00.000Z");
  EXPECT_EQ(moment("now"), "2026-05-05T05:05:05.000Z");
}

TEST(Moment, NonsenseIsRefusedWithTheForms) {
  for (const char* text : {"", "yesterday", "2026-13-01", "2026-02-30", "2026-01-07T25:00",
                           "2026-01-07T08:61", "07.01.2026", "2026-1-7"})
    EXPECT_NE(moment(text).find("is not a time; write it like"), std::string::npos) << text;
}

}  // namespace
}  // namespace eightbells
