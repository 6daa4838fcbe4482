#include "daemon/service/hooks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <fstream>

#include "daemon/render/render.h"
#include "daemon/service/webhook.h"
#include "feeds/fetch/curl_client.h"
#include "tests/support/http_server.h"
#include "tests/support/paths.h"

namespace eightbells {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::HttpServer;
using ::testing::Not;
using testing::read_file;
using testing::ScratchDirectory;
using testing::ServedRequest;
using testing::ServedResponse;

constexpr Instant kEnd{Millis(1'767'744'000'000)};  // 2026-01-07T00:00:00Z

Digest digest(const std::string& profile = "ai", Instant end = kEnd) {
  Digest out;
  out.profile = profile;
  out.window = {end - 4 * kHour, end};
  out.written = end;
  out.zone = "UTC";
  out.title = "What\nhappened";
  out.items.resize(2);
  return out;
}

HookSettings shell(const std::string& script, Millis timeout = Millis(20'000)) {
  HookSettings hook;
  hook.command = {"sh", "-c", script};
  hook.timeout = timeout;
  return hook;
}

HookSettings webhook(const std::string& url) {
  HookSettings hook;
  hook.webhook = url;
  hook.timeout = Millis(5'000);
  return hook;
}

// Tells the hooks of all digests at once and waits until everybody is done. Returns what was logged.
std::string tell(std::vector<HookSettings> hooks, const std::vector<Digest>& digests) {
  ::testing::internal::CaptureStdout();
  boost::asio::io_context io;
  Hooks told(io, std::move(hooks));
  for (const auto& one : digests) told.tell(news_of(one, {"/digests/a.md", "/digests/a.json"}));
  told.when_idle([&] { io.stop(); });
  io.run();
  EXPECT_TRUE(told.idle());
  return ::testing::internal::GetCapturedStdout();
}

// Whether a process that was told to end does: the kernel says when.
bool ends(pid_t pid) {
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (descriptor < 0) return true;  // it is gone already
  pollfd wait{descriptor, POLLIN, 0};
  const int ready = ::poll(&wait, 1, 20'000);
  ::close(descriptor);
  return ready == 1;
}

TEST(Hooks, ACommandLearnsTheDigestFromItsEnvironment) {
  const ScratchDirectory scratch;
  const auto out = scratch.path() / "out";
  const std::string log = tell({shell("env | grep -A1 ^EIGHTBELLS_ | sort > " + out.string())}, {digest()});
  EXPECT_THAT(read_file(out), HasSubstr("EIGHTBELLS_DIGEST=ai\n"));
  EXPECT_THAT(read_file(out), HasSubstr("EIGHTBELLS_FILE=/digests/a.md\n"));
  EXPECT_THAT(read_file(out), HasSubstr("EIGHTBELLS_FILES=/digests/a.md\n"));
  EXPECT_THAT(read_file(out), HasSubstr("/digests/a.json\n"));
  EXPECT_THAT(read_file(out), HasSubstr("EIGHTBELLS_TITLE=What happened\n"));
  EXPECT_THAT(read_file(out), HasSubstr("EIGHTBELLS_ITEMS=2\n"));
  EXPECT_THAT(read_file(out), HasSubstr("EIGHTBELLS_WINDOW_BEGIN=2026-01-06T20:00:00Z\n"));
  EXPECT_THAT(read_file(out), HasSubstr("EIGHTBELLS_WINDOW_END=2026-01-07T00:00:00Z\n"));
  EXPECT_THAT(log, HasSubstr("event=hook_done hook=sh digest=ai"));
}

TEST(Hooks, ArgumentsAreGivenToNoShell) {
  const ScratchDirectory scratch;
  const auto file = scratch.path() / "$(id); x";
  HookSettings hook;
  hook.command = {"touch", file.string()};
  tell({hook}, {digest()});
  EXPECT_TRUE(fs::exists(file));
}

TEST(Hooks, AFailingHookIsALineInTheLogAndHarmsNoOther) {
  const ScratchDirectory scratch;
  const auto out = scratch.path() / "out";
  HookSettings absent;
  absent.command = {"/nonexistent/program"};
  const std::string log = tell(
      {shell("echo said; echo 'no such mailbox' >&2; exit 3"), absent, shell("echo ran > " + out.string())},
      {digest()});
  EXPECT_THAT(log, HasSubstr("event=hook_failed hook=sh digest=ai window_end=2026-01-07T00:00:00Z"));
  EXPECT_THAT(log, HasSubstr("ended with status 3: no such mailbox"));
  EXPECT_THAT(log, HasSubstr("hook=/nonexistent/program"));
  EXPECT_EQ(read_file(out), "ran\n");
}

TEST(Hooks, ACommandThatDoesNotEndIsKilledWithAllThatItStarted) {
  const ScratchDirectory scratch;
  const auto pid = scratch.path() / "pid";
  const std::string log =
      tell({shell("sleep 1000 & echo $! > " + pid.string() + "; wait", Millis(300))}, {digest()});
  EXPECT_THAT(log, HasSubstr("did not end within 0.3 s"));
  EXPECT_TRUE(ends(std::stoi(read_file(pid))));
}

TEST(Hooks, MuchOutputIsReadAndForgotten) {
  const std::string log =
      tell({shell("head -c 30000000 /dev/zero; head -c 30000000 /dev/zero >&2")}, {digest()});
  EXPECT_THAT(log, HasSubstr("event=hook_done"));
}

TEST(Hooks, OneHookIsToldOfOneDigestAtATimeInOrder) {
  const ScratchDirectory scratch;
  const auto out = scratch.path() / "out";
  const auto lock = scratch.path() / "lock";
  std::vector<Digest> digests;
  for (int n = 0; n < 5; ++n) digests.push_back(digest("ai", kEnd + n * 4 * kHour));
  tell({shell("mkdir " + lock.string() + " || echo at-once >> " + out.string() +
              "; echo $EIGHTBELLS_WINDOW_END >> " + out.string() + "; rmdir " + lock.string())},
       digests);
  EXPECT_EQ(read_file(out),
            "2026-01-07T00:00:00Z\n2026-01-07T04:00:00Z\n2026-01-07T08:00:00Z\n2026-01-07T12:00:00Z\n"
            "2026-01-07T16:00:00Z\n");
}

TEST(Hooks, ALongCatchUpTellsTheNewestOnly) {
  const ScratchDirectory scratch;
  const auto out = scratch.path() / "out";
  std::vector<Digest> digests;
  for (std::size_t n = 0; n < kMostWaiting + 3; ++n)
    digests.push_back(digest("ai", kEnd + static_cast<int>(n) * kHour));
  const std::string log = tell({shell("echo x >> " + out.string())}, digests);
  const std::string told = read_file(out);
  EXPECT_EQ(static_cast<std::size_t>(std::count(told.begin(), told.end(), 'x')),
            kMostWaiting + 1);  // one was under way
  EXPECT_THAT(log, HasSubstr("event=hook_dropped hook=sh digest=ai window_end=2026-01-07T01:00:00Z"));
}

TEST(Hooks, AHookForOneDigestHearsNothingOfOthers) {
  const ScratchDirectory scratch;
  const auto out = scratch.path() / "out";
  HookSettings hook = shell("echo $EIGHTBELLS_DIGEST >> " + out.string());
  hook.digests = {"robots"};
  tell({hook}, {digest("ai"), digest("robots")});
  EXPECT_EQ(read_file(out), "robots\n");
}

TEST(Hooks, ADigestWithoutFilesIsNoNews) {
  boost::asio::io_context io;
  Hooks told(io, {shell("true")});
  told.tell(news_of(digest(), {}));
  EXPECT_TRUE(told.idle());
}

TEST(Hooks, WhatIsUnderWayEndsWithTheHooks) {
  const ScratchDirectory scratch;
  const auto out = scratch.path() / "out";
  ::testing::internal::CaptureStdout();
  boost::asio::io_context io;
  {
    Hooks told(io, {shell("sleep 5; echo late > " + out.string())});
    told.tell(news_of(digest(), {"/a"}));
  }
  io.run();
  EXPECT_THAT(::testing::internal::GetCapturedStdout(), HasSubstr("event=hook_dropped"));
  EXPECT_FALSE(fs::exists(out));
}

TEST(Webhook, TheDigestIsPostedInTheJsonFormat) {
  HttpServer server;
  server.serve("/hook", ServedResponse{204});
  tell({webhook(server.url("/hook"))}, {digest()});
  const auto requests = server.requests("/hook");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_EQ(requests[0].header("content-type"), "application/json");
  EXPECT_EQ(requests[0].body, render_json(digest()));
  EXPECT_EQ(boost::json::parse(requests[0].body).at("items").as_array().size(), 2u);
}

TEST(Webhook, ATokenAndAnAddressComeFromFilesAndAppearInNoLog) {
  const ScratchDirectory scratch;
  HttpServer server;
  server.serve("/hook/s3cret-path", ServedResponse{403});
  std::ofstream(scratch.path() / "token") << "s3cret-token\n";
  std::ofstream(scratch.path() / "address") << server.url("/hook/s3cret-path") << "\n";
  HookSettings hook = webhook("");
  hook.webhook_file = scratch.path() / "address";
  hook.token_file = scratch.path() / "token";
  const std::string log = tell({hook}, {digest()});
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 1u);  // a refusal is not asked again
  EXPECT_EQ(requests[0].header("authorization"), "Bearer s3cret-token");
  EXPECT_THAT(log, HasSubstr("127.0.0.1 answered 403"));
  EXPECT_THAT(log, Not(HasSubstr("s3cret")));
}

TEST(Webhook, AServerThatIsUnwellIsAskedAgainButNotForEver) {
  HttpServer server;
  server.serve("/hook", ServedResponse{503, {{"Retry-After", "0"}}});
  const std::string log = tell({webhook(server.url("/hook"))}, {digest()});
  EXPECT_EQ(server.requests("/hook").size(), static_cast<std::size_t>(kWebhookTries));
  EXPECT_THAT(log, HasSubstr("the webhook failed after 5 tries: 127.0.0.1 answered 503"));
}

TEST(Webhook, ASecondTryThatSucceedsIsASuccess) {
  HttpServer server;
  int asked = 0;
  server.route("/hook", [&](const ServedRequest&) {
    return ++asked == 1 ? ServedResponse{429, {{"Retry-After", "0"}}} : ServedResponse{200};
  });
  EXPECT_THAT(tell({webhook(server.url("/hook"))}, {digest()}), HasSubstr("event=hook_done hook=127.0.0.1"));
}

TEST(Webhook, ARedirectIsNotFollowed) {
  HttpServer server;
  server.redirect("/hook", 307, server.url("/elsewhere"));
  tell({webhook(server.url("/hook"))}, {digest()});
  EXPECT_TRUE(server.requests("/elsewhere").empty());
}

TEST(Webhook, AnAddressFileThatIsNotThereSaysSo) {
  HookSettings hook = webhook("");
  hook.webhook_file = "/nonexistent/address";
  const auto request = webhook_request(hook, "{}");
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().kind, ErrorKind::config);
  EXPECT_THAT(tell({hook}, {digest()}), HasSubstr("/nonexistent/address cannot be read"));
}

}  // namespace
}  // namespace eightbells
