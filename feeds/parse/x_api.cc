#include "feeds/parse/x_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <map>

#include "feeds/base/utf8.h"
#include "feeds/parse/x_posts.h"
#include "feeds/text/dates.h"
#include "feeds/text/html_text.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxPosts = 1000;     // X itself gives at most 100 a page
constexpr std::size_t kMaxText = 64 << 10;  // bytes of a post

const json::value* find(const json::object& object, std::string_view key) {
  return object.if_contains({key.data(), key.size()});
}

const json::object* object_at(const json::object& object, std::string_view key) {
  const json::value* value = find(object, key);
  return value == nullptr ? nullptr : value->if_object();
}

// The array under the first of `keys` that is there.
const json::array* array_at(const json::object& object, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const json::value* value = find(object, key);
    if (value != nullptr && value->is_array()) return &value->as_array();
  }
  return nullptr;
}

// Ids are strings; a number is taken too.
std::string text_at(const json::object& object, std::string_view key) {
  const json::value* value = find(object, key);
  if (value == nullptr) return {};
  if (const json::string* text = value->if_string()) return {text->data(), text->size()};
  if (value->is_int64()) return std::to_string(value->as_int64());
  if (value->is_uint64()) return std::to_string(value->as_uint64());
  return {};
}

std::uint64_t number_of(const std::string& digits) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size() ? number : 0;
}

Result<json::object> parse_object(std::string_view text) {
  const std::string repaired = is_valid_utf8(text) ? std::string() : repair_utf8(text);
  if (!repaired.empty()) text = repaired;
  json::error_code error;
  json::value value = json::parse({text.data(), text.size()}, error);
  if (error) return fail(ErrorKind::parse, "the X API's answer is no JSON: " + error.message());
  if (!value.is_object()) return fail(ErrorKind::parse, "the X API's answer is no JSON object");
  return std::move(value.as_object());
}

std::string problem_sentence(const json::object& problem) {
  std::string title = text_at(problem, "title");
  const std::string detail = text_at(problem, "detail");
  if (title.empty()) title = text_at(problem, "message");
  if (detail.empty() || detail == title) return collapse_white_space(title);
  return collapse_white_space(title.empty() ? detail : title + ": " + detail);
}

std::vector<std::string> problems_of(const json::object& answer) {
  std::vector<std::string> sentences;
  if (const json::array* errors = array_at(answer, {"errors"})) {
    for (const json::value& error : *errors) {
      if (!error.is_object()) continue;
      if (std::string sentence = problem_sentence(error.as_object()); !sentence.empty())
        sentences.push_back(std::move(sentence));
    }
  }
  if (sentences.empty() && (answer.contains("title") || answer.contains("detail")))
    sentences.push_back(problem_sentence(answer));
  return sentences;
}

// What `includes` tells about others: handles by user id, authors and texts by post id.
struct Includes {
  std::map<std::string, std::string> handles;
  std::map<std::string, const json::object*> posts;
};

Includes includes_of(const json::object& answer) {
  Includes out;
  const json::object* includes = object_at(answer, "includes");
  if (includes == nullptr) return out;
  if (const json::array* users = array_at(*includes, {"users"})) {
    for (const json::value& user : *users) {
      if (user.is_object())
        out.handles[text_at(user.as_object(), "id")] = text_at(user.as_object(), "username");
    }
  }
  if (const json::array* posts = array_at(*includes, {"tweets", "posts"})) {
    for (const json::value& post : *posts) {
      if (post.is_object()) out.posts[text_at(post.as_object(), "id")] = &post.as_object();
    }
  }
  return out;
}

std::string handle_of(const Includes& includes, const std::string& user_id) {
  const auto found = includes.handles.find(user_id);
  return found == includes.handles.end() ? std::string() : found->second;
}

std::string full_text(const json::object& post) {
  for (const std::string_view key : {"note_tweet", "note_post"}) {
    const json::object* note = object_at(post, key);
    if (note == nullptr) continue;
    if (std::string text = text_at(*note, "text"); !text.empty()) return text;
  }
  return text_at(post, "text");
}

