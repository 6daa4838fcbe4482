#include "feeds/sources/sentences.h"

#include "feeds/base/utf8.h"
#include "feeds/sources/discovery.h"

namespace eightbells {
namespace {

constexpr std::size_t kShownUrl = 200;

std::string_view advice(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::network:
      return "it is asked again, check the address if this lasts";
    case ErrorKind::timeout:
      return "it is asked again, raise timeout if it is always slow";
    case ErrorKind::too_large:
      return "raise max_bytes if it is meant to be so large";
    case ErrorKind::http:
      return "look on the site for the real address";
    case ErrorKind::not_found:
      return "check the path";
    case ErrorKind::invalid:
      return "check the address";
    default:
      return {};
  }
}

}  // namespace

std::string shown(std::string_view url) {
  return std::string(truncate_code_points(without_controls(repair_utf8(url)), kShownUrl));
}

Error no_document(const HttpResponse& response, std::string_view name, bool had, const Error& error) {
  const std::string where = shown(response.url.empty() ? name : std::string_view(response.url));
  switch (page_kind(response.body)) {
    case PageKind::login:
      return {ErrorKind::parse,
              where + " answers with a login page" + (had ? " where the feed was" : " instead of a feed") +
                  ": it wants a sign-in; set headers or basic_auth, or look for a public feed"};
    case PageKind::challenge:
      return {ErrorKind::parse, where +
                                    " answers with a bot check instead of a feed: the site keeps programs "
                                    "out; look for another feed of it"};
    case PageKind::page:
      return {ErrorKind::parse, where + " is a web page" + (had ? " where the feed was" : ", not a feed") +
                                    ", and names no feed: look on the site for the feed's address"};
    case PageKind::not_html:
      break;
  }
  return {error.kind, where + ": " + error.message};
}

Error with_advice(Error error) {
  const std::string_view words = advice(error.kind);
  // Some sentences say already what to do.
  if (!words.empty() && error.message.find(';') == std::string::npos)
    error.message.append("; ").append(words);
  return error;
}

}  // namespace eightbells
