#include "tests/contract/http_client_contract.h"

#include "feeds/fetch/curl_client.h"
#include "feeds/fetch/politeness.h"
#include "tests/support/fake_http_client.h"
#include "tests/support/http_server.h"

namespace eightbells::testing {
namespace {

struct FakeWorld {
  boost::asio::io_context io;
  FakeHttpClient fake{io};

  HttpClient& client() { return fake; }
  static std::string url(const std::string& target) { return "http://feeds.example" + target; }
  void serve(const std::string& target, int status, Headers headers, std::string body) {
    HttpResponse response;
    response.status = status;
    response.headers = std::move(headers);
    response.body = std::move(body);
    fake.answer(url(target), std::move(response));
  }
  void serve_never(const std::string&) { fake.hold(); }
};

struct CurlWorld {
  boost::asio::io_context io;
  HttpServer server;
  CurlClient curl{io, {}};

  HttpClient& client() { return curl; }
  std::string url(const std::string& target) const { return server.url(target); }
  void serve(const std::string& target, int status, Headers headers, std::string body) {
    server.serve(target,
                 ServedResponse{.status = status, .headers = std::move(headers), .body = std::move(body)});
  }
  void serve_never(const std::string& target) { server.serve(target, ServedResponse{.never = true}); }
};

// The manners change when a request goes out, and nothing else.
struct PoliteWorld : CurlWorld {
  PoliteClient polite{io, curl, {}};
  HttpClient& client() { return polite; }
};

using Worlds = ::testing::Types<FakeWorld, CurlWorld, PoliteWorld>;
INSTANTIATE_TYPED_TEST_SUITE_P(Clients, HttpClientContract, Worlds);

}  // namespace
}  // namespace eightbells::testing
