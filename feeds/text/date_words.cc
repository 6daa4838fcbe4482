// Dates in words and in national orders (dates.cc tells the rules): one pass over the folded text that fills
// fields; what the numbers that are left mean is decided in date_settle.cc.
#include <string>

#include "feeds/base/utf8.h"
#include "feeds/text/date_reader.h"

namespace eightbells {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_east_asian(char32_t c) {
  return is_han(c) || (c >= 0x3040 && c <= 0x30FF) || (c >= 0x1100 && c <= 0x11FF) ||
         (c >= 0xAC00 && c <= 0xD7A3);
}

bool is_english(std::string_view name) {
  static constexpr std::string_view kBeginnings =
      "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun ";
  const std::size_t found = name.size() < 3 ? std::string_view::npos : kBeginnings.find(name.substr(0, 3));
  return found != std::string_view::npos && found % 4 == 0;
}

}  // namespace

std::optional<Instant> WordedReader::read() {
  while (at_ < text_.size()) {
    if (!read_piece()) return std::nullopt;
  }
  if (!settle_month() || !settle_date() || !settle_clock()) return std::nullopt;
  return instant_of(parts_);
}

bool WordedReader::skip_comment() {
  const std::size_t close = text_.find(')', at_);
  if (close == std::string_view::npos) return false;
  at_ = close + 1;
  return true;
}

bool WordedReader::read_piece() {
  const char c = peek();
  if (is_digit(c)) return read_number();
  if (c == '+' || c == '-') return read_sign();
  if (c == ' ') {
    ++at_;
    return true;
  }
  if (c == '(' && has_zone_) return skip_comment();
  if (c == '(' || c == ')' || c == ',' || c == '|' || c == '@' || c == '\'') {
    // A comma or a bracket ends what stood before it; two marks in a row are no date.
    ++at_;
    if (c == ',' && peek() == ',') return false;
    if (c != '(' || peek() != '\0') last_was_number_ = false;
    return true;
  }
  if (c == '.' || c == ':') {  // behind an abbreviation, a label or a number
    if (at_ == 0 || text_[at_ - 1] == ' ' || text_[at_ - 1] == c) return false;
    if (c == ':' && !(numbers_used_ == 0 && !has_clock_)) return false;
    ++at_;
    return true;
  }
  std::size_t next = at_;
  if (is_east_asian(next_code_point(text_, next))) return read_east_asian();
  if (is_ascii_letter(c) || (c & 0x80) != 0) return read_word();
  return false;
}

// A sign before digits and behind a clock is a zone; a '-' is a mark elsewhere, but not before the first
// piece.
bool WordedReader::read_sign() {
  if (has_clock_ && !has_offset_ && is_digit(peek(1))) {
    const auto minutes = read_offset(text_, at_);
    if (minutes) {
      parts_.zone_minutes = *minutes;
      has_zone_ = has_offset_ = true;
      return !is_digit(peek());
    }
  }
  const bool something_before =
      numbers_used_ > 0 || has_clock_ || month_ != 0 || weekday_ != 0 || either_ != nullptr;
  if (peek() != '-' || !something_before) return false;
  ++at_;
  skip_spaces();
  return at_ < text_.size() && peek() != '-';
}

// "9:15", "9:15:30", "9:15:30.5" from behind the hour.
bool WordedReader::read_clock(int hour) {
  if (has_clock_) return false;
  const auto two = [&](int& field) {
    if (!is_digit(peek())) return false;
    field = text_[at_++] - '0';
    if (is_digit(peek())) field = field * 10 + (text_[at_++] - '0');
    return !is_digit(peek());
  };
  parts_.hour = hour;
  ++at_;
  if (!two(parts_.minute)) return false;
  has_clock_ = true;
  if (peek() != ':') return true;
  ++at_;
  if (!two(parts_.second)) return false;
  if (peek() == ':') return false;
  if ((peek() == '.' || peek() == ',') && is_digit(peek(1))) {
    ++at_;
    std::int64_t unit = 100'000'000;
    for (; is_digit(peek()); ++at_, unit /= 10) parts_.nanoseconds += unit * (text_[at_] - '0');
  }
  return true;
}

// "15.04" and "15.04.05" behind a full date.
bool WordedReader::read_dotted_clock(int hour) {
  if (!is_digit(peek(1)) || !is_digit(peek(2)) || is_digit(peek(3))) return false;
  parts_.hour = hour;
  parts_.minute = (peek(1) - '0') * 10 + (peek(2) - '0');
  at_ += 3;
  if (peek() == '.' && is_digit(peek(1)) && is_digit(peek(2)) && !is_digit(peek(3))) {
    parts_.second = (peek(1) - '0') * 10 + (peek(2) - '0');
    at_ += 3;
  }
  return has_clock_ = true;
}

