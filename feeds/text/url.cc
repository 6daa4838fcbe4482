// URLs: parsing and resolving.
//
// Problem. Feeds hold links with spaces, tabs, backslashes, capitals, Unicode hosts, and relative ones
// against bases of every kind. Two programs must be served: one that follows links (needs strict parts) and
// one that keeps what the publisher wrote (identity and display).
//
// Method. A reference is cut by the expression of RFC 3986, appendix B, without judging. resolve_url is the
// algorithm of RFC 3986, 5.2, on these pieces, so that it changes no byte that it need not. parse_url then
// judges, with the leniencies of the WHATWG URL standard that readers rely on: white space around and line
// ends inside are dropped, a backslash is a slash in http, "http:/host" and "http:///host" mean
// "http://host", what may not stand in a URL is percent-encoded, a Unicode host is put into punycode by UTS
// 46 (ICU).
#include "feeds/text/url.h"

#include <fmt/format.h>
#include <unicode/uidna.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "feeds/base/utf8.h"
#include "feeds/text/url_parts.h"

namespace eightbells {
namespace {

constexpr std::size_t kLongestUrl = 8 * 1024;
constexpr std::size_t kLongestHost = 253;
constexpr auto npos = std::string_view::npos;

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_web(std::string_view scheme) { return scheme == "http" || scheme == "https"; }

// The host in small letters and punycode, or empty when it cannot be one.
std::string ascii_host(std::string_view written) {
  const std::string host = written.find('%') == npos ? std::string(written) : percent_decode(written);
  if (host.size() > 4 * kLongestHost) return {};
  if (std::all_of(host.begin(), host.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return ascii_lower(host);
  }
  UErrorCode status = U_ZERO_ERROR;
  static UIDNA* const idna =
      uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &status);
  if (U_FAILURE(status)) return {};
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  std::string out(1024, '\0');
  const int32_t length = uidna_nameToASCII_UTF8(idna, host.data(), static_cast<int32_t>(host.size()),
                                                out.data(), static_cast<int32_t>(out.size()), &info, &status);
  if (U_FAILURE(status) || info.errors != 0) return {};
  out.resize(static_cast<std::size_t>(length));
  return out;
}

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > kLongestHost) return false;
  if (host.front() == '[') {
    return host.back() == ']' && host.size() > 3 &&
           host.substr(1).find_first_not_of("0123456789abcdef:.]") == npos;
  }
  if (host.front() == '.' || host.find("..") != npos) return false;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
  });
}

std::uint16_t default_port(std::string_view scheme) {
  return scheme == "http" ? 80 : scheme == "https" ? 443 : scheme == "ftp" ? 21 : 0;
}

// user@host:port into its three.
bool read_authority(std::string_view authority, Url& url) {
  if (const std::size_t at = authority.rfind('@'); at != npos) {
    url.user_info = encode_unsafe(authority.substr(0, at));
    authority.remove_prefix(at + 1);
  }
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  if (colon != npos && (bracket == npos || colon > bracket)) {
    const std::string_view digits = authority.substr(colon + 1);
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (!digits.empty() && (error != std::errc() || end != digits.data() + digits.size() || value > 65535))
      return false;
    url.port = value == default_port(url.scheme) ? 0 : static_cast<std::uint16_t>(value);
    authority = authority.substr(0, colon);
  }
  url.host = ascii_host(authority);
  return is_host(url.host);
}

std::string recompose(std::string_view scheme, const UrlParts& parts, std::string_view path) {
  std::string out(scheme);
  if (!scheme.empty()) out += ':';
  if (parts.has_authority) out.append("//").append(parts.authority);
  out += path;
  if (parts.has_query) out.append(1, '?').append(parts.query);
  if (parts.has_fragment) out.append(1, '#').append(parts.fragment);
  return out;
}

std::string merge_paths(const UrlParts& base, std::string_view path) {
  const std::size_t slash = base.path.rfind('/');
  std::string merged(base.path.substr(0, slash == npos ? 0 : slash + 1));
  if (base.has_authority && base.path.empty()) merged.append(1, '/');
  return merged.append(path);
}

tl::unexpected<Error> refuse(std::string_view url, std::string_view why) {
  const std::string shown(truncate_code_points(without_controls(url), 100));
  return fail(ErrorKind::invalid, fmt::format("\"{}\" is no address: {}", shown, why));
}

}  // namespace

UrlParts split_url(std::string_view text) {
  UrlParts parts;
  if (const std::size_t hash = text.find('#'); hash != npos) {
    parts.has_fragment = true;
    parts.fragment = text.substr(hash + 1);
    text = text.substr(0, hash);
  }
  if (const std::size_t mark = text.find('?'); mark != npos) {
    parts.has_query = true;
    parts.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  const std::size_t colon = text.find(':');
  if (colon != npos && colon > 0 && is_alpha(text[0]) &&
      std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
                  [](char c) { return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; })) {
    parts.scheme = text.substr(0, colon);
    text = text.substr(colon + 1);
  }
  if (text.starts_with("//")) {
    const std::size_t end = std::min(text.find('/', 2), text.size());
    parts.has_authority = true;
    parts.authority = text.substr(2, end - 2);
    text = text.substr(end);
  }
  parts.path = text;
  return parts;
}

