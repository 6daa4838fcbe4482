#include "feeds/text/url.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

TEST(ParseUrl, APlainAddressIsCutIntoItsParts) {
  const auto url = parse_url("HTTPS://User:pw@Example.COM:8443/A/b?q=1#top");
  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->user_info, "User:pw");
  EXPECT_EQ(url->host, "example.com");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->path, "/A/b");
  EXPECT_EQ(url->query, "q=1");
  EXPECT_EQ(url->fragment, "top");
  EXPECT_EQ(url->to_string(), "https://User:pw@example.com:8443/A/b?q=1#top");
}

TEST(ParseUrl, TheSchemesOwnPortIsNone) {
  EXPECT_EQ(parse_url("http://a.example:80/")->port, 0);
  EXPECT_EQ(parse_url("https://a.example:443/")->port, 0);
  EXPECT_EQ(parse_url("https://a.example:80/")->port, 80);
  EXPECT_EQ(parse_url("https://a.example:/")->port, 0);
}

TEST(ParseUrl, WhatFeedsWriteBadlyIsMended) {
  EXPECT_EQ(parse_url(" http://a.example/a b\n/c ")->to_string(), "http://a.example/a%20b/c");
  EXPECT_EQ(parse_url("http:\\\\a.example\\x")->to_string(), "http://a.example/x");
  EXPECT_EQ(parse_url("http:/a.example/x")->to_string(), "http://a.example/x");
  EXPECT_EQ(parse_url("http:///a.example")->to_string(), "http://a.example/");
  EXPECT_EQ(parse_url("http://a.example/é\"<>")->to_string(), "http://a.example/%C3%A9%22%3C%3E");
  EXPECT_EQ(parse_url("http://a.example/x/../y/./z")->path, "/y/z");
}

TEST(ParseUrl, UnicodeHostsBecomePunycode) {
  EXPECT_EQ(parse_url("http://münchen.example/")->host, "xn--mnchen-3ya.example");
  EXPECT_EQ(parse_url("http://例え.example/")->host, "xn--r8jz45g.example");
  EXPECT_EQ(parse_url("http://B%C3%BCcher.example/")->host, "xn--bcher-kva.example");
}

TEST(ParseUrl, Ipv6KeepsItsBrackets) {
  const auto url = parse_url("http://[::1]:8080/x");
  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(url->host, "[::1]");
  EXPECT_EQ(url->port, 8080);
}

TEST(ParseUrl, OtherSchemesAreKept) {
  EXPECT_EQ(parse_url("mailto:a@b.example")->to_string(), "mailto:a@b.example");
  EXPECT_EQ(parse_url("file:///etc/x.xml")->to_string(), "file:///etc/x.xml");
  EXPECT_EQ(parse_url("file:/etc/x.xml")->to_string(), "file:///etc/x.xml");
  EXPECT_EQ(parse_url("file:feeds/x.xml")->to_string(), "file:feeds/x.xml") << "a folder is no host";
  EXPECT_EQ(parse_url("file:\x87")->to_string(), "file:%87");
  EXPECT_EQ(parse_url("urn:uuid:1")->path, "uuid:1");
}

TEST(ParseUrl, APathOfTwoSlashesIsNotWrittenAsAHost) {
  const auto url = parse_url("news:////cdn.example/x");
  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(url->host, "");
  EXPECT_EQ(url->to_string(), "news:/.//cdn.example/x");
  EXPECT_EQ(parse_url(url->to_string())->to_string(), url->to_string());
}

TEST(ParseUrl, WhatIsNoAddressIsAnError) {
  for (const char* text :
       {"", "a.example/x", "/path", "http://", "http://a b.example/", "http://[zz]/", "http://a..b/",
        "http://a.example:99999/", "http://a.example:1x/", "//a.example/", "http://<x>/", "1http://x"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url.has_value()) << text;
    EXPECT_EQ(url.error().kind, ErrorKind::invalid);
  }
  EXPECT_FALSE(parse_url("http://a.example/" + std::string(9000, 'x')).has_value());
}

struct Resolution {
  const char* reference;
  const char* target;
};

