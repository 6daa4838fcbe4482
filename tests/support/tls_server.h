// An HTTPS server for tests: `openssl s_server`, which answers every path with a status page, on a port of
// its own.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace eightbells::testing {

class TlsServer {
 public:
  // `arguments` go to `openssl s_server` beside the certificate and the key. Returns when it listens; an
  // exception when it does not start.
  explicit TlsServer(const std::filesystem::path& certificate, std::vector<std::string> arguments = {});
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] std::string url(const std::string& target) const;
  [[nodiscard]] const std::string& port() const { return port_; }

 private:
  pid_t process_ = -1;
  int output_ = -1;
  std::string port_;
};

}  // namespace eightbells::testing