bool WordedReader::read_number() {
  Number number;
  const bool year_mark = at_ > 0 && text_[at_ - 1] == '\'';
  while (is_digit(peek()) && number.digits < 5) {
    number.value = number.value * 10 + (text_[at_++] - '0');
    ++number.digits;
  }
  if (number.digits > 4 || is_digit(peek())) return false;
  if (number.digits <= 2 && peek() == ':' && is_digit(peek(1))) return read_clock(number.value);
  if (number.digits <= 2 && peek() == '.' && !has_clock_ && date_is_full())
    return read_dotted_clock(number.value);
  if (number.digits <= 2 && peek() == 'h' && is_digit(peek(1))) return read_clock(number.value);
  if (next_is_month_) {
    next_is_month_ = false;
    month_ = number.value;
    return month_ >= 1 && month_ <= 12;
  }
  if (year_mark && number.digits == 2 && !year_set_) {
    parts_.year = full_year(number.value, 2);
    return year_set_ = true;
  }
  if (numbers_used_ == kMostNumbers) return false;
  const std::size_t behind = at_;
  skip_spaces();
  const char mark = peek();
  // A sign behind a clock is left to read_sign; a spaced dash parts date and clock.
  if (mark == '/' || mark == '.' || (mark == '-' && behind == at_)) {
    const bool more = at_ + 1 < text_.size();
    if (mark == '/' && (!more || !(is_digit(peek(1)) || peek(1) == ' ' || is_ascii_letter(peek(1)))))
      return false;
    if (peek(1) == mark) return false;
    if (mark != '.' || more) number.mark = mark;
    ++at_;
  } else {
    at_ = behind;
  }
  numbers_[numbers_used_++] = number;
  last_was_number_ = true;
  return true;
}

// "3 pm", "15 h", "15 Uhr": the number before was an hour.
bool WordedReader::make_hour_of_last_number() {
  if (!last_was_number_ || has_clock_ || numbers_used_ == 0) return false;
  const Number& last = numbers_[numbers_used_ - 1];
  if (last.digits > 2 || last.mark != ' ') return false;
  parts_.hour = last.value;
  --numbers_used_;
  last_was_number_ = false;
  return has_clock_ = true;
}

// "15 h 04": what may follow the hour's word.
bool WordedReader::read_minute() {
  const std::size_t behind = at_;
  skip_spaces();
  if (!is_digit(peek()) || !is_digit(peek(1)) || is_digit(peek(2))) {
    at_ = behind;
    return true;
  }
  parts_.minute = (peek() - '0') * 10 + (peek(1) - '0');
  at_ += 2;
  return true;
}

bool WordedReader::take_name(const DateName& name) {
  if (!is_english(name.name)) foreign_ = true;
  if (name.month != 0 && name.weekday != 0) {
    if (either_ == nullptr) {
      either_ = &name;
    } else if (month_ == 0) {  // "mar, 10 mar 2026": the weekday stands first
      month_ = name.month;
    } else {
      return false;
    }
  } else if (name.month != 0) {
    if (month_ != 0 && month_ != name.month) return false;
    month_ = name.month;
  } else {
    weekday_ = name.weekday;
  }
  return true;
}

// A zone's name, with an offset behind it ("gmt+2", "est-0500") or an IANA name ("europe/brussels").
bool WordedReader::read_zone(std::string_view word) {
  if (peek() == '/' || peek() == '_') {
    const std::size_t begin = at_ - word.size();
    while (is_ascii_letter(peek()) || is_digit(peek()) || peek() == '/' || peek() == '_' || peek() == '-' ||
           peek() == '+')
      ++at_;
    iana_ = text_.substr(begin, at_ - begin);
    if (!iana_minutes(iana_, 0)) return false;
    return has_zone_ = true;
  }
  const auto minutes = zone_minutes(word);
  if (!minutes) return false;
  if (!has_zone_) parts_.zone_minutes = *minutes;
  has_zone_ = true;
  const std::size_t behind = at_;
  skip_spaces();
  const bool sign = (peek() == '+' || peek() == '-') && is_digit(peek(1));
  if (!sign || has_offset_) {
    at_ = behind;
    return true;
  }
  const auto offset = read_offset(text_, at_);
  if (!offset || is_digit(peek())) return false;
  parts_.zone_minutes = *offset;
  return has_offset_ = true;
}

