// A command is run with posix_spawn, not through a shell, so that nothing in its arguments is ever
// interpreted. Boost.Process 1 (Boost 1.81) is not used: it takes SIGCHLD for the whole process, and it leaks
// our descriptors into the child; here the child's end is learnt from a pidfd (Linux 5.3), which is one more
// descriptor in the loop.
#include "feeds/sources/command.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "feeds/base/utf8.h"

extern char** environ;

namespace eightbells {
namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;
using ErrorCode = boost::system::error_code;

constexpr std::size_t kErrorTail = 4096;  // bytes of standard error that are kept: its end
constexpr std::size_t kErrorLine = 200;   // code points of its last line that are shown
constexpr Millis kPollWithoutPidfd{20};   // where the kernel gives no pidfd
constexpr Millis kGraceAfterEnd{200};     // for output still in the pipe when the program has ended

// Variables by which the service manager talks to us alone.
constexpr std::array<std::string_view, 6> kPrivate{
    "NOTIFY_SOCKET=", "LISTEN_", "WATCHDOG_", "CREDENTIALS_DIRECTORY=", "INVOCATION_ID=", "JOURNAL_STREAM="};

bool is_same_variable(std::string_view one, std::string_view other) {
  return one.substr(0, one.find('=')) == other.substr(0, other.find('='));
}

// Ours without what is private, with `added`, whose strings must outlive it.
std::vector<char*> environment(std::vector<std::string>& added) {
  std::vector<char*> out;
  for (std::string& variable : added) out.push_back(variable.data());
  for (char** each = environ; *each; ++each) {
    const std::string_view variable(*each);
    bool ours = false;
    for (const std::string_view prefix : kPrivate) ours = ours || variable.rfind(prefix, 0) == 0;
    for (const std::string& own : added) ours = ours || is_same_variable(own, variable);
    if (!ours) out.push_back(*each);
  }
  out.push_back(nullptr);
  return out;
}

// Both ends of a pipe, closed unless taken.
struct Pipe {
  int read_end = -1;
  int write_end = -1;

  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read_end = ends[0];
    write_end = ends[1];
    return true;
  }
  int take_read_end() { return std::exchange(read_end, -1); }
  void close_write_end() {
    if (write_end >= 0) ::close(std::exchange(write_end, -1));
  }
  Pipe() = default;
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_write_end();
    if (read_end >= 0) ::close(read_end);
  }
};

