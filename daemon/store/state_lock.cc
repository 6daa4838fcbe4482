#include "daemon/store/state_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

// What the file says, if it is a number: another program may have written anything into it.
std::string holder_of(int descriptor) {
  std::array<char, 16> bytes{};
  const ssize_t size = ::pread(descriptor, bytes.data(), bytes.size(), 0);
  const std::string_view text = trim({bytes.data(), static_cast<std::size_t>(size > 0 ? size : 0)});
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  return digits ? fmt::format(" (process {})", text) : std::string();
}

Result<int> open_lock(const std::filesystem::path& directory, const char* name) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed) {
    return fail(ErrorKind::io,
                fmt::format("cannot make the state directory {}: {}", directory.string(), failed.message()));
  }
  const std::filesystem::path file = directory / name;
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0)
    return fail(ErrorKind::io, fmt::format("cannot open {}: {}", file.string(), std::strerror(errno)));
  return descriptor;
}

}  // namespace

Result<StateLock> StateLock::acquire(const std::filesystem::path& directory) {
  const auto opened = open_lock(directory, "lock");
  if (!opened) return tl::unexpected(opened.error());
  const int descriptor = *opened;
  StateLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return fail(ErrorKind::io, fmt::format("cannot lock {}: {}", directory.string(), std::strerror(errno)));
    }
    return fail(
        ErrorKind::refused,
        fmt::format(
            "eightbells is already running{} on the state directory {}: stop it first, or choose another "
            "directory with --state",
            holder_of(descriptor), directory.string()));
  }
  const std::string number = fmt::format("{}\n", ::getpid());
  // Where that fails (a full disk) the number is missing from another's sentence, no more: the lock holds all
  // the same.
  const bool said =
      ::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, number.data(), number.size(), 0) > 0;
  static_cast<void>(said);
  return lock;
}

Result<StateLock> StateLock::wait_to_publish(const std::filesystem::path& directory) {
  const auto opened = open_lock(directory, "publish.lock");
  if (!opened) return tl::unexpected(opened.error());
  StateLock lock(*opened);
  while (::flock(*opened, LOCK_EX) != 0)
    if (errno != EINTR)
      return fail(ErrorKind::io, fmt::format("cannot lock {}: {}", directory.string(), std::strerror(errno)));
  return lock;
}

StateLock::StateLock(StateLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

StateLock& StateLock::operator=(StateLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

StateLock::~StateLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace eightbells
