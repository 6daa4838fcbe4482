// add: from the address of a page to a source in the configuration.
#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>

#include "config/nearest.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/config_file.h"
#include "daemon/cli/setting_up.h"
#include "daemon/cli/table.h"
#include "daemon/cli/terminal.h"
#include "daemon/collect/live_http.h"
#include "daemon/service/bell.h"
#include "feeds/base/utf8.h"
#include "feeds/parse/parse_feed.h"
#include "feeds/sources/discovery.h"
#include "feeds/sources/opml.h"

namespace eightbells {

namespace {

constexpr std::size_t kShown = 3;       // entries
constexpr std::size_t kTriedLinks = 3;  // of those that a page names

struct Found {
  Source source;
  std::optional<Feed> feed;         // none for an account on X
  std::vector<std::string> others;  // feeds that the page names beside it
};

Result<HttpResponse> get(const std::string& url, const CollectSettings& settings, bool from_page) {
  boost::asio::io_context io;
  LiveHttp http(io, settings);
  HttpRequest request;
  request.url = url;
  request.options.timeout = settings.timeout;
  request.options.max_bytes = settings.max_bytes;
  request.options.max_redirects = settings.max_redirects;
  request.options.user_agent = settings.user_agent;
  request.options.proxy = settings.proxy;
  request.options.allow_private = settings.allow_private;
  request.require_public = from_page && !settings.allow_private;
  Result<HttpResponse> out = fail(ErrorKind::cancelled, "nothing was answered");
  http.client().fetch(std::move(request), [&](Result<HttpResponse> response) {
    out = std::move(response);
    io.stop();
  });
  io.run();
  if (out && out->status >= 400)
    return fail(ErrorKind::http, fmt::format("{} answered {}", url, out->status));
  return out;
}

Result<Feed> feed_of(const HttpResponse& response) {
  ParseOptions how;
  how.base_url = response.url;
  how.content_type = std::string(find_header(response.headers, "content-type"));
  return parse_feed(response.body, how);
}

tl::unexpected<Error> no_feed(const std::string& url, const std::string& page) {
  const auto guesses = common_feed_addresses(page);
  std::string hint =
      guesses.empty() ? "" : fmt::format("; feeds often lie at {}", fmt::join(guesses, " or "));
  return fail(ErrorKind::not_found, fmt::format("{} is no feed and names none{}", url, hint));
}

// A feed of a host that the person named is as good as what the person named.
bool same_host(std::string_view a, std::string_view b) {
  const auto host = [](std::string_view url) {
    const std::size_t begin = url.find("://");
    if (begin == url.npos) return std::string_view();
    return url.substr(begin + 3, url.find_first_of(":/?#", begin + 3) - begin - 3);
  };
  return !host(a).empty() && host(a) == host(b);
}

Result<Found> find_feed(const std::string& url, const CollectSettings& settings) {
  auto page = get(url, settings, false);
  if (!page) return tl::unexpected(page.error());
  Found found;
  found.source.kind = SourceKind::feed;
  if (auto feed = feed_of(*page)) {
    found.source.address = url;
    found.feed = std::move(*feed);
    return found;
  }
  if (page_kind(page->body) == PageKind::challenge)
    return fail(ErrorKind::refused,
                url + " asks whether a person is there; look for its feed in a browser and add that address");
  const auto links = feed_links(page->body, page->url);
  for (std::size_t i = 0; i < std::min(links.size(), kTriedLinks); ++i) {
    const auto answer = get(links[i], settings, !same_host(links[i], page->url));
    auto feed = answer ? feed_of(*answer) : tl::unexpected(answer.error());
    if (!feed) continue;
    found.source.address = links[i];
    found.feed = std::move(*feed);
    std::copy_if(links.begin(), links.end(), std::back_inserter(found.others),
                 [&](const auto& link) { return link != links[i]; });
    return found;
  }
  return no_feed(url, page->url);
}

Result<Found> find_source(const std::string& typed, const CollectSettings& settings) {
  const bool scheme = typed.find("://") != typed.npos;
  const std::string url = scheme ? typed : "https://" + typed;
  std::string handle = x_handle_of(typed);
  if (handle.empty()) handle = x_handle_of(url);  // "x.com/karpathy"
  if (!handle.empty()) {
    Found found;
    found.source.kind = SourceKind::x;
    found.source.address = handle;
    return found;
  }
  if (scheme && typed.rfind("http://", 0) != 0 && typed.rfind("https://", 0) != 0)
    return fail(
        ErrorKind::invalid,
        "expected an address that begins with http:// or https://; files and commands are written into the "
        "configuration by hand");
  auto found = find_feed(url, settings);
  if (!found && !scheme && found.error().kind == ErrorKind::network)
    return fail(found.error().kind,
                found.error().message + "; if the site has no https, type http://" + typed);
  return found;
}

void show_feed(const Feed& feed, const Zone& zone, const Paint& paint) {
  auto entries = feed.entries;
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.published > b.published; });
  if (entries.size() > kShown) entries.resize(kShown);
  fmt::print("{}\n", paint(Ink::title, one_line(feed.title.empty() ? "(no title)" : feed.title)));
  const std::size_t columns = stdout_columns();
  for (const auto& entry : entries) {
    const std::string when =
        entry.published ? zone.format("%Y-%m-%d %H:%M", *entry.published) : "no date         ";
    const std::string title = one_line(entry.title.empty() ? entry.text() : entry.title);
    fmt::print("  {}  {}\n", paint(Ink::faint, when), columns > 30 ? fitted(title, columns - 20) : title);
  }
  if (entries.empty()) fmt::print("  {}\n", paint(Ink::warning, "it has no entries at the moment"));
}

