// search: full text over what was collected.
#include <boost/json.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "daemon/cli/commands.h"
#include "daemon/cli/moment.h"
#include "daemon/cli/setting_up.h"
#include "daemon/service/bell.h"
#include "feeds/base/utf8.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace {

namespace json = boost::json;

// How many entries are made findable at a time, so that a daemon beside us can write in between.
constexpr int kIndexBatch = 5000;

// The match in bold on a terminal, plain elsewhere.
std::string marked(std::string_view snippet, bool terminal) {
  std::string out;
  for (const char c : snippet) {
    if (c == '\x02' || c == '\x03') {
      if (terminal) out += c == '\x02' ? "\033[1m" : "\033[0m";
    } else {
      out += c;
    }
  }
  return out;
}

// The marks survive, other controls of a stranger's text do not.
std::string safe(std::string_view snippet) {
  std::string out, piece;
  for (const char c : snippet) {
    if (c != '\x02' && c != '\x03') {
      piece += c;
      continue;
    }
    out += without_controls(piece) + c;
    piece.clear();
  }
  return out + without_controls(piece);
}

void print_hit(const SearchHit& hit, const Zone& zone, bool terminal) {
  fmt::print("{}  {}\n", zone.format("%Y-%m-%d %H:%M", hit.published.value_or(hit.first_seen)),
             collapse_white_space(without_controls(hit.title.empty() ? hit.source : hit.title)));
  fmt::print("    {}  {}\n    {}\n", without_controls(hit.source), hit.link,
             marked(collapse_white_space(safe(hit.snippet)), terminal));
}

void print_hit_json(const SearchHit& hit) {
  fmt::print("{}\n", json::serialize(json::object{
                         {"entry", hit.entry_id},
                         {"title", hit.title},
                         {"link", hit.link},
                         {"source", hit.source},
                         {"published", hit.published ? json::value(format_utc(*hit.published)) : json::value(nullptr)},
                         {"first_seen", format_utc(hit.first_seen)},
                         {"snippet", marked(hit.snippet, false)},
                         {"rank", hit.rank}}));
}

Result<std::vector<SearchHit>> find(Store& store, const SearchQuery& query) {
  for (auto indexed = store.index_pending(kIndexBatch);; indexed = store.index_pending(kIndexBatch)) {
    if (!indexed) return tl::unexpected(indexed.error());
    if (*indexed == 0) break;
  }
  return store.search(query);
}

}  // namespace

int run_search(const Options& options) {
  const auto settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  const auto zone = zone_of(*settings);
  if (!zone) {
    complain(zone.error().message);
    return kBadUsage;
  }
  SearchQuery query;
  query.words = fmt::format("{}", fmt::join(options.words, " "));
  query.source = options.source;
  query.limit = options.limit;
  if (!options.since.empty()) {
    const auto since = parse_moment(options.since, *zone, SystemClock().now());
    if (!since) {
      complain("--since: " + since.error().message);
      return kBadUsage;
    }
    query.since = *since;
  }
  auto store = open_state(state_path(options));
  const auto hits = store ? find(**store, query) : tl::unexpected(store.error());
  if (!hits) {
    complain(hits.error().message);
    return kFailed;
  }
  for (const auto& hit : *hits) {
    if (options.json)
      print_hit_json(hit);
    else
      print_hit(hit, *zone, ::isatty(STDOUT_FILENO) == 1);
  }
  if (hits->empty()) complain("nothing found; fewer words find more");
  return kDone;
}

}  // namespace eightbells
