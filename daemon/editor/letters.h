// Code points and what kind of letter they are: what the sentence rules and the fact finder share.
#pragma once

#include <string>
#include <string_view>

namespace eightbells {

[[nodiscard]] std::u32string to_code_points(std::string_view text);
[[nodiscard]] std::string from_code_points(std::u32string_view text);

// A letter of the Latin script (accents included), not a digit.
[[nodiscard]] bool is_latin(char32_t code_point);

// A letter or digit of any script.
[[nodiscard]] bool is_word_character(char32_t code_point);

[[nodiscard]] bool is_upper_letter(char32_t code_point);
[[nodiscard]] bool is_lower_letter(char32_t code_point);

[[nodiscard]] inline bool is_ascii_digit(char32_t code_point) {
  return code_point >= U'0' && code_point <= U'9';
}

// Han, kana, hangul, and the punctuation that is written with them: no space stands around these.
[[nodiscard]] bool is_wide(char32_t code_point);

// Pictures: emoji, flags, skin tones and the joiners between them. Not © ® ™, digits, or plain arrows.
[[nodiscard]] bool is_emoji(char32_t code_point);

[[nodiscard]] bool is_space(char32_t code_point);

// What closes an opening quotation or title mark (“ 「 『 《); 0: it is none.
[[nodiscard]] char32_t closing_quote(char32_t code_point);

// Punctuation that may follow the end of a sentence and belongs to it: ” 」 ） ) " ...
[[nodiscard]] bool is_closer(char32_t code_point);

}  // namespace eightbells
