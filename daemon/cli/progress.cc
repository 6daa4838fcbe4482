#include "daemon/cli/progress.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

int terminal_columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

long long now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

std::string progress_line(std::string_view what, int done, int total, int failed,
                          std::string_view waiting_for, int columns) {
  const int bar = std::clamp((columns - 32) / 2, 8, 24);  // on a narrow terminal the words need the room
  const int filled = total > 0 ? std::clamp(done * bar / total, 0, bar) : bar;
  std::string line = fmt::format("{} [{}{}] {}/{}", what, std::string(static_cast<std::size_t>(filled), '#'),
                                 std::string(static_cast<std::size_t>(bar - filled), '-'), done, total);
  if (failed > 0) line += fmt::format("  {} failed", failed);
  if (!waiting_for.empty()) line += fmt::format("  waiting for {}", one_line(waiting_for));
  const auto limit = static_cast<std::size_t>(std::max(columns - 1, 20));
  while (display_width(line) > limit)
    line = std::string(truncate_code_points(line, count_code_points(line) - 1));
  return line;
}

ProgressBar::ProgressBar(std::string what)
    : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void ProgressBar::show(int done, int total, int failed, std::string_view waiting_for) {
  if (!terminal_) return;
  const long long now = now_ms();
  if (drawn_ && done < total && now - last_drawn_ms_ < 100) return;
  last_drawn_ms_ = now;
  drawn_ = true;
  fmt::print(stderr, "\r\033[K{}",
             progress_line(what_, done, total, failed, waiting_for, terminal_columns()));
  std::fflush(stderr);
}

}  // namespace eightbells
