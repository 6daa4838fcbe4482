#include "feeds/text/html_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

TEST(HtmlText, TextWithoutMarkupComesBackAsItIs) {
  EXPECT_EQ(html_to_text("two\n\nparagraphs, 3 > 2"), "two\n\nparagraphs, 3 > 2");
  EXPECT_EQ(html_to_text(""), "");
}

TEST(HtmlText, LineEndsOfOtherSystemsBecomeOursWithoutMarkupToo) {
  EXPECT_EQ(html_to_text("one\r\ntwo\rthree\ffour\vfive"), "one\ntwo\nthree four five");
}

TEST(HtmlText, ParagraphsAreSetApartAndLinesBroken) {
  EXPECT_EQ(html_to_text("<p>One.</p>\n<p>Two<br>three.</p>"), "One.\n\nTwo\nthree.");
  EXPECT_EQ(html_to_text("<div>a</div><div>b</div>"), "a\nb");
  EXPECT_EQ(html_to_text("a<br/><BR>b"), "a\n\nb");
  EXPECT_EQ(html_to_text("<ul><li>x</li><li>y</li></ul>tail"), "x\ny\n\ntail");
  EXPECT_EQ(html_to_text("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>"), "a b\nc");
}

TEST(HtmlText, WhiteSpaceIsCollapsed) {
  EXPECT_EQ(html_to_text("<p>  a \n\t b&nbsp;&nbsp;c\u00A0\u3000d </p> "), "a b c d");
  EXPECT_EQ(html_to_text("a <b> b </b> c"), "a b c");
  EXPECT_EQ(html_to_text("<b>Eight</b><i>Bells</i>"), "EightBells");
}

TEST(HtmlText, PreformattedTextKeepsItsLines) {
  EXPECT_EQ(html_to_text("<p>x</p><pre>int a;\n  int b;\n\nend</pre>y"), "x\n\nint a;\n  int b;\n\nend\n\ny");
}

TEST(HtmlText, ScriptsStylesAndCommentsAreNotText) {
  EXPECT_EQ(html_to_text("a<script>if (a<b) alert('</p>')</script>b"), "ab");
  EXPECT_EQ(html_to_text("a<STYLE type=x>p{}</style >b<!-- c > d -->e"), "abe");
  EXPECT_EQ(html_to_text("a<script>never closed"), "a");
  EXPECT_EQ(html_to_text("a<template>stray"), "astray");
  EXPECT_EQ(html_to_text("a<template><p>later</p></template>b"), "ab");
  EXPECT_EQ(html_to_text("<!DOCTYPE html><?php x ?>a<!-->b"), "ab");
}

TEST(HtmlText, ALessThanThatBeginsNoTagIsText) {
  EXPECT_EQ(html_to_text("a < b &amp; I <3 you"), "a < b & I <3 you");
  EXPECT_EQ(html_to_text("1<2"), "1<2");
  EXPECT_EQ(html_to_text("x <y"), "x <y");
  EXPECT_EQ(html_to_text("begin a link with <a href="), "begin a link with <a href=");
  EXPECT_EQ(html_to_text("<!' <a href='x'>"), "<!'");
  EXPECT_EQ(html_to_text("<p>the <!DOCTYPE"), "the <!DOCTYPE");
}

TEST(HtmlText, ATagCutOffAtTheEndIsDropped) { EXPECT_EQ(html_to_text("see <a href=\"http://exa"), "see"); }

TEST(HtmlText, AGreaterThanInAQuotedValueDoesNotEndTheTag) {
  EXPECT_EQ(html_to_text("<a title=\"a > b\" href='x>'>link</a>"), "link");
}

TEST(HtmlText, AQuoteThatIsNeverClosedHidesNothing) {
  EXPECT_EQ(html_to_text("<a href=\"x>one</a> two <b>three</b>"), "one two three");
}

