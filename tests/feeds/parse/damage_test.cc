// Documents that are no XML, and what is kept of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

#include "feeds/base/utf8.h"
#include "feeds/parse/feed_json.h"
#include "feeds/parse/parse_feed.h"
#include "feeds/parse/references.h"
#include "feeds/parse/tag_soup.h"
#include "feeds/parse/xml.h"

namespace eightbells {
namespace {

using ::testing::SizeIs;

Feed parsed(const std::string& bytes) {
  auto feed = parse_feed(bytes, {});
  EXPECT_TRUE(feed) << (feed ? "" : feed.error().message);
  return feed ? *feed : Feed{};
}

std::string repaired(std::string text) {
  repair_references(text);
  return text;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '&') {
      decode_reference(text, at, out);
    } else {
      out += text[at++];
    }
  }
  return out;
}

TEST(References, NamedHtmlEntitiesBecomeCharacters) {
  EXPECT_EQ(repaired("caf&eacute;&hellip;"), "café…");
  EXPECT_EQ(repaired("&nbsp;"), "\xC2\xA0");
}

TEST(References, WhatXmlKnowsStays) {
  const std::string text = "&lt;b&gt; &amp; &quot;&apos; &#65; &#x41;";
  EXPECT_EQ(repaired(text), text);
}

TEST(References, BareAmpersandsAndUnknownNamesStay) {
  const std::string text = "R & D, AT&T, a&b;c &nosuchname; &; &#; &#x;";
  EXPECT_EQ(repaired(text), text);
}

TEST(References, EscapedReferencesStayEscaped) { EXPECT_EQ(repaired("&amp;eacute;"), "&amp;eacute;"); }

TEST(References, NothingIsAReferenceInCdata) {
  EXPECT_EQ(repaired("&eacute;<![CDATA[&eacute;]]>&eacute;<![CDATA[&eacute;]]>"),
            "é<![CDATA[&eacute;]]>é<![CDATA[&eacute;]]>");
  EXPECT_EQ(repaired("&eacute;<![CDATA[&eacute; never closed"), "é<![CDATA[&eacute; never closed");
}

TEST(References, NumbersThatXmlForbidsBecomeWhatWasMeantOrGo) {
  EXPECT_EQ(repaired("&#147;x&#148;"), "“x”");
  EXPECT_EQ(repaired("a&#0;b&#xD800;c&#1114112;d&#8;e"), "abcde");
  EXPECT_EQ(repaired("&#99999999999999999999;"), "");
}

TEST(References, NamesOfMarkupCharactersStayEscaped) { EXPECT_EQ(repaired("&LT;b&GT;&AMP;"), "&lt;b>&amp;"); }

TEST(References, ControlsOfWindows1252BecomeItsCharacters) {
  std::string text = "don\xC2\x92t \xC2\xA9 \xC2\x81";
  EXPECT_TRUE(repair_c1_controls(text));
  EXPECT_EQ(text, "don’t © ");
  std::string clean = "né © 中文";
  EXPECT_FALSE(repair_c1_controls(clean));
}

TEST(References, AReferenceIsDecodedOnce) {
  EXPECT_EQ(decoded("&amp;lt; &lt;b&gt; &eacute; &#66; &apos; & &x; &"), "&lt; <b> é B ' & &x; &");
}

TEST(Damage, AnItemLeftOpenEndsWhereTheNextBegins) {
  const Feed feed =
      parsed("<rss><channel><item><title>a</title><item><title>b</title></item></channel></rss>");
  ASSERT_THAT(feed.entries, SizeIs(2));
  EXPECT_EQ(feed.entries[0].title, "a");
  EXPECT_EQ(feed.entries[1].title, "b");
  EXPECT_TRUE(feed.damaged);
}

TEST(Damage, ALeafLeftOpenEndsAtTheNextField) {
  const Feed feed =
      parsed("<rss><channel><item><title>a<link>http://x.example/1</link></item></channel></rss>");
  ASSERT_THAT(feed.entries, SizeIs(1));
  EXPECT_EQ(feed.entries[0].title, "a");
  EXPECT_EQ(feed.entries[0].link, "http://x.example/1");
}

TEST(Damage, AStrayEndTagEndsNothing) {
  const Feed feed = parsed(
      "<rss><channel><item></b></p><title>a</title></item></i><item><title>b</title></item></channel></rss>");
  ASSERT_THAT(feed.entries, SizeIs(2));
  EXPECT_EQ(feed.entries[1].title, "b");
}

TEST(Damage, ItemsAfterABrokenOneAreKept) {
  std::string text = "<rss><channel>";
  for (int i = 0; i < 50; ++i) {
    const std::string n = std::to_string(i);
    text += "<item><title>t" + n + (i == 3 ? "</titel>" : "</title>") + "<guid>" + n + "</guid></item>";
  }
  const Feed feed = parsed(text + "</channel></rss>");
  ASSERT_THAT(feed.entries, SizeIs(50));
  EXPECT_EQ(feed.entries[49].id, "49");
}

TEST(Damage, MissingEndTagsOfTheOuterElementsCostNothing) {
  const Feed feed = parsed(
      "<rss><channel><item><title>a</title><guid>1</guid></item><item><title>b</title><guid>2</guid></item>");
  EXPECT_THAT(feed.entries, SizeIs(2));
}

