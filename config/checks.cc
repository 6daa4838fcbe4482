#include "config/checks.h"

#include <fmt/format.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "config/nearest.h"
#include "config/units.h"
#include "feeds/base/utf8.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

constexpr std::size_t kMaxFolderName = 100;  // bytes; file systems allow 255
constexpr std::size_t kMaxHandle = 15;       // of X

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string explain_regex(UErrorCode status) {
  switch (status) {
    case U_REGEX_MISSING_CLOSE_BRACKET:
      return "a ']' is missing";
    case U_REGEX_MISMATCHED_PAREN:
      return "a ')' is missing, or one too many,";
    case U_REGEX_BAD_ESCAPE_SEQUENCE:
      return "an unknown escape sequence";
    case U_REGEX_RULE_SYNTAX:
      return "nothing to repeat, or another slip,";
    case U_REGEX_BAD_INTERVAL:
      return "an interval such as {2,3} that is none,";
    case U_REGEX_INVALID_RANGE:
      return "a range that runs backwards";
    default:
      return u_errorName(status);
  }
}

bool has_space_or_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return is_control(c) || c == ' '; });
}

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  if (host.front() == '[') return host.find(']') != host.npos;
  if (host.front() == '.' || host.front() == '-' || host.find("..") != host.npos) return false;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return is_alphanumeric(c) || c == '.' || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  });
}

}  // namespace

std::string check_language(std::string_view tag) {
  constexpr std::string_view kExpected = "expected a language tag such as \"zh-CN\" or \"en\"";
  if (tag.find('_') != tag.npos) return fmt::format("{}, with '-' instead of '_'", kExpected);
  std::size_t part = 0;
  for (std::string_view rest = tag;; ++part) {
    const std::string_view subtag = rest.substr(0, rest.find('-'));
    const std::size_t most = part == 0 ? 3 : 8;
    const std::size_t least = part == 0 ? 2 : 1;
    const bool plausible = subtag.size() >= least && subtag.size() <= most &&
                           std::all_of(subtag.begin(), subtag.end(), part == 0 ? is_letter : is_alphanumeric);
    if (!plausible) return std::string(kExpected);
    if (subtag.size() == rest.size()) return {};
    rest.remove_prefix(subtag.size() + 1);
  }
}

std::string check_window(Millis window) {
  const bool in_range = window >= Millis(60'000) && window <= Millis(86'400'000);
  if (in_range && window % Millis(60'000) == Millis(0) && Millis(86'400'000) % window == Millis(0)) return {};
  std::string out = "expected a length that divides a day into equal windows, 1m to 24h";
  if (!in_range) return out;
  // Whole hours stay whole hours: to "5h" the answer is 4h and 6h, not 4h48m.
  const std::int64_t step = window % Millis(3'600'000) == Millis(0) ? 60 : 1;
  std::int64_t below = std::max(step, window.count() / 60'000 / step * step);
  while (1440 % below != 0) below -= step;
  std::int64_t above = below + step;
  while (1440 % above != 0) above += step;
  return out + fmt::format("; the nearest are {} and {}", format_duration(Millis(below * 60'000)),
                           format_duration(Millis(above * 60'000)));
}

std::string check_web_url(std::string_view text) {
  if (has_space_or_control(text)) return "expected a URL without spaces";
  const Result<Url> url = parse_url(text);
  const bool web = url && (url->scheme == "http" || url->scheme == "https");
  if (web && is_host(url->host)) {
    const bool secret = url->user_info.find(':') != std::string::npos;
    return secret ? "expected a URL without a password, which would stand in logs; basic_auth_file keeps it "
                    "apart"
                  : "";
  }
  std::string out = "expected a URL that begins with http:// or https://";
  const bool only_scheme_lacks = text.find("://") == text.npos && is_host(text.substr(0, text.find('/')));
  if (only_scheme_lacks && text.find('.') != text.npos) out += fmt::format(", such as https://{}", text);
  return out;
}

std::string check_proxy(std::string_view text) {
  const std::vector<std::string> schemes = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
  const Result<Url> url = parse_url(text);
  const bool good = !has_space_or_control(text) && url && is_host(url->host) &&
                    std::find(schemes.begin(), schemes.end(), url->scheme) != schemes.end();
  return good ? "" : "expected a proxy such as \"http://127.0.0.1:3128\" or \"socks5h://127.0.0.1:1080\"";
}

std::string check_word(std::string_view word) {
  if (word.size() < 3 || word.front() != '/' || word.back() != '/') return {};
  const std::string inner(word.substr(1, word.size() - 2));
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  const std::unique_ptr<icu::RegexPattern> pattern(icu::RegexPattern::compile(
      icu::UnicodeString::fromUTF8(inner), UREGEX_CASE_INSENSITIVE, where, status));
  if (U_SUCCESS(status)) return {};
  return fmt::format("expected a regular expression: {} at character {}", explain_regex(status),
                     where.offset + 1);
}

std::string check_handle(std::string_view handle) {
  const bool good =
      !handle.empty() && handle.size() <= kMaxHandle &&
      std::all_of(handle.begin(), handle.end(), [](char c) { return is_alphanumeric(c) || c == '_'; });
  return good ? "" : "expected an account's handle such as \"karpathy\", 1 to 15 letters, digits and _";
}

std::string check_header(std::string_view name, std::string_view value) {
  constexpr std::string_view kToken = "!#$%&'*+-.^_`|~";
  const bool token = !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return is_alphanumeric(c) || kToken.find(c) != kToken.npos;
  });
  if (!token) return "expected the name of a header, letters, digits and '-'";
  const bool plain =
      std::none_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; });
  return plain ? "" : "expected the value of a header on one line";
}

std::string check_host(std::string_view host) {
  return is_host(host) ? "" : "expected a host such as \"export.arxiv.org\", without scheme and path";
}

std::string check_folder_name(std::string_view name) {
  const bool safe = !name.empty() && name.size() <= kMaxFolderName && name.front() != '.' &&
                    std::none_of(name.begin(), name.end(),
                                 [](char c) { return is_control(c) || c == '/' || c == '\\' || c == ':'; }) &&
                    trim(name) == name;
  return safe ? ""
              : "expected a name that can be a folder's: no slash, colon or leading dot, at most 100 bytes";
}

std::string check_title(std::string_view title) {
  const std::vector<std::string> known = {"stamp", "span", "hours", "begin", "end"};
  for (std::size_t open = title.find('{'); open != title.npos; open = title.find('{', open + 1)) {
    const std::size_t close = title.find('}', open);
    if (close == title.npos) break;
    const std::string_view name = title.substr(open + 1, close - open - 1);
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return fmt::format(
        "expected {{stamp}}, {{span}}, {{hours}}, {{begin}} or {{end}} in braces, found {{{}}}{}", name,
        nearest_hint(name, known));
  }
  return {};
}

}  // namespace eightbells