bool WordedReader::read_word() {
  const std::size_t begin = at_;
  std::string joined;  // without the dots of "p.m."
  while (at_ < text_.size()) {
    const char c = peek();
    if (c == '.' && joined.size() <= 2 && is_ascii_letter(peek(1)) && !is_ascii_letter(peek(2)) &&
        (at_ - begin) % 2 == 1) {
      ++at_;
      continue;
    }
    std::size_t next = at_;
    const char32_t code_point = next_code_point(text_, next);
    if (!is_ascii_letter(c) && (code_point < 0x80 || is_east_asian(code_point))) break;
    joined.append(text_.substr(at_, next - at_));
    at_ = next;
  }
  const bool attached = begin > 0 && is_digit(text_[begin - 1]);
  if ((joined == "a" || joined == "p") && (peek() == '.' || peek() == ' ')) {  // "p. m."
    std::size_t ahead = at_;
    while (ahead < text_.size() && (text_[ahead] == '.' || text_[ahead] == ' ')) ++ahead;
    if (ahead < text_.size() && text_[ahead] == 'm' &&
        (ahead + 1 == text_.size() || !is_ascii_letter(text_[ahead + 1]))) {
      joined += 'm';
      at_ = ahead + 1;
    }
  }
  const auto half = half_of_day(joined);
  if (half && half_ < 0 && (has_clock_ || make_hour_of_last_number())) {
    half_ = *half;
    return true;
  }
  if (attached && is_ordinal_ending(joined)) return true;
  const bool numbered = last_was_number_;
  if (joined == "h" || joined == "uhr" || joined == "hrs" || joined == "ч") {
    if (numbered && !has_clock_ && date_is_full() && make_hour_of_last_number()) return read_minute();
  }
  last_was_number_ = false;
  if (has_clock_ && (joined.size() > 1 || joined == "z") && read_zone(joined)) return true;
  if (has_clock_ && peek() == '/') return false;
  if (const DateName* const name = find_date_name(joined)) return take_name(*name);
  if (joined == "t" && numbered && !has_clock_) return is_digit(peek());
  if (joined == "thang" || joined == "thg" || joined == "thng") {
    next_is_month_ = true;
    return true;
  }
  if (is_filler(joined)) return true;
  return has_clock_ && joined.size() == 1 && read_zone(joined);
}

bool WordedReader::take_unit(const EastAsianWord& word) {
  const bool numbered = last_was_number_ && numbers_used_ > 0;
  const auto pop = [&] {
    last_was_number_ = false;
    return numbers_[--numbers_used_];
  };
  switch (word.unit) {
    case DateUnit::year: {
      if (!numbered || year_set_) return false;
      const Number number = pop();
      parts_.year = era_ != 0 ? era_ + number.value : full_year(number.value, number.digits);
      return year_set_ = true;
    }
    case DateUnit::month:
      if (!numbered) return true;  // (月): Monday
      month_ = pop().value;
      return month_ >= 1 && month_ <= 12;
    case DateUnit::day:
      if (!numbered) return true;  // (日): Sunday
      day_ = pop().value;
      return day_ >= 1;
    case DateUnit::hour:
      if (!numbered || has_clock_) return false;
      parts_.hour = pop().value;
      return has_clock_ = true;
    case DateUnit::minute:
      if (!numbered || !has_clock_) return false;
      parts_.minute = pop().value;
      return true;
    case DateUnit::second:
      if (!numbered || !has_clock_) return false;
      parts_.second = pop().value;
      return true;
    case DateUnit::weekday:
      weekday_ = word.value;
      return true;
    case DateUnit::month_name:
      if (month_ != 0) return false;
      month_ = word.value;
      return true;
    case DateUnit::morning:
      half_ = 0;
      return true;
    case DateUnit::afternoon:
      half_ = 1;
      return true;
    case DateUnit::noon:
      half_ = 2;
      return true;
    case DateUnit::era:
      era_ = word.value;
      return true;
    case DateUnit::none:
      return true;
  }
  return false;
}

bool WordedReader::read_east_asian() {
  std::size_t next = at_;
  const char32_t c = next_code_point(text_, next);
  const EastAsianWord* const word = east_asian_word(text_.substr(at_));
  if (word == nullptr) return false;
  if (c >= 0xAC00) korean_ = true;
  at_ += word->text.size();
  return take_unit(*word);
}

std::optional<Instant> read_worded_date(std::string_view folded) { return WordedReader(folded).read(); }

}  // namespace eightbells
