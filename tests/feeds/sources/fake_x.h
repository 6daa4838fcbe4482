// A small X API v2 for tests: users by name, and timelines with since_id, until_id, start_time and pages. It
// counts what it gives.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "feeds/fetch/http_client.h"
#include "feeds/text/dates.h"

namespace eightbells::testing {

// The smallest status id of a moment.
inline std::uint64_t status_id(Instant at) {
  return static_cast<std::uint64_t>(at.time_since_epoch().count() - 1288834974657) << 22;
}

class FakeX {
 public:
  struct Post {
    std::uint64_t id = 0;
    std::string json;  // its members beside id, such as "\"text\":\"Hello\""
  };

  // Adds an account; its posts may come in any order.
  void account(const std::string& handle, const std::string& id) { ids_[handle] = id; }
  void post(const std::string& handle, std::uint64_t id, std::string members) {
    auto& posts = posts_[ids_[handle]];
    posts.push_back({id, std::move(members)});
    std::sort(posts.begin(), posts.end(), [](const Post& a, const Post& b) { return a.id > b.id; });
  }
  void post(const std::string& handle, Instant at) {
    post(handle, status_id(at), "\"text\":\"Words of " + handle + "\"");
  }

  // Looked at before anything else is answered.
  std::function<std::optional<Result<HttpResponse>>(const HttpRequest&)> before;
  Headers headers;  // of every answer
  int look_ups = 0;
  int pages = 0;
  int given = 0;                                            // posts
  int asked = 0;                                            // the sum of max_results
  std::vector<std::map<std::string, std::string>> queries;  // of timelines

  Result<HttpResponse> operator()(const HttpRequest& request) {
    if (before) {
      if (auto answer = before(request)) return *answer;
    }
    const auto query = query_of(request.url);
    if (request.url.find("/2/users/by?") != std::string::npos) return users(query);
    return timeline(request.url, query);
  }

  static HttpResponse response(int status, std::string body, Headers headers = {}) {
    HttpResponse out;
    out.status = status;
    out.body = std::move(body);
    out.headers = std::move(headers);
    return out;
  }

 private:
  static std::map<std::string, std::string> query_of(const std::string& url) {
    std::map<std::string, std::string> out;
    std::size_t at = url.find('?');
    while (at != std::string::npos && at + 1 < url.size()) {
      const std::size_t end = std::min(url.find('&', at + 1), url.size());
      const std::string part = url.substr(at + 1, end - at - 1);
      const std::size_t equals = part.find('=');
      out[part.substr(0, equals)] = equals == std::string::npos ? "" : part.substr(equals + 1);
      at = end == url.size() ? std::string::npos : end;
    }
    return out;
  }

  HttpResponse users(const std::map<std::string, std::string>& query) {
    ++look_ups;
    std::string data;
    std::string errors;
    std::string names = query.at("usernames") + ",";
    for (std::size_t from = 0, comma; (comma = names.find(',', from)) != std::string::npos;
         from = comma + 1) {
      const std::string name = names.substr(from, comma - from);
      const auto found = std::find_if(ids_.begin(), ids_.end(),
                                      [&](const auto& each) { return lower(each.first) == lower(name); });
      if (found != ids_.end()) {
        data += fmt::format("{}{{\"id\":\"{}\",\"username\":\"{}\",\"name\":\"N\"}}", data.empty() ? "" : ",",
                            found->second, found->first);
      } else {
        errors += fmt::format(
            "{}{{\"value\":\"{}\",\"title\":\"Not Found Error\",\"detail\":\"Could not find user\"}}",
            errors.empty() ? "" : ",", name);
      }
    }
    std::string body = "{";
    if (!data.empty()) body += "\"data\":[" + data + "]";
    if (!errors.empty()) body += std::string(data.empty() ? "" : ",") + "\"errors\":[" + errors + "]";
    return response(200, body + "}", headers);
  }

  HttpResponse timeline(const std::string& url, const std::map<std::string, std::string>& query) {
    ++pages;
    queries.push_back(query);
    const std::size_t from = url.find("/2/users/") + 9;
    const std::string id = url.substr(from, url.find('/', from) - from);
    std::vector<Post> posts = posts_[id];
    const auto number = [&](const char* name) {
      return query.count(name) ? std::stoull(query.at(name)) : 0ULL;
    };
    const std::uint64_t since = number("since_id");
    const std::uint64_t until = number("until_id");
    std::uint64_t start = 0;
    if (query.count("start_time")) start = status_id(*parse_rfc3339(query.at("start_time")));
    posts.erase(std::remove_if(posts.begin(), posts.end(),
                               [&](const Post& post) {
                                 return post.id <= since || (until != 0 && post.id >= until) ||
                                        post.id < start;
                               }),
                posts.end());
    const std::size_t size = std::stoul(query.at("max_results"));
    asked += static_cast<int>(size);
    const std::size_t begin =
        query.count("pagination_token") ? std::stoul(query.at("pagination_token").substr(1)) : 0;
    const std::size_t end = std::min(posts.size(), begin + size);
    std::string data;
    for (std::size_t n = begin; n < end; ++n) {
      data += fmt::format("{}{{\"id\":\"{}\",\"author_id\":\"{}\",{}}}", data.empty() ? "" : ",", posts[n].id,
                          id, posts[n].json);
    }
    given += static_cast<int>(end - begin);
    std::string body = fmt::format("{{\"meta\":{{\"result_count\":{}", end - begin);
    if (end < posts.size()) body += fmt::format(",\"next_token\":\"t{}\"", end);
    body += "}";
    if (!data.empty()) body += ",\"data\":[" + data + "]";
    return response(200, body + "}", headers);
  }

  static std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  }

  std::map<std::string, std::string> ids_;          // by handle
  std::map<std::string, std::vector<Post>> posts_;  // by id, newest first
};

}  // namespace eightbells::testing
