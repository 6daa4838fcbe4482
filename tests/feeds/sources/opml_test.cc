#include "feeds/sources/opml.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace eightbells {
namespace {

constexpr const char* kList = R"(<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>Reading</title></head>
  <body>
    <outline text="Research">
      <outline type="rss" text="Lab &amp; Co" title="Lab" xmlUrl="https://lab.example/feed.xml" htmlUrl="https://lab.example/"/>
      <outline text="机器人">
        <outline type="rss" text="机器之心" xmlUrl="https://robots.example/rss" language="zh-CN"/>
      </outline>
    </outline>
    <outline type="rss" title="No text" xmlURL="http://plain.example/atom"/>
    <outline type="rss" text="Karpathy" xmlUrl="https://x.com/karpathy"/>
    <outline text="Filed" category="/News/AI,/Other" xmlUrl="https://filed.example/rss"/>
  </body>
</opml>)";

TEST(Opml, FeedsAreReadWithNameFolderAndLanguage) {
  const auto list = parse_opml(kList);
  ASSERT_TRUE(list) << list.error().message;
  ASSERT_EQ(list->size(), 5u);
  EXPECT_EQ((*list)[0].name, "Lab & Co");
  EXPECT_EQ((*list)[0].address, "https://lab.example/feed.xml");
  EXPECT_EQ((*list)[0].key, "feed:https://lab.example/feed.xml");
  EXPECT_EQ((*list)[0].category, "Research");
  EXPECT_EQ((*list)[1].category, "机器人");
  EXPECT_EQ((*list)[1].language, "zh-CN");
  EXPECT_EQ((*list)[2].name, "No text");
  EXPECT_EQ((*list)[2].category, "");
  EXPECT_EQ((*list)[4].category, "AI");
}

TEST(Opml, AnXProfileBecomesAnXSource) {
  const auto list = parse_opml(kList);
  ASSERT_TRUE(list);
  EXPECT_EQ((*list)[3].kind, SourceKind::x);
  EXPECT_EQ((*list)[3].address, "karpathy");
  EXPECT_EQ((*list)[3].key, "x:karpathy");
}

