// Certificates: which are trusted, and what is said of those that are not.
#include "tests/feeds/fetch/curl_fixture.h"
#include "tests/support/paths.h"
#include "tests/support/tls_server.h"

namespace eightbells::testing {
namespace {

using ::testing::HasSubstr;

std::string certificate(const std::string& name) { return data_file("tls/" + name + ".crt").string(); }

HttpRequest trusting(const TlsServer& server, const std::string& name) {
  auto request = get(server.url("/feed"));
  request.options.ca_file = certificate(name);
  return request;
}

TEST_F(CurlClientTest, ACertificateIsTrustedByItsCaFile) {
  const TlsServer server(certificate("valid"));
  const auto answer = fetch(trusting(server, "valid"));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_THAT(answer->body, HasSubstr("TLSv1.3"));
}

TEST_F(CurlClientTest, ACertificateOfNobodyIsNotTrusted) {
  const TlsServer server(certificate("valid"));
  const auto answer = fetch(get(server.url("/feed")));
  EXPECT_FAILS(answer, ErrorKind::network, "is signed by itself; set ca_file to trust it");
}

TEST_F(CurlClientTest, AnExpiredCertificateIsSaid) {
  const TlsServer server(certificate("expired"));
  const auto answer = fetch(trusting(server, "expired"));
  EXPECT_FAILS(answer, ErrorKind::network, "the certificate of 127.0.0.1:" + server.port() + " has expired");
}

TEST_F(CurlClientTest, ACertificateForAnotherNameIsSaid) {
  const TlsServer server(certificate("other"));
  const auto answer = fetch(trusting(server, "other"));
  EXPECT_FAILS(answer, ErrorKind::network, "is for another name");
}

TEST_F(CurlClientTest, OldTlsIsNotSpoken) {
  const TlsServer server(certificate("valid"), {"-tls1_1"});
  const auto answer = fetch(trusting(server, "valid"));
  EXPECT_FAILS(answer, ErrorKind::network, "127.0.0.1:" + server.port());
}

TEST_F(CurlClientTest, AMissingCaFileIsSaid) {
  const TlsServer server(certificate("valid"));
  auto request = get(server.url("/feed"));
  request.options.ca_file = "/nonexistent/ca.pem";
  const auto answer = fetch(request);
  EXPECT_FAILS(answer, ErrorKind::network, "the file with trusted certificates cannot be read");
}

TEST_F(CurlClientTest, AServerThatSpeaksNoHttpIsSaid) {
  const TlsServer server(certificate("valid"));
  const auto answer = fetch(get("http://127.0.0.1:" + server.port() + "/feed"));
  EXPECT_FAILS(answer, ErrorKind::network, "127.0.0.1:" + server.port());
}

TEST_F(CurlClientTest, AClientCertificateIsShownWhereItIsAsked) {
  const ScratchDirectory scratch;
  const std::string both = scratch.path() / "client.pem";
  write_file(both, read_file(certificate("valid")) + read_file(data_file("tls/server.key")));
  const TlsServer server(certificate("valid"),
                         {"-Verify", "1", "-verify_return_error", "-CAfile", certificate("valid")});
  auto request = trusting(server, "valid");
  const auto without = fetch(request);
  request.options.client_certificate = both;
  const auto with = fetch(request);
  EXPECT_FALSE(without);
  ASSERT_TRUE(with) << with.error().message;
  EXPECT_THAT(with->body, HasSubstr("Client certificate"));
  request.options.client_certificate = "/nonexistent/client.pem";
  request.keep_connection = false;
  EXPECT_FAILS(fetch(request), ErrorKind::network, "the client certificate cannot be used");
}

}  // namespace
}  // namespace eightbells::testing