void add_reference(Entry& entry, std::string link) {
  if (link.empty() ||
      std::find(entry.references.begin(), entry.references.end(), link) != entry.references.end())
    return;
  entry.references.push_back(std::move(link));
}

// entities.urls tells what each t.co link in the text stands for.
void read_links(const json::object& holder, Entry& entry) {
  const json::object* entities = object_at(holder, "entities");
  const json::array* urls = entities == nullptr ? nullptr : array_at(*entities, {"urls"});
  if (urls == nullptr) return;
  for (const json::value& value : *urls) {
    if (!value.is_object()) continue;
    std::string link = text_at(value.as_object(), "unwound_url");
    if (link.empty()) link = text_at(value.as_object(), "expanded_url");
    if (const auto status = x_status(link); status && status->id != 0) {
      if (x_post_id(status->id) == entry.id) continue;  // its own pictures
      link = x_post_link(status->handle, status->id);
    }
    add_reference(entry, std::move(link));
  }
}

void read_referenced(const json::object& post, const Includes& includes, Entry& entry) {
  const json::array* referenced = array_at(post, {"referenced_tweets", "referenced_posts"});
  if (referenced == nullptr) return;
  for (const json::value& value : *referenced) {
    if (!value.is_object()) continue;
    const std::string type = text_at(value.as_object(), "type");
    const std::string id = text_at(value.as_object(), "id");
    const std::uint64_t number = number_of(id);
    entry.is_repost = entry.is_repost || type == "retweeted" || type == "reposted";
    entry.is_reply = entry.is_reply || type == "replied_to";
    if (number == 0) continue;
    const auto found = includes.posts.find(id);
    std::string handle;
    if (found != includes.posts.end()) {
      handle = handle_of(includes, text_at(*found->second, "author_id"));
      // A repost's own text is cut; the original has it whole.
      if (entry.is_repost && type.compare(0, 2, "re") == 0 && type != "replied_to")
        entry.summary = full_text(*found->second);
      if (type == "quoted") {
        const std::string quoted = std::string(trim(decode_entities(full_text(*found->second))));
        if (!quoted.empty()) entry.content = quoted;  // joined to the text below
      }
    }
    const std::string link = x_post_link(handle, number);
    const bool known =
        std::any_of(entry.references.begin(), entry.references.end(), [&](const std::string& reference) {
          const auto status = x_status(reference);
          return status && status->id == number;
        });
    if (!known) add_reference(entry, link);
  }
}

XPost read_post(const json::object& object, const Includes& includes, std::string_view handle) {
  XPost post;
  const std::string id = text_at(object, "id");
  post.id = number_of(id);
  post.author_id = text_at(object, "author_id");
  post.conversation_id = text_at(object, "conversation_id");
  post.in_reply_to_user_id = text_at(object, "in_reply_to_user_id");
  Entry& entry = post.entry;
  entry.id = x_post_id(post.id);
  std::string author = handle_of(includes, post.author_id);
  if (author.empty()) author = handle;
  entry.link = x_post_link(author, post.id);
  entry.author = author.empty() ? std::string() : fmt::format("@{}", author);
  entry.published = x_post_time(post.id);
  if (!entry.published) entry.published = parse_rfc3339(text_at(object, "created_at"));
  entry.language = text_at(object, "lang");
  if (entry.language == "und" || entry.language == "zxx" || entry.language.substr(0, 1) == "q")
    entry.language.clear();
  entry.is_reply = !post.in_reply_to_user_id.empty();
  entry.summary = full_text(object);
  read_links(object, entry);
  if (const json::object* note = object_at(object, "note_tweet")) read_links(*note, entry);
  read_referenced(object, includes, entry);
  // The API escapes &, < and > as HTML does.
  entry.summary = without_controls(trim(decode_entities(entry.summary)));
  const XPrefix prefix = strip_x_prefix(entry.summary);
  entry.is_repost = entry.is_repost || prefix.is_repost;
  for (std::string& link : strip_short_links(entry.summary)) add_reference(entry, std::move(link));
  if (!entry.content.empty()) entry.content = entry.summary + "\n\n" + entry.content;
  if (entry.summary.size() > kMaxText)
    entry.summary = std::string(truncate_code_points(entry.summary, kMaxText / 4));
  if (entry.content.size() > kMaxText)
    entry.content = std::string(truncate_code_points(entry.content, kMaxText / 4));
  return post;
}

