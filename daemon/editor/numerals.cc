#include "daemon/editor/numerals.h"

#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "daemon/editor/letters.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

bool digit_at(std::u32string_view text, std::size_t at) {
  return at < text.size() && is_ascii_digit(text[at]);
}

int han_digit(char32_t c) {
  static constexpr std::u32string_view kDigits = U"零一二三四五六七八九";
  if (c == U'〇') return 0;
  if (c == U'两') return 2;
  const auto at = kDigits.find(c);
  return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

double han_unit(char32_t c) {
  switch (c) {
    case U'十':
      return 10;
    case U'百':
      return 100;
    case U'千':
      return 1000;
    default:
      return 0;
  }
}

std::string lower_word(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && end - at < 12 && is_latin(text[end])) ++end;
  return ascii_lower(from_code_points(text.substr(at, end - at)));
}

double english_word(const std::string& word) {
  static constexpr std::array<std::pair<std::string_view, double>, 34> kWords = {
      {{"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},      {"five", 5},
       {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},      {"ten", 10},
       {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},
       {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},
       {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},    {"seventy", 70},
       {"eighty", 80},  {"ninety", 90},    {"dozen", 12},    {"third", 3},     {"fourth", 4},
       {"fifth", 5},    {"sixth", 6},      {"seventh", 7},   {"tenth", 10}}};
  for (const auto& [known, value] : kWords)
    if (word == known) return value;
  return 0;
}

}  // namespace

Numeral digits_at(std::u32string_view text, std::size_t at) {
  Numeral out;
  if (!digit_at(text, at)) return out;
  std::string digits;
  std::size_t end = at;
  while (digit_at(text, end)) digits += static_cast<char>(text[end++]);
  // 1,234,567: groups of exactly three
  while (end - at >= 1 && digits.size() < 40 && end < text.size() && text[end] == U',' &&
         digit_at(text, end + 1) && digit_at(text, end + 2) && digit_at(text, end + 3) &&
         !digit_at(text, end + 4) && (digits.size() <= 3 || out.has_digit)) {
    for (int i = 1; i <= 3; ++i) digits += static_cast<char>(text[end + static_cast<std::size_t>(i)]);
    end += 4;
    out.has_digit = true;  // for the moment: grouped
  }
  int points = 0;
  while (end + 1 < text.size() && text[end] == U'.' && digit_at(text, end + 1)) {
    ++points;
    if (points == 1) digits += '.';
    ++end;
    out.digits = 0;
    while (digit_at(text, end)) {
      if (points == 1) digits += static_cast<char>(text[end]);
      ++out.digits;
      ++end;
    }
  }
  if (digits.size() > 40) digits.resize(40);
  out.value = std::strtod(digits.c_str(), nullptr);
  out.length = end - at;
  out.has_digit = true;
  out.is_version = points > 1;
  return out;
}

Numeral han_numeral_at(std::u32string_view text, std::size_t at) {
  Numeral out;
  double total = 0;    // closed by 万 or 亿
  double section = 0;  // below 万
  double digit = -1;
  std::size_t plain = 0;  // digits in a row, as in 二〇二六
  double plain_value = 0;
  std::size_t i = at;
  for (; i < text.size() && i - at < 16; ++i) {
    const char32_t c = text[i];
    if (const int value = han_digit(c); value >= 0) {
      plain_value = plain == i - at ? plain_value * 10 + value : plain_value;
      if (plain == i - at) ++plain;
      digit = value;
      out.has_digit = true;
    } else if (const double unit = han_unit(c); unit > 0) {
      section += (digit < 0 ? 1 : digit) * unit;
      digit = -1;
    } else if ((c == U'万' || c == U'亿') && i > at) {
      section += digit < 0 ? 0 : digit;
      total = (total + section) * (c == U'万' ? 1e4 : 1e8);
      section = 0;
      digit = -1;
    } else {
      break;
    }
  }
  out.length = i - at;
  if (out.length == 0) return out;
  out.in_words = true;
  out.value = plain == out.length && plain > 1 ? plain_value : total + section + (digit < 0 ? 0 : digit);
  if (out.length == 1 && text[at] == U'十') out.has_digit = true;
  return out;
}

Numeral english_numeral_at(std::u32string_view text, std::size_t at) {
  Numeral out;
  const std::string first = lower_word(text, at);
  const double value = english_word(first);
  if (value == 0) return out;
  out.value = value;
  out.length = first.size();
  out.in_words = out.has_digit = true;
  const std::size_t next = at + first.size();
  if (value >= 20 && value <= 90 && next + 1 < text.size() && (text[next] == U'-' || text[next] == U' ')) {
    const std::string second = lower_word(text, next + 1);
    const double unit = english_word(second);
    if (unit >= 1 && unit <= 9) {
      out.value += unit;
      out.length += 1 + second.size();
    }
  }
  return out;
}

MonthName month_at(std::u32string_view text, std::size_t at) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  if (at >= text.size() || !is_upper_letter(text[at])) return {};
  const std::string word = lower_word(text, at);
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    const bool whole = word == kMonths[i];
    if (whole || (word.size() == 3 && kMonths[i].starts_with(word)) || (word == "sept" && i == 8))
      return {static_cast<int>(i) + 1, word.size(), whole};
  }
  return {};
}

}  // namespace eightbells