TEST(HtmlText, CdataMarksGoAndTheirContentIsRead) {
  EXPECT_EQ(html_to_text("<![CDATA[<p>a &amp; b</p>]]>c"), "a & b\n\nc");
  EXPECT_EQ(html_to_text("<![CDATA[<![CDATA[a]]>b"), "ab");
  EXPECT_EQ(html_to_text("<![CDATA[a"), "a");
}

TEST(HtmlText, ReferencesAreDecoded) {
  EXPECT_EQ(html_to_text("&lt;b&gt; &eacute;&#233;&#xE9;&#XE9 &hellip;"), "<b> éééé …");
  EXPECT_EQ(html_to_text("&#150;&#x93;x&#148; &#128;"), "–“x” €");
  EXPECT_EQ(html_to_text("a&#0;b&#xD800;&#x110000;&#99999999999;"), "a\uFFFDb\uFFFD\uFFFD\uFFFD");
}

TEST(HtmlText, ControlsAreDroppedEvenFromReferences) {
  EXPECT_EQ(html_to_text("<p>a\x01"
                         "b&#8;c&#x202E;d\u2066e&shy;f</p>"),
            "abcdef");
}

TEST(HtmlText, C1ControlsAreWindows1252ThatWasTakenForLatin1) {
  EXPECT_EQ(html_to_text("don\u0092t"), "don’t");
  EXPECT_EQ(html_to_text("<p>don\u0092t \xFF</p>"), "don’t \uFFFD");
  EXPECT_EQ(plain_title("\u0093Bells\u0094"), "“Bells”");
}

TEST(HtmlText, TheLimitCutsAtACodePoint) {
  EXPECT_EQ(html_to_text("<p>过去的</p>", 7), "过去");
  EXPECT_EQ(html_to_text("过去的", 6), "过去");
  EXPECT_LE(html_to_text("<p>" + std::string(1000, 'x'), 10).size(), 10u);
}

TEST(HtmlText, IllFormedBytesBecomeReplacements) {
  EXPECT_EQ(html_to_text("<p>a\xFF"
                         "b</p>"),
            "a\uFFFD"
            "b");
}

TEST(HtmlText, HostileMarkupIsReadInLinearTime) {
  // Each of these would take minutes if a scan began anew at every piece.
  std::string out;
  for (const char* piece : {"<a =\">\"", "<template>", "<svg>", "<!x", "<?y", "<![CDATA[", "<x ", "<!--",
                            "<b a='", "&", "<title>", "</", "<pre>"}) {
    std::string html;
    while (html.size() < (1u << 20)) html += piece;
    out = html_to_text(html);
    EXPECT_LE(out.size(), html.size());
    EXPECT_LE(html_links(html).size(), 1000u);
    EXPECT_LE(plain_title(html).size(), html.size());
  }
}

TEST(Entities, TheWholeTableIsThere) {
  EXPECT_EQ(named_entity("eacute"), "é");
  EXPECT_EQ(named_entity("AElig"), "Æ");
  EXPECT_EQ(named_entity("zwnj"), "\u200C");
  EXPECT_EQ(named_entity("CounterClockwiseContourIntegral"), "∳");
  EXPECT_EQ(named_entity("NotEqualTilde"), "≂̸");
  EXPECT_EQ(named_entity("bogus"), "");
  EXPECT_EQ(named_entity(""), "");
}

TEST(Entities, BareNamesAreReadAsBrowsersReadThem) {
  EXPECT_EQ(decode_entities("AT&ampT &copy 2026 &notit; &notin;"), "AT&T © 2026 ¬it; ∉");
  EXPECT_EQ(decode_entities("&hellip and &bogus; & &; &#; &#x;"), "&hellip and &bogus; & &; &#; &#x;");
}

TEST(Entities, AQueryIsNotAReference) {
  EXPECT_EQ(decode_entities("http://a.example/?x=1&copy=2"), "http://a.example/?x=1&copy=2");
}

