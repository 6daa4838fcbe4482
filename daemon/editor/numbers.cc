// A number in text is digits or words, a multiplier, a unit, and often all of these are ambiguous (30M, 10w,
// "5-10%"). So a number is kept with every reading that it allows, and two numbers agree when any two of
// their readings do. Lenient in doubt: what must be caught is a number that no entry holds in any reading.
// One pass over the text; units are found by a look at a small table.
#include "daemon/editor/numbers.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

#include "daemon/editor/dates_in_text.h"
#include "daemon/editor/letters.h"
#include "daemon/editor/number_words.h"
#include "daemon/editor/numerals.h"
#include "daemon/editor/units.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr double kHedge = 0.05;      // how far "about" may be from the number
constexpr double kRounding = 0.005;  // how far a number with fewer digits may be

bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

class Scanner {
 public:
  Scanner(std::u32string_view text, bool strict) : text_(text), strict_(strict) {}

  Figures run() {
    while (at_ < text_.size()) at_ += std::max<std::size_t>(step(), 1);
    return std::move(out_);
  }

 private:
  [[nodiscard]] char32_t at(std::size_t i) const { return i < text_.size() ? text_[i] : U'\0'; }
  [[nodiscard]] char32_t before() const { return at_ > 0 ? text_[at_ - 1] : U'\0'; }
  [[nodiscard]] bool word_begins() const { return !is_latin(before()) && !is_ascii_digit(before()); }

  // How far to move.
  std::size_t step() {
    const char32_t c = text_[at_];
    const bool digit = is_ascii_digit(c);
    if (digit && is_ascii_digit(before())) return 1;
    if (digit || is_han(c) || (is_latin(c) && word_begins())) {
      if (auto dates = dates_at(text_, at_); dates && (digit ? digit_may_begin() : true))
        return take(std::move(*dates));
      if (const auto moved = fraction()) return moved;
      if (const auto moved = special_word()) return moved;
    }
    if (digit) return digit_may_begin() ? number(digits_at(text_, at_)) : skip_digits();
    if (is_han(c)) return han_number();
    if (is_latin(c) && word_begins()) return latin_word();
    return 1;
  }

  // In a reader's eyes the 5 of GPT-5 is a part of a name.
  [[nodiscard]] bool digit_may_begin() const {
    if (!strict_) return true;
    if (is_latin(before())) return false;
    return !(at_ >= 2 && is_in(before(), U"-_.") && is_latin(text_[at_ - 2]));
  }

  std::size_t skip_digits() { return digits_at(text_, at_).length; }

  std::size_t take(DatesHere dates) {
    for (auto& date : dates.dates) {
      if (!strict_ && date.month == 0 && date.day > 0) add_plain(date.day, Dimension::time, 86400, date.text);
      out_.dates.push_back(std::move(date));
    }
    last_ = 0;
    return dates.length;
  }

  void add_plain(double value, Dimension dimension, double factor, std::string text) {
    NumberFact fact;
    fact.readings.push_back({value, value * factor, dimension});
    fact.text = std::move(text);
    out_.numbers.push_back(std::move(fact));
  }

  std::string slice(std::size_t length) const { return from_code_points(text_.substr(at_, length)); }

  // 三分之一, 百分之三十, 1/3
  std::size_t fraction() {
    Numeral below = digits_at(text_, at_);
    if (below.length == 0) below = han_numeral_at(text_, at_);
    const std::size_t mark = at_ + below.length;
    if (below.length == 0 || text_.substr(mark, 2) != U"分之") return 0;
    Numeral above = digits_at(text_, mark + 2);
    if (above.length == 0) above = han_numeral_at(text_, mark + 2);
    if (above.length == 0 || below.value == 0) return 0;
    const std::size_t length = below.length + 2 + above.length;
    add_plain(above.value / below.value * 100, Dimension::percent, 1, slice(length));
    return length;
  }

