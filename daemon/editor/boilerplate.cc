// The patterns are general: shapes that many sites share, never one site's page. Each is tried on a single
// line, so that none can run away; ICU's engine keeps its backtracking on a bounded heap and is given a time
// limit besides.
#include "daemon/editor/boilerplate.h"

#include <unicode/normalizer2.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "daemon/editor/letters.h"
#include "feeds/base/utf8.h"
#include "feeds/text/url.h"

namespace eightbells {

namespace {

constexpr std::size_t kMaxLine = 8192;      // bytes of one line that are looked at
constexpr std::int32_t kMatchSteps = 2000;  // ICU's unit, some milliseconds

// A regular expression over UTF-8 lines.
class Pattern {
 public:
  explicit Pattern(const char* expression, std::uint32_t flags = UREGEX_CASE_INSENSITIVE) {
    UErrorCode status = U_ZERO_ERROR;
    pattern_.reset(icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(expression), flags, status));
  }

  [[nodiscard]] bool matches(const icu::UnicodeString& line) const {
    UErrorCode status = U_ZERO_ERROR;
    const auto matcher = matcher_for(line, status);
    return matcher && matcher->matches(status) && U_SUCCESS(status);
  }

  // What it matches is removed from `line`; whether there was anything.
  bool remove_from(icu::UnicodeString& line, const char16_t* by = u"") const {
    UErrorCode status = U_ZERO_ERROR;
    const auto matcher = matcher_for(line, status);
    if (!matcher || !matcher->find()) return false;
    const icu::UnicodeString replaced = matcher->replaceAll(by, status);
    if (U_FAILURE(status)) return false;
    line = replaced;
    return true;
  }

 private:
  std::unique_ptr<icu::RegexMatcher> matcher_for(const icu::UnicodeString& line, UErrorCode& status) const {
    if (!pattern_) return nullptr;
    std::unique_ptr<icu::RegexMatcher> matcher(pattern_->matcher(line, status));
    if (U_FAILURE(status) || !matcher) return nullptr;
    matcher->setTimeLimit(kMatchSteps, status);
    return matcher;
  }