// RFC 3986, 5.4.1 and 5.4.2, all of them.
TEST(ResolveUrl, TheExamplesOfTheStandard) {
  const Resolution examples[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g#s/./x", "http://a/b/c/g#s/./x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
      {"http:g", "http:g"},
  };
  for (const auto& [reference, target] : examples)
    EXPECT_EQ(resolve_url("http://a/b/c/d;p?q", reference), target);
}

TEST(ResolveUrl, ABaseWithoutPathGetsOne) {
  EXPECT_EQ(resolve_url("http://a.example", "x"), "http://a.example/x");
}

TEST(ResolveUrl, WhatCannotBeResolvedComesBackTrimmed) {
  EXPECT_EQ(resolve_url("", " /x "), "/x");
  EXPECT_EQ(resolve_url("mailto:a@b.example", "x"), "x");
  EXPECT_EQ(resolve_url("not a base", "x"), "x");
}

TEST(ResolveUrl, UnicodeStaysAsWritten) {
  EXPECT_EQ(resolve_url("http://例.example/iri/", "詹.html"), "http://例.example/iri/詹.html");
}

TEST(CanonicalUrl, SpellingsOfOnePageAreOne) {
  const std::string page = canonical_url("https://example.com/news/1");
  for (const char* text : {"http://example.com/news/1", "https://www.example.com/news/1/",
                           "HTTPS://EXAMPLE.com:443/news/1#comments", "https://m.example.com/news/1",
                           "https://amp.example.com/news/1", "https://example.com/news/1/amp/",
                           "https://example.com/news/1?utm_source=rss&utm_medium=feed",
                           "https://example.com//news/./1?fbclid=abc", "https://example.com/%6Eews/1?ref=hn",
                           "https://example.com/news/x/../1/index.html", "https://example.com./news/1",
                           "https://example.com/news/1?source=rss&from=timeline",
                           "https://www.google.com/url?q=https://example.com/news/1&sa=D",
                           "https://example-com.cdn.ampproject.org/c/s/example.com/news/1",
                           "https://www.google.com/amp/s/example.com/news/1",
                           "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.com%2Fnews%2F1&h=AT0",
                           "https://web.archive.org/web/20260107000000/https://example.com/news/1"}) {
    EXPECT_EQ(canonical_url(text), page) << text;
  }
}

TEST(CanonicalUrl, DifferentPagesStayDifferent) {
  EXPECT_NE(canonical_url("https://example.com/?p=1"), canonical_url("https://example.com/?p=2"));
  EXPECT_NE(canonical_url("https://example.com/A"), canonical_url("https://example.com/a"));
  EXPECT_NE(canonical_url("https://github.com/a/b?ref=main"),
            canonical_url("https://github.com/a/b?ref=dev"));
  EXPECT_NE(canonical_url("https://app.example/#/post/1"), canonical_url("https://app.example/#/post/2"));
  EXPECT_NE(canonical_url("https://example.com/changelog#2026-01-07"),
            canonical_url("https://example.com/changelog#2026-01-08"));
  EXPECT_NE(canonical_url("https://m.me/x"), canonical_url("https://me/x"));
  EXPECT_NE(canonical_url("https://example.com/a%2Fb"), canonical_url("https://example.com/a/b"));
  EXPECT_NE(canonical_url("https://example.com/x?source=atlas"), canonical_url("https://example.com/x"));
}

TEST(CanonicalUrl, TheQueryIsSorted) {
  EXPECT_EQ(canonical_url("http://a.example/x?b=2&a=1&&b=2"), "https://a.example/x?a=1&b=2");
  EXPECT_EQ(canonical_url("http://a.example/x?q=a+b"), canonical_url("http://a.example/x?q=a%20b"));
}