void read_meta(const json::object& answer, XPage& page) {
  if (const json::object* meta = object_at(answer, "meta")) {
    page.next_token = text_at(*meta, "next_token");
    page.newest_id = text_at(*meta, "newest_id");
    page.oldest_id = text_at(*meta, "oldest_id");
  }
  if (page.posts.empty()) return;
  const auto [oldest, newest] = std::minmax_element(
      page.posts.begin(), page.posts.end(), [](const XPost& a, const XPost& b) { return a.id < b.id; });
  if (page.newest_id.empty()) page.newest_id = std::to_string(newest->id);
  if (page.oldest_id.empty()) page.oldest_id = std::to_string(oldest->id);
}

// An answer without data is a problem when it holds errors and no meta.
bool is_only_problem(const json::object& answer) {
  return !answer.contains("data") && !answer.contains("meta") && !problems_of(answer).empty();
}

Result<XPage> read_page(const json::object& answer, std::string_view handle) {
  if (is_only_problem(answer)) return fail(ErrorKind::http, "the X API says: " + problems_of(answer).front());
  if (!answer.contains("data") && !answer.contains("meta"))
    return fail(ErrorKind::parse, "the X API's answer holds no posts and no meta");
  XPage page;
  page.problems = problems_of(answer);
  const Includes includes = includes_of(answer);
  if (const json::array* data = array_at(answer, {"data"})) {
    for (const json::value& value : *data) {
      if (page.posts.size() >= kMaxPosts) break;
      if (!value.is_object()) continue;
      XPost post = read_post(value.as_object(), includes, handle);
      if (post.id != 0) page.posts.push_back(std::move(post));
    }
  }
  read_meta(answer, page);
  return page;
}

Result<XUsers> read_users(const json::object& answer) {
  XUsers out;
  if (const json::array* data = array_at(answer, {"data"})) {
    for (const json::value& value : *data) {
      if (!value.is_object()) continue;
      const json::object& user = value.as_object();
      XUser one{text_at(user, "id"), text_at(user, "username"),
                collapse_white_space(without_controls(text_at(user, "name")))};
      if (!one.id.empty() && !one.handle.empty()) out.users.push_back(std::move(one));
    }
  }
  if (const json::array* errors = array_at(answer, {"errors"})) {
    for (const json::value& value : *errors) {
      if (!value.is_object()) continue;
      const std::string asked = text_at(value.as_object(), "value");
      if (!asked.empty()) out.missing.push_back({asked, problem_sentence(value.as_object())});
    }
  }
  if (!out.users.empty() || !out.missing.empty()) return out;
  const std::vector<std::string> problems = problems_of(answer);
  if (!problems.empty()) return fail(ErrorKind::http, "the X API says: " + problems.front());
  if (!answer.contains("data")) return fail(ErrorKind::parse, "the X API's answer holds no users");
  return out;
}

}  // namespace

Result<XPage> parse_x_page(std::string_view json, std::string_view handle) {
  const auto answer = parse_object(json);
  if (!answer) return tl::unexpected(answer.error());
  return read_page(*answer, handle);
}

Result<XUsers> parse_x_users(std::string_view json) {
  const auto answer = parse_object(json);
  if (!answer) return tl::unexpected(answer.error());
  return read_users(*answer);
}

std::string x_problem(std::string_view json) {
  const auto answer = parse_object(json);
  if (!answer) return {};
  const std::vector<std::string> problems = problems_of(*answer);
  return problems.empty() ? std::string() : problems.front();
}

}  // namespace eightbells
