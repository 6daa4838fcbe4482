#include "daemon/digest/phrases.h"

#include <fmt/format.h>

namespace eightbells {

namespace {

bool is_chinese(std::string_view language) { return language.substr(0, 2) == "zh"; }

std::string counted(std::int64_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

}  // namespace

std::string_view default_title(std::string_view language) {
  return is_chinese(language) ? "{stamp} 过去{span}全球AI发生了什么？"
                              : "{stamp} What happened in AI in the last {span}?";
}

std::string_view default_intro(std::string_view language) {
  return is_chinese(language) ? "以下是过去一段时间全球AI领域的重点新闻回顾："
                              : "The main AI news of this period:";
}

std::string span_in_words(std::string_view language, Millis span) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(span).count();
  const bool chinese = is_chinese(language);
  if (minutes > 24 * 60 && minutes % (24 * 60) == 0)
    return chinese ? fmt::format("{}天", minutes / (24 * 60)) : counted(minutes / (24 * 60), "day");
  if (minutes >= 60 && minutes % 60 == 0)
    return chinese ? fmt::format("{}小时", minutes / 60) : counted(minutes / 60, "hour");
  if (minutes < 60) return chinese ? fmt::format("{}分钟", minutes) : counted(minutes, "minute");
  return chinese ? fmt::format("{}小时{}分钟", minutes / 60, minutes % 60)
                 : counted(minutes / 60, "hour") + " " + counted(minutes % 60, "minute");
}

std::string quiet_note(std::string_view language, Millis span, const CollectReport& report) {
  const int well = report.sources - report.failed - report.stale;
  if (is_chinese(language)) {
    if (report.sources > 0 && well <= 0) return "本期没有内容：所有信息源都未能正常读取。";
    return fmt::format("过去{}，{}个可读取的信息源没有值得报道的新内容。", span_in_words(language, span),
                       well);
  }
  if (report.sources > 0 && well <= 0) return "Nothing to report: none of the sources could be read.";
  return fmt::format("In the last {} the {} that could be read said nothing new.",
                     span_in_words(language, span), counted(well, "source"));
}

std::string blind_note(std::string_view language, const CollectReport& report) {
  if (report.failed == 0 && report.stale == 0) return {};
  if (is_chinese(language)) {
    std::string out = fmt::format("注：{}个信息源中", report.sources);
    if (report.failed > 0) out += fmt::format("有{}个未能读取", report.failed);
    if (report.stale > 0)
      out += fmt::format("{}有{}个已停止更新", report.failed > 0 ? "，" : "", report.stale);
    return out + "，本期内容可能不完整。";
  }
  std::string out = "Note: of " + counted(report.sources, "source") + ", ";
  if (report.failed > 0) out += fmt::format("{} failed", report.failed);
  if (report.stale > 0) out += fmt::format("{}{} went stale", report.failed > 0 ? " and " : "", report.stale);
  return out + "; this digest may be incomplete.";
}

}  // namespace eightbells
