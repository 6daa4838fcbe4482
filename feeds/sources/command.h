// A program whose standard output is a document.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "feeds/base/clock.h"
#include "feeds/base/result.h"

namespace eightbells {

struct CommandRequest {
  std::vector<std::string>
      argv;  // the program (searched in PATH when it has no slash) and its arguments; no shell
  Millis timeout{30'000};
  std::size_t max_bytes = 10 << 20;         // of standard output
  std::vector<std::string> variables = {};  // "NAME=value", beside our environment; they win over it
  bool keep_output = true;                  // false: standard output is read and forgotten, without a limit
};

// A run under way. It may be dropped: the run goes on.
class CommandRun {
 public:
  // Kills the group; `done` is not called any more. Nothing when it has ended.
  void cancel();

 private:
  friend CommandRun run_command(boost::asio::io_context& io, CommandRequest request,
                                std::function<void(Result<std::string>)> done);
  std::weak_ptr<void> run_;
};

// Runs the program and calls `done` once, from the loop, with its standard output. It has its own process
// group, an empty standard input, no descriptor of ours, and our environment without what belongs to the
// service manager. The whole group is killed when the time is up, when the output is too large, and when the
// program has ended but left others behind. Errors: not_found (no such program), io (it cannot be run; it
// ended with a status other than 0 or by a signal: the message holds the last line of standard error),
// timeout, too_large, cancelled is never used. `io` must outlive the run. When the loop is destroyed first,
// the group is killed and `done` is not called.
CommandRun run_command(boost::asio::io_context& io, CommandRequest request,
                       std::function<void(Result<std::string>)> done);

}  // namespace eightbells
