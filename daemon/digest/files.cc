#include "daemon/digest/files.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "feeds/base/durable.h"

namespace eightbells {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> io_error(std::string_view what, const fs::path& path, int code = errno) {
  return fail(ErrorKind::io, fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(code)));
}

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

Result<void> write_all(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

bool is_staged_name(const std::string& name) {
  return name.size() > 8 && name.front() == '.' && name.compare(name.size() - 7, 7, ".staged") == 0;
}

}  // namespace

fs::path staged_path(const fs::path& path) {
  return path.parent_path() / ("." + path.filename().string() + ".staged");
}

Result<void> DiskFiles::stage(const fs::path& path, std::string_view bytes) {
  if (auto made = make_folders(path.parent_path()); !made) return made;
  const fs::path staged = staged_path(path);
  const Descriptor file(::open(staged.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (!file) return io_error("create", staged);
  if (auto written = write_all(file.get(), bytes, staged); !written) return written;
  if (::fsync(file.get()) != 0) return io_error("sync", staged);
  return {};
}

Result<void> DiskFiles::commit(const fs::path& path) {
  if (::rename(staged_path(path).c_str(), path.c_str()) != 0)
    return io_error("rename the finished file to", path);
  return sync_folder(path.parent_path());
}

Result<void> DiskFiles::point(const fs::path& link, const fs::path& target) {
  const fs::path staged = staged_path(link);
  ::unlink(staged.c_str());
  if (::symlink(target.c_str(), staged.c_str()) != 0) return io_error("link", staged);
  if (::rename(staged.c_str(), link.c_str()) != 0) return io_error("link", link);
  return sync_folder(link.parent_path());
}

Result<std::string> DiskFiles::read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return io_error("read", path);
  std::ostringstream out;
  out << in.rdbuf();
  if (in.bad()) return io_error("read", path);
  return out.str();
}

std::size_t DiskFiles::sweep(const fs::path& folder) {
  std::size_t removed = 0, seen = 0;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error), end;
  for (; !error && at != end && seen < kSweepNames; at.increment(error), ++seen) {
    if (at.depth() >= kSweepDepth) at.disable_recursion_pending();
    std::error_code ignored;
    const bool ours =
        is_staged_name(at->path().filename().string()) && !fs::is_directory(at->symlink_status(ignored));
    if (ours && fs::remove(at->path(), ignored)) ++removed;
  }
  return removed;
}

bool DiskFiles::exists(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

}  // namespace eightbells
