#include "tests/support/paths.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace eightbells::testing {

namespace fs = std::filesystem;

fs::path source_directory() { return SOURCE_DIRECTORY; }
fs::path data_file(const std::string& name) { return source_directory() / "tests" / "data" / name; }
fs::path golden_file(const std::string& name) { return source_directory() / "tests" / "golden" / name; }

std::optional<fs::path> shared_directory() {
  if (const char* set = std::getenv("EIGHTBELLS_SHARED")) return fs::path(set);
  const fs::path beside = source_directory().parent_path() / "shared";
  if (fs::exists(beside / "replay")) return beside;
  return std::nullopt;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  if (!out) throw std::runtime_error("cannot write " + path.string());
}

ScratchDirectory::ScratchDirectory() {
  std::string pattern = (fs::temp_directory_path() / "eightbells-test-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a scratch folder");
  path_ = pattern;
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace eightbells::testing
