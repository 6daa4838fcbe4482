// What the demo's feeds hold, as the parser reads them: the digest that everybody sees is made of this.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "config/load.h"
#include "feeds/parse/parse_feed.h"
#include "feeds/text/url.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

using namespace std::chrono_literals;

// 2026-01-07T08:00:10.261+08:00, the demo's moment.
constexpr Instant kNow{Millis(1'767'744'010'261)};

std::map<std::string, Feed> demo() {
  std::map<std::string, Feed> out;
  const auto file = testing::source_directory() / "config" / "demo.toml";
  for (const Source& source : load_settings(file).settings.sources) {
    ParseOptions options;
    options.base_url = source.address;
    const auto feed = parse_feed(testing::read_file(source.address.substr(7)), options);
    EXPECT_TRUE(feed.has_value()) << source.name;
    if (feed) out[source.name] = *feed;
  }
  return out;
}

std::vector<Entry> all_entries() {
  std::vector<Entry> out;
  for (const auto& [name, feed] : demo()) out.insert(out.end(), feed.entries.begin(), feed.entries.end());
  return out;
}

TEST(Demo, HasEveryFormat) {
  std::set<std::string> formats;
  for (const auto& [name, feed] : demo()) {
    EXPECT_FALSE(feed.damaged) << name;
    formats.insert(feed.format.substr(0, feed.format.find(' ')));
  }
  EXPECT_EQ(formats, (std::set<std::string>{"rss", "atom", "rdf", "json"}));
}

TEST(Demo, TitlesAreReadableText) {
  for (const Entry& entry : all_entries()) {
    for (const char* leftover : {"&amp;", "&nbsp;", "<b>", "&lt;"}) {
      EXPECT_EQ(entry.title.find(leftover), std::string::npos) << entry.title;
    }
    EXPECT_FALSE(entry.title.empty() && entry.text().empty()) << entry.id;
    EXPECT_FALSE(entry.link.empty()) << entry.title;
  }
}

TEST(Demo, AFeedInGbkIsReadAsChinese) {
  EXPECT_EQ(demo()["芯闻社"].entries.at(0).title, "Quillon 发布推理芯片 Q7：180 瓦跑 70B 模型，四月发货");
}

TEST(Demo, HasOldEntriesOneFromTheFutureAndOneWithoutADate) {
  int old = 0;
  int future = 0;
  int undated = 0;
  for (const Entry& entry : all_entries()) {
    if (!entry.published) ++undated;
    else if (*entry.published > kNow) ++future;
    else if (*entry.published < kNow - 48h) ++old;
  }
  EXPECT_GE(old, 4);
  EXPECT_EQ(future, 1);
  EXPECT_EQ(undated, 1);
}

TEST(Demo, PostsOfXAreTheSameWhoeverServesThem) {
  const auto feeds = demo();
  std::set<std::string> mira;
  for (const Entry& entry : feeds.at("Mira Voss").entries) mira.insert(entry.id);
  const std::vector<Entry>& lin = feeds.at("林皓").entries;
  const auto repost =
      std::find_if(lin.begin(), lin.end(), [](const Entry& entry) { return entry.is_repost; });
  ASSERT_NE(repost, lin.end());
  EXPECT_EQ(mira.count(repost->id), 1u);
  EXPECT_EQ(repost->id, "x:2008670190719468754");
}

TEST(Demo, TwoFeedsLinkToOnePageInTwoSpellings) {
  const auto feeds = demo();
  const std::string lab = feeds.at("Northlight Labs").entries.at(0).link;
  const std::string wire = feeds.at("Harbour Wire").entries.at(0).link;
  EXPECT_EQ(canonical_url(lab), canonical_url(wire));
}

TEST(Demo, HasAnEntryInTwoVersionsUnderOneId) {
  for (const char* name : {"Ferrous Robotics", "智极前沿"}) {
    const auto feed = demo()[name];
    std::map<std::string, std::set<std::string>> titles;
    for (const Entry& entry : feed.entries) titles[entry.id].insert(entry.title);
    const auto changed = std::count_if(titles.begin(), titles.end(),
                                       [](const auto& titled) { return titled.second.size() > 1; });
    EXPECT_EQ(changed, 1) << name;
  }
}

}  // namespace
}  // namespace eightbells
