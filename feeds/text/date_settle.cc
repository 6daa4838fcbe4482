// What the fields of a date mean together: which number is the year, and which half of the day it is.
#include "feeds/text/date_reader.h"

namespace eightbells {
namespace {

constexpr int kKoreanTime = 540;  // minutes east

}  // namespace

bool WordedReader::settle_month() {
  if (either_ == nullptr) return !next_is_month_;
  if (month_ == 0 && numbers_used_ < 3) {
    month_ = either_->month;
  } else {
    weekday_ = either_->weekday;
  }
  return !next_is_month_;
}

// Day and year beside a month's name: the year has four digits, or is over 31, or stands second.
bool WordedReader::settle_with_month() {
  parts_.month = month_;
  std::size_t left = numbers_used_;
  if (day_ != 0) parts_.day = day_;
  if (left == 2 && !year_set_ && day_ == 0) {
    const bool year_first = numbers_[0].digits > 2 || (numbers_[0].value > 31 && numbers_[1].digits <= 2);
    const Number& year = numbers_[year_first ? 0 : 1];
    const Number& day = numbers_[year_first ? 1 : 0];
    if (year.digits < 2 || day.digits > 2) return false;
    parts_.year = full_year(year.value, year.digits);
    parts_.day = day.value;
    return true;
  }
  if (left == 1 && !year_set_) {
    if (numbers_[0].digits != 4 && day_ == 0) return false;
    parts_.year = full_year(numbers_[0].value, numbers_[0].digits);
    return numbers_[0].digits >= 2 && (day_ != 0 || !has_clock_);
  }
  if (left == 1 && day_ == 0) {
    parts_.day = numbers_[0].value;
    return numbers_[0].digits <= 2;
  }
  return left == 0 && year_set_ && (day_ != 0 || !has_clock_);
}

bool WordedReader::try_order(std::size_t year, std::size_t month, std::size_t day) {
  const Number& y = numbers_[year];
  if (y.digits == 1 || y.digits == 3 || numbers_[month].digits > 2 || numbers_[day].digits > 2) return false;
  const int full = full_year(y.value, y.digits);
  if (!is_day_of_calendar(full, numbers_[month].value, numbers_[day].value)) return false;
  parts_.year = full;
  parts_.month = numbers_[month].value;
  parts_.day = numbers_[day].value;
  return true;
}

bool WordedReader::settle_by_order() {
  struct Order {
    std::size_t year, month, day;
  };
  static constexpr Order kYearFirst{0, 1, 2};
  static constexpr Order kDayFirst{2, 1, 0};
  static constexpr Order kMonthFirst{2, 0, 1};
  if (numbers_used_ == 2) {  // "12/2003", "2003/12"
    const bool year_first = numbers_[0].digits == 4;
    const Number& year = numbers_[year_first ? 0 : 1];
    const Number& month = numbers_[year_first ? 1 : 0];
    if (year.digits != 4 || month.digits > 2 || numbers_[0].mark == ' ' || has_clock_) return false;
    parts_.year = year.value;
    parts_.month = month.value;
    return true;
  }
  if (numbers_used_ != 3) return false;
  const char mark = numbers_[0].mark;
  if (numbers_[0].digits == 4) return try_order(0, 1, 2);
  if (mark == ' ' || numbers_[1].mark != mark) return false;
  std::array<Order, 3> orders{kDayFirst, kMonthFirst, kYearFirst};
  if (mark == '/' && !foreign_) orders = {kMonthFirst, kDayFirst, kYearFirst};
  if (mark == '-' && numbers_[2].digits == 2) orders = {kDayFirst, kYearFirst, kMonthFirst};
  bool found = false;
  DateParts first;
  for (const Order& order : orders) {
    if (!try_order(order.year, order.month, order.day)) continue;
    if (weekday_ == 0 || weekday_of(parts_.year, parts_.month, parts_.day) == weekday_) return true;
    if (!found) first = parts_;
    found = true;
  }
  if (found) parts_ = first;
  return found;
}

bool WordedReader::settle_date() {
  if (month_ != 0) return settle_with_month();
  return !year_set_ && day_ == 0 && settle_by_order();
}

bool WordedReader::settle_clock() {
  if (half_ >= 0 && !has_clock_) return false;
  if (half_ == 0) {
    if (parts_.hour > 12) return false;
    if (parts_.hour == 12) parts_.hour = 0;
  } else if (half_ == 1 && parts_.hour < 12) {
    parts_.hour += 12;  // "15:04 pm" means what it says
  } else if (half_ == 2 && parts_.hour < 3) {
    parts_.hour += 12;
  }
  if (!has_zone_ && korean_) parts_.zone_minutes = kKoreanTime;
  if (!iana_.empty() && !has_offset_) {
    DateParts local = parts_;
    local.zone_minutes = 0;
    const auto at = instant_of(local);
    if (!at) return false;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at->time_since_epoch()).count();
    const auto minutes = iana_minutes(iana_, seconds);
    if (!minutes) return false;
    parts_.zone_minutes = *minutes;
  }
  return true;
}

}  // namespace eightbells