TEST(Entities, DecodingIsDoneOnce) { EXPECT_EQ(decode_entities("&amp;lt;"), "&lt;"); }

TEST(PlainTitle, ReferencesEscapedTwiceAreDecoded) {
  EXPECT_EQ(plain_title("Q&amp;A"), "Q&A");
  EXPECT_EQ(plain_title("Q&amp;amp;A"), "Q&A");
  EXPECT_EQ(plain_title("It&amp;#8217;s"), "It’s");
  EXPECT_EQ(plain_title("Tom & Jerry"), "Tom & Jerry");
}

TEST(PlainTitle, KnownTagsGoAndOtherAnglesStay) {
  EXPECT_EQ(plain_title("<b>Bold</b> move"), "Bold move");
  EXPECT_EQ(plain_title("&lt;b&gt;Bold&lt;/b&gt; move"), "Bold move");
  EXPECT_EQ(plain_title("a < b and c > d"), "a < b and c > d");
  EXPECT_EQ(plain_title("Result<T> in C++"), "Result<T> in C++");
  EXPECT_EQ(plain_title("Line<br/>break <img src=x>here"), "Line break here");
}

TEST(PlainTitle, AnElementThatIsNamedAndNotUsedIsAWord) {
  EXPECT_EQ(plain_title("How the <video> element works"), "How the <video> element works");
  EXPECT_EQ(plain_title("<div class=\"t\">Hi"), "Hi");
  EXPECT_EQ(plain_title("<h1>Hi</h1>"), "Hi");
  EXPECT_EQ(plain_title("x<script>alert(1)</script>y"), "x y");
}

TEST(PlainTitle, ElementsThatDecodingUncoversAreFormattingOrWords) {
  EXPECT_EQ(plain_title("&lt;p&gt;Paragraphs&lt;/p&gt;"), "<p>Paragraphs</p>");
  EXPECT_EQ(plain_title("The &lt;dialog&gt;&lt;/dialog&gt; element"), "The <dialog></dialog> element");
  EXPECT_EQ(plain_title("&lt;em&gt;Slanted&lt;/em&gt; words"), "Slanted words");
  EXPECT_EQ(plain_title("&lt;div class=\"t\"&gt;Hi"), "Hi");
}

TEST(PlainTitle, IsOneLineWithoutControls) {
  EXPECT_EQ(plain_title(" a\n\tb\u202E&#10;c\u00A0 "), "a b c");
  EXPECT_EQ(plain_title("<![CDATA[News]]>"), "News");
}

TEST(HtmlLinks, LinksOfHeadAndBodyComeInOrder) {
  const auto links = html_links(
      "<html><head><LINK REL='Alternate' TYPE=application/rss+xml href=\"/feed?a=1&amp;b=2\" title=Posts>"
      "<script>'<a href=no>'</script><!-- <link href=no> --></head><body><a href=' x.html '>The "
      "<b>page</b></a>"
      "<a name=anchor>no href</a></body>");
  ASSERT_EQ(links.size(), 2u);
  EXPECT_EQ(links[0].rel, "alternate");
  EXPECT_EQ(links[0].type, "application/rss+xml");
  EXPECT_EQ(links[0].href, "/feed?a=1&b=2");
  EXPECT_EQ(links[0].title, "Posts");
  EXPECT_EQ(links[1].href, "x.html");
  EXPECT_EQ(links[1].title, "The page");
}

TEST(HtmlLinks, AnAttributeKeepsBareNamesInQueries) {
  const auto links = html_links("<a href='/?a=1&copyright=2&lt=3'>");
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(links[0].href, "/?a=1&copyright=2&lt=3");
}

TEST(HtmlLinks, TheLimitHolds) {
  std::string html;
  for (int i = 0; i < 50; ++i) html += "<a href=x>";
  EXPECT_EQ(html_links(html, 7).size(), 7u);
}

}  // namespace
}  // namespace eightbells
