// Where tests find files, and a scratch folder that goes away.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace eightbells::testing {

// tests/data/<name> and tests/golden/<name> of the source tree.
std::filesystem::path data_file(const std::string& name);
std::filesystem::path golden_file(const std::string& name);
std::filesystem::path source_directory();

// ../shared beside the checkout ($EIGHTBELLS_SHARED overrides), if it is there.
std::optional<std::filesystem::path> shared_directory();

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& bytes);

// A folder of its own for one test, removed at the end.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace eightbells::testing

// Skips, and says so, where the data beside the checkout is absent.
#define SKIP_WITHOUT_SHARED(variable)                                                      \
  const auto variable##_found = ::eightbells::testing::shared_directory();                 \
  if (!variable##_found) GTEST_SKIP() << "skipped: ../shared is not beside this checkout"; \
  const std::filesystem::path& variable = *variable##_found
