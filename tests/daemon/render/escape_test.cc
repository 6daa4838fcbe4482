#include "daemon/render/escape.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

TEST(MarkdownText, PlainProseStaysAsItIs) {
  for (const char* text : {"Google DeepMind与Boston Dynamics合作，推进AI机器人技术",
                           "在-20°C至40°C的宽泛温度范围", "3.5 billion dollars", "snake_case stays",
                           "Orbit™ & friends", "“图灵-AGI测试”", "50% off, 2 > 1", "a ~ b", "C:\\path"})
    EXPECT_EQ(markdown_text(text), text);
}

TEST(MarkdownText, PunctuationThatWouldBecomeMarkupIsEscaped) {
  EXPECT_EQ(markdown_text("**bold** [x](y)"), "\\*\\*bold\\*\\* \\[x\\](y)");
  EXPECT_EQ(markdown_text("<script>alert(1)</script>"), "\\<script>alert(1)\\</script>");
  EXPECT_EQ(markdown_text("`code` _emphasis_"), "\\`code\\` \\_emphasis\\_");
  EXPECT_EQ(markdown_text("AT&T &amp; &#60;"), "AT\\&T \\&amp; \\&#60;");
  EXPECT_EQ(markdown_text("~~gone~~"), "\\~\\~gone\\~\\~");
  EXPECT_EQ(markdown_text("~gone~ 10~20"), "\\~gone\\~ 10\\~20");
  EXPECT_EQ(markdown_text("10~20"), "10~20");
}

TEST(MarkdownText, ATagBehindABareAddressIsNoTag) {
  EXPECT_EQ(markdown_text("https://e.com/<b> <i>"), "https://e.com/&lt;b> \\<i>");
  EXPECT_EQ(markdown_text("www.e.com<b>"), "www.e.com&lt;b>");
}

TEST(MarkdownText, ALoneXIsNoTasksBox) {
  EXPECT_EQ(markdown_inline("x"), "&#120;");
  EXPECT_EQ(markdown_inline(" X "), "&#88;");
  EXPECT_EQ(markdown_inline("xx"), "xx");
}

TEST(MarkdownText, AHugoShortcodeIsOnlyText) {
  EXPECT_EQ(markdown_text("{{< figure src=x >}} {{% raw %}}"), "{\\{\\< figure src=x >}} {\\{\\% raw %}}");
  EXPECT_EQ(markdown_text("{% include x %}, 5%"), "{\\% include x %}, 5%") << "Zola's";
}

TEST(MarkdownText, JekyllReadsLiquidAndKramdown) {
  const auto shown = [](std::string_view text) { return markdown_text(text, MarkdownReader::jekyll); };
  EXPECT_EQ(shown("{% include x %} {{ y }}"), "&#123;% include x %} &#123;&#123; y }}");
  EXPECT_EQ(shown("{: onclick=\"x\"} {::nomarkdown}"), "&#123;: onclick=\"x\"} &#123;::nomarkdown}");
  EXPECT_EQ(shown("Engadget | CES"), "Engadget &#124; CES") << "no table";
  EXPECT_EQ(shown("[^1]: b"), "\\[^1&#93;: b") << "no definition";
  EXPECT_EQ(shown("AT&T & *co*"), "AT&amp;T & \\*co\\*");
}

TEST(MarkdownText, ObsidianReadsTagsFormulasHighlightsAndComments) {
  const auto shown = [](std::string_view text) { return markdown_text(text, MarkdownReader::obsidian); };
  EXPECT_EQ(shown("The #AI tag, C# and # alone"), "The \\#AI tag, C# and # alone");
  EXPECT_EQ(shown("#AI first"), "\\#AI first");
  EXPECT_EQ(shown("$AAPL/$TSLA at $5"), "\\$AAPL/\\$TSLA at \\$5");
  EXPECT_EQ(shown("==x== a=b"), "\\=\\=x\\=\\= a=b");
  EXPECT_EQ(shown("100% %%hidden%%"), "100% \\%\\%hidden\\%\\%");
  EXPECT_EQ(shown("x ^block 2^10"), "x \\^block 2^10");
  EXPECT_EQ(shown("[[note]]"), "\\[\\[note\\]\\]");
}

TEST(ObsidianTag, IsOneWordThatIsNoNumber) {
  EXPECT_EQ(obsidian_tag("AI进展"), "AI进展");
  EXPECT_EQ(obsidian_tag("Chips and compute"), "Chips-and-compute");
  EXPECT_EQ(obsidian_tag("Say \"hi\" & <b>"), "Say-hi-b");
  EXPECT_EQ(obsidian_tag("2026"), "2026_");
  EXPECT_EQ(obsidian_tag("！？"), "");
}

