#include <cstdlib>

#include "config/load.h"

namespace eightbells {

namespace fs = std::filesystem;

fs::path data_directory() {
  if (const char* set = std::getenv("EIGHTBELLS_DATA"); set && *set) return set;
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  // A program that runs where it was built reads the source tree, so that an edit is seen at once.
  const std::string build = std::string(EIGHTBELLS_BUILD_DIRECTORY) + "/";
  if (program.string().rfind(build, 0) == 0) return fs::path(EIGHTBELLS_SOURCE_DIRECTORY) / "config";
  const fs::path beside = program.parent_path().parent_path() / "share" / "eightbells";
  return fs::is_directory(beside, ignored) ? beside : fs::path(EIGHTBELLS_INSTALLED_DATA);
}

}  // namespace eightbells
