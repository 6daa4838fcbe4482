#include "feeds/base/durable.h"

#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace eightbells {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> io_error(std::string_view what, const fs::path& path, int code) {
  return fail(ErrorKind::io,
              "cannot " + std::string(what) + " " + path.string() + ": " + std::strerror(code));
}

// 0, or why not.
int sync(const fs::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  if (descriptor < 0) return errno;
  const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  return failed;
}

}  // namespace

Result<void> sync_file(const fs::path& file) {
  if (const int failed = sync(file, O_NOFOLLOW); failed != 0) return io_error("sync", file, failed);
  return {};
}

Result<void> sync_folder(const fs::path& folder) {
  const int failed = sync(folder, O_DIRECTORY);
  if (failed != 0 && failed != EINVAL) return io_error("sync the folder", folder, failed);
  return {};
}

Result<void> make_folders(const fs::path& folder) {
  std::vector<fs::path> missing;
  std::error_code ignored;
  for (fs::path one = folder; !one.empty() && one.has_relative_path() && !fs::exists(one, ignored);
       one = one.parent_path())
    missing.push_back(one);
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return io_error("make the folder", folder, failed.value());
  for (auto one = missing.rbegin(); one != missing.rend(); ++one) {
    const fs::path holder = one->has_parent_path() ? one->parent_path() : fs::path(".");
    if (auto done = sync_folder(holder); !done) return done;
  }
  return {};
}

}  // namespace eightbells
