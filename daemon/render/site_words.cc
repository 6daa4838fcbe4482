#include "daemon/render/site_words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace eightbells {

namespace {

bool is_chinese(std::string_view language) { return language.substr(0, 2) == "zh"; }

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

std::string counted(std::int64_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string_view primary(std::string_view tag) { return tag.substr(0, tag.find_first_of("-_")); }

}  // namespace

const SiteWords& site_words(std::string_view language) {
  static const SiteWords kEnglish = {
      {"latest", "Latest"},
      {"archive", "Archive"},
      {"categories", "Categories"},
      {"feed", "Feed"},
      {"pages", "Pages"},
      {"skip", "Skip to the news"},
      {"written", "Written"},
      {"covers", "covers"},
      {"sources", "Sources"},
      {"failures", "Which sources failed"},
      {"origins", "Where each item came from"},
      {"neighbours", "Earlier and later"},
      {"update", "Update"},
      {"update_of", "Update of an earlier item"},
      {"also", "also: "},
      {"by_month", "By month"},
      {"half_blind", "half blind"},
      {"quiet", "quiet"},
      {"as_table", "The figures as a table"},
      {"day", "Day"},
      {"items", "Items"},
      {"nothing", "Nothing in the last 30 days."},
      {"other", "other"},
      {"all", "all"},
      {"most_a_window", "At most in a window: "},
      {"most_a_day", "At most in a day: "},
      {"no_title", "the post"},
      {"chart", "Items in each window of the last 30 days, by category"},
      {"chart_category", "Items a day in the last 30 days"},
      {"quiet_window", "quiet window: nothing to report"},
      {"blind_window", "half-blind window: a fifth of the sources or more could not be read"},
      {"made_by", "Made by"},
  };
  static const SiteWords kChinese = {
      {"latest", "最新"},
      {"archive", "归档"},
      {"categories", "分类"},
      {"feed", "订阅"},
      {"pages", "页面"},
      {"skip", "跳到正文"},
      {"written", "写于"},
      {"covers", "涵盖"},
      {"sources", "信息源"},
      {"failures", "哪些信息源未能读取"},
      {"origins", "每条新闻的来源"},
      {"neighbours", "更早与更新"},
      {"update", "更新"},
      {"update_of", "更新：此前的报道"},
      {"also", "另见："},
      {"by_month", "按月"},
      {"half_blind", "信息不全"},
      {"quiet", "平静"},
      {"as_table", "以表格显示数据"},
      {"day", "日期"},
      {"items", "条数"},
      {"nothing", "过去30天没有内容。"},
      {"other", "其他"},
      {"all", "全部"},
      {"most_a_window", "每期最多"},
      {"most_a_day", "每天最多"},
      {"no_title", "原帖"},
      {"chart", "过去30天每期的新闻条数（按分类）"},
      {"chart_category", "过去30天每天的新闻条数"},
      {"quiet_window", "平静：没有值得报道的新内容"},
      {"blind_window", "信息不全：五分之一或更多的信息源未能读取"},
      {"made_by", "出自"},
  };
  return is_chinese(language) ? kChinese : kEnglish;
}

std::string_view site_word(std::string_view language, std::string_view name) {
  for (const auto& [key, words] : site_words(language))
    if (key == name) return words;
  return {};
}

std::string items_in_words(std::string_view language, int items) {
  return is_chinese(language) ? fmt::format("{}条", items) : counted(items, "item");
}

std::string health_in_words(std::string_view language, const CollectReport& report) {
  const int well = report.sources - report.failed - report.stale;
  if (is_chinese(language)) {
    std::string out = fmt::format("{}个信息源中{}个读取正常", report.sources, well);
    if (report.failed > 0) out += fmt::format("，{}个未能读取", report.failed);
    if (report.stale > 0) out += fmt::format("，{}个已停止更新", report.stale);
    return out + "。";
  }
  std::string out = fmt::format("{} of {} read well", well, counted(report.sources, "source"));
  if (report.failed > 0) out += fmt::format(", {} failed", report.failed);
  if (report.stale > 0) out += fmt::format(", {} went stale", report.stale);
  return out + ".";
}

std::string original_in_words(std::string_view digest_language, std::string_view original) {
  if (original.empty() || primary(original) == primary(digest_language)) return {};
  const icu::Locale locale(std::string(primary(original)).c_str());
  const icu::Locale reader(is_chinese(digest_language) ? "zh" : "en");
  icu::UnicodeString name;
  locale.getDisplayLanguage(reader, name);
  std::string words;
  name.toUTF8String(words);
  if (words.empty() || words == primary(original)) return {};  // a tag that ICU has no name for
  return is_chinese(digest_language) ? "原文：" + words : "in " + words;
}

std::string day_in_words(std::string_view language, int year, int month, int day) {
  if (is_chinese(language)) return fmt::format("{}年{}月{}日", year, month, day);
  return fmt::format("{} {} {}", day, kMonths.at(static_cast<std::size_t>(month - 1)), year);
}

std::string month_in_words(std::string_view language, int year, int month) {
  if (is_chinese(language)) return fmt::format("{}年{}月", year, month);
  return fmt::format("{} {}", kMonths.at(static_cast<std::size_t>(month - 1)), year);
}

std::string voices_in_words(std::string_view language, const std::vector<std::string>& voices,
                            std::size_t most) {
  const std::vector<std::string> first(
      voices.begin(), voices.begin() + static_cast<std::ptrdiff_t>(std::min(most, voices.size())));
  std::string out = fmt::format("{}", fmt::join(first, is_chinese(language) ? "、" : ", "));
  if (voices.size() > most)
    out += is_chinese(language) ? fmt::format("等{}个", voices.size())
                                : fmt::format(" and {} more", voices.size() - most);
  return out;
}

}  // namespace eightbells
