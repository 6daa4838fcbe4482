// [[on_digest]]: programs that are run and addresses that are told once a digest is written, so that mail, a
// git push or a chat is one line of configuration. It happens behind the digest's back: nothing waits for a
// hook, and a hook that fails is a line in the log.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "config/settings.h"
#include "daemon/model/digest.h"
#include "feeds/fetch/http_client.h"

namespace eightbells {

// Digests that one hook may still have to be told of: a catch-up after a month tells the newest of them, not
// a thousand.
inline constexpr std::size_t kMostWaiting = 200;

// Requests that a webhook gets for one digest, retries included.
inline constexpr int kWebhookTries = 5;

// What a hook learns. Files are absolute paths, the main one first.
struct DigestNews {
  std::string profile;
  Window window;
  std::string title;
  int items = 0;
  std::vector<std::filesystem::path> files;
  std::string json;  // what a webhook is sent: the digest in the JSON format (render.h)
};

[[nodiscard]] DigestNews news_of(const Digest& digest, std::vector<std::filesystem::path> files);

// The variables that a command gets beside our environment: EIGHTBELLS_DIGEST (its name), EIGHTBELLS_FILE,
// EIGHTBELLS_FILES (one a line), EIGHTBELLS_TITLE, EIGHTBELLS_ITEMS, EIGHTBELLS_WINDOW_BEGIN and
// EIGHTBELLS_WINDOW_END (RFC 3339, UTC).
[[nodiscard]] std::vector<std::string> hook_variables(const DigestNews& news);

class Hooks {
 public:
  // `io` must outlive it; call everything on its thread. Each hook is told of one digest at a time, in order.
  Hooks(boost::asio::io_context& io, std::vector<HookSettings> hooks);
  // What is under way is ended, what waits is dropped; both are logged.
  ~Hooks();
  Hooks(const Hooks&) = delete;
  Hooks& operator=(const Hooks&) = delete;

  // Returns at once. A digest without files (an empty window with empty = "skip") is no news.
  void tell(const DigestNews& news);

  // Calls `then` from the loop once nothing is under way or waiting. One caller at a time.
  void when_idle(std::function<void()> then);

  [[nodiscard]] bool idle() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace eightbells
