#include "feeds/sources/command.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <optional>

#include "tests/support/paths.h"

namespace eightbells {
namespace {

using testing::ScratchDirectory;

Result<std::string> run(CommandRequest request) {
  boost::asio::io_context io;
  std::optional<Result<std::string>> out;
  run_command(io, std::move(request), [&](Result<std::string> result) { out = std::move(result); });
  io.run();
  if (!out) return fail(ErrorKind::invalid, "the handler was not called");
  return *out;
}

CommandRequest shell(const std::string& script) {
  CommandRequest request;
  request.argv = {"sh", "-c", script};
  return request;
}

TEST(Command, StandardOutputIsTheResult) {
  const auto out = run({{"printf", "%s", "<rss/>"}});
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(*out, "<rss/>");
}

TEST(Command, ArgumentsAreNotInterpreted) {
  const auto out = run({{"printf", "%s", "$(id); `id` > /dev/null && \"quoted\" *"}});
  ASSERT_TRUE(out);
  EXPECT_EQ(*out, "$(id); `id` > /dev/null && \"quoted\" *");
}

TEST(Command, StandardInputIsEmpty) {
  const auto out = run({{"cat"}});
  ASSERT_TRUE(out);
  EXPECT_EQ(*out, "");
}

TEST(Command, OutputLargerThanAPipeIsReadWhole) {
  const auto out = run(shell("i=0; while [ $i -lt 4000 ]; do printf '%0100d' $i; i=$((i+1)); done"));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->size(), 400'000u);
}

TEST(Command, AProgramThatIsNotThereIsNotFound) {
  const auto out = run({{"/nonexistent/feed-maker", "x"}});
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().kind, ErrorKind::not_found);
  EXPECT_EQ(out.error().message,
            "the command /nonexistent/feed-maker cannot be run: No such file or directory");
}

TEST(Command, AnEmptyCommandIsInvalid) {
  EXPECT_EQ(run({}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(run({{""}}).error().kind, ErrorKind::invalid);
}

TEST(Command, TheLastLineOfStandardErrorIsInTheError) {
  const auto out =
      run(shell("echo half; echo first >&2; printf 'no \\033[31mtoken\\033[0m given\\n\\n' >&2; exit 3"));
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().kind, ErrorKind::io);
  EXPECT_EQ(out.error().message.rfind("the command sh ended with status 3: no ", 0), 0u)
      << out.error().message;
  EXPECT_NE(out.error().message.find("given"), std::string::npos);
  EXPECT_EQ(out.error().message.find('\033'), std::string::npos);
  EXPECT_EQ(out.error().message.find('\n'), std::string::npos);
}

TEST(Command, AVeryLongStandardErrorIsCut) {
  const auto out = run(shell("head -c 1000000 /dev/zero | tr '\\0' 'e' >&2; exit 1"));
  ASSERT_FALSE(out);
  EXPECT_LT(out.error().message.size(), 300u);
}

TEST(Command, DeathByASignalIsSaid) {
  const auto out = run(shell("kill -TERM $$"));
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().message, "the command sh was ended by signal 15");
}

TEST(Command, TheTimeLimitKillsTheWholeGroup) {
  // The program and its child hold the pipe; its end is seen when both are dead.
  ScratchDirectory scratch;
  const std::string pipe = (scratch.path() / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int end = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(end, 0);
  CommandRequest request = shell("exec 3> " + pipe + "; sleep 1000 & wait");
  request.timeout = Millis(1000);
  const auto out = run(request);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().kind, ErrorKind::timeout);
  EXPECT_EQ(out.error().message,
            "the command sh did not end within 1 s and was stopped: make it faster or raise timeout");
  ::fcntl(end, F_SETFL, 0);  // wait for the end
  char byte = 0;
  EXPECT_EQ(::read(end, &byte, 1), 0);
  ::close(end);
}

TEST(Command, OutputBeyondTheLimitStopsTheProgram) {
  CommandRequest request{{"yes"}};
  request.max_bytes = 100'000;
  const auto out = run(request);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().kind, ErrorKind::too_large);
  EXPECT_NE(out.error().message.find("100000 bytes"), std::string::npos);
}

TEST(Command, OutputOfExactlyTheLimitIsTaken) {
  CommandRequest request{{"printf", "%s", "12345"}};
  request.max_bytes = 5;
  EXPECT_EQ(run(request).value_or(""), "12345");
}

TEST(Command, WhatAProgramLeavesBehindDoesNotHoldItUp) {
  // The grandchild keeps the pipe open; the program itself has ended.
  const auto out = run(shell("sleep 1000 & printf done"));
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(*out, "done");
}

TEST(Command, OurDescriptorsAndTheServiceManagersVariablesStayWithUs) {
  ScratchDirectory scratch;
  testing::write_file(scratch.path() / "secret", "s");
  FILE* open = std::fopen((scratch.path() / "secret").c_str(), "r");  // without O_CLOEXEC
  ASSERT_NE(open, nullptr);
  ::setenv("CREDENTIALS_DIRECTORY", "/run/credentials/x", 1);
  const auto out = run(shell("ls /proc/self/fd | wc -l; echo \"[$CREDENTIALS_DIRECTORY]\""));
  ::unsetenv("CREDENTIALS_DIRECTORY");
  std::fclose(open);
  ASSERT_TRUE(out);
  EXPECT_EQ(*out, "4\n[]\n");  // 0, 1, 2 and the one that ls opens
}

TEST(Command, ManyAtATimeEndEachWithTheirOwn) {
  boost::asio::io_context io;
  int right = 0;
  for (int n = 0; n < 40; ++n) {
    run_command(io, {{"printf", "%s", std::to_string(n)}},
                [&right, n](Result<std::string> out) { right += out && *out == std::to_string(n); });
  }
  io.run();
  EXPECT_EQ(right, 40);
}

TEST(Command, ADestroyedLoopKillsTheProgram) {
  ScratchDirectory scratch;
  const auto file = scratch.path() / "pid";
  bool called = false;
  {
    boost::asio::io_context io;
    run_command(io, shell("echo $$ > " + file.string() + "; echo ready; exec sleep 1000"),
                [&](const Result<std::string>&) { called = true; });
    io.run_one();  // "ready" has been read: the file is written
  }
  EXPECT_FALSE(called);
  const int pid = std::atoi(testing::read_file(file).c_str());
  ASSERT_GT(pid, 0);
  EXPECT_NE(::kill(pid, 0), 0);
}

}  // namespace
}  // namespace eightbells
