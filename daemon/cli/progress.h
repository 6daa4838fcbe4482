// A progress bar on a terminal; nothing elsewhere.
#pragma once

#include <string>
#include <string_view>

namespace eightbells {

class ProgressBar {
 public:
  // `what`: "Polling". Draws only when stderr is a terminal.
  explicit ProgressBar(std::string what);
  ~ProgressBar();  // wipes the line
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // "Polling [#####-----] 31/60  2 failed  waiting for Example". Draws at most ten times a second, and at the
  // end.
  void show(int done, int total, int failed, std::string_view waiting_for);

 private:
  std::string what_;
  bool terminal_ = false;
  bool drawn_ = false;
  long long last_drawn_ms_ = 0;
};

// The line for a terminal of `columns`; pure, for tests.
[[nodiscard]] std::string progress_line(std::string_view what, int done, int total, int failed,
                                        std::string_view waiting_for, int columns);

}  // namespace eightbells