TEST(MarkdownText, AFirstCharacterThatStartsABlockIsEscaped) {
  EXPECT_EQ(markdown_text("# no heading"), "\\# no heading");
  EXPECT_EQ(markdown_text("- no list"), "\\- no list");
  EXPECT_EQ(markdown_text("> no quote"), "\\> no quote");
  EXPECT_EQ(markdown_text("1. no list"), "1\\. no list");
  EXPECT_EQ(markdown_text("12) no list"), "12\\) no list");
  EXPECT_EQ(markdown_text("=== no heading"), "\\=== no heading");
  EXPECT_EQ(markdown_text("---"), "\\---");
  EXPECT_EQ(markdown_text("1.5 is a number"), "1.5 is a number");
}

TEST(MarkdownText, LineBreaksAndControlsCannotSplitALine) {
  EXPECT_EQ(markdown_text("a\n\n---\ntitle: \"x\"\n"), "a --- title: \"x\"");
  EXPECT_EQ(markdown_text("a\x1b[31mred\x07"), "a\\[31mred");
  EXPECT_EQ(markdown_text("left\u202Etfel\u202C"), "lefttfel");
}

TEST(MarkdownTarget, OnlyWebAddressesPass) {
  EXPECT_EQ(markdown_target("https://example.com/a"), "https://example.com/a");
  EXPECT_EQ(markdown_target("javascript:alert(1)"), "");
  EXPECT_EQ(markdown_target("data:text/html,x"), "");
  EXPECT_EQ(markdown_target(" HTTPS://Example.com "), "HTTPS://Example.com");
}

TEST(MarkdownTarget, NothingInItEndsTheLink) {
  EXPECT_EQ(markdown_target("https://e.com/a_(b) c\"d\n<e>"), "https://e.com/a_%28b%29%20c%22d%0A%3Ce%3E");
  EXPECT_EQ(markdown_target("https://e.com/) [x](https://evil.example"),
            "https://e.com/%29%20%5Bx%5D%28https://evil.example");
}

TEST(MarkdownTarget, ControlsAndSpacesOfUnicodeAreEncoded) {
  EXPECT_EQ(markdown_target("https://e.com/\u202Ea\u0085b\u2028c\u3000d"),
            "https://e.com/%E2%80%AEa%C2%85b%E2%80%A8c%E3%80%80d");
  EXPECT_EQ(markdown_target("https://e.com/\u4e2d\u6587"), "https://e.com/\u4e2d\u6587");
}

TEST(YamlString, NothingInItEndsTheString) {
  EXPECT_EQ(yaml_string("a \"b\" \\ c"), "\"a \\\"b\\\" \\\\ c\"");
  EXPECT_EQ(yaml_string("a\n---\nb: c"), "\"a --- b: c\"");
  EXPECT_EQ(yaml_string(""), "\"\"");
}

TEST(MarkupLine, IsWellFormedWhateverTheBytes) {
  EXPECT_EQ(markup_line("a\x01 \x1b[31m\n\n b\xFF"), "a [31m b\xEF\xBF\xBD");
  EXPECT_EQ(markup_line("\xEF\xBF\xBF<b>&amp;"), "&lt;b&gt;&amp;amp;");
}

TEST(WebLink, NothingUnseenTurnsItsLettersRound) {
  EXPECT_EQ(web_link("https://a.example/\u202Egnp.exe"), "https://a.example/%E2%80%AEgnp.exe");
  EXPECT_EQ(web_link("https://a.example/\u65B0\u95FB"), "https://a.example/\u65B0\u95FB");
}

TEST(WebLink, EncodesWhatMayNotStandInAnAddressAndKeepsTheRest) {
  EXPECT_EQ(web_link("https://e.com/a_(b) c\"d\n<e>|"), "https://e.com/a_(b)%20c%22d%0A%3Ce%3E%7C");
  EXPECT_EQ(web_link("https://e.com/新闻?q='x'&y=%20"), "https://e.com/新闻?q='x'&y=%20");
  EXPECT_EQ(web_link(" javascript:alert(1)"), "");
  EXPECT_EQ(web_link("\tHTTPS://e.com"), "HTTPS://e.com");
}

TEST(HtmlEscaped, MarkupBecomesText) {
  EXPECT_EQ(html_escaped("<a href='x'>\"&\"</a>"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
}

}  // namespace
}  // namespace eightbells
