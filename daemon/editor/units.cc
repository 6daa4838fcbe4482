#include "daemon/editor/units.h"

#include <algorithm>
#include <array>
#include <string>

#include "daemon/editor/letters.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

bool is_in(char32_t c, std::u32string_view set) { return c != 0 && set.find(c) != std::u32string_view::npos; }
char32_t at_or_zero(std::u32string_view text, std::size_t at) { return at < text.size() ? text[at] : U'\0'; }

// The Latin word that begins at `at`, in small letters.
std::string word_at(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && end - at < 14 && is_latin(text[end])) ++end;
  return ascii_lower(from_code_points(text.substr(at, end - at)));
}

struct HanFactor {
  std::u32string_view text;
  double factor;
};
constexpr std::array<HanFactor, 12> kHanFactors = {{{U"万亿", 1e12},
                                                    {U"千亿", 1e11},
                                                    {U"百亿", 1e10},
                                                    {U"十亿", 1e9},
                                                    {U"千万", 1e7},
                                                    {U"百万", 1e6},
                                                    {U"十万", 1e5},
                                                    {U"亿", 1e8},
                                                    {U"万", 1e4},
                                                    {U"千", 1e3},
                                                    {U"百", 1e2},
                                                    {U"兆", 1e12}}};

struct WordFactor {
  std::string_view word;
  double factor;
};
constexpr std::array<WordFactor, 16> kWordFactors = {{{"hundred", 1e2},
                                                      {"thousand", 1e3},
                                                      {"thousands", 1e3},
                                                      {"million", 1e6},
                                                      {"millions", 1e6},
                                                      {"mn", 1e6},
                                                      {"mln", 1e6},
                                                      {"mm", 1e6},
                                                      {"billion", 1e9},
                                                      {"billions", 1e9},
                                                      {"bn", 1e9},
                                                      {"bln", 1e9},
                                                      {"trillion", 1e12},
                                                      {"trillions", 1e12},
                                                      {"tn", 1e12},
                                                      {"lakh", 1e5}}};

struct HanUnit {
  std::u32string_view text;
  Dimension dimension;
  double factor;
};
constexpr double kDay = 86400;
constexpr double kYear = 365.25 * kDay;
constexpr std::array<HanUnit, 58> kHanUnits = {{
    {U"个百分点", Dimension::percent, 1},
    {U"百分点", Dimension::percent, 1},
    {U"人民币", Dimension::yuan, 1},
    {U"美元", Dimension::dollar, 1},
    {U"美金", Dimension::dollar, 1},
    {U"欧元", Dimension::euro, 1},
    {U"英镑", Dimension::other_money, 1},
    {U"日元", Dimension::other_money, 2},
    {U"韩元", Dimension::other_money, 3},
    {U"港元", Dimension::other_money, 4},
    {U"港币", Dimension::other_money, 4},
    {U"元", Dimension::yuan, 1},
    {U"块", Dimension::yuan, 1},
    {U"毫秒", Dimension::time, 1e-3},
    {U"秒", Dimension::time, 1},
    {U"分钟", Dimension::time, 60},
    {U"个小时", Dimension::time, 3600},
    {U"小时", Dimension::time, 3600},
    {U"个工作日", Dimension::time, kDay},
    {U"天", Dimension::time, kDay},
    {U"日", Dimension::time, kDay},
    {U"个星期", Dimension::time, 7 * kDay},
    {U"星期", Dimension::time, 7 * kDay},
    {U"周", Dimension::time, 7 * kDay},
    {U"个月", Dimension::time, kYear / 12},
    {U"个季度", Dimension::time, kYear / 4},
    {U"年", Dimension::time, kYear},
    {U"世纪", Dimension::time, 100 * kYear},
    {U"公斤", Dimension::weight, 1},
    {U"千克", Dimension::weight, 1},
    {U"毫克", Dimension::weight, 1e-6},
    {U"克", Dimension::weight, 1e-3},
    {U"吨", Dimension::weight, 1e3},
    {U"斤", Dimension::weight, 0.5},
    {U"磅", Dimension::weight, 0.4536},
    {U"公里", Dimension::length, 1e3},
    {U"千米", Dimension::length, 1e3},
    {U"厘米", Dimension::length, 1e-2},
    {U"毫米", Dimension::length, 1e-3},
    {U"微米", Dimension::length, 1e-6},
    {U"纳米", Dimension::length, 1e-9},
    {U"英里", Dimension::length, 1609.34},
    {U"英尺", Dimension::length, 0.3048},
    {U"英寸", Dimension::length, 0.0254},
    {U"米", Dimension::length, 1},
    {U"千瓦时", Dimension::energy, 1},
    {U"兆瓦时", Dimension::energy, 1e3},
    {U"度电", Dimension::energy, 1},
    {U"千瓦", Dimension::power, 1e3},
    {U"兆瓦", Dimension::power, 1e6},
    {U"吉瓦", Dimension::power, 1e9},
    {U"瓦", Dimension::power, 1},
    {U"字节", Dimension::data, 1},
    {U"摄氏度", Dimension::temperature, 1},
    {U"度", Dimension::temperature, 1},
    {U"倍", Dimension::times, 1},
    {U"成", Dimension::percent, 10},
    {U"折", Dimension::none, 1},
}};

