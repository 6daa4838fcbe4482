#include "feeds/text/charset.h"

#include <gtest/gtest.h>

#include "feeds/base/utf8.h"
#include "feeds/text/charset_names.h"

namespace eightbells {
namespace {

using namespace std::string_view_literals;

std::string xml(std::string_view encoding, std::string_view title) {
  return "<?xml version=\"1.0\" encoding=\"" + std::string(encoding) + "\"?><t>" + std::string(title) +
         "</t>";
}

void expect_title(const std::string& document, std::string_view title, std::string_view content_type = {}) {
  const std::string text = to_utf8(document, content_type).text;
  EXPECT_NE(text.find("<t>" + std::string(title) + "</t>"), std::string::npos) << text;
}

std::string widened(std::string_view ascii, std::size_t width, bool big) {
  std::string out;
  for (const char c : ascii) {
    std::string unit(width, '\0');
    unit[big ? width - 1 : 0] = c;
    out += unit;
  }
  return out;
}

TEST(Charset, AsciiAndUtf8StayAsTheyAre) {
  EXPECT_EQ(to_utf8("plain").text, "plain");
  EXPECT_EQ(to_utf8("过去").encoding, "UTF-8");
  EXPECT_EQ(to_utf8("").text, "");
}

TEST(Charset, AByteOrderMarkIsBelievedFirstAndTakenOff) {
  EXPECT_EQ(to_utf8("\xEF\xBB\xBFx", "text/xml; charset=utf-16").text, "x");
  EXPECT_EQ(to_utf8("\xFF\xFEx\0"sv).text, "x");
  EXPECT_EQ(to_utf8("\xFE\xFF\x8F\xC7"sv).text, "过");
  EXPECT_EQ(to_utf8("\xFF\xFE\0\0x\0\0\0"sv).text, "x");
  EXPECT_EQ(to_utf8("\0\0\xFE\xFF\0\0\0x"sv).text, "x");
}

TEST(Charset, WideEncodingsAreKnownByTheirZeros) {
  const std::string document = xml("utf-16", "bells");
  for (const std::size_t width : {2u, 4u}) {
    for (const bool big : {true, false}) EXPECT_EQ(to_utf8(widened(document, width, big)).text, document);
  }
}

TEST(Charset, ValidUtf8OutranksWrongDeclarations) {
  expect_title(xml("ISO-8859-1", "é"), "é");
  expect_title(xml("windows-1252", "€"), "€", "text/xml; charset=gb2312");
  expect_title(xml("invalid", "过去"), "过去");
}

TEST(Charset, TheHeaderOutranksTheDeclaration) {
  expect_title(xml("iso-8859-1", "\xC6\xC7"), "фг", "text/xml; charset=koi8-r");
}

TEST(Charset, AHeaderThatDoesNotDecodeGivesWayToTheDeclaration) {
  expect_title(xml("koi8-r", "\xC6\xC7"), "фг", "text/xml; charset=us-ascii");
  expect_title(xml("koi8-r", "\xC6\xC7"), "фг", "text/xml; charset=nonsense");
  expect_title(xml("windows-1251", "\xCC\xE8\xF0"), "Мир", "text/xml; charset=utf-8");
}

TEST(Charset, HeadersAreReadLeniently) {
  for (const char* type : {"text/xml;charset='koi8-r'", "text/xml; charset = \"KOI8-R\"; x=y",
                           "text/xml; charset:koi8-r", "TEXT/XML;CHARSET=koi8-r"}) {
    EXPECT_EQ(header_charset(type), "koi8-r") << type;
  }
  EXPECT_EQ(header_charset("text/xml"), "");
}

TEST(Charset, TheFamiliesOfTheWorldAreRead) {
  expect_title(xml("gb2312", "\xB9\xFD\xC8\xA5"), "过去");
  expect_title(xml("gbk", "\x96\x7C"), "東");  // not in GB 2312 itself
  expect_title(xml("GB18030", "\x95\x32\x82\x36"), "\U00020000");
  expect_title(xml("big5", "\xB9\x4C\xA5\x68"), "過去");
  expect_title(xml("shift_jis", "\x93\xFA\x96\x7B\x87\x40"), "日本①");  // ① is of Windows
  expect_title(xml("euc-jp", "\xC6\xFC\xCB\xDC"), "日本");
  expect_title(xml("ks_c_5601-1987", "\xC7\xD1\xB1\xDB"), "한글");
  expect_title(xml("euc-kr", "\x8C\x63"), "똠");  // not in KS C 5601 itself
  expect_title(xml("iso-8859-2", "\xB3"), "ł");
  expect_title(xml("iso-8859-1", "\x93x\x94 \x80"), "“x” €");
  expect_title(xml("windows-1253", "\xE1\xE2"), "αβ");
  expect_title(xml("iso-8859-9", "\xFE"), "ş");
  expect_title(xml("437", "\x80"), "Ç");
  expect_title(xml("maccyrillic", "\x80"), "А");
}

TEST(Charset, Iso2022IsReadThoughItIsAscii) {
  expect_title(xml("iso-2022-jp", "\x1B$B\x46\x7C\x4B\x5C\x1B(B"), "日本");
}

TEST(Charset, EbcdicIsReadByItsDeclaration) {
  // <?xml encoding='ibm037'?>Ø
  const std::string document =
      "\x4C\x6F\xA7\x94\x93\x40\x85\x95\x83\x96\x84\x89\x95\x87\x7E\x7D\x89\x82\x94\xF0\xF3\xF7\x7D\x6F\x6E"
      "\x80";
  EXPECT_EQ(to_utf8(document).text, "<?xml encoding='ibm037'?>Ø");
}

TEST(Charset, AnEbcdicNameInReadableAsciiIsNotBelieved) { expect_title(xml("ibm037", "caf\xE9"), "café"); }

TEST(Charset, AUnicodeNameInReadableAsciiIsNotBelieved) {
  expect_title(xml("utf-16", "caf\xE9"), "café");
  expect_title(xml("unicode", "过"), "过");
}

TEST(Charset, FewBrokenCharactersDoNotMakeUtf8Latin) {
  std::string title;
  for (int i = 0; i < 20; ++i) title += "过";
  expect_title(xml("utf-8", title + "\xE8\xBF"), title + "\uFFFD");
  expect_title(xml("gb2312", "\xB9\xFD\xC8\xA5\xB9\xFD\xC8\xA5\xB9\xFD\xC8\xA5\xFF"), "过去过去过去\uFFFD");
}

TEST(Charset, WithoutAnyHintItIsWindows1252) {
  const Decoded decoded = to_utf8("caf\xE9 \x96 \x80");
  EXPECT_EQ(decoded.text, "café – €");
  EXPECT_EQ(decoded.encoding, "windows-1252");
}

TEST(Charset, MetaDeclarationsCount) {
  EXPECT_EQ(declared_charset("<html><META http-equiv=x content='text/html; charset=Shift_JIS'>"),
            "windows-31j");
  EXPECT_EQ(declared_charset("<meta charset=\"gbk\">"), "gb18030");
  EXPECT_EQ(declared_charset("no declaration, charset=gbk"), "");
}

TEST(Charset, StrangeLabelsAreRefused) {
  EXPECT_EQ(charset_of_label("ibm-37,swaplfnl"), "");
  EXPECT_EQ(charset_of_label("../../etc/passwd"), "");
  EXPECT_EQ(charset_of_label(std::string(41, 'x')), "");
  EXPECT_EQ(charset_of_label(" Latin1 "), "windows-1252");
}

TEST(Charset, AnyBytesGiveWellFormedText) {
  std::uint32_t state = 11;
  for (const char* name :
       {"utf-8", "gb2312", "utf-7", "iso-2022-jp", "scsu", "hz-gb-2312", "euc-tw", "utf-16", "viscii"}) {
    for (int round = 0; round < 50; ++round) {
      std::string bytes = xml(name, "");
      for (int i = 0; i < 60; ++i) {
        state = state * 1664525u + 1013904223u;
        bytes += static_cast<char>(state >> 24);
      }
      EXPECT_TRUE(is_valid_utf8(to_utf8(bytes).text));
    }
  }
}

}  // namespace
}  // namespace eightbells
