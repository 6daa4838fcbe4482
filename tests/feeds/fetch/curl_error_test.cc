#include "feeds/fetch/curl_error.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace eightbells {
namespace {

CurlFailure failure(CURLcode code) {
  CurlFailure out;
  out.code = code;
  out.url = {"https", "feeds.example.com", "443", "/feed"};
  out.timeout = Millis(30'000);
  out.connect_timeout = Millis(10'000);
  return out;
}

TEST(CurlError, ANameThatDoesNotExistIsSaid) {
  const Error error = describe(failure(CURLE_COULDNT_RESOLVE_HOST));
  EXPECT_EQ(error.kind, ErrorKind::network);
  EXPECT_EQ(error.message, "cannot resolve feeds.example.com");
}

TEST(CurlError, ARefusedConnectionNamesAnUnusualPort) {
  auto refused = failure(CURLE_COULDNT_CONNECT);
  refused.os_error = ECONNREFUSED;
  EXPECT_EQ(describe(refused).message, "connection refused by feeds.example.com");
  refused.url.port = "8443";
  EXPECT_EQ(describe(refused).message, "connection refused by feeds.example.com:8443");
  refused.os_error = ENETUNREACH;
  EXPECT_EQ(describe(refused).message, "no route to feeds.example.com:8443");
}

TEST(CurlError, ATimeoutSaysHowFarItCame) {
  auto timeout = failure(CURLE_OPERATION_TIMEDOUT);
  EXPECT_EQ(describe(timeout).kind, ErrorKind::timeout);
  EXPECT_EQ(describe(timeout).message, "cannot resolve feeds.example.com within 10 s");
  timeout.resolved = true;
  EXPECT_EQ(describe(timeout).message, "no connection to feeds.example.com within 10 s");
  timeout.connected = true;
  EXPECT_EQ(describe(timeout).message, "no answer from feeds.example.com within 30 s");
  timeout.body_bytes = 12 * 1024;
  EXPECT_EQ(describe(timeout).message, "feeds.example.com sent only 12 KiB within 30 s");
}

TEST(CurlError, ACertificateSaysWhatIsWrongWithIt) {
  auto bad = failure(CURLE_PEER_FAILED_VERIFICATION);
  const auto sentence = [&bad](long result) {
    bad.verify_result = result;
    return describe(bad).message;
  };
  EXPECT_EQ(sentence(10), "the certificate of feeds.example.com has expired");
  EXPECT_EQ(sentence(9),
            "the certificate of feeds.example.com is not valid yet; is this machine's clock right?");
  EXPECT_EQ(sentence(18),
            "the certificate of feeds.example.com is signed by itself; set ca_file to trust it");
  EXPECT_EQ(sentence(20),
            "the certificate of feeds.example.com is signed by somebody unknown; set ca_file to trust them");
  EXPECT_EQ(sentence(0), "the certificate of feeds.example.com is for another name");
  EXPECT_EQ(sentence(7), "the certificate of feeds.example.com cannot be trusted");
}

TEST(CurlError, EveryCodeGivesASentenceOfOneLine) {
  for (int code = 1; code < CURL_LAST; ++code) {
    const Error error = describe(failure(static_cast<CURLcode>(code)));
    EXPECT_FALSE(error.message.empty()) << code;
    EXPECT_EQ(error.message.find('\n'), std::string::npos) << code;
    EXPECT_NE(error.message.back(), '.') << code;
  }
}

TEST(CurlError, SizesAndTimesReadWell) {
  EXPECT_EQ(show_size(1), "1 byte");
  EXPECT_EQ(show_size(900), "900 bytes");
  EXPECT_EQ(show_size(10 << 20), "10 MiB");
  EXPECT_EQ(show_size(1536), "1 KiB");
  EXPECT_EQ(show_duration(Millis(30'000)), "30 s");
  EXPECT_EQ(show_duration(Millis(1'500)), "1.5 s");
  EXPECT_EQ(show_duration(Millis(200)), "200 ms");
}

}  // namespace
}  // namespace eightbells
