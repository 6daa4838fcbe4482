// The reader of dates in words (date_words.cc fills the fields, date_settle.cc decides what they mean).
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "feeds/text/date_names.h"
#include "feeds/text/date_parts.h"
#include "feeds/text/date_words.h"

namespace eightbells {

inline constexpr std::size_t kMostNumbers = 3;
struct Number {
  int value = 0;
  std::size_t digits = 0;
  char mark = ' ';  // what stands between it and the next: '.', '/', '-' or nothing
};

class WordedReader {
 public:
  explicit WordedReader(std::string_view text) : text_(text) {}

  std::optional<Instant> read();

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void skip_spaces() {
    while (peek() == ' ') ++at_;
  }

  bool read_piece();
  bool read_number();
  bool read_clock(int hour);
  bool read_dotted_clock(int hour);
  bool read_sign();
  bool read_minute();
  bool read_word();
  bool read_zone(std::string_view word);
  bool read_east_asian();
  bool take_unit(const EastAsianWord& word);
  bool take_name(const DateName& name);
  bool skip_comment();
  bool make_hour_of_last_number();

  [[nodiscard]] bool date_is_full() const { return numbers_used_ + (month_ != 0) + (year_set_ ? 1 : 0) >= 3; }
  bool settle_month();
  bool settle_date();
  bool settle_with_month();
  bool settle_by_order();
  bool settle_clock();
  bool try_order(std::size_t year, std::size_t month, std::size_t day);

  std::string_view text_;
  std::size_t at_ = 0;
  DateParts parts_;
  std::array<Number, kMostNumbers> numbers_{};
  std::size_t numbers_used_ = 0;
  bool last_was_number_ = false;  // numbers_'s last stands directly before
  bool next_is_month_ = false;    // Vietnamese "tháng 5"
  int month_ = 0;
  int day_ = 0;
  int weekday_ = 0;
  int era_ = 0;
  const DateName* either_ = nullptr;  // a name that is a month or a weekday
  bool year_set_ = false;
  bool has_clock_ = false;
  bool has_zone_ = false;
  bool has_offset_ = false;
  bool korean_ = false;
  bool foreign_ = false;  // a name that is not English: then no order is the American one
  int half_ = -1;         // 0 before noon, 1 after, 2 about noon
  std::string_view iana_;
};

}  // namespace eightbells