  std::unique_ptr<icu::RegexPattern> pattern_;
};

using Patterns = std::vector<Pattern>;

Patterns compile(std::initializer_list<const char*> expressions) {
  Patterns out;
  out.reserve(expressions.size());
  for (const char* expression : expressions) out.emplace_back(expression);
  return out;
}

// Lines that are nothing else.
const Patterns& whole_lines() {
  static const Patterns kPatterns = compile({
      R"((read|see|view|show|learn|find out|load|click|tap)\b.{0,12}\b(more|here|full (story|article|post))\b.{0,60})",
      R"((continue|keep) reading\b.*)",
      R"(the post .{1,300} (appeared first|first appeared) on .{1,120})",
      R"(this (article|post|story) (was )?(originally |first )?(appeared|published|posted).{0,160})",
      R"((comments|article|post) url: ?\S*.*)",
      R"(points: ?\d+.*)",
      R"(# ?comments: ?\d+)",
      R"((comments|discuss(ion)?|permalink|share|tweet|print|email|save|advertisement|sponsored|ad|link|source))",
      R"(submitted by .{1,80}(\[link\]|\[comments\]|\[links?\]).*)",
      R"(((image|photo|picture|video|featured image|photograph|illustration)s?( credit| courtesy| source)?s?( by)?|credit|getty images)( ?[:/|] ?| (of|by|via|from) ).{1,160})",
      R"(\(?(image|photo|picture) ?(credit)?:.{1,160})",
      R"((subscribe|sign up|sign in|log in|register|join|follow us|like us|listen|watch|download|donate|become a (member|patron)|support us|get the)\b.{0,60}\b(newsletter|updates?|podcast|channel|account|community|list|inbox|app|today|free|now|us|on (twitter|x|facebook|linkedin|telegram|youtube|spotify|discord))\b.{0,80})",
      R"(by [\p{L}.'’-]+( [\p{L}.'’-]+){1,3}(,? (and|&) .{1,60})?([,|·—–-].{0,80})?)",
      R"((written|posted|published|reported|edited|authored|last updated|updated)( by| on| at|:).{1,100})",
      R"(\d+ ?(min(ute)?s?|hours?|days?)( read| ago| to read).*)",
      R"((copyright|©|\(c\)) ?.{0,120}|all rights reserved.*)",
      R"((tags?|topics?|categor(y|ies)|filed under|related|related articles?|see also|further reading|keywords|share this|table of contents|contents)( ?:.*)?)",
      R"((点击|扫码|长按|戳|滑动).{0,20}(查看|阅读|关注|下载|了解|原文|全文|更多|此处|这里).{0,30})",
      R"(((继续)?阅读(全文|原文|更多)|查看(全文|原文|更多|详情)|展开全文|未完待续|更多精彩.*|相关阅读.*|延伸阅读.*|推荐阅读.*|往期.{0,8})[:：>》…\.\s]*)",
      R"((本文|文章|内容|原文|稿件|转载).{0,6}(来自|来源|源自|首发|转载|载自|刊发|授权|作者|标题).{0,200})",
      R"((作者|记者|编辑|责编|责任编辑|校对|撰文|文|图|出品|监制|策划|来源|图源|图片来源|头图|题图|视频|封面|审校|编译|整理|译者|排版|设计|排版|微信|公众号)(来源|来自)? ?[丨｜|/:：│].{0,80})",
      R"([^。！？]{0,30}(资料图|图源|图片来源|视频截图)[^。！？]{0,30}|[（(]?(图片|题图|头图|配图|图)[:：].{1,60})",
      R"(.{0,10}(版权|著作权).{0,20}(所有|归|声明).{0,100})",
      R"((欢迎|请)?(关注|订阅|加入|添加).{0,20}(公众号|微信|频道|社群|交流群|我们|newsletter).{0,60})",
      R"((广告|赞助|推广)?声明[:：].{0,300}|免责声明.{0,300}|风险提示.{0,200}|.{0,20}不构成(任何)?投资建议.{0,60})",
      R"([\p{P}\p{S}\s\d]*)",
  });
  return kPatterns;
}

// What is taken from the front of a line.
const Patterns& line_heads() {
  static const Patterns kPatterns = compile({
      R"(^\s*(RT|via) @\w{1,30}: ?)",
      R"(^\s*(\.?@\w{1,30}[\s,]+)+(?=\S))",
      R"(^\s*(\d{1,2} ?/ ?\d{1,2}|\d{1,2}/|\(\d{1,2}/\d{1,2}\)|\[\d{1,2}/\d{1,2}\])[\s):.]+)",
      R"(^\s*[-*•·▪▫◦‣●○■□◆◇→>»›―–—]+\s+)",
      R"(^\s*[•·▪▫◦‣●○■□◆◇→»›]+)",
      R"(^\s*\d{1,2}[.)、]\s+(?=\p{L}))",
      // Datelines: "SAN FRANCISCO, July 30 (Reuters) - ", "LONDON (AP) — ", "July 30, 2026 — ".
      R"(^\s*(?-i:[A-Z][\p{L}. ]{2,30}(, [\p{L}. ]{2,20})?(, [A-Z][a-z]{2,8}\.? \d{1,2}(, \d{4})?)? ?\([A-Z][\p{L}. /]{1,30}\) ?[-–—]+ ))",
      R"(^\s*(?-i:[A-Z][A-Z. ]{2,30}(, [\p{L}. ]{2,20})?,? [A-Z][a-z]{2,8}\.? \d{1,2}(, \d{4})? ?[-–—]+ ))",
      R"(^\s*(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4}\s*(?=(?-i:\p{Lu})))",
      R"(^\s*((Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2},? \d{4}) ?[-–—|:] )",
      // Chinese news agencies: "IT之家 7 月 30 日消息，", "36氪获悉，", "新华社北京7月30日电（记者 某某）",
      // "【某网 记者某某】".
      R"(^\s*[【\[][^】\]]{0,24}(记者|讯|报道|综合|消息|编译)[^】\]]{0,24}[】\]]\s*)",
      R"(^\s*[\p{L}\d·\. ]{2,16}?\s?(\d{4} ?年 ?)?(\d{1,2} ?月 ?)?\d{1,2} ?日(上午|下午|晚间?|凌晨)? ?(消息|讯|电|报道|获悉)(（[^）]{1,40}）|\([^)]{1,40}\))?[，,：: ]*)",
      R"(^\s*[\p{L}\d·]{2,14} ?(获悉|讯|综合报道|快讯|消息)[，,：:]\s*)",
      R"(^\s*(划重点|导读|摘要|核心提示|编者按|前言|导语|简介|TL;? ?DR|Summary|Abstract|Key points)[:：]\s*)",
      R"(^\s*(文|图|作者|来源|编辑|记者)[丨｜|/／][^\s，。]{1,16}\s+)",
  });
  return kPatterns;
}

// What is taken from the end of a line.
const Patterns& line_tails() {
  static const Patterns kPatterns = compile({
      R"(\s*the post .{1,300} (appeared first|first appeared) on .{1,120}$)",
      R"(\s*\(?(read more|continue reading|read the full (story|article|post)|learn more|see more|more info|full story|view full post|click here)\b[^.]{0,60}[\s.:»›>→…)]*$)",
      R"(\s*(comments|article) url: ?\S.*$)",
      R"(\s*submitted by .{0,80}\[link\].*$)",
      R"(\s*[\[(](link|comments|more|…|\.\.\.|&hellip;|continued|video|image|photo)[\])]\s*$)",
      R"(\s*\((image|photo|picture|credit|source|photograph)s?( credit| courtesy)?( by)?:?[^()]{1,100}\)\s*$)",
      R"(\s*[（(](图源|来源|图片来源|作者|编辑|责编|责任编辑|记者|完|校对|文|编译)[:：]?[^（）()]{0,60}[）)]\s*$)",
      R"(\s*(本文|文章|稿件)(来自|来源|源自|首发于|转载自|由).{0,200}$)",
      R"(\s*(>>>?|》》|→)?\s*(点击查看|点此查看|查看(全文|原文|更多|详情)|阅读(全文|原文|更多)|继续阅读|展开全文|了解更多).{0,20}$)",
      R"(\s*(责任编辑|责编|编辑|作者)[:：].{1,30}$)",
      R"((?<=[。！？.!?])\s*(subscribe|sign up|follow us|join our)\b.{0,120}$)",
      R"((?<=[。！？])\s*(欢迎)?(关注|订阅|扫码).{0,30}(公众号|频道|我们|社群).{0,30}$)",
      R"(\s*🧵.{0,12}$)",
      R"(\s*(👇|⬇️|↓|⤵️)+\s*$)",
      R"(\s+[(\[]?\d{1,2} ?/ ?\d{1,2}[)\]]?\s*$)",
      R"(\s*(via|by|h/t|cc|ht):? (@\w{1,30}[\s,]*)+$)",
  });
  return kPatterns;
}

void strip_links_and_tags(icu::UnicodeString& line) {
  // A link that is a part of its sentence leaves a gap that a reader can see.
  static const Pattern kInnerLink(R"((?<=\p{Ll}) https?://[^\s]+(?= (?!https?://)\p{Ll}))", 0);
  kInnerLink.remove_from(line, u" …");
  static const Pattern kLink(
      R"(\s*[(（]?\s*(https?://|www\.)[^\s<>"'，。；！？、）)】」》一-鿿]+[)）]?)");
  static const Pattern kShort(
      R"(\s*(?<![A-Za-z0-9.])(t\.co|pic\.twitter\.com|pic\.x\.com|bit\.ly|buff\.ly|lnkd\.in)/\w+)");
  static const Pattern kTailTags(R"((\s*[#＃][\p{L}\p{N}_]+[#＃]?)+\s*$)");
  static const Pattern kHeadTags(R"(^\s*([#＃][\p{L}\p{N}_]+[#＃]?\s+)+(?=[#＃]|\p{Lu}|\p{Lo}))");
  static const Pattern kInnerTag(R"((?<![\p{L}\p{N}&/])[#＃](?=\p{L}[\p{L}\p{N}_]+))");
  static const Pattern kClosingTag(R"((?<=\p{Lo})[#＃](?=\s|$|\p{Lo}|\p{P}))");
  kLink.remove_from(line);
  kShort.remove_from(line);
  kTailTags.remove_from(line);
  kHeadTags.remove_from(line);
  kInnerTag.remove_from(line);
  kClosingTag.remove_from(line);
}

// Letters dressed up with the mathematical alphabets ("𝗯𝗼𝗹𝗱") as plain ones.
void append_plain(std::string& out, char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) return;
  nfkc->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status).toUTF8String(out);
}