TEST(CanonicalUrl, HostsWithSeveralAddressesHaveOne) {
  EXPECT_EQ(canonical_url("https://youtu.be/abc_123?t=5"), "https://youtube.com/watch?v=abc_123");
  EXPECT_EQ(canonical_url("https://m.youtube.com/watch?feature=share&v=abc_123&list=x"),
            "https://youtube.com/watch?v=abc_123");
  EXPECT_EQ(canonical_url("https://www.youtube.com/shorts/abc_123"), "https://youtube.com/watch?v=abc_123");
  for (const char* text :
       {"http://arxiv.org/pdf/2601.01234v2.pdf", "https://arxiv.org/abs/2601.01234v1",
        "https://export.arxiv.org/html/2601.01234", "https://doi.org/10.48550/arXiv.2601.01234"}) {
    EXPECT_EQ(canonical_url(text), "https://arxiv.org/abs/2601.01234") << text;
  }
  EXPECT_EQ(canonical_url("https://arxiv.org/abs/hep-th/9901001v3"), "https://arxiv.org/abs/hep-th/9901001");
  EXPECT_EQ(canonical_url("https://old.reddit.com/r/x/comments/1abc/some_title/"),
            "https://reddit.com/comments/1abc");
  EXPECT_EQ(canonical_url("https://redd.it/1abc"), "https://reddit.com/comments/1abc");
  EXPECT_EQ(canonical_url("https://en.m.wikipedia.org/wiki/Bell"), "https://en.wikipedia.org/wiki/Bell");
  EXPECT_EQ(canonical_url("https://mp.weixin.qq.com/s?__biz=a&mid=1&idx=2&sn=b&chksm=c&scene=27"),
            "https://mp.weixin.qq.com/s?__biz=a&idx=2&mid=1&sn=b");
  EXPECT_EQ(canonical_url("https://www.bbc.co.uk/news/articles/c1?at_medium=RSS&at_campaign=rss"),
            "https://bbc.com/news/articles/c1");
}

TEST(CanonicalUrl, WhatIsNoAddressIsLeftAlone) {
  EXPECT_EQ(canonical_url(" not an address "), "not an address");
  EXPECT_EQ(canonical_url(""), "");
  EXPECT_EQ(canonical_url("mailto:a@b.example"), "mailto:a@b.example");
}

TEST(CanonicalUrl, DoneTwiceIsDoneOnce) {
  const char* const pieces[] = {"http://",
                                "https://",
                                "www.",
                                "m.",
                                "amp.",
                                "a.example",
                                "youtu.be",
                                "reddit.com",
                                "/",
                                "//",
                                "amp",
                                "/amp",
                                "index.html",
                                "?",
                                "&",
                                "=",
                                "utm_source=x",
                                "ref=y",
                                "#",
                                "#!/x",
                                "%2",
                                "%2F",
                                "%41",
                                "+",
                                " ",
                                "é",
                                ":80",
                                ".",
                                "..",
                                ".amp",
                                "/comments/",
                                "abs",
                                "v2",
                                "arxiv.org",
                                "google.com/url?q=",
                                "x.com/a/status/123",
                                "@",
                                "[::1]",
                                ";jsessionid=1",
                                "\\",
                                "b"};
  std::uint32_t state = 3;
  const auto next = [&state] { return (state = state * 1664525u + 1013904223u) >> 8; };
  for (int round = 0; round < 20000; ++round) {
    std::string text = round % 4 == 0 ? "" : round % 4 == 1 ? "http://www.a.example/" : "https://";
    for (std::uint32_t i = 0; i < 1 + round % 9u; ++i) text += pieces[next() % std::size(pieces)];
    const std::string once = canonical_url(text);
    EXPECT_EQ(canonical_url(once), once) << text;
  }
}

TEST(CleanLink, OnlyTrackingGoes) {
  EXPECT_EQ(clean_link("http://www.Example.com/A?b=2&utm_source=x&a=1#part"),
            "http://www.example.com/A?b=2&a=1#part");
  EXPECT_EQ(clean_link("https://example.com/a b"), "https://example.com/a%20b");
}

TEST(CleanLink, AmpersandsEscapedOnceTooOftenAreMended) {
  EXPECT_EQ(clean_link("https://a.example/s?a=1&amp;b=2&amp;utm_source=x"), "https://a.example/s?a=1&b=2");
  EXPECT_EQ(canonical_url("https://a.example/s?a=1&amp;b=2"), canonical_url("https://a.example/s?b=2&a=1"));
}

