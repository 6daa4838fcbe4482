// Not feeds/text/dates: that one reads a field that is a date; here a sentence mentions one, often without
// its year.
#include "daemon/editor/dates_in_text.h"

#include <array>

#include "daemon/editor/letters.h"
#include "daemon/editor/numerals.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

constexpr int kFirstYear = 1800;
constexpr int kLastYear = 2199;

class Reader {
 public:
  Reader(std::u32string_view text, std::size_t at) : text_(text), begin_(at), at_(at) {}

  std::optional<DatesHere> read() {
    for (const auto form : {&Reader::han, &Reader::iso, &Reader::slashes, &Reader::month_first,
                            &Reader::day_first, &Reader::quarter, &Reader::decade}) {
      at_ = begin_;
      found_.clear();
      if ((this->*form)()) return finish();
    }
    return std::nullopt;
  }

 private:
  DatesHere finish() {
    for (auto& date : found_) date.text = from_code_points(text_.substr(begin_, at_ - begin_));
    return {std::move(found_), at_ - begin_};
  }

  [[nodiscard]] char32_t here(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }

  bool skip(char32_t c) {
    if (here() != c) return false;
    ++at_;
    return true;
  }

  void skip_space() {
    while (here() == U' ') ++at_;
  }

  bool skip_word(std::u32string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  // A whole number between `low` and `high`, in digits or Han numerals; 0 and no move if there is none.
  int number(int low, int high, bool han = true) {
    Numeral numeral = digits_at(text_, at_);
    if (numeral.length == 0 && han) numeral = han_numeral_at(text_, at_);
    if (numeral.length == 0 || numeral.digits > 0 || numeral.value < low || numeral.value > high) return 0;
    if (text_.substr(at_, numeral.length).find(U',') != std::u32string_view::npos) return 0;
    at_ += numeral.length;
    return static_cast<int>(numeral.value);
  }

  void add(int year, int month, int day) {
    DateFact date;
    date.year = year;
    date.month = month;
    date.day = day;
    found_.push_back(date);
  }

  // -9, 至9日, to 9: the end of a range of days.
  void range_end(int year, int month) {
    const std::size_t before = at_;
    skip_space();
    const bool mark = skip(U'-') || skip(U'~') || skip(U'–') || skip(U'—') || skip(U'至') || skip(U'到') ||
                      skip_word(U"to ") || skip_word(U"and ");
    skip_space();
    const int day = mark ? number(1, 31) : 0;
    if (day > 0 && !is_ascii_digit(here()) && here() != U'月' && here() != U'%' &&
        !(here() == U'.' && is_ascii_digit(here(1))) && !is_latin(here())) {
      add(year, month, day);
      if (!skip(U'日')) skip(U'号');
    } else {
      at_ = before;
    }
  }

  // 2026年1月6日, 1月6日, 1月, 2026年, 6日.
  bool han() {
    int year = 0;
    std::size_t mark = at_;
    const int first = number(1, kLastYear);
    if (first == 0) return false;
    skip_space();
    if (first >= kFirstYear && skip(U'年')) {
      if (here() == U'代') return false;
      year = first;
      mark = at_;
      skip_space();
      at_ = number(1, 12) > 0 ? at_ : mark;
      if (at_ == mark) return add(year, 0, 0), true;
      const std::size_t end = at_;
      at_ = mark;
      skip_space();
      const int month = number(1, 12);
      at_ = end;
      skip_space();
      if (!skip(U'月')) {
        at_ = mark;
        return add(year, 0, 0), true;
      }
      return day_of(year, month);
    }
    if (first <= 12 && skip(U'月')) return day_of(0, first);
    if (first <= 31 && here() == U'日' && !is_compound_of_day(here(1))) {
      ++at_;
      return add(0, 0, first), true;
    }
    return false;
  }

  static bool is_compound_of_day(char32_t next) {
    return std::u32string_view(U"元本均内益志常活程报经").find(next) != std::u32string_view::npos &&
           next != 0;
  }

  bool day_of(int year, int month) {
    const std::size_t mark = at_;
    skip_space();
    const int day = number(1, 31);
    skip_space();
    if (day > 0 && (skip(U'日') || skip(U'号') || here() == U'-' || here() == U'~' || here() == U'至' ||
                    here() == U'到')) {
      add(year, month, day);
      range_end(year, month);
    } else {
      at_ = mark;
      add(year, month, 0);
    }
    return true;
  }

  // 2026-01-06, 2026/1/6, 2026.1.6
  bool iso() {
    if (digits_at(text_, at_).length == 0) return false;
    int parts[3] = {0, 0, 0};
    char32_t separator = 0;
    for (int i = 0; i < 3; ++i) {
      int value = 0;
      int digits = 0;
      while (is_ascii_digit(here()) && digits < 4)
        value = value * 10 + static_cast<int>(text_[at_++] - U'0'), ++digits;
      if (digits == 0 || is_ascii_digit(here()) || (i == 0 && digits != 4) || (i > 0 && digits > 2))
        return false;
      parts[i] = value;
      if (i == 2) break;
      if (i == 0) separator = here();
      if ((separator != U'-' && separator != U'/' && separator != U'.') || here() != separator) return false;
      ++at_;
    }
    if (parts[0] < kFirstYear || parts[0] > kLastYear || parts[1] < 1 || parts[1] > 12 || parts[2] < 1 ||
        parts[2] > 31)
      return false;
    return add(parts[0], parts[1], parts[2]), true;
  }

  // 1/6/2026: either order.
  bool slashes() {
    const int first = number(1, 31, false);
    if (first == 0 || !skip(U'/')) return false;
    const int second = number(1, 31, false);
    if (second == 0 || !skip(U'/')) return false;
    int year = number(1, kLastYear, false);
    if (year == 0) return false;
    if (year < 100) year += 2000;
    if (year < kFirstYear) return false;
    if (first <= 12) add(year, first, second);
    if (second <= 12) add(year, second, first);
    return !found_.empty();
  }

  void ordinal_end() {
    for (const auto& end : {U"st", U"nd", U"rd", U"th"})
      if (skip_word(end)) return;
  }

  int year_behind() {
    const std::size_t mark = at_;
    skip(U',');
    skip_space();
    const int year = number(kFirstYear, kLastYear, false);
    if (year == 0 || is_ascii_digit(here())) at_ = mark;
    return at_ == mark ? 0 : year;
  }

  // Jan 6, January 6th, 2026, January 2026, in January
  bool month_first() {
    const MonthName month = month_at(text_, at_);
    if (month.month == 0) return false;
    at_ += month.length;
    if (is_latin(here())) return false;
    skip(U'.');
    const std::size_t bare = at_;
    skip_space();
    const int day = number(1, 31, false);
    if (day > 0 && !is_ascii_digit(here())) {
      ordinal_end();
      add(0, month.month, day);
      range_end(0, month.month);
      const int year = year_behind();
      for (auto& date : found_) date.year = year;
      return true;
    }
    at_ = bare;
    const int year = year_behind();
    const bool ambiguous = month.whole && (month.month == 5 || month.month == 3);
    if (year == 0 && (ambiguous || !month.whole) && !behind_preposition()) return false;
    return add(year, month.month, 0), true;
  }

  [[nodiscard]] bool behind_preposition() const {
    static constexpr std::array<std::u32string_view, 14> kBefore = {
        U"in ",   U"by ",    U"since ", U"until ", U"of ",   U"this ",    U"last ",
        U"next ", U"early ", U"late ",  U"mid-",   U"from ", U"through ", U"until late "};
    for (const auto word : kBefore)
      if (begin_ >= word.size() && text_.substr(begin_ - word.size(), word.size()) == word) return true;
    return false;
  }

  // 6 January 2026, the 6th of January
  bool day_first() {
    const int day = number(1, 31, false);
    if (day == 0) return false;
    ordinal_end();
    if (!skip(U' ')) return false;
    skip_word(U"of ");
    const MonthName month = month_at(text_, at_);
    if (month.month == 0 || is_latin(here(month.length))) return false;
    at_ += month.length;
    add(0, month.month, day);
    found_.back().year = year_behind();
    return true;
  }

  // Q3, 第三季度, third quarter
  bool quarter() {
    int quarter = 0;
    if ((here() == U'Q' || here() == U'q') && here(1) >= U'1' && here(1) <= U'4' &&
        !is_word_character(here(2))) {
      quarter = static_cast<int>(here(1) - U'0');
      at_ += 2;
    } else if (const std::size_t mark = at_; true) {
      skip(U'第');
      quarter = number(1, 4);
      if (quarter > 0 && skip_word(U"季度")) {
      } else {
        at_ = mark;
        quarter = english_quarter();
      }
    }
    if (quarter == 0) return false;
    DateFact date;
    date.quarter = quarter;
    found_.push_back(date);
    return true;
  }

  int english_quarter() {
    static constexpr std::array<std::u32string_view, 4> kNames = {U"first", U"second", U"third", U"fourth"};
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      const std::size_t mark = at_;
      if (!skip_word(kNames[i])) continue;
      if (!skip(U' ')) skip(U'-');
      if (skip_word(U"quarter")) return static_cast<int>(i) + 1;
      at_ = mark;
    }
    return 0;
  }

  // 1990s, 90年代, 1990年代
  bool decade() {
    int value = number(10, kLastYear);
    if (value == 0 || value % 10 != 0) return false;
    if (!skip_word(U"年代") && !(value > kFirstYear && here() == U's' && !is_latin(here(1)) && skip(U's')))
      return false;
    if (value < 100) value += 1900;
    return value > kFirstYear && (add(value, 0, 0), true);
  }

  std::u32string_view text_;
  std::size_t begin_;
  std::size_t at_;
  std::vector<DateFact> found_;
};

}  // namespace

std::optional<DatesHere> dates_at(std::u32string_view text, std::size_t at) {
  return Reader(text, at).read();
}

}  // namespace eightbells
