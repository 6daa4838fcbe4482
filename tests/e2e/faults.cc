// A shared object that a test puts before the C library of the real program (LD_PRELOAD), to reach moments
// that chance hits rarely: it counts what the program does to files below one folder, and kills it, or
// refuses, at a chosen count. Environment:
//   FAULTS_UNDER=FOLDER     only files below it count
//   FAULTS_KILL_AT=N        SIGKILL itself instead of the Nth effect
//   FAULTS_FULL_WHILE=FILE  while FILE exists, writes fail with ENOSPC as on a full disk
//   FAULTS_COUNT=FILE       how many effects there were, written at the end
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::atomic<long> effects{0};

bool is_under(std::string_view path) {
  static const std::string_view folder = environment("FAULTS_UNDER");
  return !folder.empty() && path.substr(0, folder.size()) == folder;
}

bool is_under(int descriptor) {
  std::array<char, 32> link{};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", descriptor);
  std::array<char, 4096> path{};
  const ssize_t size = ::readlink(link.data(), path.data(), path.size());
  return size > 0 && is_under({path.data(), static_cast<std::size_t>(size)});
}

void count_effect() {
  static const std::string_view text = environment("FAULTS_KILL_AT");
  static const long kill_at = text.empty() ? 0 : std::atol(text.data());
  if (++effects == kill_at) ::kill(::getpid(), SIGKILL);
}

bool is_full() {
  static const std::string_view file = environment("FAULTS_FULL_WHILE");
  return !file.empty() && ::access(file.data(), F_OK) == 0;
}

template <typename Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

// Tells whether the call may go on; errno is set when not.
template <typename File>
bool may_write(File file) {
  if (!is_under(file)) return true;
  count_effect();
  if (!is_full()) return true;
  errno = ENOSPC;
  return false;
}

template <typename File>
void count_only(File file) {
  if (is_under(file)) count_effect();
}

struct AtEnd {
  AtEnd() = default;
  ~AtEnd() {
    const std::string_view file = environment("FAULTS_COUNT");
    if (file.empty()) return;
    if (std::FILE* out = std::fopen(file.data(), "w")) {
      std::fprintf(out, "%ld\n", effects.load());
      std::fclose(out);
    }
  }
  AtEnd(const AtEnd&) = delete;
  AtEnd& operator=(const AtEnd&) = delete;
} at_end;

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto next = real<ssize_t (*)(int, const void*, size_t)>("write");
  return may_write(fd) ? next(fd, bytes, size) : -1;
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
  static const auto next = real<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  return may_write(fd) ? next(fd, bytes, size, offset) : -1;
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  static const auto next = real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  return may_write(fd) ? next(fd, bytes, size, offset) : -1;
}

int fallocate64(int fd, int mode, off64_t offset, off64_t size) {
  static const auto next = real<int (*)(int, int, off64_t, off64_t)>("fallocate64");
  return may_write(fd) ? next(fd, mode, offset, size) : -1;
}

int fsync(int fd) {
  static const auto next = real<int (*)(int)>("fsync");
  count_only(fd);
  return next(fd);
}

int fdatasync(int fd) {
  static const auto next = real<int (*)(int)>("fdatasync");
  count_only(fd);
  return next(fd);
}

int ftruncate64(int fd, off64_t size) noexcept {
  static const auto next = real<int (*)(int, off64_t)>("ftruncate64");
  count_only(fd);
  return next(fd, size);
}

int rename(const char* from, const char* to) noexcept {
  static const auto next = real<int (*)(const char*, const char*)>("rename");
  count_only(std::string_view(to));
  return next(from, to);
}

int symlink(const char* target, const char* link) noexcept {
  static const auto next = real<int (*)(const char*, const char*)>("symlink");
  return may_write(std::string_view(link)) ? next(target, link) : -1;
}

int unlink(const char* path) noexcept {
  static const auto next = real<int (*)(const char*)>("unlink");
  count_only(std::string_view(path));
  return next(path);
}

}  // extern "C"
