#include "daemon/service/told_failures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace eightbells {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Instant kNow{Millis(1'767'744'000'000)};
constexpr Millis kHours4{4 * 3'600'000};

CollectReport report_of(std::vector<std::string> failures, std::vector<std::string> notes = {}) {
  CollectReport report;
  report.failed = static_cast<int>(failures.size());
  report.failures = std::move(failures);
  report.notes = std::move(notes);
  return report;
}

std::vector<std::string> texts(const ToldFailures::News& news) {
  std::vector<std::string> out;
  for (const auto& one : news.recovered) out.push_back(one.text);
  return out;
}

TEST(ToldFailures, WhatFailsForAMonthIsToldOnceAndItsEndOnce) {
  ToldFailures told;
  EXPECT_THAT(told.take(report_of({"a: 404", "b: 503"}), kNow).failed, ElementsAre("a: 404", "b: 503"));
  for (int window = 1; window < 180; ++window) {
    const auto news = told.take(report_of({"b: 503", "a: 404"}), kNow + window * kHours4);
    EXPECT_THAT(news.failed, IsEmpty());
    EXPECT_THAT(news.recovered, IsEmpty());
  }
  const auto news = told.take(report_of({"a: 404"}), kNow + 180 * kHours4);
  ASSERT_THAT(texts(news), ElementsAre("b: 503"));
  EXPECT_EQ(news.recovered[0].since, kNow);
  EXPECT_THAT(texts(told.take(report_of({"a: 404"}), kNow + 181 * kHours4)), IsEmpty());
  EXPECT_THAT(told.take(report_of({"a: 404", "b: 503"}), kNow + 182 * kHours4).failed, ElementsAre("b: 503"));
}

TEST(ToldFailures, AnotherReasonIsNewsAndNoRecovery) {
  ToldFailures told;
  (void)told.take(report_of({"a: 404"}), kNow);
  const auto news = told.take(report_of({"a: no answer"}), kNow + kHours4);
  EXPECT_THAT(news.failed, ElementsAre("a: no answer"));
  EXPECT_THAT(news.recovered, IsEmpty());
}

TEST(ToldFailures, WhatANoteSaidIsNotSaidAgain) {
  ToldFailures told;
  EXPECT_THAT(told.take(report_of({"a: gone for good"}, {"a: gone for good"}), kNow).failed, IsEmpty());
  EXPECT_THAT(told.take(report_of({"a: gone for good"}), kNow + kHours4).failed, IsEmpty());
}

TEST(ToldFailures, WhereNotAllAreNamedNothingCountsAsRecovered) {
  ToldFailures told;
  (void)told.take(report_of({"a: 404", "b: 503"}), kNow);
  auto many = report_of({"a: 404"});
  many.failed = 60;
  EXPECT_THAT(texts(told.take(many, kNow + kHours4)), IsEmpty());
  EXPECT_THAT(told.take(report_of({"a: 404", "b: 503"}), kNow + 2 * kHours4).failed, IsEmpty());
}

TEST(ToldFailures, OtherSettingsBeginAnew) {
  ToldFailures told;
  (void)told.take(report_of({"a: 404", "b: 503"}), kNow);
  told.forget();
  const auto news = told.take(report_of({"a: 404"}), kNow);
  EXPECT_THAT(news.failed, ElementsAre("a: 404"));
  EXPECT_THAT(news.recovered, IsEmpty());
}

}  // namespace
}  // namespace eightbells
