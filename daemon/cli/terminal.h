// What the terminal is: its width, and colours where they are wanted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace eightbells {

enum class Ink { good, warning, bad, faint, strong, title, link, match };

// Colours, or nothing: on a terminal, unless NO_COLOR is set (https://no-color.org) or TERM is "dumb".
class Paint {
 public:
  [[nodiscard]] static Paint plain() { return Paint(false); }
  [[nodiscard]] static Paint colours() { return Paint(true); }
  [[nodiscard]] static Paint of_stdout();
  [[nodiscard]] static Paint of_stderr();

  [[nodiscard]] std::string operator()(Ink ink, std::string_view text) const;
  [[nodiscard]] std::string_view begin(Ink ink) const;
  [[nodiscard]] std::string_view end() const;

 private:
  explicit Paint(bool on) : on_(on) {}
  bool on_;
};

// Columns that `text` takes when escape sequences of colours take none.
[[nodiscard]] std::size_t painted_width(std::string_view text);

// The terminal's width on stdout or stderr; 0 when it is none.
[[nodiscard]] std::size_t stdout_columns();
[[nodiscard]] std::size_t stderr_columns();

}  // namespace eightbells