std::string without_emoji(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    const char32_t c = next_code_point(text, i);
    if (is_emoji(c)) out += ' ';
    else if (c >= 0x1D400 && c <= 0x1D7FF) append_plain(out, c);
    else out += text.substr(begin, i - begin);
  }
  return collapse_white_space(out);
}

std::string to_utf8_line(const icu::UnicodeString& line) {
  std::string out;
  line.toUTF8String(out);
  return out;
}

// Letters and digits of a site's name, small: "TechCrunch AI" and "techcrunch.com" meet in "techcrunch".
std::string squeezed(std::string_view name) {
  std::string out;
  for (const char32_t c : to_code_points(ascii_lower(name)))
    if (is_word_character(c)) append_code_point(out, c);
  return out;
}

std::size_t words_in(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char32_t c : to_code_points(text)) {
    if (is_han(c)) ++words;
    const bool letter = is_word_character(c) && !is_han(c);
    if (letter && !inside) ++words;
    inside = letter || (inside && (c == U'\'' || c == U'’' || c == U'.' || c == U'-'));
  }
  return words;
}

bool names_the_site(std::string_view suffix, std::string_view source_name, std::string_view link) {
  const std::string name = squeezed(suffix);
  if (name.size() < 2) return false;
  const std::string source = squeezed(source_name);
  if (source.size() > 2 && (source.find(name) != std::string::npos ||
                            (source.size() > 3 && name.find(source) != std::string::npos)))
    return true;
  std::string host = host_of(link);
  if (const auto dot = host.rfind('.'); dot != std::string::npos) host.resize(dot);
  const std::string squeezed_host = squeezed(host);
  return squeezed_host.size() > 2 && name.size() > 2 &&
         (squeezed_host.find(name) != std::string::npos || name.find(squeezed_host) != std::string::npos);
}