std::string tidied_url(std::string_view text) {
  std::string out(trim(text));
  out.erase(
      std::remove_if(out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }),
      out.end());
  const std::string scheme = ascii_lower(split_url(out).scheme);
  if (is_web(scheme)) {
    const std::size_t end = std::min(out.find_first_of("?#"), out.size());
    std::replace(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(end), '\\', '/');
  }
  return out;
}

std::string without_dot_segments(std::string_view path) {
  if (path.find('.') == npos) return std::string(path);
  std::string out;
  out.reserve(path.size());
  const auto drop_last = [&] { out.resize(std::min(out.rfind('/'), out.size())); };
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./") || path.starts_with("/./")) {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path = "/";
    } else if (path.starts_with("/../")) {
      path.remove_prefix(3);
      out.find('/') == npos ? out.clear() : drop_last();
    } else if (path == "/..") {
      path = "/";
      out.find('/') == npos ? out.clear() : drop_last();
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const std::size_t end = std::min(path.find('/', 1), path.size());
      out += path.substr(0, end);
      path.remove_prefix(end);
    }
  }
  return out;
}

std::string Url::to_string() const {
  std::string out;
  out.reserve(scheme.size() + user_info.size() + host.size() + path.size() + query.size() + fragment.size() +
              12);
  out.append(scheme).append(1, ':');
  const bool is_local = scheme == "file" && (path.empty() || path.front() == '/');
  if (!host.empty() || is_local) {  // behind "//" the beginning of a relative path would be a host
    out.append("//");
    if (!user_info.empty()) out.append(user_info).append(1, '@');
    out.append(host);
    if (port != 0) out.append(1, ':').append(std::to_string(port));
  } else if (path.starts_with("//")) {
    out.append("/.");  // else the path would be read as a host (WHATWG URL, 4.5)
  }
  out.append(path);
  if (has_query) out.append(1, '?').append(query);
  if (!fragment.empty()) out.append(1, '#').append(fragment);
  return out;
}

Result<Url> parse_url(std::string_view text) {
  if (text.size() > kLongestUrl) return fail(ErrorKind::invalid, "the address is longer than 8 KiB");
  const std::string tidied = tidied_url(text);
  UrlParts parts = split_url(tidied);
  if (parts.scheme.empty()) return refuse(tidied, "it has no scheme");
  Url url;
  url.scheme = ascii_lower(parts.scheme);
  const bool needs_host = is_web(url.scheme) || url.scheme == "ftp";
  std::string mended;
  if (needs_host && parts.authority.empty()) {  // "http:/host/x", "http:///host/x"
    const std::size_t begin = std::min(parts.path.find_first_not_of('/'), parts.path.size());
    mended = url.scheme + "://" + std::string(parts.path.substr(begin));
    const UrlParts again = split_url(mended);
    parts.has_authority = true;
    parts.authority = again.authority;
    parts.path = again.path;
  }
  if (needs_host || !parts.authority.empty()) {
    if (!read_authority(parts.authority, url)) return refuse(tidied, "its host cannot be one");
  }
  url.path = encode_unsafe(needs_host ? without_dot_segments(parts.path) : parts.path);
  if (needs_host && url.path.empty()) url.path.append(1, '/');
  url.has_query = parts.has_query;
  url.query = encode_unsafe(parts.query);
  url.fragment = encode_unsafe(parts.fragment);
  return url;
}

std::string resolve_url(std::string_view base_text, std::string_view reference_text) {
  const std::string reference = tidied_url(reference_text);
  const std::string base_tidied = tidied_url(base_text);
  const UrlParts base = split_url(base_tidied);
  UrlParts target = split_url(reference);
  if (!target.scheme.empty()) {
    if (!target.has_authority) return reference;
    return recompose(target.scheme, target, without_dot_segments(target.path));
  }
  // Without a hierarchy ("mailto:x") there is nothing to be relative to.
  if (base.scheme.empty() || (!base.has_authority && !base.path.starts_with('/'))) return reference;
  std::string path;
  if (target.has_authority) {
    path = without_dot_segments(target.path);
  } else {
    target.has_authority = base.has_authority;
    target.authority = base.authority;
    if (target.path.empty()) {
      path = base.path;
      if (!target.has_query) {
        target.has_query = base.has_query;
        target.query = base.query;
      }
    } else if (target.path.starts_with('/')) {
      path = without_dot_segments(target.path);
    } else {
      path = without_dot_segments(merge_paths(base, target.path));
    }
  }
  return recompose(base.scheme, target, path);
}

std::string host_of(std::string_view url) {
  const auto parsed = parse_url(url);
  if (!parsed) return {};
  std::string host = parsed->host;
  if (host.starts_with("www.") && host.find('.', 4) != npos) host.erase(0, 4);
  return host;
}

}  // namespace eightbells