// Why the source cannot be added to these settings; empty when it can.
std::string obstacle(const Source& source, const Options& options, const Settings& settings) {
  for (const auto& known : settings.sources) {
    if (known.key == source.key)
      return fmt::format("{} is there already, as \"{}\"", source.address, known.name);
    if (!source.name.empty() && known.name == source.name && !options.name.empty())
      return fmt::format("there is a source called \"{}\" already; say another --name", source.name);
  }
  if (options.category.empty()) return {};
  std::vector<std::string> names;
  for (const auto& category : settings.categories) names.push_back(category.name);
  if (std::find(names.begin(), names.end(), options.category) != names.end()) return {};
  return fmt::format("no category is called \"{}\"{}", without_controls(options.category),
                     nearest_hint(options.category, names));
}

// A name that no other source has.
std::string free_name(const std::string& title, const Settings& settings) {
  const std::string wanted = one_line(title);
  const auto taken = [&](const std::string& name) {
    return std::any_of(settings.sources.begin(), settings.sources.end(),
                       [&](const Source& one) { return one.name == name; });
  };
  std::string name = wanted;
  for (int i = 2; !name.empty() && taken(name); ++i) name = fmt::format("{} ({})", wanted, i);
  return name;
}

int finish(const Options& options, const Found& found) {
  const std::string table = source_table(found.source);
  for (const auto& other : found.others) complain("the page also names " + other);
  if (options.dry_run) {
    fmt::print("\n{}", table);
    return kDone;
  }
  const auto file = config_path(options);
  if (const auto added = append_to_config(file, table); !added) {
    complain(added.error().message);
    return kFailed;
  }
  complain(fmt::format("added {} to {}; a running daemon reads it after \"systemctl reload eightbells\"",
                       found.source.address, file.string()));
  if (found.source.kind == SourceKind::x) complain("accounts on X need [x] bearer_token_file");
  return kDone;
}

}  // namespace

int run_add(const Options& options) {
  const auto settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  const auto zone = zone_of(*settings);
  auto found = zone ? find_source(options.address, settings->collect) : tl::unexpected(zone.error());
  if (!found) {
    complain(found.error().message);
    if (found.error().kind == ErrorKind::http || found.error().kind == ErrorKind::network)
      complain(
          "nothing was added; try the address in a browser, and give that of the feed itself where the page "
          "shows it");
    return found.error().kind == ErrorKind::invalid ? kBadUsage : kFailed;
  }
  Source& source = found->source;
  source.key = source_key(source);
  source.category = options.category;
  source.name = !options.name.empty() ? options.name
                : found->feed         ? free_name(found->feed->title, *settings)
                                      : "";
  if (found->feed) show_feed(*found->feed, *zone, Paint::of_stdout());
  if (const std::string why = obstacle(source, options, *settings); !why.empty()) {
    complain(why);
    return kBadUsage;
  }
  return finish(options, *found);
}

}  // namespace eightbells