// Aggregators put the outlet behind every title.
bool is_aggregator(std::string_view link, std::string_view source_name) {
  const std::string host = host_of(link);
  const std::string name = ascii_lower(source_name);
  return host == "news.google.com" || host.find("news.yahoo.") != std::string::npos || host == "msn.com" ||
         name.find("google news") != std::string::npos;
}

bool looks_like_an_outlet(std::string_view suffix) {
  static const Pattern kOutlet(
      R"(.*\b(news|times|post|blog|daily|weekly|journal|magazine|review|tribune|herald|gazette|guardian|tv|radio|wire|insider|press|media|bbc|cnn|reuters|bloomberg|techcrunch|\w+\.(com|org|net|io|ai|cn|dev))|.*(网|新闻|日报|晚报|周刊|资讯|科技|频道|之家|财经|头条|在线))");
  return kOutlet.matches(icu::UnicodeString::fromUTF8(std::string(suffix)));
}

// One suffix behind a separator; whether there was one to take.
bool strip_site(std::string& title, std::string_view source_name, std::string_view link) {
  struct Separator {
    std::string_view text;
    bool strong;  // seldom anything but a site follows
  };
  static constexpr Separator kSeparators[] = {{" | ", true},  {" ｜ ", true}, {"｜", true},   {"丨", true},
                                              {"|", true},    {" - ", false}, {" – ", false}, {" — ", false},
                                              {" · ", false}, {" • ", false}, {" :: ", true}, {"_", false},
                                              {"-", false}};
  for (const auto& [text, strong] : kSeparators) {
    const auto at = title.rfind(text);
    if (at == std::string::npos || at == 0) continue;
    const std::string head(trim(std::string_view(title).substr(0, at)));
    const std::string suffix(trim(std::string_view(title).substr(at + text.size())));
    const std::size_t words = words_in(suffix);
    if (suffix.empty() || words == 0 || words > 8 || words_in(head) < 3) continue;
    const bool spaced = text.front() == ' ';
    bool site = names_the_site(suffix, source_name, link) && words * 2 <= words_in(head) + 2;
    if (!site && strong) site = words <= 4 && words_in(head) >= 5;
    if (!site && spaced && is_aggregator(link, source_name)) site = words <= 6;
    if (!site && (spaced || text == "_"))
      site = words <= 6 && words_in(head) >= 5 && looks_like_an_outlet(suffix);
    if (!spaced && (text == "-" || text == "_") && site && !is_han(to_code_points(suffix).front()))
      site = false;  // "GPT-Reuters" is a word
    if (!site) continue;
    title = head;
    return true;
  }
  return false;
}