TEST(Opml, HalfASurrogatePairIsRepairedWhereverItStands) {
  const auto list = parse_opml(
      R"(<opml><body><outline text="Labs &#xD800;"><outline text="Lab &#55296;!" xmlUrl="https://lab.example/" language="z&#xDFFF;"/>)"
      R"(<outline xmlUrl="https://bare.example/&#xDC00;"/></outline></body></opml>)");
  ASSERT_TRUE(list) << list.error().message;
  ASSERT_EQ(list->size(), 2u);
  EXPECT_EQ((*list)[0].name, "Lab \uFFFD\uFFFD\uFFFD!");
  EXPECT_EQ((*list)[0].category, "Labs \uFFFD\uFFFD\uFFFD");
  EXPECT_EQ((*list)[0].language, "z\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ((*list)[1].name, "https://bare.example/\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ((*list)[1].address, "https://bare.example/\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ((*list)[1].key, "feed:https://bare.example/\uFFFD\uFFFD\uFFFD");
}

TEST(Opml, WhatIsWrittenIsReadBack) {
  auto list = *parse_opml(kList);
  list[0].name = "\"Quoted\" <Lab> & 'Co'";
  const auto again = parse_opml(write_opml(list, "Mine"));
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_EQ(again->size(), list.size());
  for (const Source& source : list) {
    const auto found = std::find_if(again->begin(), again->end(),
                                    [&](const Source& each) { return each.key == source.key; });
    ASSERT_NE(found, again->end()) << source.key;
    EXPECT_EQ(found->name, source.name);
    EXPECT_EQ(found->category, source.category);
    EXPECT_EQ(found->language, source.language);
    EXPECT_EQ(found->kind, source.kind);
  }
}

TEST(Opml, CommandsAndFilesAreNotExported) {
  Source command;
  command.kind = SourceKind::command;
  command.argv = {"make-feed", "--secret"};
  Source file;
  file.kind = SourceKind::file;
  file.address = "/home/me/feed.xml";
  const std::string text = write_opml({command, file}, "x");
  EXPECT_EQ(text.find("secret"), std::string::npos);
  EXPECT_EQ(text.find("/home/me"), std::string::npos);
}

TEST(Opml, AListCannotNameFilesOrOtherSchemes) {
  const auto list = parse_opml(R"(<opml><body>
    <outline text="a" xmlUrl="file:///etc/passwd"/><outline text="b" xmlUrl="/etc/passwd"/>
    <outline text="c" xmlUrl="javascript:x"/><outline text="d" xmlUrl="gopher://example.test/"/>
    <outline text="e" xmlUrl="https://good.example/feed"/></body></opml>)");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 1u);
  EXPECT_EQ(list->front().address, "https://good.example/feed");
}

TEST(Opml, AnAddressIsTakenOnce) {
  const auto list = parse_opml(R"(<opml><body><outline text="a" xmlUrl="https://a.example/"/>
    <outline text="again" xmlUrl="https://a.example/"/></body></opml>)");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 1u);
  EXPECT_EQ(list->front().name, "a");
}

TEST(Opml, ADamagedListGivesWhatStandsBeforeTheDamage) {
  const auto list =
      parse_opml(R"(<opml><body><outline text="a" xmlUrl="https://a.example/"/><outline text="b)");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 1u);
}

TEST(Opml, WhatIsNoListIsAnError) {
  EXPECT_EQ(parse_opml("").error().kind, ErrorKind::parse);
  EXPECT_EQ(parse_opml("<rss><channel/></rss>").error().kind, ErrorKind::parse);
  EXPECT_EQ(parse_opml("{\"a\":1}").error().kind, ErrorKind::parse);
}

TEST(Opml, AnEmptyListIsAList) {
  const auto list = parse_opml("<opml version='1.0'><body/></opml>");
  ASSERT_TRUE(list);
  EXPECT_TRUE(list->empty());
}

TEST(Opml, DepthAndNumberAreLimited) {
  std::string deep = "<opml><body>";
  for (std::size_t n = 0; n < kMaxOpmlDepth + 10; ++n) deep += "<outline text='f'>";
  deep += "<outline text='x' xmlUrl='https://deep.example/'/>";
  EXPECT_TRUE(parse_opml(deep)->empty());

  std::string wide = "<opml><body>";
  for (std::size_t n = 0; n < kMaxOpmlSources + 10; ++n)
    wide += "<outline xmlUrl='https://w.example/" + std::to_string(n) + "'/>";
  EXPECT_EQ(parse_opml(wide + "</body></opml>")->size(), kMaxOpmlSources);
}

TEST(Opml, NamesAreCleanedForShowing) {
  const auto list = parse_opml(
      "<opml><body><outline text=' Two&#10;lines &#x202E;turned ' "
      "xmlUrl='https://n.example/'/></body></opml>");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->front().name, "Two lines turned");
}

TEST(Opml, HandlesAreReadFromProfilesOnly) {
  EXPECT_EQ(x_handle_of("https://x.com/karpathy"), "karpathy");
  EXPECT_EQ(x_handle_of("https://www.twitter.com/sama/"), "sama");
  EXPECT_EQ(x_handle_of("@OpenAI"), "OpenAI");
  EXPECT_EQ(x_handle_of("https://x.com/karpathy/status/1"), "");
  EXPECT_EQ(x_handle_of("https://x.com/home"), "");
  EXPECT_EQ(x_handle_of("https://x.com/"), "");
  EXPECT_EQ(x_handle_of("https://example.com/karpathy"), "");
  EXPECT_EQ(x_handle_of("https://x.com/a_handle_that_is_too_long"), "");
}

TEST(Opml, KeysTellSourcesApart) {
  Source x;
  x.kind = SourceKind::x;
  x.address = "KarPathy";
  EXPECT_EQ(source_key(x), "x:karpathy");
  Source one;
  one.kind = SourceKind::command;
  one.argv = {"a", "b c"};
  Source two = one;
  two.argv = {"a b", "c"};
  EXPECT_NE(source_key(one), source_key(two));
}

TEST(Opml, AnAddressThatHadToBeMendedIsKeptMended) {
  const auto sources = parse_opml("<opml><body><outline xmlUrl='https:/a.example/feed'/></body></opml>");
  ASSERT_TRUE(sources);
  ASSERT_EQ(sources->size(), 1u);
  EXPECT_EQ(sources->front().address, "https://a.example/feed");
}

}  // namespace
}  // namespace eightbells