// posix_spawn with what the header promises. The error number, or 0.
int spawn(const CommandRequest& request, int out, int err, pid_t& pid) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  std::vector<std::string> arguments = request.argv;
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::vector<std::string> added = request.variables;
  const std::vector<char*> variables = environment(added);
  const int error = ::posix_spawnp(&pid, argv[0], &files, &attributes, argv.data(), variables.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

class Run : public std::enable_shared_from_this<Run> {
 public:
  using Handler = std::function<void(Result<std::string>)>;

  Run(asio::io_context& io, CommandRequest request, Handler done)
      : request_(std::move(request)),
        done_(std::move(done)),
        out_(io),
        err_(io),
        pidfd_(io),
        timer_(io),
        poll_(io) {}

  ~Run() { end_group(); }

  // An error when the program cannot be started.
  std::optional<Error> start() {
    if (request_.argv.empty() || request_.argv.front().empty())
      return Error{ErrorKind::invalid, "the command is empty"};
    Pipe out;
    Pipe err;
    if (!out.open() || !err.open())
      return Error{ErrorKind::io, std::string("no pipe for the command: ") + std::strerror(errno)};
    if (const int error = spawn(request_, out.write_end, err.write_end, pid_)) {
      pid_ = -1;
      const ErrorKind kind = error == ENOENT ? ErrorKind::not_found : ErrorKind::io;
      return Error{kind, "the command " + name() + " cannot be run: " + std::strerror(error)};
    }
    out_.assign(out.take_read_end());
    err_.assign(err.take_read_end());
    read(out_, out_buffer_, true);
    read(err_, err_buffer_, false);
    watch_end();
    timer_.expires_after(request_.timeout);
    timer_.async_wait([self = shared_from_this()](const ErrorCode& error) {
      if (!error) self->time_is_up();
    });
    return std::nullopt;
  }

  void cancel() {
    done_ = [](const Result<std::string>&) {};
    if (!finished_) finish(fail(ErrorKind::cancelled, "cancelled"));
  }

 private:
  using Buffer = std::array<char, 16 * 1024>;

  [[nodiscard]] std::string name() const { return without_controls(repair_utf8(request_.argv.front())); }

  void read(stream_descriptor& from, Buffer& buffer, bool is_output) {
    from.async_read_some(asio::buffer(buffer), [self = shared_from_this(), &from, &buffer, is_output](
                                                   const ErrorCode& error, std::size_t size) {
      if (self->finished_) return;
      if (error) return self->closed(is_output);
      if (!self->keep(std::string_view(buffer.data(), size), is_output)) return;
      self->read(from, buffer, is_output);
    });
  }

  // Whether to read on.
  bool keep(std::string_view bytes, bool is_output) {
    if (is_output && !request_.keep_output) return true;
    if (!is_output) {
      error_text_.append(bytes);
      if (error_text_.size() > kErrorTail) error_text_.erase(0, error_text_.size() - kErrorTail);
      return true;
    }
    if (output_.size() + bytes.size() > request_.max_bytes) {
      finish(fail(ErrorKind::too_large, "the command " + name() + " wrote more than " +
                                            std::to_string(request_.max_bytes) +
                                            " bytes and was stopped: raise max_bytes or make it write less"));
      return false;
    }
    output_.append(bytes);
    return true;
  }

  void closed(bool is_output) {
    (is_output ? output_open_ : error_open_) = false;
    settle();
  }

  void watch_end() {
    const long descriptor = ::syscall(SYS_pidfd_open, pid_, 0);
    if (descriptor < 0) return poll_end();
    ::fcntl(static_cast<int>(descriptor), F_SETFD, FD_CLOEXEC);
    pidfd_.assign(static_cast<int>(descriptor));
    pidfd_.async_wait(stream_descriptor::wait_read, [self = shared_from_this()](const ErrorCode& error) {
      if (!error) self->reap();
    });
  }

  void poll_end() {
    poll_.expires_after(kPollWithoutPidfd);
    poll_.async_wait([self = shared_from_this()](const ErrorCode& error) {
      if (error || self->finished_) return;
      self->reap();
      if (!self->status_) self->poll_end();
    });
  }

  // Takes the program's exit status, if it has ended. What it left running in its group is killed, which also
  // closes the pipes that those hold open; the output that is in the pipes already is still read.
  void reap() {
    siginfo_t ended{};
    if (finished_ || status_ ||
        ::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) != 0)
      return;
    if (ended.si_pid != pid_) return;
    ::kill(-pid_, SIGKILL);  // before the program is reaped: until then nobody else can have its number
    int status = 0;
    if (::waitpid(pid_, &status, 0) != pid_) return;
    status_ = status;
    timer_.expires_after(std::min<Millis>(kGraceAfterEnd, request_.timeout));
    timer_.async_wait([self = shared_from_this()](const ErrorCode& error) {
      if (error || self->finished_) return;
      self->drain();
    });
    settle();
  }

  // Somebody outside the group holds the pipes: what is in them is taken, and nothing more is waited for.
  void drain() {
    ErrorCode error;
    out_.non_blocking(true, error);
    while (!error) {
      const std::size_t size = out_.read_some(asio::buffer(out_buffer_), error);
      if (size > 0 && !keep(std::string_view(out_buffer_.data(), size), true)) return;
    }
    output_open_ = error_open_ = false;
    settle();
  }

  void settle() {
    if (finished_ || output_open_ || error_open_ || !status_) return;
    if (WIFEXITED(*status_) && WEXITSTATUS(*status_) == 0) return finish(std::move(output_));
    std::string how = WIFSIGNALED(*status_) ? "was ended by signal " + std::to_string(WTERMSIG(*status_))
                                            : "ended with status " + std::to_string(WEXITSTATUS(*status_));
    if (const std::string line = last_error_line(); !line.empty()) how += ": " + line;
    finish(fail(ErrorKind::io, "the command " + name() + " " + how));
  }

  [[nodiscard]] std::string last_error_line() const {
    std::string_view text = trim(error_text_);
    if (const std::size_t newline = text.rfind('\n'); newline != std::string_view::npos)
      text.remove_prefix(newline + 1);
    const std::string clean = collapse_white_space(without_controls(repair_utf8(text)));
    return std::string(truncate_code_points(clean, kErrorLine));
  }

  void time_is_up() {
    if (finished_) return;
    const auto seconds = std::chrono::duration<double>(request_.timeout).count();
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%g", seconds);
    finish(fail(ErrorKind::timeout, "the command " + name() + " did not end within " + text.data() +
                                        " s and was stopped: make it faster or raise timeout"));
  }

  void finish(Result<std::string> result) {
    if (std::exchange(finished_, true)) return;
    end_group();
    ErrorCode ignored;
    out_.close(ignored);
    err_.close(ignored);
    pidfd_.close(ignored);
    timer_.cancel();
    poll_.cancel();
    std::exchange(done_, nullptr)(std::move(result));
  }

  // SIGKILL cannot be refused, so the wait is short.
  void end_group() {
    if (pid_ <= 0) return;
    if (!status_) {
      ::kill(-pid_, SIGKILL);
      int status = 0;
      while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
      }
    }
    pid_ = -1;
  }

  CommandRequest request_;
  Handler done_;
  stream_descriptor out_;
  stream_descriptor err_;
  stream_descriptor pidfd_;
  asio::steady_timer timer_;
  asio::steady_timer poll_;
  Buffer out_buffer_{};
  Buffer err_buffer_{};
  std::string output_;
  std::string error_text_;
  pid_t pid_ = -1;
  std::optional<int> status_;
  bool output_open_ = true;
  bool error_open_ = true;
  bool finished_ = false;
};

}  // namespace

void CommandRun::cancel() {
  if (const auto run = run_.lock()) std::static_pointer_cast<Run>(run)->cancel();
}

CommandRun run_command(asio::io_context& io, CommandRequest request,
                       std::function<void(Result<std::string>)> done) {
  auto failed = done;
  const auto run = std::make_shared<Run>(io, std::move(request), std::move(done));
  if (std::optional<Error> error = run->start()) {
    asio::post(io, [failed = std::move(failed), error = std::move(*error)] {
      failed(tl::unexpected<Error>(error));
    });
    return {};
  }
  CommandRun handle;
  handle.run_ = run;
  return handle;
}

}  // namespace eightbells