const Patterns& title_heads() {
  static const Patterns kPatterns = compile({
      R"(^\s*【\p{Han}{1,5}】\s*(?=.{4}))",
      R"(^\s*\p{Han}{2,4}\s*[｜丨]\s*(?=.{8}))",
      R"(^\s*\[(video|watch|update|updated|breaking|live|exclusive|podcast|opinion|photos?|pdf|图|视频|转|原创|[DRNP]|Discussion|Research|News|Project)\]\s*(?=.{4}))",
      R"(^\s*(breaking( news)?|exclusive|watch( live)?|just in|update|updated|live|video|opinion|快讯|突发|独家|重磅|最新|刚刚|视频|组图|直播)\s?[:：|｜丨!！]\s*(?=.{4}))",
      R"(^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4}(?=\p{Lu}))",
  });
  return kPatterns;
}

const Patterns& title_tails() {
  static const Patterns kPatterns = compile({
      R"((?<=\S{4})\s*【\p{Han}{1,5}】\s*$)",
      R"(\s*\((?-i:\p{Lu}[\p{L}.'’ -]{3,50}/\p{Lu}[\p{L}&.'’ -]{1,40})\)\s*$)",  // (Author/Outlet)
      R"(\s*[\[(（【](video|watch|pdf|图|组图|视频|附.{1,8}|多图|full text|updated?|全文)[\])）】]\s*$)",
      R"((?<=\S{6})\s*[丨｜|]\s*(调查|专访|深度|独家|观察|快讯|评论|特写|对话|热点|早报|晚报|原创|聚焦|解读)\s*$)",
  });
  return kPatterns;
}

}  // namespace

std::string clean_line(std::string_view line) {
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(without_controls(truncate_code_points(line, kMaxLine)));
  for (int round = 0; round < 3; ++round) {
    bool changed = false;
    for (const auto& tail : line_tails()) changed = tail.remove_from(text) || changed;
    if (round == 0) strip_links_and_tags(text);
    for (const auto& head : line_heads()) changed = head.remove_from(text) || changed;
    const icu::UnicodeString bare = icu::UnicodeString::fromUTF8(without_emoji(to_utf8_line(text)));
    changed = changed || bare != text;
    text = bare;
    if (!changed) break;
  }
  return collapse_white_space(to_utf8_line(text));
}

