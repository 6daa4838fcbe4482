// Numbers and dates in Chinese and English text, brought to one form, so that 50公斤 and "50 kg", 900万 and
// "9 million", 1月6日 and "Jan 6" can be compared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eightbells {

enum class Dimension {
  none,
  percent,
  dollar,
  yuan,
  euro,
  other_money,
  time,
  weight,
  length,
  power,
  energy,
  data,
  temperature,
  times
};

// One way to read a number: 30M is thirty million, or thirty metres.
struct Reading {
  double value = 0;  // with its multiplier (万, million), without its unit
  double base = 0;   // in the base unit of its dimension
  Dimension dimension = Dimension::none;
};

struct NumberFact {
  std::vector<Reading> readings;
  std::string text;     // as written
  bool hedged = false;  // "about", 超过: it may be rounded
  bool counted =
      false;  // a small number in words that one can get by counting ("two companies"): no fact of its own
};

struct DateFact {
  int year = 0;  // 0: not said
  int month = 0;
  int day = 0;
  int quarter = 0;
  std::string text;
};

struct Figures {
  std::vector<NumberFact> numbers;
  std::vector<DateFact> dates;
};

// `strict` reads what a reader takes for a number; otherwise everything that could be one, digits inside
// names included (what evidence is read with). `text` is the result of plain_form().
[[nodiscard]] Figures figures_of(std::u32string_view text, bool strict);

// Text as the fact finders read it: compatibility forms folded (full-width digits, ℃), trade marks dropped.
[[nodiscard]] std::u32string plain_form(std::string_view text);

// Whether the two can be the same quantity: equal, or one rounded to the other's digits.
[[nodiscard]] bool same_number(const NumberFact& said, const NumberFact& known);

}  // namespace eightbells