TEST(Damage, ACutItemIsDroppedWhereverTheCutIs) {
  const std::string whole = "<rss><channel><item><title>a</title><link>http://x.example/1</link></item>";
  const std::string next = "<item><title>b</title><link>http://x.example/2</link><guid>bee</guid>";
  for (std::size_t cut = 7; cut < next.size(); ++cut) {
    const Feed feed = parsed(whole + next.substr(0, cut));
    ASSERT_GE(feed.entries.size(), 1U) << next.substr(0, cut);
    EXPECT_EQ(feed.entries[0].link, "http://x.example/1");
    for (const Entry& entry : feed.entries) {
      EXPECT_TRUE(entry.link.empty() || entry.link == "http://x.example/1" ||
                  entry.link == "http://x.example/2")
          << entry.link;
    }
  }
}

TEST(Damage, TheOnlyItemIsKeptWithoutItsHalfField) {
  const Feed feed = parsed("<rss><channel><item><title>a</title><link>http://x.exa");
  ASSERT_THAT(feed.entries, SizeIs(1));
  EXPECT_EQ(feed.entries[0].title, "a");
  EXPECT_EQ(feed.entries[0].link, "");
}

TEST(Damage, ZeroBytesAreRemoved) {
  const std::string text = std::string("<rss><channel><title>a") + '\0' + "b</title></channel></rss>";
  EXPECT_EQ(parsed(text).title, "ab");
}

TEST(Damage, AnUnendedCommentCostsOneTag) {
  const Feed feed = parsed("<rss><channel><!-- never ended ><item><title>a</title></item></channel></rss>");
  EXPECT_THAT(feed.entries, SizeIs(1));
}

TEST(Damage, AtomEntriesAreRepairedAlike) {
  const Feed feed = parsed(
      "<feed xmlns=http://www.w3.org/2005/Atom><title>F<entry><id>1</id><title>a & b<link "
      "href=http://x.example/1></entry>"
      "<entry><id>2</id><title>c</title></entry>");
  ASSERT_THAT(feed.entries, SizeIs(2));
  EXPECT_EQ(feed.entries[0].title, "a & b");
  EXPECT_EQ(feed.entries[0].link, "http://x.example/1");
}

// Two tags an element, counted before anything is built, to the last one.
TEST(Damage, ADocumentOfTooManyElementsIsNotBuiltAsItIs) {
  XmlLimits limits;
  limits.elements = 30'000;
  const auto is_built = [&](std::size_t tags) {
    XmlTree tree;
    tree.text = "<a>";
    for (std::size_t i = 2; i < tags; ++i) tree.text += "<b/>";
    tree.text += "</a>";
    return load_well_formed(tree, limits);
  };
  EXPECT_TRUE(is_built(2 * limits.elements));
  EXPECT_FALSE(is_built(2 * limits.elements + 1));
}

TEST(Damage, HostilePatternsAreReadInLinearTime) {
  // Each of these made a naive reader quadratic: a minute of work where milliseconds are due. The test's own
  // time limit is the only clock here.
  const std::string patterns[] = {"<!--", "<?x ", "<!D [",     "<a b=\"", "<a b='x", "&#",
                                  "&a",   "]]>",  "<![CDATA[", "</a",     "<a ",     "a=\"\" "};
  for (const std::string& pattern : patterns) {
    std::string text = "<rss><channel><title>x</title><item ";
    for (std::size_t n = 0; n < (1U << 20) / pattern.size(); ++n) text += pattern;
    const auto feed = parse_feed(text, {});
    EXPECT_TRUE(feed || !feed.error().message.empty());
  }
}

TEST(Damage, NoSingleByteChangedMakesItFail) {
  const std::string sound =
      "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"b\">]><rss version=\"2.0\"><channel><title>T &amp; "
      "t</title>"
      "<item><title><![CDATA[a]]></title><link>http://x.example/1</link><description>&lt;p&gt;b</"
      "description></item>"
      "<item><guid isPermaLink=\"false\">2</guid></item></channel></rss>";
  const std::string changes = "<>&\"'/!?[]-=\0 a\x80\xC3";
  for (std::size_t at = 0; at < sound.size(); ++at) {
    for (const char change : changes) {
      std::string text = sound;
      text[at] = change;
      const auto feed = parse_feed(text, {});
      EXPECT_TRUE(!feed || feed->entries.size() <= 3U) << text;
    }
    const auto cut = parse_feed(sound.substr(0, at), {});
    EXPECT_TRUE(!cut || cut->entries.size() <= 2U);
  }
}

TEST(Damage, RandomSoupNeverFailsInAnUnsaidWay) {
  const std::string pieces[] = {"<rss>",     "<channel>", "<item>", "</item>", "<title>", "</title>",
                                "<feed>",    "<entry>",   "<",      ">",       "&",       "&amp;",
                                "<![CDATA[", "]]>",       "<!--",   "-->",     "\"",      "'",
                                "=",         "a",         "<b c=",  "/>",      "</",      "<!DOCTYPE x [",
                                "]>",        "<?",        "?>",     "{",       "\xFF"};
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text = round % 2 == 0 ? "<rss><channel>" : "";
    for (int i = 0; i < 40; ++i) text += pieces[random() % std::size(pieces)];
    const auto feed = parse_feed(text, {});
    EXPECT_TRUE(feed || !feed.error().message.empty());
    if (feed) {
      EXPECT_TRUE(is_valid_utf8(feed_to_json(*feed))) << text;
    }
  }
}

}  // namespace
}  // namespace eightbells
