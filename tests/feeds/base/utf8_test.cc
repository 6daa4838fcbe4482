#include "feeds/base/utf8.h"

#include <gtest/gtest.h>

namespace eightbells {
namespace {

TEST(Utf8, WellFormedTextOfEveryLengthIsValid) {
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8("eight bells, and all is well"));
  EXPECT_TRUE(is_valid_utf8("é 过去4小时 🔔 \U0010FFFF"));
}

TEST(Utf8, OverlongFormsSurrogatesAndTooLargeValuesAreInvalid) {
  EXPECT_FALSE(is_valid_utf8("\xC0\xAF"));
  EXPECT_FALSE(is_valid_utf8("\xE0\x80\xAF"));
  EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(is_valid_utf8("\xF0\x80\x80\x80"));
  EXPECT_FALSE(is_valid_utf8("twelve bytes\x80"));
}

TEST(Utf8, ASequenceCutAtTheEndIsInvalid) {
  EXPECT_FALSE(is_valid_utf8("\xE8\xBF"));
  EXPECT_FALSE(is_valid_utf8("\xF0\x9F\x94"));
}

TEST(Utf8, RepairReplacesEachMaximalSubpartOnce) {
  EXPECT_EQ(repair_utf8("a\xF1\x80\x80\xE1\x80\xC2"
                        "b\x80"
                        "c\x80\xBF"
                        "d"),
            "a\uFFFD\uFFFD\uFFFD"
            "b\uFFFD"
            "c\uFFFD\uFFFD"
            "d");
  EXPECT_EQ(repair_utf8("过去"), "过去");
  EXPECT_EQ(repair_utf8("\xE8\xBF"), "\uFFFD");
}

TEST(Utf8, RepairedTextIsAlwaysValid) {
  std::uint32_t state = 7;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (int i = 0; i < 24; ++i) {
      state = state * 1664525u + 1013904223u;
      bytes += static_cast<char>(state >> 24);
    }
    const std::string repaired = repair_utf8(bytes);
    EXPECT_TRUE(is_valid_utf8(repaired));
    EXPECT_EQ(repair_utf8(repaired), repaired);
    EXPECT_EQ(count_code_points(bytes), count_code_points(repaired));
  }
}

TEST(Utf8, CodePointsSurviveARoundTrip) {
  for (const char32_t c : {0x24u, 0x7Fu, 0x80u, 0x7FFu, 0x800u, 0xFFFDu, 0x10000u, 0x10FFFFu}) {
    std::string text;
    append_code_point(text, c);
    std::size_t at = 0;
    EXPECT_EQ(next_code_point(text, at), c);
    EXPECT_EQ(at, text.size());
  }
  std::string surrogate;
  append_code_point(surrogate, 0xD800);
  EXPECT_EQ(surrogate, "\uFFFD");
}

TEST(Utf8, CodePointsAreCounted) {
  EXPECT_EQ(count_code_points("过去4小时 🔔"), 7u);
  EXPECT_EQ(count_code_points("a long run of plain letters"), 27u);
}

TEST(Utf8, TruncationKeepsShortText) {
  EXPECT_EQ(truncate_code_points("abc", 3), "abc");
  EXPECT_EQ(truncate_code_points("过去", 2), "过去");
  EXPECT_EQ(truncate_code_points("过去的", 2), "过去");
  EXPECT_EQ(truncate_code_points("abc", 0), "");
}

TEST(Utf8, TruncationNeverCutsACharacterInTwo) {
  EXPECT_EQ(truncate_code_points("xe\u0301y", 2), "x");  // e and its accent
  EXPECT_EQ(truncate_code_points("xe\u0301y", 3), "xe\u0301");
  EXPECT_EQ(truncate_code_points("a👩‍🚀b", 2), "a");  // woman, joiner, rocket
  EXPECT_EQ(truncate_code_points("a👩‍🚀b", 3), "a");
  EXPECT_EQ(truncate_code_points("a👩‍🚀b", 4), "a👩‍🚀");
  EXPECT_EQ(truncate_code_points("🇩🇪🇫🇷", 3), "🇩🇪");
  EXPECT_EQ(truncate_code_points("👍🏽!", 1), "");
}

TEST(Utf8, HanIsHanAndKanaIsNot) {
  EXPECT_TRUE(is_han(U'过'));
  EXPECT_TRUE(is_han(U'々'));
  EXPECT_TRUE(is_han(U'〇'));
  EXPECT_TRUE(is_han(0x20000));
  EXPECT_FALSE(is_han(U'の'));
  EXPECT_FALSE(is_han(U'한'));
  EXPECT_FALSE(is_han(U'，'));
  EXPECT_FALSE(is_han(U'a'));
}

TEST(Utf8, WidthFollowsEastAsianWidthAndEmoji) {
  EXPECT_EQ(display_width("bells"), 5u);
  EXPECT_EQ(display_width("八钟"), 4u);
  EXPECT_EQ(display_width("e\u0301"), 1u);
  EXPECT_EQ(display_width("🔔"), 2u);
  EXPECT_EQ(display_width("👩‍🚀"), 2u);
  EXPECT_EQ(display_width("👍🏽"), 2u);
  EXPECT_EQ(display_width("🇩🇪"), 2u);
  EXPECT_EQ(display_width("ＡＩ"), 4u);
  EXPECT_EQ(display_width("a\tb"), 2u);
}

TEST(Utf8, TrimTakesWideSpacesToo) {
  EXPECT_EQ(trim(" \t\u3000\u00A0 a b \uFEFF\n"), "a b");
  EXPECT_EQ(trim("\u3000"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Utf8, CollapsingLeavesSingleSpaces) {
  EXPECT_EQ(collapse_white_space("  a \n\t b\u00A0\u2003c\u3000"), "a b c");
  EXPECT_EQ(collapse_white_space(" \n "), "");
}

TEST(Utf8, LowerTouchesAsciiOnly) { EXPECT_EQ(ascii_lower("ÀBZ[x"), "Àbz[x"); }

TEST(Utf8, ControlsAndDirectionOverridesGo) {
  EXPECT_EQ(without_controls("a\x1B[31mb\x7F\u0085\tc\n"), "a[31mb\tc\n");
  EXPECT_EQ(without_controls("\u202Egnp.exe\u2066\u200B\u2060\uFEFF"), "gnp.exe");
  EXPECT_EQ(without_controls("👩‍🚀 – “x” ﷺ ©"), "👩‍🚀 – “x” ﷺ ©");
}

TEST(Utf8, AStrangersLineEndsAreNoneOfOurs) {
  EXPECT_EQ(one_line("a\x1B[2J\r\n\tb\u2028c\u2029\n"), "a[2J b c");
  EXPECT_EQ(one_line("\n"), "");
}

TEST(Utf8, WhatXmlAndYamlMayNotHoldGoesWithTheControls) {
  EXPECT_EQ(without_controls("a\xEF\xBF\xBE"
                             "b\xEF\xBF\xBF"
                             "c\xEF\xBF\xBD"),
            "abc\xEF\xBF\xBD");
}

}  // namespace
}  // namespace eightbells
