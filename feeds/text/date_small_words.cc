#include <algorithm>
#include <iterator>

#include "feeds/text/date_words.h"

namespace eightbells {
namespace {

using U = DateUnit;

// Longer words before their beginnings.
constexpr EastAsianWord kEastAsian[] = {
    {"年", U::year},
    {"년", U::year},
    {"十一月", U::month_name, 11},
    {"十二月", U::month_name, 12},
    {"十月", U::month_name, 10},
    {"一月", U::month_name, 1},
    {"二月", U::month_name, 2},
    {"三月", U::month_name, 3},
    {"四月", U::month_name, 4},
    {"五月", U::month_name, 5},
    {"六月", U::month_name, 6},
    {"七月", U::month_name, 7},
    {"八月", U::month_name, 8},
    {"九月", U::month_name, 9},
    {"元月", U::month_name, 1},
    {"星期日", U::weekday, 1},
    {"星期天", U::weekday, 1},
    {"星期一", U::weekday, 2},
    {"星期二", U::weekday, 3},
    {"星期三", U::weekday, 4},
    {"星期四", U::weekday, 5},
    {"星期五", U::weekday, 6},
    {"星期六", U::weekday, 7},
    {"礼拜日", U::weekday, 1},
    {"礼拜天", U::weekday, 1},
    {"礼拜一", U::weekday, 2},
    {"礼拜二", U::weekday, 3},
    {"礼拜三", U::weekday, 4},
    {"礼拜四", U::weekday, 5},
    {"礼拜五", U::weekday, 6},
    {"礼拜六", U::weekday, 7},
    {"周日", U::weekday, 1},
    {"周一", U::weekday, 2},
    {"周二", U::weekday, 3},
    {"周三", U::weekday, 4},
    {"周四", U::weekday, 5},
    {"周五", U::weekday, 6},
    {"周六", U::weekday, 7},
    {"週日", U::weekday, 1},
    {"週一", U::weekday, 2},
    {"週二", U::weekday, 3},
    {"週三", U::weekday, 4},
    {"週四", U::weekday, 5},
    {"週五", U::weekday, 6},
    {"週六", U::weekday, 7},
    {"日曜日", U::weekday, 1},
    {"月曜日", U::weekday, 2},
    {"火曜日", U::weekday, 3},
    {"水曜日", U::weekday, 4},
    {"木曜日", U::weekday, 5},
    {"金曜日", U::weekday, 6},
    {"土曜日", U::weekday, 7},
    {"日曜", U::weekday, 1},
    {"月曜", U::weekday, 2},
    {"火曜", U::weekday, 3},
    {"水曜", U::weekday, 4},
    {"木曜", U::weekday, 5},
    {"金曜", U::weekday, 6},
    {"土曜", U::weekday, 7},
    {"일요일", U::weekday, 1},
    {"월요일", U::weekday, 2},
    {"화요일", U::weekday, 3},
    {"수요일", U::weekday, 4},
    {"목요일", U::weekday, 5},
    {"금요일", U::weekday, 6},
    {"토요일", U::weekday, 7},
    {"上午", U::morning},
    {"午前", U::morning},
    {"오전", U::morning},
    {"凌晨", U::morning},
    {"早上", U::morning},
    {"早晨", U::morning},
    {"清晨", U::morning},
    {"새벽", U::morning},
    {"下午", U::afternoon},
    {"午後", U::afternoon},
    {"오후", U::afternoon},
    {"晚上", U::afternoon},
    {"傍晚", U::afternoon},
    {"中午", U::noon},
    {"正午", U::noon},
    {"令和", U::era, 2018},
    {"平成", U::era, 1988},
    {"昭和", U::era, 1925},
    {"民國", U::era, 1911},
    {"民国", U::era, 1911},
    {"月", U::month},
    {"월", U::month},
    {"日", U::day},
    {"일", U::day},
    {"号", U::day},
    {"號", U::day},
    {"时", U::hour},
    {"時", U::hour},
    {"点", U::hour},
    {"點", U::hour},
    {"시", U::hour},
    {"分", U::minute},
    {"분", U::minute},
    {"秒", U::second},
    {"초", U::second},
    {"火", U::weekday, 3},
    {"水", U::weekday, 4},
    {"木", U::weekday, 5},
    {"金", U::weekday, 6},
    {"土", U::weekday, 7},
    {"화", U::weekday, 3},
    {"수", U::weekday, 4},
    {"목", U::weekday, 5},
    {"금", U::weekday, 6},
    {"토", U::weekday, 7},
    {"钟", U::none},
    {"鐘", U::none},
    {"整", U::none},
    {"公元", U::none},
    {"西元", U::none},
    {"西暦", U::none},
    {"发布于", U::none},
    {"发表于", U::none},
    {"發佈於", U::none},
    {"发布时间", U::none},
    {"发布", U::none},
    {"更新于", U::none},
    {"更新", U::none},
    {"于", U::none},
    {"於", U::none},
    {"公開", U::none},
    {"投稿", U::none},
    {"등록", U::none},
    {"입력", U::none},
    {"수정", U::none},
};

constexpr std::string_view kMornings[] = {"am", "a",   "πμ", "fm", "oo", "ص",
                                          "sa", "dop", "dp", "pd", "ap", "vm"};
constexpr std::string_view kAfternoons[] = {"pm", "p",   "μμ", "em", "os", "م",
                                            "ch", "odp", "op", "md", "ip", "nm"};

constexpr std::string_view kFillers[] = {
    "a",       "alle",      "am",
    "as",      "at",        "cas",
    "clock",   "d",         "da",
    "date",    "de",        "del",
    "den",     "der",       "di",
    "dia",     "die",       "din",
    "dnia",    "dne",       "do",
    "e",       "el",        "chu",
    "em",      "en",        "et",
    "feira",   "g",         "god",
    "goda",    "godine",    "godz",
    "godzina", "h",         "heures",
    "hodin",   "hora",      "horas",
    "hours",   "hrs",       "hs",
    "i",       "il",        "jam",
    "kell",    "kello",     "kl",
    "klo",     "klokken",   "la",
    "las",     "le",        "les",
    "luc",     "modified",  "ngay",
    "o",       "of",        "ob",
    "om",      "on",        "op",
    "ora",     "ore",       "orele",
    "pada",    "po",        "posted",
    "pubdate", "published", "publie",
    "pukul",   "r",         "roku",
    "saat",    "seit",      "the",
    "time",    "u",         "uhr",
    "um",      "uur",       "updated",
    "v",       "ve",        "veroffentlicht",
    "vom",     "y",         "в",
    "г",       "год",       "года",
    "ч",       "р",         "року",
    "στις",    "του",       "την",
    "на",
};

constexpr std::string_view kOrdinals[] = {"st",  "nd", "rd", "th", "er", "re", "ere",
                                          "eme", "e",  "o",  "a",  "º",  "ª"};

template <std::size_t N>
bool holds(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace

const EastAsianWord* east_asian_word(std::string_view text) {
  for (const EastAsianWord& word : kEastAsian) {
    if (text.starts_with(word.text)) return &word;
  }
  return nullptr;
}

std::optional<int> half_of_day(std::string_view word) {
  if (holds(kMornings, word)) return 0;
  if (holds(kAfternoons, word)) return 1;
  return std::nullopt;
}

bool is_filler(std::string_view word) { return holds(kFillers, word); }
bool is_ordinal_ending(std::string_view word) { return holds(kOrdinals, word); }

}  // namespace eightbells
