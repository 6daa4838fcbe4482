// The replay server beside the checkout, as a process of its own that ends with the test.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace eightbells::testing {

class ReplayServer {
 public:
  // Starts it on a free port and waits until it serves. Empty url() when it could not be started.
  ReplayServer(const std::filesystem::path& shared, std::vector<std::string> arguments);
  ~ReplayServer();
  ReplayServer(const ReplayServer&) = delete;
  ReplayServer& operator=(const ReplayServer&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  int pid_ = -1;
  std::string url_;
};

// The most memory that this process has had, in bytes.
std::size_t peak_memory();

}  // namespace eightbells::testing