struct WordUnit {
  std::string_view word;
  Dimension dimension;
  double factor;
  bool attached = false;  // only without a space
};
constexpr std::array<WordUnit, 87> kWordUnits = {{
    {"percent", Dimension::percent, 1},
    {"pct", Dimension::percent, 1},
    {"percentage", Dimension::percent, 1},
    {"dollars", Dimension::dollar, 1},
    {"dollar", Dimension::dollar, 1},
    {"usd", Dimension::dollar, 1},
    {"yuan", Dimension::yuan, 1},
    {"rmb", Dimension::yuan, 1},
    {"cny", Dimension::yuan, 1},
    {"renminbi", Dimension::yuan, 1},
    {"euros", Dimension::euro, 1},
    {"euro", Dimension::euro, 1},
    {"eur", Dimension::euro, 1},
    {"gbp", Dimension::other_money, 1},
    {"yen", Dimension::other_money, 2},
    {"won", Dimension::other_money, 3},
    {"ms", Dimension::time, 1e-3},
    {"milliseconds", Dimension::time, 1e-3},
    {"millisecond", Dimension::time, 1e-3},
    {"s", Dimension::time, 1, true},
    {"sec", Dimension::time, 1},
    {"second", Dimension::time, 1},
    {"seconds", Dimension::time, 1},
    {"min", Dimension::time, 60},
    {"mins", Dimension::time, 60},
    {"minute", Dimension::time, 60},
    {"minutes", Dimension::time, 60},
    {"h", Dimension::time, 3600, true},
    {"hr", Dimension::time, 3600},
    {"hrs", Dimension::time, 3600},
    {"hour", Dimension::time, 3600},
    {"hours", Dimension::time, 3600},
    {"day", Dimension::time, kDay},
    {"days", Dimension::time, kDay},
    {"week", Dimension::time, 7 * kDay},
    {"weeks", Dimension::time, 7 * kDay},
    {"month", Dimension::time, kYear / 12},
    {"months", Dimension::time, kYear / 12},
    {"year", Dimension::time, kYear},
    {"years", Dimension::time, kYear},
    {"decades", Dimension::time, 10 * kYear},
    {"kg", Dimension::weight, 1},
    {"kgs", Dimension::weight, 1},
    {"kilogram", Dimension::weight, 1},
    {"kilograms", Dimension::weight, 1},
    {"kilos", Dimension::weight, 1},
    {"g", Dimension::weight, 1e-3, true},
    {"gram", Dimension::weight, 1e-3},
    {"grams", Dimension::weight, 1e-3},
    {"mg", Dimension::weight, 1e-6},
    {"ton", Dimension::weight, 1e3},
    {"tons", Dimension::weight, 1e3},
    {"tonne", Dimension::weight, 1e3},
    {"tonnes", Dimension::weight, 1e3},
    {"lb", Dimension::weight, 0.4536},
    {"lbs", Dimension::weight, 0.4536},
    {"km", Dimension::length, 1e3},
    {"kilometers", Dimension::length, 1e3},
    {"kilometres", Dimension::length, 1e3},
    {"cm", Dimension::length, 1e-2},
    {"nm", Dimension::length, 1e-9},
    {"nanometer", Dimension::length, 1e-9},
    {"meters", Dimension::length, 1},
    {"metres", Dimension::length, 1},
    {"mile", Dimension::length, 1609.34},
    {"miles", Dimension::length, 1609.34},
    {"feet", Dimension::length, 0.3048},
    {"ft", Dimension::length, 0.3048},
    {"inch", Dimension::length, 0.0254},
    {"inches", Dimension::length, 0.0254},
    {"kwh", Dimension::energy, 1},
    {"mwh", Dimension::energy, 1e3},
    {"gwh", Dimension::energy, 1e6},
    {"kw", Dimension::power, 1e3},
    {"mw", Dimension::power, 1e6},
    {"megawatts", Dimension::power, 1e6},
    {"gw", Dimension::power, 1e9},
    {"gigawatts", Dimension::power, 1e9},
    {"gigawatt", Dimension::power, 1e9},
    {"watts", Dimension::power, 1},
    {"kb", Dimension::data, 1e3},
    {"mb", Dimension::data, 1e6},
    {"gb", Dimension::data, 1e9},
    {"tb", Dimension::data, 1e12},
    {"pb", Dimension::data, 1e15},
    {"x", Dimension::times, 1, true},
    {"times", Dimension::times, 1},
}};

