#include "feeds/sources/x_request.h"

#include "feeds/fetch/verdict.h"
#include "feeds/text/dates.h"

namespace eightbells {
namespace {

constexpr const char* kFields =
    "&tweet.fields=created_at,note_tweet,referenced_tweets,conversation_id,in_reply_to_user_id,author_id,"
    "public_metrics,lang,entities"
    "&expansions=referenced_tweets.id,referenced_tweets.id.author_id,author_id,attachments.media_keys"
    "&user.fields=username&media.fields=url,type";

// Tokens come from the server; whatever is in them stays inside its own parameter.
std::string query_value(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                       (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_';
    if (plain) out += c;
    else (out += '%') += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return out;
}

}  // namespace

std::string look_up_path(const std::vector<std::string>& handles) {
  std::string names;
  for (const std::string& handle : handles) names += (names.empty() ? "" : ",") + query_value(handle);
  return "/2/users/by?usernames=" + names + "&user.fields=username";
}

std::string timeline_path(const Source& source, const std::string& user_id, const XRange& range,
                          int max_results, const std::string& token) {
  std::string path = "/2/users/" + user_id + "/tweets?max_results=" + std::to_string(max_results);
  if (range.since != 0) path += "&since_id=" + std::to_string(range.since);
  if (range.until != 0) path += "&until_id=" + std::to_string(range.until);
  if (range.start)
    path += "&start_time=" + format_utc(std::chrono::floor<std::chrono::seconds>(*range.start));
  if (!token.empty()) path += "&pagination_token=" + query_value(token);
  if (source.exclude_replies && source.exclude_reposts) path += "&exclude=replies,retweets";
  else if (source.exclude_replies) path += "&exclude=replies";
  else if (source.exclude_reposts) path += "&exclude=retweets";
  return path + kFields;
}

bool is_x_number(std::string_view text) {
  constexpr std::size_t kMaxDigits = 20;  // 2^64
  return !text.empty() && text.size() <= kMaxDigits &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

Error token_error() {
  return {ErrorKind::config,
          "reading X needs a bearer token: set bearer_token_file in [x], or use the url of a Nitter or "
          "RSSHub feed of the account"};
}

Error rate_error(Instant until) {
  return {ErrorKind::http, "X allows no more requests until " + format_utc(until).substr(11, 5) +
                               " UTC: the account is asked again then"};
}

Error budget_error(int reads_per_day) {
  return {ErrorKind::refused,
          "the day's budget of " + std::to_string(reads_per_day) +
              " posts (reads_per_day in [x]) is used up: the account is asked again after midnight UTC"};
}

std::string x_refusal(const HttpResponse& response) {
  switch (response.status) {
    case 401:
      return "X refuses the bearer token (401): check the file that bearer_token_file in [x] names";
    case 402:
      return "X asks for payment (402): the developer account has no credits left";
    case 403:
      return "X does not allow this token to read posts (403): check what the developer account may do";
    case 429:
      return "X allows no more requests for now (429)";
    default:
      return "X " + refusal_sentence(response);
  }
}

}  // namespace eightbells