  std::size_t special_word() {
    const auto word = special_word_at(text_, at_, strict_);
    if (!word) return 0;
    add_plain(word->value, word->dimension, 1, slice(word->length));
    if (word->dimension == Dimension::percent)
      out_.numbers.back().readings.push_back({word->value / 100, word->value / 100, Dimension::none});
    return word->length;
  }

  std::size_t han_number() {
    const Numeral numeral = han_numeral_at(text_, at_);
    if (numeral.length == 0) return 1;
    if (!strict_) return number(numeral);
    if (!numeral.has_digit) return numeral.length;  // 百, 千万: "hundreds of"
    const char32_t next = at(at_ + numeral.length);
    const bool ordinal = before() == U'第';
    if (is_in(before(), U"数几好若周期拜") || numeral.value < 2 || (ordinal && next == U'方'))
      return numeral.length;
    const bool unit = unit_at(text_, at_ + numeral.length).dimension != Dimension::none;
    if (numeral.length == 1 && !ordinal && !unit && !is_measure(next)) return 1;
    return number(numeral);
  }

  std::size_t latin_word() {
    const Numeral numeral = english_numeral_at(text_, at_);
    if (const double bare = strict_ ? 0 : bare_multiplier_at(text_, at_); bare > 0)
      add_plain(bare, Dimension::none, 1, "");
    std::size_t end = at_;
    while (end < text_.size() && is_latin(text_[end])) ++end;
    const std::size_t length = end - at_;
    if (numeral.length >= length && !is_in(at(at_ + numeral.length), U"'’") && numeral.length > 0) {
      const bool third = numeral.value == 3 && text_.substr(at_, 5) == U"third";
      if (strict_ && (numeral.value < 2 || third)) return numeral.length;
      if (strict_ && at(at_ + numeral.length) == U'-' && numeral.value < 4) return numeral.length;
      return number(numeral);
    }
    if (!strict_) return length;
    while (end < text_.size() &&
           (is_word_character(text_[end]) || (is_in(text_[end], U"-._'’&+/@") && end + 1 < text_.size() &&
                                              is_word_character(text_[end + 1]))) &&
           !is_wide(text_[end]))
      ++end;
    return end - at_;
  }

  // The number at at_, with all its readings.
  std::size_t number(const Numeral& numeral) {
    if (numeral.is_version) return numeral.length;  // 1.2.3: the names' business
    NumberFact fact;
    const std::size_t end_of_digits = at_ + numeral.length;
    std::size_t end = end_of_digits;
    const Dimension money = currency_before(text_, at_);
    for (const Multiplier& multiplier : multipliers_at(text_, end_of_digits)) {
      const Unit unit = unit_at(text_, multiplier.end);
      const Half half = half_behind(text_, unit.end);
      const double value = (numeral.value + half.value) * multiplier.factor;
      const Dimension dimension = money != Dimension::none ? money : unit.dimension;
      const double factor = money != Dimension::none ? 1 : unit.factor;
      fact.readings.push_back({value, value * factor, dimension});
      if (unit.other != Dimension::none)
        fact.readings.push_back({value, value * unit.other_factor, unit.other});
      end = std::max({end, multiplier.end, unit.end, half.end});
    }
    fact.text = slice(end - at_);
    fact.hedged = is_hedged(end);
    const Reading& first = fact.readings.front();
    fact.counted = numeral.in_words && numeral.value == 2 && fact.readings.size() == 1 && first.value == 2 &&
                   (first.dimension == Dimension::none);
    complete_range(numeral, fact);
    last_ = out_.numbers.size() + 1;
    last_end_ = end;
    last_value_ = end == end_of_digits ? numeral.value : 0;
    out_.numbers.push_back(std::move(fact));
    return end - at_;
  }

