#include "daemon/cli/terminal.h"

#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

bool wants_colours(int stream) {
  const char* no = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return ::isatty(stream) == 1 && !(no && *no) && terminal && std::string_view(terminal) != "dumb";
}

std::size_t columns_of(int stream) {
  winsize size{};
  return ::isatty(stream) == 1 && ::ioctl(stream, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

Paint Paint::of_stdout() { return Paint(wants_colours(STDOUT_FILENO)); }
Paint Paint::of_stderr() { return Paint(wants_colours(STDERR_FILENO)); }

// Of the sixteen basic colours, which a terminal's theme makes readable.
std::string_view Paint::begin(Ink ink) const {
  if (!on_) return {};
  switch (ink) {
    case Ink::good:
      return "\033[32m";
    case Ink::warning:
      return "\033[33m";
    case Ink::bad:
      return "\033[31m";
    case Ink::faint:
      return "\033[2m";
    case Ink::strong:
      return "\033[1m";
    case Ink::title:
      return "\033[1m";
    case Ink::match:
      return "\033[1;33m";
    case Ink::link:
      return "\033[36m";
  }
  return {};
}

std::string_view Paint::end() const { return on_ ? "\033[0m" : ""; }

std::string Paint::operator()(Ink ink, std::string_view text) const {
  if (text.empty()) return {};
  return std::string(begin(ink)) + std::string(text) + std::string(end());
}

std::size_t painted_width(std::string_view text) {
  std::string bare;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\033') {
      bare += text[i];
      continue;
    }
    while (i < text.size() && text[i] != 'm') ++i;
  }
  return display_width(bare);
}

std::size_t stdout_columns() { return columns_of(STDOUT_FILENO); }
std::size_t stderr_columns() { return columns_of(STDERR_FILENO); }

}  // namespace eightbells