TEST(CleanLink, OnlyWebAddressesAreFollowed) {
  for (const char* text :
       {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", "/x", "ftp://a.example/"}) {
    EXPECT_EQ(clean_link(text), "") << text;
  }
}

TEST(HostOf, IsSmallAndWithoutWww) {
  EXPECT_EQ(host_of("https://www.Example.com/x"), "example.com");
  EXPECT_EQ(host_of("https://www.com/x"), "www.com");
  EXPECT_EQ(host_of("nothing"), "");
}

TEST(XStatus, EveryHostThatShowsAPostIsRead) {
  for (const char* text : {"https://x.com/karpathy/status/1949000000000000001",
                           "http://twitter.com/karpathy/statuses/1949000000000000001",
                           "https://mobile.twitter.com/karpathy/status/1949000000000000001?s=20",
                           "https://fxtwitter.com/karpathy/status/1949000000000000001",
                           "https://vxtwitter.com/karpathy/status/1949000000000000001",
                           "https://xcancel.com/karpathy/status/1949000000000000001#m",
                           "https://nitter.example/karpathy/status/1949000000000000001#m",
                           "http://localhost:8080/karpathy/status/1949000000000000001",
                           "https://fixupx.com/karpathy/status/1949000000000000001/photo/1",
                           "https://rsshub.app/twitter/tweet/karpathy/status/1949000000000000001"}) {
    const auto status = x_status(text);
    ASSERT_TRUE(status.has_value()) << text;
    EXPECT_EQ(status->id, 1949000000000000001u);
    EXPECT_EQ(status->handle, "karpathy");
    EXPECT_EQ(canonical_url(text), "https://x.com/i/status/1949000000000000001");
  }
}

TEST(XStatus, APostWithoutAHandleHasNone) {
  for (const char* text : {"https://x.com/i/status/20", "https://twitter.com/i/web/status/20"}) {
    const auto status = x_status(text);
    ASSERT_TRUE(status.has_value()) << text;
    EXPECT_EQ(status->id, 20u);
    EXPECT_EQ(status->handle, "");
  }
}

TEST(XStatus, OtherLinksAreNone) {
  for (const char* text :
       {"https://x.com/karpathy", "https://example.com/project/status/12", "https://x.com/a/status/",
        "https://x.com/a/status/x", "https://mastodon.example/@user/status/1949000000000000001",
        "x.com/a/status/20", "https://example.com/status/1949000000000000001",
        "https://x.com/a/status/99999999999999999999999", "mailto:a@x.com/status/1"}) {
    EXPECT_FALSE(x_status(text).has_value()) << text;
  }
}

TEST(XStatus, DotSegmentsAreGoneBeforeAPostIsLookedFor) {
  EXPECT_EQ(x_status("https://x.com/a/status/20/../30")->id, 30u);
  const std::string back = "https://x.com/i/web/status/2008F%0/../00000000/photo/1";
  EXPECT_FALSE(x_status(back));
  EXPECT_EQ(canonical_url(clean_link(back)), canonical_url(back));
}

TEST(XStatus, LineEndsInsideAndBackslashesAreMendedFirst) {
  for (const char* text :
       {"https://nitter/deck/status/2\r00800000000001", "https://x.com/deck/sta\ntus/200800000000001",
        "https://x.com\\deck\\status\\200800000000001"}) {
    ASSERT_TRUE(x_status(text)) << text;
    EXPECT_EQ(x_status(text)->id, 200800000000001u) << text;
    EXPECT_EQ(canonical_url(clean_link(text)), canonical_url(text)) << text;
  }
}

TEST(XStatus, AnAddressWithoutAHostNamesNoPost) {
  EXPECT_FALSE(x_status("https:/web/status/2008000000000000000"));
  EXPECT_EQ(canonical_url("https:/deck/status/2008000000000000000/photo/1"),
            canonical_url("https://deck/status/2008000000000000000/photo/1"));
}

TEST(CanonicalUrl, WrappersAreTakenOffHoweverManyThereAre) {
  std::string wrapped = "https://a.example/page";
  for (int depth = 0; depth < 60; ++depth) wrapped.insert(0, "https://l.facebook.com/l.php?u=");
  EXPECT_EQ(canonical_url(wrapped), "https://a.example/page");
}

}  // namespace
}  // namespace eightbells