  // "5-10%", 1至2亿: the first number may have the second's multiplier and unit.
  void complete_range(const Numeral& numeral, const NumberFact& fact) {
    if (last_ == 0 || last_value_ == 0 || last_end_ >= at_ || at_ - last_end_ > 4 || numeral.value == 0)
      return;
    const std::u32string_view between = text_.substr(last_end_, at_ - last_end_);
    const bool range =
        std::any_of(between.begin(), between.end(), [](char32_t c) { return is_in(c, U"-~–—至到/"); }) ||
        between == U" to " || between == U" or " || between == U"、" || between == U"或";
    if (!range) return;
    auto& readings = out_.numbers[last_ - 1].readings;
    for (const Reading& reading : fact.readings) {
      const double value = last_value_ * (reading.value / numeral.value);
      readings.push_back(
          {value, reading.value == 0 ? value : value * (reading.base / reading.value), reading.dimension});
    }
  }

  [[nodiscard]] bool is_hedged(std::size_t end) const {
    if (end < text_.size() && is_in(text_[end], U"+余多")) return true;
    if (text_.substr(at_, end - at_).find_first_of(U"多余几") != std::u32string_view::npos) return true;
    std::size_t begin = at_;
    while (begin > 0 && at_ - begin < 14 && !is_in(text_[begin - 1], U"。.;,，；!?")) --begin;
    const std::string words = ascii_lower(from_code_points(text_.substr(begin, at_ - begin)));
    static constexpr std::array<std::string_view, 20> kHedges = {
        "约",   "近",     "超",     "逾",      "过",       "多达",  "上",    "about", "over",  "around",
        "than", "nearly", "almost", "roughly", "approxim", "some ", "up to", "~",     "least", "circa"};
    return std::any_of(kHedges.begin(), kHedges.end(),
                       [&](auto hedge) { return words.find(hedge) != std::string::npos; });
  }

  std::u32string_view text_;
  bool strict_;
  std::size_t at_ = 0;
  std::size_t last_ = 0;  // 1 + index of the number just before, for ranges
  std::size_t last_end_ = 0;
  double last_value_ = 0;  // 0: it has a multiplier or a unit of its own
  Figures out_;
};

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

bool close(double said, double known, double tolerance) {
  return std::abs(said - known) <= tolerance * std::max(std::abs(said), std::abs(known)) + 1e-9;
}

bool same_reading(const Reading& said, const Reading& known, double tolerance) {
  if (said.dimension == known.dimension) {
    if (close(said.base, known.base, tolerance)) return true;
    const bool other_unit = !close(said.base * known.value, known.base * said.value, 1e-9);
    return other_unit && close(said.base, known.base, 0.02);  // miles to kilometres, months to days
  }
  if (said.dimension == Dimension::percent)  // 50% is not 50, but 160% may be 1.6 times
    return known.dimension == Dimension::times && close(said.value, known.value * 100, tolerance);
  if (said.dimension == Dimension::times && known.dimension == Dimension::percent)
    return close(said.value * 100, known.value, tolerance);
  const bool bare = said.dimension == Dimension::none || known.dimension == Dimension::none;
  return bare && close(said.value, known.value, tolerance);
}

}  // namespace

Figures figures_of(std::u32string_view text, bool strict) { return Scanner(text, strict).run(); }

std::u32string plain_form(std::string_view text) {
  std::u32string kept;
  for (const char32_t c : to_code_points(without_controls(text))) {
    if (c == U'™' || c == U'®' || c == U'©') continue;
    kept += c == U'，'                              ? U'、'
            : c == U'\n' || c == U'\t' || c == 0xA0 ? U' '
                                                    : c;  // NFKC would make of ， a thousands separator
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return kept;
  std::string out;
  nfkc->normalize(icu::UnicodeString::fromUTF8(from_code_points(kept)), status).toUTF8String(out);
  return U_FAILURE(status) ? kept : to_code_points(out);
}

bool same_number(const NumberFact& said, const NumberFact& known) {
  const bool rounded = count_digits(said.text) < count_digits(known.text) && count_digits(said.text) > 1;
  const double tolerance = said.hedged ? kHedge : rounded ? kRounding : 1e-9;
  for (const Reading& a : said.readings)
    for (const Reading& b : known.readings)
      if (same_reading(a, b, tolerance)) return true;
  return false;
}

}  // namespace eightbells
