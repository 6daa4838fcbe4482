#include <algorithm>
#include <regex>
#include <set>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "daemon/render/render.h"
#include "feeds/parse/parse_feed.h"
#include "tests/daemon/render/sample_digest.h"

namespace eightbells {
namespace {

using testing::sample_digest;

Digest earlier_digest() {
  Digest digest = sample_digest();
  digest.window = {digest.window.begin - 4 * kHour, digest.window.begin};
  digest.written -= 4 * kHour;
  digest.items.resize(1);
  return digest;
}

TEST(Atom, OurOwnParserReadsTheSameItemsBack) {
  const Digest digest = sample_digest();
  const auto feed = parse_feed(render_atom({digest, earlier_digest()}, {}), {});
  ASSERT_TRUE(feed) << feed.error().message;
  EXPECT_EQ(feed->entries.size(), 4u);
  for (std::size_t i = 0; i < digest.items.size(); ++i) {
    const Item& item = digest.items[i];
    const Entry& entry = feed->entries[i];
    EXPECT_EQ(entry.title, item.title);
    EXPECT_EQ(entry.text(), item.summary);
    EXPECT_EQ(entry.categories, item.categories);
    EXPECT_EQ(entry.updated, digest.written - Millis(static_cast<int>(i)));
  }
  EXPECT_EQ(feed->entries[0].link, digest.items[0].link);
  EXPECT_EQ(feed->entries[0].author, "@polaris");
  EXPECT_EQ(feed->entries[1].link, "") << "no address that runs a script";
}

TEST(Atom, EveryEntryHasWhatTheRfcAsksFor) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(render_atom({sample_digest(), earlier_digest()}, {}).c_str()));
  std::set<std::string> ids;
  int entries = 0;
  for (const auto entry : document.child("feed").children("entry")) {
    ++entries;
    ids.insert(entry.child_value("id"));
    EXPECT_TRUE(std::regex_match(entry.child_value("id"),
                                 std::regex("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")));
    EXPECT_STRNE(entry.child_value("title"), "");
    EXPECT_STRNE(entry.child_value("updated"), "");
    EXPECT_TRUE(entry.child("link") || entry.child("content")) << "an entry without a page has content";
  }
  EXPECT_EQ(static_cast<int>(ids.size()), entries);
}

TEST(Atom, AnIdStaysWhenTheWindowIsWrittenAgain) {
  Digest again = sample_digest();
  again.written += kHour;
  again.items[0].title = "Another title";
  const std::regex id("<id>[^<]*</id>");
  const std::string one = render_atom({sample_digest()}, {}), two = render_atom({again}, {});
  EXPECT_TRUE(std::equal(std::sregex_iterator(one.begin(), one.end(), id), {},
                         std::sregex_iterator(two.begin(), two.end(), id), {},
                         [](const auto& a, const auto& b) { return a.str() == b.str(); }));
}

TEST(Atom, KnowsItsOwnAddressWhenTheSettingsSayIt) {
  ProfileSettings profile;
  EXPECT_EQ(render_atom({sample_digest()}, profile).find("rel=\"self\""), std::string::npos);
  profile.site_url = "https://news.example/bells/";
  EXPECT_NE(
      render_atom({sample_digest()}, profile)
          .find("rel=\"self\" type=\"application/atom+xml\" href=\"https://news.example/bells/atom.xml\""),
      std::string::npos);
}

TEST(Atom, AHalfBlindWindowIsSaidInTheSubtitle) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(render_atom({sample_digest()}, {}).c_str()));
  EXPECT_EQ(document.child("feed").child_value("subtitle"), sample_digest().notes[0]);
}

TEST(Atom, ControlsAndNoncharactersCannotBreakTheXml) {
  Digest digest = sample_digest();
  digest.items[0].title = std::string("a\x01\x1b[31m\xEF\xBF\xBF\xEF\xBF\xBE b\xFF");
  digest.items[0].summary = "]]>\x0c";
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(render_atom({digest}, {}).c_str()));
  EXPECT_STREQ(document.child("feed").child("entry").child_value("title"), "a[31m b\xEF\xBF\xBD");
}

}  // namespace
}  // namespace eightbells
