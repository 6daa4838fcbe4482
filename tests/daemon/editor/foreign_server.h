// A model server that lies beside the checkout, as a process of its own.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>

namespace eightbells::testing {

// Runs the script with a mode until it is destroyed; `endpoint` is empty when it did not start.
class ForeignServer {
 public:
  ForeignServer(const std::filesystem::path& script, const std::string& mode) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      execlp("python3", "python3", script.c_str(), "--port", "0", "--mode", mode.c_str(),
             static_cast<char*>(nullptr));
      _exit(127);
    }
    close(ends[1]);
    std::string line;
    char c = 0;
    while (read(ends[0], &c, 1) == 1 && c != '\n') line += c;
    close(ends[0]);
    endpoint = line.substr(0, line.find(' '));
  }
  ~ForeignServer() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  ForeignServer(const ForeignServer&) = delete;
  ForeignServer& operator=(const ForeignServer&) = delete;

  std::string endpoint;

 private:
  pid_t pid_ = -1;
};

}  // namespace eightbells::testing
