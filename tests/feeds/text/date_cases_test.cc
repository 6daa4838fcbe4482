// The shared date cases: documents of one item each, with the moment that a good parser reads.
#include <gtest/gtest.h>

#include "feeds/text/dates.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

std::string between(const std::string& text, std::string_view before, std::string_view after) {
  const std::size_t begin = text.find(before);
  if (begin == std::string::npos) return {};
  const std::size_t from = begin + before.size();
  return text.substr(from, text.find(after, from) - from);
}

TEST(DateCases, AtLeastNinetySevenOfAHundredAreRead) {
  SKIP_WITHOUT_SHARED(shared);
  int cases = 0;
  int right = 0;
  for (const auto& entry : std::filesystem::directory_iterator(shared / "conformance" / "cases_dates")) {
    const std::string written =
        between(testing::read_file(entry.path() / "input.xml"), "<pubDate>", "</pubDate>");
    const std::string expected = testing::read_file(entry.path() / "expect.json");
    const std::string moment = between(expected, "\"date\": \"", "\"");
    const auto at = parse_date(written);
    const bool absent = expected.find("\"date_absent\"") != std::string::npos;
    const bool good = moment.empty() ? at.has_value() != absent : at && format_utc(*at) == moment;
    ++cases;
    right += good ? 1 : 0;
    if (!good) RecordProperty(entry.path().filename().string(), written);
  }
  EXPECT_GT(cases, 50);
  EXPECT_GE(right * 100, cases * 97) << right << " of " << cases;
}

}  // namespace
}  // namespace eightbells
