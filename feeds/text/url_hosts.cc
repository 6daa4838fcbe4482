// Facts about hosts: several addresses, one thing. Each rule is a function that knows one family of hosts; a
// rule that does not recognise the path leaves it alone.
#include "feeds/text/url_hosts.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace eightbells {
namespace {

constexpr auto npos = std::string::npos;

bool is_under(std::string_view host, std::string_view parent) {
  return host == parent || (host.size() > parent.size() && host.ends_with(parent) &&
                            host[host.size() - parent.size() - 1] == '.');
}

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) segments.emplace_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return segments;
}

std::string parameter(std::string_view query, std::string_view name) {
  std::size_t at = 0;
  while (at < query.size()) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string_view piece = query.substr(at, end - at);
    if (piece.size() > name.size() && piece.starts_with(name) && piece[name.size()] == '=') {
      return std::string(piece.substr(name.size() + 1));
    }
    at = end + 1;
  }
  return {};
}

void set_video(Url& url, const std::string& id) {
  url.host = "youtube.com";
  url.path = "/watch";
  url.query = "v=" + id;
  url.fragment.clear();
}

void youtube(Url& url) {
  const bool is_short = url.host == "youtu.be";
  if (!is_short && !is_under(url.host, "youtube.com") && url.host != "youtube-nocookie.com") return;
  const auto segments = segments_of(url.path);
  if (is_short) {
    if (segments.size() == 1) set_video(url, segments[0]);
    return;
  }
  if (segments.size() == 1 && segments[0] == "watch") {
    const std::string id = parameter(url.query, "v");
    if (!id.empty()) set_video(url, id);
  } else if (segments.size() == 2) {
    for (const char* const kind : {"shorts", "live", "embed", "v"}) {
      if (segments[0] == kind) return set_video(url, segments[1]);
    }
  }
}

// "2601.01234v2.pdf" to "2601.01234"; "hep-th/9901001v1" likewise.
std::string paper_id(std::string id) {
  if (id.ends_with(".pdf")) id.resize(id.size() - 4);
  const std::size_t version = id.rfind('v');
  if (version != npos && version > 0 && version + 1 < id.size() &&
      id.find_first_not_of("0123456789", version + 1) == npos && id[version - 1] >= '0' &&
      id[version - 1] <= '9') {
    id.resize(version);
  }
  return id;
}

void arxiv(Url& url) {
  const bool is_own = is_under(url.host, "arxiv.org") || url.host == "ar5iv.org";
  if (!is_own && url.host != "doi.org") return;
  const auto segments = segments_of(url.path);
  std::string id;
  if (is_own) {
    if (segments.size() < 2 || segments.size() > 3) return;
    const bool paper =
        segments[0] == "abs" || segments[0] == "pdf" || segments[0] == "html" || segments[0] == "format";
    if (!paper) return;
    id = segments.size() == 2 ? segments[1] : segments[1] + "/" + segments[2];
  } else if (segments.size() == 2 && segments[0] == "10.48550") {
    const std::string& name = segments[1];
    if (!name.starts_with("arXiv.") && !name.starts_with("arxiv.")) return;
    id = name.substr(6);
  } else {
    return;
  }
  url.host = "arxiv.org";
  url.path = "/abs/" + paper_id(id);
  url.query.clear();
  url.fragment.clear();
}

void reddit(Url& url) {
  if (url.host == "redd.it") {
    const auto segments = segments_of(url.path);
    if (segments.size() != 1) return;
    url.host = "reddit.com";
    url.path = "/comments/" + segments[0];
    return;
  }
  if (!is_under(url.host, "reddit.com")) return;
  for (const char* const sister : {"old.reddit.com", "new.reddit.com", "np.reddit.com", "sh.reddit.com"}) {
    if (url.host == sister) url.host = "reddit.com";
  }
  const auto segments = segments_of(url.path);
  const auto mark = std::find(segments.begin(), segments.end(), "comments");
  if (mark == segments.end() || mark + 1 == segments.end() || segments.end() - mark > 3) return;
  url.path = "/comments/" + *(mark + 1);  // of the post itself; a comment has a segment more
  url.query.clear();
}

// "en.m.wikipedia.org" is "en.wikipedia.org".
void wikipedia(Url& url) {
  const std::size_t mobile = url.host.find(".m.");
  if (mobile != npos && (url.host.ends_with(".wikipedia.org") || url.host.ends_with(".wiktionary.org"))) {
    url.host.erase(mobile, 2);
  }
}

void substack(Url& url) {
  if (url.host != "open.substack.com") return;
  const auto segments = segments_of(url.path);
  if (segments.size() == 4 && segments[0] == "pub" && segments[2] == "p") {
    url.host = segments[1] + ".substack.com";
    url.path = "/p/" + segments[3];
    url.query.clear();
  }
}

// An article in an account: its number is the page, the rest says how one came there.
void weixin(Url& url) {
  if (url.host != "mp.weixin.qq.com" || url.path != "/s" || parameter(url.query, "mid").empty()) return;
  std::string query;
  for (const char* const name : {"__biz", "idx", "mid", "sn"}) {
    const std::string value = parameter(url.query, name);
    if (value.empty()) continue;
    if (!query.empty()) query.append(1, '&');
    query.append(name).append(1, '=').append(value);
  }
  url.query = query;
}

void sister_hosts(Url& url) {
  static constexpr std::pair<std::string_view, std::string_view> kSisters[] = {
      {"bbc.co.uk", "bbc.com"},
      {"dx.doi.org", "doi.org"},
      {"mobile.nytimes.com", "nytimes.com"},
      {"mobile.reuters.com", "reuters.com"},
      {"twitter.com", "x.com"},
      {"mobile.twitter.com", "x.com"},
      {"mobile.x.com", "x.com"},
      {"news.bbc.co.uk", "bbc.com"},
      {"edition.cnn.com", "cnn.com"},
      {"us.cnn.com", "cnn.com"},
      {"fb.com", "facebook.com"},
      {"mbasic.facebook.com", "facebook.com"},
  };
  for (const auto& [sister, name] : kSisters) {
    if (url.host == sister) url.host = name;
  }
}

}  // namespace

void apply_host_rules(Url& url) {
  sister_hosts(url);
  youtube(url);
  arxiv(url);
  reddit(url);
  wikipedia(url);
  substack(url);
  weixin(url);
}

}  // namespace eightbells
