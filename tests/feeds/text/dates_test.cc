#include "feeds/text/dates.h"

#include <gtest/gtest.h>

#include "feeds/text/date_names.h"

namespace eightbells {
namespace {

struct Example {
  const char* text;
  const char* moment;  // "" for nothing
};

std::string read(std::string_view text) {
  const auto at = parse_date(text);
  return at ? format_utc(*at) : std::string();
}

template <std::size_t N>
void expect(const Example (&examples)[N]) {
  for (const auto& [text, moment] : examples) EXPECT_EQ(read(text), moment) << text;
}

TEST(Dates, MailAndWebFormsAreRead) {
  static constexpr Example kExamples[] = {
      {"Thu, 01 Jan 04 19:48:21 GMT", "2004-01-01T19:48:21Z"},
      {"Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"},
      {"Mon, 13 Feb, 2012 06:28:00 UTC", "2012-02-13T06:28:00Z"},
      {"Thursday, 25-Dec-97 12:00:00 GMT", "1997-12-25T12:00:00Z"},
      {"Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z"},
      {"Fri Jul 03 2020 15:09:58 GMT+0200 (Central European Summer Time)", "2020-07-03T13:09:58Z"},
  };
  expect(kExamples);
}

TEST(Dates, Iso8601IsReadInAllItsForms) {
  static constexpr Example kExamples[] = {
      {"2003-12-31T10:14:55", "2003-12-31T10:14:55Z"},
      {"2003-12-31T10:14:55,5+01:00", "2003-12-31T09:14:55Z"},
      {"20031231T101455Z", "2003-12-31T10:14:55Z"},
      {"20031231T1014+0100", "2003-12-31T09:14:00Z"},
      {"20031231", "2003-12-31T00:00:00Z"},
      {"2003-365", "2003-12-31T00:00:00Z"},
      {"2003365", "2003-12-31T00:00:00Z"},
      {"03365", "2003-12-31T00:00:00Z"},
      {"2004-W53-6", "2005-01-01T00:00:00Z"},
      {"2009-W01-1", "2008-12-29T00:00:00Z"},
      {"2009W011T12", "2008-12-29T12:00:00Z"},
      {"-03-12", "2003-12-01T00:00:00Z"},
      {"2003-12-31T24:00:00Z", "2004-01-01T00:00:00Z"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
      {"2003-12-31 10:14:55 +0100", "2003-12-31T09:14:55Z"},
      {"2003-12-31 10:14:55 UTC", "2003-12-31T10:14:55Z"},
      {"2003-12-31 10:14:55 PDT", "2003-12-31T17:14:55Z"},
      {"2006-01-02T15:04-07:00Z", "2006-01-02T22:04:00Z"},
      {"2004-07-08 23:56:58.0", "2004-07-08T23:56:58Z"},
  };
  expect(kExamples);
}

TEST(Dates, EastAsianDatesAreRead) {
  static constexpr Example kExamples[] = {
      {"2004-05-25 오후 11:23:17", "2004-05-25T14:23:17Z"},
      {"2026년 1월 7일 오전 8:00", "2026-01-06T23:00:00Z"},
      {"2026년 1월 7일 수요일 오후 3시 5분", "2026-01-07T06:05:00Z"},
      {"2026. 1. 7. 오후 3:05", "2026-01-07T06:05:00Z"},
      {"2026年1月7日", "2026-01-07T00:00:00Z"},
      {"2026年1月7日 08:00:10", "2026-01-07T08:00:10Z"},
      {"2026年01月07日 下午3时5分20秒", "2026-01-07T15:05:20Z"},
      {"2026年1月7日星期三 上午8:00", "2026-01-07T08:00:00Z"},
      {"2026年1月7日(水) 8時00分 JST", "2026-01-06T23:00:00Z"},
      {"2026年1月7日（水）8:00", "2026-01-07T08:00:00Z"},
      {"令和8年1月7日", "2026-01-07T00:00:00Z"},
      {"周三, 07 一月 2026 08:00:00 +0800", "2026-01-07T00:00:00Z"},
      {"2026年1月7日 下午3点", "2026-01-07T15:00:00Z"},
      {"２０２６年１月７日", "2026-01-07T00:00:00Z"},
      {"2026/1/7 8:00", "2026-01-07T08:00:00Z"},
      {"2026/01/07 08:00:00 +0900", "2026-01-06T23:00:00Z"},
  };
  expect(kExamples);
}

TEST(Dates, MonthsAndWeekdaysOfManyLanguagesAreRead) {
  static constexpr Example kExamples[] = {
      {"Mittwoch, 7. Januar 2026, 08:00 Uhr", "2026-01-07T08:00:00Z"},
      {"Mittwoch, den 7. Jänner 2026 um 8:00 Uhr", "2026-01-07T08:00:00Z"},
      {"07.01.2026 08:00", "2026-01-07T08:00:00Z"},
      {"7.1.26", "2026-01-07T00:00:00Z"},
      {"7. Januar 2026", "2026-01-07T00:00:00Z"},
      {"mercredi 7 janvier 2026 à 8h05", "2026-01-07T08:05:00Z"},
      {"mer., 07 févr. 2026 08:00:00 +0100", "2026-02-07T07:00:00Z"},
      {"1er août 2019", "2019-08-01T00:00:00Z"},
      {"miércoles, 7 de enero de 2026 8:00", "2026-01-07T08:00:00Z"},
      {"7 de enero de 2026 a las 3:05 p. m.", "2026-01-07T15:05:00Z"},
      {"mié, 07 ene 2026 08:00:00 +0100", "2026-01-07T07:00:00Z"},
      {"mercoledì 7 gennaio 2026", "2026-01-07T00:00:00Z"},
      {"gio, 08 gen 2026 10:00:00 CET", "2026-01-08T09:00:00Z"},
      {"quarta-feira, 7 de janeiro de 2026", "2026-01-07T00:00:00Z"},
      {"Qua, 07 Jan 2026 08:00:00 -0300", "2026-01-07T11:00:00Z"},
      {"Seg, 05 Fev 2024 08:00:00 -0300", "2024-02-05T11:00:00Z"},
      {"wo, 07 jan 2026 08:00:00 +0100", "2026-01-07T07:00:00Z"},
      {"woensdag 7 mrt 2026", "2026-03-07T00:00:00Z"},
      {"śr., 07 sty 2026 08:00:00 +0100", "2026-01-07T07:00:00Z"},
      {"7 stycznia 2026 r., 08:00", "2026-01-07T08:00:00Z"},
      {"Ср, 07 янв 2026 08:00:00 +0300", "2026-01-07T05:00:00Z"},
      {"7 января 2026 г. в 08:00", "2026-01-07T08:00:00Z"},
      {"Τετ, 07 Ιαν 2026 08:00:00 +0200", "2026-01-07T06:00:00Z"},
      {"2026. január 7., szerda 8:00", "2026-01-07T08:00:00Z"},
      {"2004-márc-13T9:15-05:00", "2004-03-13T14:15:00Z"},
      {"ons, 07 maj 2025 08:00:00 +0200", "2025-05-07T06:00:00Z"},
      {"7. joulukuuta 2025 klo 8.05", "2025-12-07T08:05:00Z"},
      {"7 Ocak 2026 Çarşamba 08:00", "2026-01-07T08:00:00Z"},
      {"Çar, 07 Oca 2026 08:00:00 +0300", "2026-01-07T05:00:00Z"},
      {"Thứ Tư, 07/01/2026 - 08:00", "2026-01-07T08:00:00Z"},
      {"7 tháng 1, 2026", "2026-01-07T00:00:00Z"},
      {"الأربعاء 7 يناير 2026", "2026-01-07T00:00:00Z"},
      {"January 7th, 2026 3pm", "2026-01-07T15:00:00Z"},
      {"Published: January 2, 2006", "2006-01-02T00:00:00Z"},
      {"January 2006", "2006-01-01T00:00:00Z"},
  };
  expect(kExamples);
}

TEST(Dates, NationalOrdersAndLooseFormsAreRead) {
  static constexpr Example kExamples[] = {
      {"Mi, 07 Jan 2026 08:00:00 +0100", "2026-01-07T07:00:00Z"},
      {"Jan 7, 2026 at 3:05 PM", "2026-01-07T15:05:00Z"},
      {"Friday, December 22, 2017 - 3:09pm", "2017-12-22T15:09:00Z"},
      {"Sunday, 11/29/2020 - 00:06", "2020-11-29T00:06:00Z"},
      {"Fri, 05/06/2020", "2020-06-05T00:00:00Z"},
      {"Fri, 05/06/2026", "2026-06-05T00:00:00Z"},
      {"13/05/2020 23:40", "2020-05-13T23:40:00Z"},
      {"23:40 13/05/2020", "2020-05-13T23:40:00Z"},
      {"15:04 02.01.2006 -0700", "2006-01-02T22:04:00Z"},
      {"2.1.2006 15:04:05", "2006-01-02T15:04:05Z"},
      {"02-Jan-06", "2006-01-02T00:00:00Z"},
      {"02-01-2006", "2006-01-02T00:00:00Z"},
      {"31-12-03", "2003-12-31T00:00:00Z"},
      {"Mon, 2 Jan 2006 15h04 MST", "2006-01-02T22:04:00Z"},
      {"Mon 02 Jan 2006T15:04:05 -0700", "2006-01-02T22:04:05Z"},
      {"02 Monday, Jan 2006 15:04", "2006-01-02T15:04:00Z"},
      {"2006-Jan-02 15:04", "2006-01-02T15:04:00Z"},
      {"06-1-2 15:04", "2006-01-02T15:04:00Z"},
      {"Mon, Jan 2, 2006, 3:04 pm MST", "2006-01-02T22:04:00Z"},
      {"Jan 2, 2006 3:04:05 PM", "2006-01-02T15:04:05Z"},
      {"20060102150405", "2006-01-02T15:04:05Z"},
      {"1520932969123", "2018-03-13T09:22:49Z"},
      {"1520932969.5", "2018-03-13T09:22:49Z"},
      {"\"2006-01-02\"", "2006-01-02T00:00:00Z"},
      {"12/2003", "2003-12-01T00:00:00Z"},
  };
  expect(kExamples);
}

TEST(Dates, ZonesAreReadByNameAndByNumber) {
  static constexpr Example kExamples[] = {
      {"01 Jan 2004 19:48 EDT", "2004-01-01T23:48:00Z"},
      {"Wed, 19 Aug 2009 18:28:00 Etc/GMT", "2009-08-19T18:28:00Z"},
      {"Mon Jan 2 15:04:05 MST 2006", "2006-01-02T22:04:05Z"},
      {"Fri, 31 Mar 2017 20:19:00 America/Los_Angeles", "2017-04-01T03:19:00Z"},
      {"Wed, 27 Mar 2019 06:50:00 US/Eastern", "2019-03-27T10:50:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 BST", "2003-06-10T03:00:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 AEST", "2003-06-09T18:00:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 IST", "2003-06-09T22:30:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 JST", "2003-06-09T19:00:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 MESZ", "2003-06-10T02:00:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 UTC+08:00", "2003-06-09T20:00:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 +0200 (CEST)", "2003-06-10T02:00:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 (PDT)", "2003-06-10T11:00:00Z"},
      {"Tue, 10 Jun 2003 04:00:00 Z", "2003-06-10T04:00:00Z"},
      {"Tue, 10 Jun 2003 4:00:00 a.m. EST", "2003-06-10T09:00:00Z"},
  };
  expect(kExamples);
}

TEST(Dates, WhatNamesNoMomentIsNothing) {
  for (const char* text : {"Sept. 4, 2016, noon",
                           "5 August",
                           "yesterday",
                           "not a date",
                           "2003-13-01",
                           "2003-02-30",
                           "2003-12-31T25:00:00Z",
                           "2003-12-31T10:61:00Z",
                           "2003-12-31T24:01:00Z",
                           "2003-366",
                           "2004-W54-1",
                           "32/13/2020",
                           "Sun, 31 Feb 2009 12:00:00 GMT",
                           "Sun, Dec x 2012 11:47:32 GMT",
                           "Sun, 16 Dec 2012 11:47:32 +zz:00",
                           "Sun, 16 Dec 2012 11:47:32 +00:zz",
                           "Sun, 16 Dec 2012 11:47:32 Invalid",
                           "Sun, 16 Dec 2012 25:00:00 GMT",
                           "0000-00-00 00:00:00",
                           "0000-00-00T00:00:00Z",
                           "12",
                           "-3",
                           "1.2.3",
                           "10:30",
                           "Mon",
                           "2006-01-02T15:04:05+99:00",
                           "Mon, 02 Jan 2006 15:04:05 +2400",
                           "2003--12-31",
                           "2003-12-31T",
                           "1/2",
                           "Date",
                           "version 2.1.2006",
                           ""}) {
    EXPECT_EQ(read(text), "") << text;
  }
}

TEST(Dates, ATableOfNamesIsSorted) {
  for (std::size_t i = 1; i < kDateNameCount; ++i) {
    EXPECT_LT(std::string_view(kDateNames[i - 1].name), std::string_view(kDateNames[i].name));
    EXPECT_EQ(fold_date(kDateNames[i].name), kDateNames[i].name);
  }
}

TEST(Dates, APrefixOfAMonthCountsWhenItIsOfOneMonth) {
  ASSERT_NE(find_date_name("septemb"), nullptr);
  EXPECT_EQ(find_date_name("septemb")->month, 9);
  EXPECT_EQ(find_date_name("zzz"), nullptr);
  EXPECT_EQ(find_date_name(""), nullptr);
}

TEST(Dates, EveryMomentSurvivesARoundTrip) {
  std::uint64_t state = 17;
  for (int i = 0; i < 3000; ++i) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const Instant at{Millis{static_cast<std::int64_t>((state >> 1) % 4102444800000ULL)}};
    EXPECT_EQ(parse_date(format_utc_millis(at)), at);
    EXPECT_EQ(parse_rfc3339(format_utc_millis(at)), at);
  }
}

TEST(Dates, AnyBytesAreReadWithoutHarm) {
  static constexpr std::string_view kPieces[] = {
      "2026",         "01",   "7",  "-", "/", ".",   ":",   " ",   "T",    "Z",
      "+08:00",       "年",   "月", "(", ")", "Jan", "Mon", "mar", "p.m.", "오후",
      "Europe/Paris", "\xFF", ",",  "W", "h", "'",   "th"};
  std::uint32_t state = 5;
  int readable = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string text;
    for (int i = 0; i < 2 + round % 9; ++i) {
      state = state * 1664525u + 1013904223u;
      text += kPieces[(state >> 8) % std::size(kPieces)];
    }
    const auto at = parse_date(text);
    if (!at) continue;
    ++readable;
    EXPECT_EQ(parse_date(format_utc_millis(*at)), at) << text;
  }
  EXPECT_GT(readable, 100);
  EXPECT_FALSE(parse_date(std::string(129, '1')).has_value());
}

TEST(Rfc3339, OnlyItsOwnFormIsRead) {
  EXPECT_EQ(format_utc_millis(*parse_rfc3339("2026-01-07T08:00:10.261+08:00")), "2026-01-07T00:00:10.261Z");
  EXPECT_EQ(format_utc(*parse_rfc3339("2026-01-07t08:00:10z")), "2026-01-07T08:00:10Z");
  EXPECT_EQ(format_utc(*parse_rfc3339("2026-01-07 08:00:10-00:30")), "2026-01-07T08:30:10Z");
  EXPECT_EQ(format_utc_millis(*parse_rfc3339("2026-01-07T08:00:10.123456789Z")), "2026-01-07T08:00:10.123Z");
  for (const char* text :
       {"", "2026-01-07", "2026-01-07T08:00", "2026-01-07T08:00:10", "2026-01-07T08:00:10.Z",
        "2026-01-07T08:00:10+0800", "2026-13-07T08:00:10Z", "2026-01-07T24:00:00Z", "2026-01-07T08:00:10Z ",
        "2026-02-30T08:00:10Z", "2026-01-07T08:00:10+08:60", "2026-01-07X08:00:10Z"}) {
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
  }
}

TEST(HttpDate, TheThreeFormsOfTheStandard) {
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    const auto at = parse_http_date(text);
    ASSERT_TRUE(at.has_value()) << text;
    EXPECT_EQ(format_utc(*at), "1994-11-06T08:49:37Z");
  }
  for (const char* text : {"", "0", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Xxx 1994 08:49:37 GMT",
                           "Sun, 06 anF 1994 08:49:37 GMT", "Sun, 36 Nov 1994 08:49:37 GMT",
                           "1994-11-06T08:49:37Z", "Sun Nov 66 08:49:37 19x4"}) {
    EXPECT_FALSE(parse_http_date(text).has_value()) << text;
  }
}

TEST(FormatUtc, IsIsoInUtc) {
  const Instant at{Millis{1767744010261}};
  EXPECT_EQ(format_utc(at), "2026-01-07T00:00:10Z");
  EXPECT_EQ(format_utc_millis(at), "2026-01-07T00:00:10.261Z");
  EXPECT_EQ(format_utc_millis(Instant{Millis{-1}}), "1969-12-31T23:59:59.999Z");
}

TEST(Dates, AnOffsetThatLeavesTheYearsThatCanBeWrittenMakesNoDate) {
  EXPECT_EQ(parse_date("0001-01-01T00:00:00+09:00"), std::nullopt);
  EXPECT_EQ(parse_date("9999-12-31T23:59:59-01:00"), std::nullopt);
  EXPECT_EQ(format_utc(*parse_date("9999-12-31T23:59:59Z")), "9999-12-31T23:59:59Z");
}

}  // namespace
}  // namespace eightbells
