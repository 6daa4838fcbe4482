#include "daemon/editor/shape.h"

#include <fmt/format.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>

#include "daemon/editor/language.h"
#include "feeds/base/utf8.h"

namespace eightbells {

namespace {

// Whether an expression is found in a text that is short (the band has been checked).
bool is_found(const icu::RegexPattern* pattern, const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  if (!pattern) return false;
  const std::unique_ptr<icu::RegexMatcher> matcher(pattern->matcher(text, status));
  return U_SUCCESS(status) && matcher && matcher->find();
}

std::unique_ptr<icu::RegexPattern> compile(const char* expression) {
  UErrorCode status = U_ZERO_ERROR;
  return std::unique_ptr<icu::RegexPattern>(
      icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(expression), UREGEX_CASE_INSENSITIVE, status));
}

bool has_markup(const icu::UnicodeString& text) {
  static const auto kMarkup = compile(
      R"(\]\(|\*\*|__\w|`|~~|</?(a|b|i|p|u|em|br|hr|h[1-6]|li|ul|ol|tr|td|th|img|div|pre|code|span|font|table|style|script|iframe|strong|svg|object|embed|form|input|video|audio|body|html|head|meta|link|base)\b|<!|&[a-z]{2,8};|&#x?[0-9a-f]+;|^\s*(#{1,6} |[-*+] |>|\d{1,2}[.)] |---|\||\[[ x]\])|!\[|\$\$|\{\{|\}\}|javascript:|data:\w+/)");
  return is_found(kMarkup.get(), text);
}

bool has_link(const icu::UnicodeString& text) {
  static const auto kLink = compile(R"((?<![a-z])(https?|ftp|file)://|(?<![a-z])www\.\w)");
  return is_found(kLink.get(), text);
}

// What models say instead of an answer, and what a hostile text makes them say.
bool speaks_of_itself(const icu::UnicodeString& text) {
  static const auto kRefusal = compile(
      R"(\bas an? (ai|artificial|large)? ?(assistant|language model|model)\b|\bi('m| am) (sorry|unable|not able)\b|\bi (can(no|')t|cannot) (help|assist|comply|summari|provide|access)|\bi apologi[sz]e\b|(ignore|disregard|forget) (all |any )?(the )?(previous|prior|above|earlier) (instructions?|prompts?|rules)|\b(system|developer) prompt\b.{0,30}(above|says|is:)|作为(一个|一名)?(AI|人工智能)?(语言模型|助手|助理)|(很|非常)?抱歉，(我|无法)|我(无法|不能)(提供|协助|帮助|访问|完成)|(忽略|无视)(以上|之前|此前|前面|所有)[^。]{0,8}(指令|指示|提示|要求)|以下是(标题|摘要|JSON)|根据(您|你)(提供|的要求)|BEGIN ENTRIES|END ENTRIES)");
  return is_found(kRefusal.get(), text);
}

bool has_controls(std::string_view text) {
  return without_controls(text) != text || text.find('\n') != std::string_view::npos ||
         text.find('\r') != std::string_view::npos || text.find('\t') != std::string_view::npos;
}

std::optional<std::string> outside(std::string_view what, std::string_view text, int min, int max) {
  const std::size_t letters = count_code_points(text);
  if (letters >= static_cast<std::size_t>(min) && letters <= static_cast<std::size_t>(max))
    return std::nullopt;
  return fmt::format("the {} has {} characters, but {} to {} are asked for", what, letters, min, max);
}

std::optional<std::string> misshapen_text(std::string_view what, std::string_view text,
                                          std::string_view language) {
  if (has_controls(text)) return fmt::format("the {} is not one line of plain text", what);
  if (!is_written_in(text, language))
    return fmt::format("the {} is not written in the language {}", what, language);
  const icu::UnicodeString wide =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  if (has_markup(wide)) return fmt::format("the {} holds Markdown or HTML", what);
  if (has_link(wide)) return fmt::format("the {} holds a link", what);
  if (speaks_of_itself(wide))
    return fmt::format("the {} speaks of its writer or of the instructions instead of the news", what);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> misshapen(std::string_view title, std::string_view summary,
                                     std::string_view language, const LengthBand& band) {
  if (trim(title).empty()) return "the title is empty";
  if (trim(summary).empty()) return "the summary is empty";
  if (!is_valid_utf8(title) || !is_valid_utf8(summary)) return "the answer is not valid UTF-8";
  if (auto wrong = outside("title", title, band.title_min, band.title_max)) return wrong;
  if (auto wrong = outside("summary", summary, band.summary_min, band.summary_max)) return wrong;
  if (auto wrong = misshapen_text("title", title, language)) return wrong;
  return misshapen_text("summary", summary, language);
}

}  // namespace eightbells
