#include "feeds/fetch/gunzip.h"

#include <gtest/gtest.h>

#include "tests/support/http_server.h"

namespace eightbells {
namespace {

using testing::gzip;

constexpr std::size_t kLimit = 1 << 20;

std::string some_text() {
  std::string text;
  for (int i = 0; i < 5000; ++i)
    text += "<item><title>Post " + std::to_string(i * 7919) + "</title></item>\n";
  return text;
}

void tell_size(std::string& bytes, std::uint32_t size) {
  for (std::size_t i = 0; i < 4; ++i) bytes[bytes.size() - 4 + i] = static_cast<char>(size >> (8 * i) & 0xFF);
}

TEST(Gunzip, GivesBackWhatWasCompressed) {
  EXPECT_EQ(gunzip(gzip(some_text()), kLimit).value(), some_text());
  EXPECT_EQ(gunzip(gzip("a"), kLimit).value(), "a");
}

TEST(Gunzip, AnEmptyBodyIsEmpty) { EXPECT_EQ(gunzip(gzip(""), kLimit).value(), ""); }

TEST(Gunzip, WhatCompressesByTheThousandIsGivenBackWhole) {
  const std::string blanks(kLimit, ' ');
  EXPECT_EQ(gunzip(gzip(blanks), kLimit).value(), blanks);
}

TEST(Gunzip, TheLimitItselfIsAllowedAndAByteMoreIsNot) {
  const std::string text(10'000, 'x');
  EXPECT_EQ(gunzip(gzip(text), 10'000).value(), text);
  const auto more = gunzip(gzip(text), 9'999);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().kind, ErrorKind::too_large);
}

TEST(Gunzip, SeveralMembersInARowAreOneText) {
  EXPECT_EQ(gunzip(gzip("first ") + gzip(some_text()) + gzip(" last"), kLimit).value(),
            "first " + some_text() + " last");
}

TEST(Gunzip, MembersTogetherAreHeldToTheLimit) {
  std::string members;
  for (int i = 0; i < 20; ++i) members += gzip(std::string(1000, 'm'));
  const auto text = gunzip(members, 10'000);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::too_large);
}

TEST(Gunzip, WhatStandsBehindIsLeftOut) {
  EXPECT_EQ(gunzip(gzip(some_text()) + std::string(100, '\0'), kLimit).value(), some_text());
  EXPECT_EQ(gunzip(gzip(some_text()) + "\x1F\x8B no second member", kLimit).value(), some_text());
}

TEST(Gunzip, ACutBodyGivesWhatIsLeft) {
  const std::string whole = gzip(some_text());
  const auto left = gunzip(std::string_view(whole).substr(0, whole.size() / 2), kLimit);
  ASSERT_TRUE(left);
  EXPECT_GT(left->size(), some_text().size() / 4);
  EXPECT_EQ(*left, some_text().substr(0, left->size()));
}

TEST(Gunzip, ADamagedBodyIsAnError) {
  std::string damaged = gzip(some_text());
  for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 64; ++i) damaged[i] = '\x55';
  EXPECT_FALSE(gunzip(damaged, kLimit));
  std::string wrong_sum = gzip(some_text());
  wrong_sum[wrong_sum.size() - 6] = static_cast<char>(wrong_sum[wrong_sum.size() - 6] ^ 1);
  EXPECT_FALSE(gunzip(wrong_sum, kLimit));
}

TEST(Gunzip, WhatIsNoGzipIsAnError) {
  EXPECT_FALSE(gunzip("", kLimit));
  EXPECT_FALSE(gunzip("<rss/>", kLimit));
  EXPECT_FALSE(gunzip("\x1F\x8B", kLimit));
  EXPECT_FALSE(gunzip(std::string(1000, '\x1F'), kLimit));
}

// The size at its end is a stranger's word, and no memory is taken on that.
TEST(Gunzip, ASizeThatIsALieChangesNothing) {
  for (const std::uint32_t told : {0u, 1u, 5000u, 900'000u, 0xFFFFFFFFu}) {
    std::string bytes = gzip(some_text());
    tell_size(bytes, told);
    const auto text = gunzip(bytes, kLimit);
    EXPECT_FALSE(text && *text != some_text()) << told;
    if (!text) {
      EXPECT_EQ(text.error().kind, ErrorKind::parse) << told;
    }
  }
}

TEST(Gunzip, ABombIsTooLargeBeforeItIsInMemory) {
  const std::string bomb = gzip(std::string(std::size_t{64} << 20, ' '));
  const auto text = gunzip(bomb, kLimit);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace eightbells
