#include "feeds/text/charset_names.h"

#include <iconv.h>

#include <algorithm>

#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

constexpr std::size_t kLongestLabel = 40;
constexpr auto npos = std::string_view::npos;

struct Alias {
  std::string_view label;
  std::string_view charset;
};

// Sorted by label. Only what ICU would take otherwise, or not know.
constexpr Alias kAliases[] = {
    {"ansi_x3.4-1968", "us-ascii"},
    {"ascii", "us-ascii"},
    {"big5", "big5-hkscs"},
    {"big5-eten", "big5-hkscs"},
    {"chinese", "gb18030"},
    {"cn-big5", "big5-hkscs"},
    {"cp1252", "windows-1252"},
    {"cp819", "windows-1252"},
    {"cp874", "windows-874"},
    {"cp932", "windows-31j"},
    {"cp936", "gb18030"},
    {"cp949", "windows-949"},
    {"cp950", "big5-hkscs"},
    {"csbig5", "big5-hkscs"},
    {"cseuckr", "windows-949"},
    {"csgb2312", "gb18030"},
    {"csiso58gb231280", "gb18030"},
    {"csisolatin1", "windows-1252"},
    {"csisolatin5", "windows-1254"},
    {"csksc56011987", "windows-949"},
    {"csshiftjis", "windows-31j"},
    {"dos-874", "windows-874"},
    {"euc-cn", "gb18030"},
    {"euc-kr", "windows-949"},
    {"euc_cn", "gb18030"},
    {"euc_jp", "euc-jp"},
    {"euc_kr", "windows-949"},
    {"euccn", "gb18030"},
    {"eucjp", "euc-jp"},
    {"euckr", "windows-949"},
    {"gb2312", "gb18030"},
    {"gb_2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"iso-8859-1", "windows-1252"},
    {"iso-8859-11", "windows-874"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-9", "windows-1254"},
    {"iso-ir-100", "windows-1252"},
    {"iso-ir-149", "windows-949"},
    {"iso8859-1", "windows-1252"},
    {"iso88591", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"iso_8859-1:1987", "windows-1252"},
    {"koi", "koi8-r"},
    {"koi8", "koi8-r"},
    {"koi8-ru", "koi8-u"},
    {"korean", "windows-949"},
    {"ks_c_5601-1987", "windows-949"},
    {"ks_c_5601-1989", "windows-949"},
    {"ksc5601", "windows-949"},
    {"ksc_5601", "windows-949"},
    {"l1", "windows-1252"},
    {"l5", "windows-1254"},
    {"latin1", "windows-1252"},
    {"latin5", "windows-1254"},
    {"logical", "iso-8859-8"},
    {"mac", "macintosh"},
    {"maccentraleurope", "x-mac-centraleurroman"},
    {"maccyrillic", "x-mac-cyrillic"},
    {"macgreek", "x-mac-greek"},
    {"maclatin2", "x-mac-centraleurroman"},
    {"macroman", "macintosh"},
    {"macturkish", "x-mac-turkish"},
    {"ms932", "windows-31j"},
    {"ms936", "gb18030"},
    {"ms949", "windows-949"},
    {"ms950", "big5-hkscs"},
    {"ms_kanji", "windows-31j"},
    {"shift-jis", "windows-31j"},
    {"shift_jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"tis-620", "windows-874"},
    {"uhc", "windows-949"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"us-ascii", "us-ascii"},
    {"utf", "UTF-8"},
    {"utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
    {"utf_8", "UTF-8"},
    {"visual", "iso-8859-8"},
    {"win-1251", "windows-1251"},
    {"win1251", "windows-1251"},
    {"windows-936", "gb18030"},
    {"x-cp1250", "windows-1250"},
    {"x-cp1251", "windows-1251"},
    {"x-cp1252", "windows-1252"},
    {"x-euc-jp", "euc-jp"},
    {"x-gbk", "gb18030"},
    {"x-mac-roman", "macintosh"},
    {"x-mac-ukrainian", "x-mac-cyrillic"},
    {"x-sjis", "windows-31j"},
    {"x-unicode20utf8", "UTF-8"},
    {"x-x-big5", "big5-hkscs"},
};

constexpr bool is_sorted_by_label() {
  for (std::size_t i = 1; i < std::size(kAliases); ++i) {
    if (!(kAliases[i - 1].label < kAliases[i].label)) return false;
  }
  return true;
}
static_assert(is_sorted_by_label());

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_quote(char c) { return c == '"' || c == '\''; }

// The label behind the '=' at or after `at`, which may be quoted.
std::string label_after(std::string_view text, std::size_t at, std::string_view equals) {
  while (at < text.size() && is_space(text[at])) ++at;
  if (at >= text.size() || equals.find(text[at]) == npos) return {};
  ++at;
  while (at < text.size() && (is_space(text[at]) || is_quote(text[at]))) ++at;
  const std::size_t begin = at;
  while (at < text.size() && !is_space(text[at]) && !is_quote(text[at]) && text[at] != ';' &&
         text[at] != '>' && text[at] != ',' && text[at] != '?')
    ++at;
  return charset_of_label(text.substr(begin, at - begin));
}

}  // namespace

std::string charset_of_label(std::string_view label) {
  const std::string name = ascii_lower(trim(label));
  if (name.empty() || name.size() > kLongestLabel) return {};
  // ICU reads options behind a comma and file names with a slash: not from strangers.
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':' ||
           c == '+' || c == '(' || c == ')';
  };
  if (!std::all_of(name.begin(), name.end(), allowed)) return {};
  const auto* const found =
      std::lower_bound(std::begin(kAliases), std::end(kAliases), name,
                       [](const Alias& a, const std::string& key) { return a.label < key; });
  if (found != std::end(kAliases) && found->label == name) return std::string(found->charset);
  return name;
}

bool is_unicode_name(std::string_view charset) {
  for (const std::string_view start : {"utf-16", "utf16", "utf_16", "utf-32", "utf32", "utf_32", "utf-7",
                                       "utf7", "ucs-", "unicode", "iso-10646"}) {
    if (charset.starts_with(start)) return true;
  }
  return false;
}

std::string header_charset(std::string_view content_type) {
  const std::string lower = ascii_lower(content_type);
  const std::size_t at = lower.find("charset");
  return at == npos ? std::string() : label_after(lower, at + 7, "=:");
}

std::string declared_charset(std::string_view head) {
  const std::string lower = ascii_lower(head);
  if (const std::size_t xml = lower.find("<?xml"); xml != npos) {
    const std::string_view declaration = std::string_view(lower).substr(xml, lower.find("?>", xml) - xml);
    const std::size_t at = declaration.find("encoding");
    if (at != npos) return label_after(declaration, at + 8, "=");
    return {};
  }
  const std::size_t meta = lower.find("<meta");
  const std::size_t at = meta == npos ? npos : lower.find("charset", meta);
  return at == npos ? std::string() : label_after(lower, at + 7, "=");
}

std::optional<std::string> convert_by_iconv(std::string_view bytes, const std::string& charset) {
  const iconv_t converter = iconv_open("UTF-8", charset.c_str());
  // NOLINTNEXTLINE(performance-no-int-to-ptr): POSIX says failure so
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string out(bytes.size() * 4 + 16, '\0');
  char* in = const_cast<char*>(bytes.data());  // iconv does not write there
  std::size_t in_left = bytes.size();
  char* to = out.data();
  std::size_t out_left = out.size();
  const std::size_t result = iconv(converter, &in, &in_left, &to, &out_left);
  iconv_close(converter);
  if (result == static_cast<std::size_t>(-1) || in_left != 0) return std::nullopt;
  out.resize(out.size() - out_left);
  if (!is_valid_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace eightbells
