// UTF-8: the only text form inside the program. Everything here is total: no input makes it fail.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace eightbells {

// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF). RFC 3629.
[[nodiscard]] bool is_valid_utf8(std::string_view text);

// `text` with every ill-formed sequence replaced by U+FFFD, by the "maximal subpart" practice of Unicode
// 15, 3.9.
[[nodiscard]] std::string repair_utf8(std::string_view text);

// The code point at byte `position` (< text.size()), and moves `position` behind it. An ill-formed
// sequence gives U+FFFD and moves at least one byte.
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& position);

void append_code_point(std::string& out, char32_t code_point);

[[nodiscard]] std::size_t count_code_points(std::string_view text);

// The longest prefix of at most `limit` code points that does not cut a combining sequence or a ZWJ emoji.
[[nodiscard]] std::string_view truncate_code_points(std::string_view text, std::size_t limit);

// Han ideographs of all planes, with 々 and 〇. Not kana, not hangul.
[[nodiscard]] bool is_han(char32_t code_point);

// Columns that `text` takes on a terminal: wide East Asian characters and emoji two, combining marks none.
[[nodiscard]] std::size_t display_width(std::string_view text);

// ASCII white space and U+3000, U+00A0, U+FEFF removed from both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

// Every run of Unicode white space made one space, and trimmed.
[[nodiscard]] std::string collapse_white_space(std::string_view text);

// A to Z made small; nothing else is touched.
[[nodiscard]] std::string ascii_lower(std::string_view text);

// Control characters (C0 but tab and newline, C1, bidi controls U+202A-202E and U+2066-2069, zero-width
// U+200B, U+2060 and U+FEFF, and U+FFFE and U+FFFF, which neither XML nor YAML may hold) removed, so that a
// stranger's text can be shown on a terminal or a page. Zero-width joiners stay inside emoji.
[[nodiscard]] std::string without_controls(std::string_view text);

// Both: a stranger's words on one line, where a line end of theirs could pass for one of ours.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace eightbells
