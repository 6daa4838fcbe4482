// How an error looks: the place, what was expected, the line, and a caret.
#include <fmt/format.h>

#include <vector>

#include "config/load.h"
#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

// A line is shown up to here, in columns of a terminal; of a longer one, the part around the caret.
constexpr std::size_t kMaxShown = 120;
constexpr std::size_t kBeforeCaret = 80;

struct Glyph {
  std::string text;
  std::size_t width = 0;
};

// The code points of the line as they may stand on a terminal: a control character becomes U+FFFD, tabs stay.
std::vector<Glyph> glyphs_of(std::string_view line) {
  std::vector<Glyph> out;
  for (std::size_t position = 0; position < line.size();) {
    const char32_t code_point = next_code_point(line, position);
    Glyph glyph;
    append_code_point(glyph.text, code_point);
    if (code_point != '\t' && without_controls(glyph.text).empty()) glyph.text = "\uFFFD";
    glyph.width = display_width(glyph.text);
    out.push_back(std::move(glyph));
  }
  return out;
}

}  // namespace

std::string ConfigError::to_string() const {
  if (line == 0) return fmt::format("{}: {}", file, message);
  std::string out = fmt::format("{}:{}:{}: {}", file, line, column, message);
  if (source_line.empty()) return out;
  const std::vector<Glyph> glyphs = glyphs_of(source_line);
  const std::size_t caret = column > 0 ? static_cast<std::size_t>(column) - 1 : 0;

  std::size_t begin = 0;
  std::size_t before = 0;
  for (std::size_t i = 0; i < caret && i < glyphs.size(); ++i) before += glyphs[i].width;
  for (; before > kBeforeCaret; ++begin) before -= glyphs[begin].width;

  std::string shown = begin > 0 ? "…" : "";
  std::string under = begin > 0 ? " " : "";
  std::size_t width = 0;
  for (std::size_t i = begin; i < glyphs.size(); ++i) {
    width += glyphs[i].width;
    if (width > kMaxShown) {
      shown += "…";
      break;
    }
    shown += glyphs[i].text;
    // A tab above is a tab below, whatever the terminal makes of it.
    if (i < caret) under += glyphs[i].text == "\t" ? std::string("\t") : std::string(glyphs[i].width, ' ');
  }
  if (caret > glyphs.size()) under += std::string(caret - glyphs.size(), ' ');
  return fmt::format("{}\n{}\n{}^", out, shown, under);
}

}  // namespace eightbells