void letter_factors(std::u32string_view text, std::size_t end, std::vector<Multiplier>& out) {
  const char32_t c = at_or_zero(text, end);
  if (is_latin(at_or_zero(text, end + 1)) || is_ascii_digit(at_or_zero(text, end + 1))) return;
  if (is_in(c, U"kK")) out.push_back({1e3, end + 1});
  if (is_in(c, U"mM")) out.push_back({1e6, end + 1});
  if (is_in(c, U"bB")) out.push_back({1e9, end + 1});
  if (is_in(c, U"tT")) out.push_back({1e12, end + 1});
  if (is_in(c, U"wW")) out.push_back({1e4, end + 1});
}

}  // namespace

std::vector<Multiplier> multipliers_at(std::u32string_view text, std::size_t end) {
  std::size_t at = end;
  while (at_or_zero(text, at) == U' ' && at - end < 2) ++at;
  if (is_in(at_or_zero(text, at), U"多余几来")) ++at;
  for (const auto& [word, factor] : kHanFactors)
    if (text.substr(at, word.size()) == word &&
        !(word == U"兆" && is_in(at_or_zero(text, at + 1), U"瓦字帕赫"))) {
      at += word.size();
      if (is_in(at_or_zero(text, at), U"多余")) ++at;
      return {{factor, at}};
    }
  const std::size_t word_begin = at_or_zero(text, at) == U'-' ? at + 1 : at;
  const std::string word = word_at(text, word_begin);
  if (!word.empty())
    for (const auto& [known, factor] : kWordFactors)
      if (word == known && !(word == "mm" && word_begin == end)) return {{factor, word_begin + word.size()}};
  std::vector<Multiplier> out = {{1, at}};
  if (at == end) letter_factors(text, end, out);
  return out;
}

Unit unit_at(std::u32string_view text, std::size_t begin) {
  std::size_t at = begin;
  while (at_or_zero(text, at) == U' ' && at - begin < 2) ++at;
  Unit unit;
  unit.end = begin;
  const char32_t c = at_or_zero(text, at);
  if (c == U'%') return {Dimension::percent, 1, Dimension::none, 1, at + 1};
  if (c == U'°')
    return {Dimension::temperature, 1, Dimension::none, 1,
            at + (is_in(at_or_zero(text, at + 1), U"CF") ? 2u : 1u)};
  if (c == U'×') return {Dimension::times, 1, Dimension::none, 1, at + 1};
  for (const auto& known : kHanUnits)
    if (text.substr(at, known.text.size()) == known.text) {
      if (known.text == U"成" && is_in(at_or_zero(text, at + 1), U"功为本立绩员果长就型熟")) break;
      return {known.dimension, known.factor, Dimension::none, 1, at + known.text.size()};
    }
  const std::size_t word_begin = c == U'-' ? at + 1 : at;
  const std::string word = word_at(text, word_begin);
  if (word.empty() || is_ascii_digit(at_or_zero(text, word_begin + word.size()))) return unit;
  for (const auto& known : kWordUnits) {
    if (word != known.word || (known.attached && at != begin)) continue;
    return {known.dimension, known.factor, Dimension::none, 1, word_begin + word.size()};
  }
  if (word == "m" && at == begin) return {Dimension::length, 1, Dimension::none, 1, at + 1};
  if (word == "w" && at == begin) return {Dimension::power, 1, Dimension::none, 1, at + 1};
  if (word == "t" && at == begin) return {Dimension::weight, 1e3, Dimension::none, 1, at + 1};
  if (word == "pounds" || word == "pound")
    return {Dimension::weight, 0.4536, Dimension::other_money, 1, word_begin + word.size()};
  return unit;
}

Dimension currency_before(std::u32string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] == U' ') --at;
  if (at == 0) return Dimension::none;
  switch (text[at - 1]) {
    case U'$':
      return Dimension::dollar;
    case U'¥':
      return Dimension::yuan;
    case U'€':
      return Dimension::euro;
    case U'£':
      return Dimension::other_money;
    default:
      return Dimension::none;
  }
}

double bare_multiplier_at(std::u32string_view text, std::size_t at) {
  const std::string word = word_at(text, at);
  for (const auto& [known, factor] : kWordFactors)
    if (word == known && word.size() > 3) return factor;
  return 0;
}

bool is_measure(char32_t c) {
  return is_in(c,
               U"个家款名位项种次年月日天周小分秒倍成元美人台部条座点岁篇层轮届代期辆颗枚只类大步阶季所城省州"
               U"件万亿度张份间组批句段册架艘股折%％");
}

}  // namespace eightbells
