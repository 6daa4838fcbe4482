#include "daemon/service/hooks.h"

#include <algorithm>
#include <deque>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/post.hpp>

#include "daemon/render/render.h"
#include "daemon/service/log.h"
#include "daemon/service/webhook.h"
#include "feeds/base/utf8.h"
#include "feeds/fetch/curl_client.h"
#include "feeds/sources/command.h"
#include "feeds/text/dates.h"
#include "feeds/text/url.h"

namespace eightbells {

namespace asio = boost::asio;

namespace {

std::string safe(std::string_view text) { return one_line(repair_utf8(text)); }

// What the log calls a hook: an address may be a secret, its host is none.
std::string shown_name(const HookSettings& hook) {
  if (!hook.command.empty()) return safe(hook.command.front());
  return hook.webhook.empty() ? hook.webhook_file.filename().string() : host_of(hook.webhook);
}

bool concerns(const HookSettings& hook, const std::string& profile) {
  return hook.digests.empty() ||
         std::find(hook.digests.begin(), hook.digests.end(), profile) != hook.digests.end();
}

}  // namespace

DigestNews news_of(const Digest& digest, std::vector<std::filesystem::path> files) {
  return {digest.profile,   digest.window,      digest.title, static_cast<int>(digest.items.size()),
          std::move(files), render_json(digest)};
}

std::vector<std::string> hook_variables(const DigestNews& news) {
  std::vector<std::string> paths;
  for (const auto& file : news.files) paths.push_back(file.string());
  return {"EIGHTBELLS_DIGEST=" + news.profile,
          "EIGHTBELLS_FILE=" + (paths.empty() ? std::string() : paths.front()),
          fmt::format("EIGHTBELLS_FILES={}", fmt::join(paths, "\n")),
          "EIGHTBELLS_TITLE=" + safe(news.title),
          fmt::format("EIGHTBELLS_ITEMS={}", news.items),
          "EIGHTBELLS_WINDOW_BEGIN=" + format_utc(news.window.begin),
          "EIGHTBELLS_WINDOW_END=" + format_utc(news.window.end)};
}

class Hooks::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& io, std::vector<HookSettings> hooks) : io_(io), http_(io, {}) {
    for (auto& hook : hooks) lines_.push_back({std::move(hook), {}, false});
  }

  void tell(const DigestNews& news) {
    if (news.files.empty()) return;
    for (auto& line : lines_) {
      if (!concerns(line.hook, news.profile)) continue;
      if (line.waiting.size() >= kMostWaiting) {
        log_dropped(line, line.waiting.front());
        line.waiting.pop_front();
      }
      line.waiting.push_back(news);
      next(line);
    }
  }

  void when_idle(std::function<void()> then) {
    when_idle_ = std::move(then);
    note_idle();
  }

  [[nodiscard]] bool idle() const {
    return std::all_of(lines_.begin(), lines_.end(),
                       [](const Line& line) { return !line.busy && line.waiting.empty(); });
  }

  // Nothing is called back any more.
  void close() {
    closed_ = true;
    when_idle_ = nullptr;
    for (auto& line : lines_) {
      if (line.busy) log_dropped(line, line.current);
      for (const auto& news : line.waiting) log_dropped(line, news);
      line.waiting.clear();
      line.run.cancel();
      line.sending.reset();
    }
    http_.cancel_all();
  }

 private:
  // One hook, and the digests that it has not been told of.
  struct Line {
    HookSettings hook;
    std::deque<DigestNews> waiting;
    bool busy = false;
    DigestNews current = {};
    CommandRun run = {};
    std::shared_ptr<void> sending = {};
  };

  static void log_dropped(const Line& line, const DigestNews& news) {
    spdlog::warn("event=hook_dropped hook={} digest={} window_end={}", shown_name(line.hook), news.profile,
                 format_utc(news.window.end));
  }

  void next(Line& line) {
    if (line.busy || line.waiting.empty()) return;
    line.busy = true;
    line.current = std::move(line.waiting.front());
    line.waiting.pop_front();
    const auto done = [weak = weak_from_this(), &line](const Result<void>& result) {
      if (const auto self = weak.lock()) self->on_done(line, result);
    };
    if (line.hook.command.empty()) return post(line, done);
    CommandRequest request{line.hook.command, line.hook.timeout};
    request.variables = hook_variables(line.current);
    request.keep_output = false;
    line.run = run_command(io_, std::move(request), [done](const Result<std::string>& output) {
      done(output ? Result<void>{} : Result<void>(tl::unexpected(output.error())));
    });
  }

  void post(Line& line, const std::function<void(Result<void>)>& done) {
    auto request = webhook_request(line.hook, std::move(line.current.json));
    if (!request) return asio::post(io_, [done, error = request.error()] { done(tl::unexpected(error)); });
    line.sending = send_webhook(io_, http_, std::move(*request), kWebhookTries, done);
  }

  void on_done(Line& line, const Result<void>& result) {
    if (closed_) return;
    line.busy = false;
    if (result)
      spdlog::info("event=hook_done hook={} digest={} window_end={}", shown_name(line.hook),
                   line.current.profile, format_utc(line.current.window.end));
    else
      spdlog::warn("event=hook_failed hook={} digest={} window_end={} error={}", shown_name(line.hook),
                   line.current.profile, format_utc(line.current.window.end),
                   log_value(result.error().message));
    next(line);
    note_idle();
  }

  void note_idle() {
    if (idle() && when_idle_) asio::post(io_, std::exchange(when_idle_, nullptr));
  }

  asio::io_context& io_;
  CurlClient http_;
  std::deque<Line> lines_;  // their places are kept
  std::function<void()> when_idle_;
  bool closed_ = false;
};

Hooks::Hooks(asio::io_context& io, std::vector<HookSettings> hooks)
    : impl_(std::make_shared<Impl>(io, std::move(hooks))) {}
Hooks::~Hooks() { impl_->close(); }
void Hooks::tell(const DigestNews& news) { impl_->tell(news); }
void Hooks::when_idle(std::function<void()> then) { impl_->when_idle(std::move(then)); }
bool Hooks::idle() const { return impl_->idle(); }

}  // namespace eightbells
