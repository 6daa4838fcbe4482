#include "config/checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace eightbells {
namespace {

using ::testing::HasSubstr;

constexpr Millis kFourHours{14'400'000};
constexpr Millis kOneMinute{60'000};

TEST(LanguageTags, ArePlausibleByTheirShape) {
  for (const char* tag : {"en", "zh-CN", "zh-Hant-TW", "es-419", "yue"})
    EXPECT_EQ(check_language(tag), "") << tag;
  for (const char* tag : {"", "e", "english", "zh_CN", "zh-", "-CN", "中文", "en--GB", "en-abcdefghi"}) {
    EXPECT_NE(check_language(tag), "") << tag;
  }
}

TEST(Zones, HaveToBeInTheDatabase) {
  for (const char* zone : {"Asia/Shanghai", "UTC", "America/Argentina/Ushuaia", "Europe/Berlin"}) {
    EXPECT_EQ(check_zone(zone), "") << zone;
  }
  EXPECT_THAT(check_zone("Asia/Shanghia"), HasSubstr("did you mean 'Asia/Shanghai'?"));
  EXPECT_THAT(check_zone("Shanghai"), HasSubstr("did you mean 'Asia/Shanghai'?"));
  EXPECT_THAT(check_zone("Asia/Beijing"), HasSubstr("did you mean 'Asia/Shanghai'?"));
  EXPECT_THAT(check_zone("America/San_Francisco"), HasSubstr("did you mean 'America/Los_Angeles'?"));
  EXPECT_NE(check_zone("../../etc/passwd"), "");
  EXPECT_NE(check_zone("UTC+8"), "");
}

TEST(Windows, DivideADay) {
  for (int minutes = 1; minutes <= 1440; ++minutes) {
    EXPECT_EQ(check_window(Millis(minutes * 60'000)).empty(), 1440 % minutes == 0) << minutes;
  }
  EXPECT_NE(check_window(Millis(90'000)), "");
  EXPECT_NE(check_window(Millis(30'000)), "");
  EXPECT_NE(check_window(Millis(172'800'000)), "");
}

TEST(Windows, TheNearestLengthsAreNamed) {
  EXPECT_THAT(check_window(Millis(5 * 3'600'000)), HasSubstr("the nearest are 4h and 6h"));
  EXPECT_THAT(check_window(Millis(7 * 60'000)), HasSubstr("the nearest are 6m and 8m"));
  EXPECT_THAT(check_window(Millis(23 * 3'600'000)), HasSubstr("the nearest are 12h and 24h"));
}

TEST(FilePatterns, TellAllWindowsApart) {
  for (const char* pattern :
       {"%Y.%m.%d.%H.md", "%F-%H.md", "%j.%y.%H.md", "%s%Y%m%d%H.md", "%G-W%V-%u-%H.md", "第%Y%m%d%H期.md"}) {
    if (std::string(pattern).find("%s") != std::string::npos) continue;
    EXPECT_EQ(check_file_pattern(pattern, kFourHours), "") << pattern;
  }
  EXPECT_EQ(check_file_pattern("%Y%m%d%H%M.md", kOneMinute), "");
  EXPECT_EQ(check_file_pattern("%Y-%m-%d.md", Millis(86'400'000)), "");
}

TEST(FilePatterns, WithoutAFieldNamesRepeat) {
  EXPECT_THAT(check_file_pattern("digest.md", kFourHours), HasSubstr("add %H"));
  EXPECT_THAT(check_file_pattern("%Y-%m-%d.md", kFourHours), HasSubstr("add %H"));
  EXPECT_THAT(check_file_pattern("%Y-%m-%d-%I.md", kFourHours), HasSubstr("windows of one day"));
  EXPECT_THAT(check_file_pattern("%Y%m%d%H.md", Millis(1'800'000)), HasSubstr("add %H and %M"));
  EXPECT_THAT(check_file_pattern("%H.md", kFourHours), HasSubstr("two days"));
  EXPECT_THAT(check_file_pattern("%d%H.md", kFourHours), HasSubstr("two days"));
  EXPECT_THAT(check_file_pattern("%A-%H.md", kFourHours), HasSubstr("two days"));
  EXPECT_THAT(check_file_pattern("%Y-%H.md", kFourHours), HasSubstr("two days"));
  EXPECT_THAT(check_file_pattern("%m-%d-%H.md", kFourHours), HasSubstr("two days"));
}

TEST(FilePatterns, NameAPlainFile) {
  EXPECT_THAT(check_file_pattern("%Y/%m%d%H.md", kFourHours), HasSubstr("without '/'"));
  EXPECT_THAT(check_file_pattern("%D-%H.md", kFourHours), HasSubstr("without '/'"));
  EXPECT_THAT(check_file_pattern("x..%Y%m%d%H.md", kFourHours), HasSubstr("without '..'"));
  EXPECT_THAT(check_file_pattern(".%Y%m%d%H.md", kFourHours), HasSubstr("begin with a dot"));
  EXPECT_THAT(check_file_pattern("latest.md", kFourHours), HasSubstr("another name"));
  EXPECT_THAT(check_file_pattern("%Y%m%d%H" + std::string(300, 'x'), kFourHours),
              HasSubstr("at most 200 bytes"));
  EXPECT_THAT(check_file_pattern(std::string(100'000, 'x'), kFourHours), HasSubstr("at most 200 bytes"));
}

TEST(FilePatterns, OnlyFieldsOfStrftimeStandBehindAPercentSign) {
  EXPECT_THAT(check_file_pattern("%Y%m%d%H%Q", kFourHours), HasSubstr("found %Q"));
  EXPECT_THAT(check_file_pattern("%Y%m%d%H%", kFourHours), HasSubstr("expected a letter after '%'"));
  EXPECT_THAT(check_file_pattern("%n%Y%m%d%H", kFourHours), HasSubstr("found %n"));
  EXPECT_EQ(check_file_pattern("100%%-%Y%m%d%H.md", kFourHours), "");
}

TEST(WebUrls, HaveASchemeAndAHost) {
  for (const char* url : {"https://example.org/feed.xml", "http://127.0.0.1:8090/rss?x=1", "http://[::1]:80/",
                          "HTTPS://example.org", "https://例子.测试/feed"}) {
    EXPECT_EQ(check_web_url(url), "") << url;
  }
  for (const char* url : {"", "example", "https://", "ftp://example.org/", "https://exa mple.org/",
                          "javascript:alert(1)", "https://example.org/a b", "file:///etc/passwd"}) {
    EXPECT_NE(check_web_url(url), "") << url;
  }
  EXPECT_THAT(check_web_url("example.org/feed"), HasSubstr("https://example.org/feed"));
}

TEST(WebUrls, HoldNoPasswordBecauseTheyStandInLogs) {
  EXPECT_THAT(check_web_url("https://me:secret@example.org/"), HasSubstr("basic_auth_file"));
  EXPECT_THAT(check_web_url("https://me:secret@example.org/"), Not(HasSubstr("secret")));
}

TEST(Proxies, AreUrlsOfTheirOwnSchemes) {
  for (const char* url : {"http://127.0.0.1:3128", "https://proxy.example.org",
                          "socks5h://user:pw@10.0.0.1:1080", "socks4a://h:1"}) {
    EXPECT_EQ(check_proxy(url), "") << url;
  }
  for (const char* url : {"127.0.0.1:3128", "ftp://proxy", "socks6://h", "http://"})
    EXPECT_NE(check_proxy(url), "") << url;
}

TEST(Words, BetweenSlashesAreRegularExpressionsThatCompile) {
  for (const char* word : {"AI", "/", "//", "/GPT-[0-9]+/", "/\\p{Han}{2}/", "TCP/IP", "/unclosed["}) {
    EXPECT_EQ(check_word(word), "") << word;
  }
  EXPECT_THAT(check_word("/[0-9/"), HasSubstr("a ']' is missing"));
  EXPECT_THAT(check_word("/(a/"), HasSubstr("a ')' is missing"));
  EXPECT_THAT(check_word("/*a/"), HasSubstr("expected a regular expression"));
  EXPECT_THAT(check_word("/a{3,2}/"), HasSubstr("expected a regular expression"));
}

TEST(Handles, AreOneToFifteenLettersDigitsAndUnderscores) {
  EXPECT_EQ(check_handle("karpathy"), "");
  EXPECT_EQ(check_handle("_a_1"), "");
  EXPECT_EQ(check_handle("a23456789012345"), "");
  for (const char* handle : {"", "a234567890123456", "a b", "a-b", "@a", "名字"})
    EXPECT_NE(check_handle(handle), "") << handle;
}

TEST(Headers, CannotHoldANewLine) {
  EXPECT_EQ(check_header("X-Token", "a b\tc"), "");
  EXPECT_NE(check_header("X Token", "a"), "");
  EXPECT_NE(check_header("", "a"), "");
  EXPECT_NE(check_header("X-Token:", "a"), "");
  EXPECT_NE(check_header("X-Token", "a\r\nHost: b"), "");
  EXPECT_NE(check_header("X-Token", std::string("a\0b", 3)), "");
}

TEST(Hosts, HaveNoSchemeAndNoPath) {
  for (const char* host : {"export.arxiv.org", "localhost", "127.0.0.1", "[::1]"})
    EXPECT_EQ(check_host(host), "") << host;
  for (const char* host : {"", "https://example.org", "example.org/", "a..b", ".a", "-a", "a b"})
    EXPECT_NE(check_host(host), "") << host;
}

TEST(FolderNames, StayInTheirFolder) {
  for (const char* name : {"ai", "AI-2026", "早报", "a b"}) EXPECT_EQ(check_folder_name(name), "") << name;
  for (const char* name : {"", ".", "..", ".hidden", "a/b", "a\\b", "a:b", " a", "a\tb"})
    EXPECT_NE(check_folder_name(name), "") << name;
  EXPECT_NE(check_folder_name(std::string(101, 'a')), "");
}

TEST(Titles, NameOnlyWhatCanBeFilledIn) {
  EXPECT_EQ(check_title("{stamp} 过去{hours}小时 {begin}-{end}"), "");
  EXPECT_EQ(check_title("no braces, or one {"), "");
  EXPECT_THAT(check_title("{stamps}"), HasSubstr("did you mean 'stamp'?"));
  EXPECT_NE(check_title("{}"), "");
}

}  // namespace
}  // namespace eightbells
