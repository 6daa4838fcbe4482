// A shared object that a test puts before the C library of the real program (LD_PRELOAD), to reach moments
// that chance hits rarely: it counts what the program does to files below one folder, and kills it, or
// refuses, at a chosen count. Environment:
//   FAULTS_UNDER=FOLDER     only files below it count
//   FAULTS_KILL_AT=N        SIGKILL itself instead of the Nth effect
//   FAULTS_FULL_WHILE=FILE  while FILE exists, writes fail with ENOSPC as on a full disk
//   FAULTS_COUNT=FILE       how many effects there were, written at the end
//   FAULTS_DIRTY=FILE       what a loss of power could take: for each rename a line "rename", where to, and
//                           every file and folder with changes that were not synced; the same at the "end"
//   FAULTS_CLOCK=FILE       so many seconds as stand in FILE the clock is ahead; when that changes, timers
//                           that wait for it are told that it was set, as by the kernel (timerfd_create(2))
#undef _FORTIFY_SOURCE  // with it, headers define some of what is defined here (clang)
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

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

// What would be lost if the power went now: files and folders with changes that were not synced, by their
// numbers, since a rename changes names.
class Dirty {
 public:
  void mark(int descriptor) {
    struct stat found {};
    if (is_watching() && is_under(descriptor) && ::fstat(descriptor, &found) == 0)
      add(found, path_of(descriptor));
  }
  void mark(const std::string& path) {
    struct stat found {};
    if (is_watching() && is_under(path) && ::stat(path.c_str(), &found) == 0) add(found, path);
  }
  void mark_folder_of(const std::string& path) { mark(path.substr(0, path.rfind('/'))); }
  void clean(int descriptor) {
    struct stat found {};
    if (!is_watching() || ::fstat(descriptor, &found) != 0) return;
    const std::lock_guard lock(mutex_);
    dirty_.erase({found.st_dev, found.st_ino});
  }
  void write_down(const std::string& what) {
    if (!is_watching()) return;
    const std::lock_guard lock(mutex_);
    if (std::FILE* out = std::fopen(environment("FAULTS_DIRTY").data(), "a")) {
      std::fprintf(out, "%s", what.c_str());
      for (const auto& [number, path] : dirty_) std::fprintf(out, "\t%s", path.c_str());
      std::fprintf(out, "\n");
      std::fclose(out);
    }
  }

 private:
  static bool is_watching() { return !environment("FAULTS_DIRTY").empty(); }
  static std::string path_of(int descriptor) {
    std::array<char, 4096> path{};
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
    return size > 0 ? std::string(path.data(), static_cast<std::size_t>(size)) : "";
  }
  void add(const struct stat& found, const std::string& path) {
    const std::lock_guard lock(mutex_);
    dirty_[{found.st_dev, found.st_ino}] = path;
  }

  std::mutex mutex_;
  std::map<std::pair<dev_t, ino_t>, std::string> dirty_;
};

Dirty& dirty() {
  static Dirty* const kDirty = new Dirty;  // there to the very end
  return *kDirty;
}

long clock_ahead() {
  static const std::string_view file = environment("FAULTS_CLOCK");
  if (file.empty()) return 0;
  long seconds = 0;
  if (std::FILE* in = std::fopen(file.data(), "r")) {
    if (std::fscanf(in, "%ld", &seconds) != 1) seconds = 0;
    std::fclose(in);
  }
  return seconds;
}

// The one timer on the clock that the program has; and whether its next read says that the clock was set.
std::atomic<int> timer{-1};
std::atomic<bool> clock_was_set{false};

// Rings the timer when the clock is set. It lives as long as the program.
void watch_clock(decltype(&::timerfd_settime) set_timer) {
  std::thread([set_timer, before = clock_ahead()]() mutable {
    for (;;) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      const long ahead = clock_ahead();
      if (ahead == before) continue;
      before = ahead;
      clock_was_set = true;
      const itimerspec at_once{{0, 0}, {0, 1}};
      set_timer(timer, 0, &at_once, nullptr);
    }
  }).detach();
}

struct AtEnd {
  AtEnd() = default;
  ~AtEnd() {
    dirty().write_down("end");
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
  if (!may_write(fd)) return -1;
  dirty().mark(fd);
  return next(fd, bytes, size);
}

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  static const auto next = real<int (*)(clockid_t, timespec*)>("clock_gettime");
  const int result = next(clock, now);
  if (clock == CLOCK_REALTIME && result == 0) now->tv_sec += clock_ahead();
  return result;
}

int timerfd_settime(int fd, int flags, const itimerspec* when, itimerspec* before) noexcept {
  static const auto next = real<decltype(&::timerfd_settime)>("timerfd_settime");
  if (!(flags & TFD_TIMER_CANCEL_ON_SET) || environment("FAULTS_CLOCK").empty())
    return next(fd, flags, when, before);
  if (timer.exchange(fd) < 0) watch_clock(next);
  itimerspec true_time = *when;
  true_time.it_value.tv_sec -= clock_ahead();
  if (true_time.it_value.tv_sec <= 0) true_time.it_value = {0, 1};
  return next(fd, flags, &true_time, before);
}

ssize_t read(int fd, void* bytes, size_t size) {
  static const auto next = real<ssize_t (*)(int, void*, size_t)>("read");
  const ssize_t got = next(fd, bytes, size);
  if (fd != timer || got < 0 || !clock_was_set.exchange(false)) return got;
  errno = ECANCELED;
  return -1;
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
  static const auto next = real<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  if (!may_write(fd)) return -1;
  dirty().mark(fd);
  return next(fd, bytes, size, offset);
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  static const auto next = real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  if (!may_write(fd)) return -1;
  dirty().mark(fd);
  return next(fd, bytes, size, offset);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t size) {
  static const auto next = real<int (*)(int, int, off64_t, off64_t)>("fallocate64");
  return may_write(fd) ? next(fd, mode, offset, size) : -1;
}

int fsync(int fd) {
  static const auto next = real<int (*)(int)>("fsync");
  count_only(fd);
  dirty().clean(fd);
  return next(fd);
}

int fdatasync(int fd) {
  static const auto next = real<int (*)(int)>("fdatasync");
  count_only(fd);
  dirty().clean(fd);
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
  if (is_under(std::string_view(to))) dirty().write_down(std::string("rename\t") + to);
  const int result = next(from, to);
  if (result == 0) dirty().mark_folder_of(to);
  return result;
}

int mkdir(const char* path, mode_t mode) noexcept {
  static const auto next = real<int (*)(const char*, mode_t)>("mkdir");
  const int result = next(path, mode);
  if (result == 0) dirty().mark_folder_of(path);
  return result;
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