namespace {

// Text that its sender broke at a column: most lines are 50 to 80 bytes long and end in the middle of a
// sentence.
bool is_wrapped(std::string_view text) {
  std::size_t lines = 0;
  std::size_t broken = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trim(text.substr(at, end - at));
    if (!line.empty()) ++lines;
    if (line.size() >= 50 && line.size() <= 80 &&
        std::string_view(".!?:;\"”").find(line.back()) == std::string_view::npos)
      ++broken;
    at = end + 1;
  }
  return lines >= 5 && broken * 2 > lines;
}

// Single line breaks as spaces: all of them in wrapped text, else those before a line that goes on in small
// letters.
std::string unwrapped(std::string_view text) {
  const bool all = is_wrapped(text);
  std::string out;
  std::size_t line = 0;  // bytes since the last break
  for (std::size_t i = 0; i < text.size(); ++i, ++line) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\n';
    const bool single = text[i] == '\n' && next != '\n' && (i == 0 || text[i - 1] != '\n');
    const bool joins = single && line >= 40 && (all || (next >= 'a' && next <= 'z')) &&
                       std::string_view("-*•").find(next) == std::string_view::npos;
    out += joins ? ' ' : text[i];
    if (text[i] == '\n') line = 0;
  }
  return out;
}

}  // namespace

std::vector<std::string> clean_lines(std::string_view whole_text, std::size_t limit) {
  const std::string joined = unwrapped(whole_text);
  std::string_view text = joined;
  std::vector<std::string> out;
  while (!text.empty() && out.size() < limit) {
    const std::size_t end = text.find('\n');
    const std::string raw = collapse_white_space(text.substr(0, std::min(end, kMaxLine)));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (raw.empty()) continue;
    const icu::UnicodeString whole = icu::UnicodeString::fromUTF8(raw);
    const auto is_boilerplate = [](const icu::UnicodeString& line) {
      return std::any_of(whole_lines().begin(), whole_lines().end(),
                         [&](const Pattern& p) { return p.matches(line); });
    };
    if (is_boilerplate(whole)) continue;
    std::string line =
        clean_line(raw.ends_with("\\n") ? raw.substr(0, raw.size() - 2) : raw);  // an escape that leaked
    if (line.empty() || is_boilerplate(icu::UnicodeString::fromUTF8(line))) continue;
    out.push_back(std::move(line));
  }
  return out;
}

std::string clean_title(std::string_view title, std::string_view source_name, std::string_view link) {
  const std::string plain = collapse_white_space(without_controls(truncate_code_points(title, kMaxLine)));
  std::string text = without_emoji(plain);
  icu::UnicodeString line = icu::UnicodeString::fromUTF8(text);
  static const Pattern kTags(R"((\s+[#＃][\p{L}\p{N}_]+)+\s*$)");
  static const Pattern kLinks(R"(\s*https?://\S+)");
  static const Pattern kRepository(R"(^([\w.-]+) / ([\w.-]+)$)");
  kLinks.remove_from(line);
  kTags.remove_from(line);
  kRepository.remove_from(line, u"$1/$2");
  for (const auto& head : title_heads()) head.remove_from(line);
  for (const auto& tail : title_tails()) tail.remove_from(line);
  text = collapse_white_space(to_utf8_line(line));
  for (int round = 0; round < 2 && strip_site(text, source_name, link); ++round) {
  }
  for (const std::string_view end : {"。", "．", ".", "，", ",", "；", ";", "："})
    if (text.size() > end.size() + 8 && text.ends_with(end) && !text.ends_with("..."))
      text.resize(text.size() - end.size());
  text = std::string(trim(text));
  return text.empty() ? plain : text;
}

}  // namespace eightbells
