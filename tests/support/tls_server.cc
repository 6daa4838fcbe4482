#include "tests/support/tls_server.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/support/paths.h"

extern char** environ;

namespace eightbells::testing {

TlsServer::TlsServer(const std::filesystem::path& certificate, std::vector<std::string> arguments) {
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<std::string> command = {"openssl",
                                      "s_server",
                                      "-accept",
                                      "127.0.0.1:0",
                                      "-www",
                                      "-cert",
                                      certificate.string(),
                                      "-key",
                                      data_file("tls/server.key").string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
  const int failed = posix_spawnp(&process_, "openssl", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  output_ = pipe_ends[0];
  if (failed != 0) throw std::runtime_error("openssl cannot be started");

  // It says "ACCEPT 127.0.0.1:<port>" when it listens.
  std::string said;
  char piece[512];
  const std::string mark = "ACCEPT 127.0.0.1:";
  for (;;) {
    const auto begin = said.find(mark);
    const auto end = begin == std::string::npos ? begin : said.find('\n', begin);
    if (end != std::string::npos) {
      port_ = said.substr(begin + mark.size(), end - begin - mark.size());
      return;
    }
    const ssize_t size = read(output_, piece, sizeof piece);
    if (size <= 0) throw std::runtime_error("openssl s_server does not listen: " + said);
    said.append(piece, static_cast<std::size_t>(size));
  }
}

TlsServer::~TlsServer() {
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  close(output_);
}

std::string TlsServer::url(const std::string& target) const { return "https://127.0.0.1:" + port_ + target; }

}  // namespace eightbells::testing
