// search: full text over what was collected and what was written.
#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "config/aliases.h"
#include "config/nearest.h"
#include "config/units.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/moment.h"
#include "daemon/cli/setting_up.h"
#include "daemon/cli/table.h"
#include "daemon/cli/terminal.h"
#include "daemon/service/bell.h"
#include "feeds/base/utf8.h"
#include "feeds/text/dates.h"

namespace eightbells {

namespace {

namespace json = boost::json;

// How many entries are made findable at a time, so that a daemon beside us can write in between.
constexpr int kIndexBatch = 5000;

// The match stands out on a terminal, plain elsewhere; `base` is the ink around it.
std::string marked(std::string_view snippet, const Paint& paint, std::optional<Ink> base = {}) {
  const std::string_view around = base ? paint.begin(*base) : "";
  std::string out(around);
  for (const char c : snippet) {
    if (c == '\x02') out += paint.begin(Ink::match);
    else if (c == '\x03') out.append(paint.end()).append(around);
    else out += c;
  }
  return base ? out.append(paint.end()) : out;
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

// "digest ai, 2026.01.07.08 #3", or nothing.
std::string place_of(const SearchHit& hit, const Zone& zone) {
  if (hit.number == 0) return {};
  return fmt::format("digest {}, {} #{}", one_line(hit.profile), zone.format("%Y.%m.%d.%H", hit.window_end),
                     hit.number);
}

// What stands in the first line, with the match marked, and what is left for the last. A post has no title,
// and an entry without a text only that: neither is said twice.
std::pair<std::string, std::string> words_of(const SearchHit& hit) {
  const std::string title = one_line(hit.title);
  const std::string snippet = collapse_white_space(safe(hit.snippet));
  const std::string bare = without_controls(snippet);
  if (title.empty() || bare == title) return {snippet, ""};
  // "…" at its end: the title's beginning.
  constexpr std::string_view kMore = "…";
  const std::size_t cut = bare.size() > kMore.size() ? bare.size() - kMore.size() : 0;
  const bool begins = bare.compare(cut, kMore.size(), kMore) == 0 && title.compare(0, cut, bare, 0, cut) == 0;
  return {title, begins ? "" : snippet};
}

void print_hit(const SearchHit& hit, const Zone& zone, const Paint& paint) {
  const std::string place = place_of(hit, zone);
  const std::string from =
      hit.entry_id == 0 ? place : one_line(hit.source) + (place.empty() ? "" : " (" + place + ")");
  const auto [first, rest] = words_of(hit);
  const std::size_t columns = stdout_columns();
  const std::string when = zone.format("%Y-%m-%d %H:%M  ", hit.published.value_or(hit.first_seen));
  const bool narrow = columns > 0 && columns < 60;
  std::string headline = wrapped(first, columns, std::string(narrow ? 4 : when.size(), ' '));
  if (!narrow) headline.erase(0, when.size());
  fmt::print("{}{}{}", paint(Ink::faint, when), narrow ? "\n" : "", marked(headline, paint, Ink::title));
  fmt::print("    {}  {}\n", from, paint(Ink::link, one_line(hit.link)));
  fmt::print("{}", marked(wrapped(rest, columns, "    "), paint));
}

void print_hit_json(const SearchHit& hit) {
  const bool item = hit.entry_id == 0;
  json::value digest = nullptr;
  if (hit.number > 0)
    digest = json::object{{"name", hit.profile},
                          {"window_end", format_utc(hit.window_end)},
                          {"number", hit.number},
                          {"categories", json::value_from(hit.categories)}};
  fmt::print(
      "{}\n",
      json::serialize(json::object{
          {"kind", item ? "item" : "entry"},
          {"entry", item ? json::value(nullptr) : json::value(hit.entry_id)},
          {"title", hit.title},
          {"link", hit.link},
          {"source", item ? json::value(nullptr) : json::value(hit.source)},
          {"published", hit.published ? json::value(format_utc(*hit.published)) : json::value(nullptr)},
          {"first_seen", item ? json::value(nullptr) : json::value(format_utc(hit.first_seen))},
          {"digest", std::move(digest)},
          {"snippet", marked(hit.snippet, Paint::plain())},
          {"rank", hit.rank}}));
}

Result<std::vector<SearchHit>> find(Store& store, const SearchQuery& query) {
  for (auto indexed = store.index_pending(kIndexBatch);; indexed = store.index_pending(kIndexBatch)) {
    if (!indexed) return tl::unexpected(indexed.error());
    if (*indexed == 0) break;
  }
  auto hits = store.search(query);
  if (hits || hits.error().kind != ErrorKind::not_found) return hits;
  std::vector<std::string> names;
  if (const auto known = store.sources())
    for (const auto& record : *known) names.push_back(record.name);
  return fail(ErrorKind::not_found, fmt::format("{}{}; \"eightbells status\" lists them",
                                                hits.error().message, nearest_hint(query.source, names)));
}

// "7d": so long ago; else a moment.
Result<Instant> since_of(const std::string& text, const Zone& zone, Instant now) {
  if (const auto ago = parse_duration(text)) return now - *ago;
  auto since = parse_moment(text, zone, now);
  if (!since)
    return fail(ErrorKind::invalid, "--since: " + since.error().message + ", or 7d for the last seven days");
  if (*since > now) return fail(ErrorKind::invalid, "--since: " + text + " is still to come");
  return since;
}

Result<void> check_category(const std::string& name, const Settings& settings) {
  std::vector<std::string> names;
  for (const auto& category : settings.categories) names.push_back(category.name);
  if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) return {};
  return fail(
      ErrorKind::invalid,
      fmt::format("--category: none is called \"{}\"{}{}", without_controls(name), nearest_hint(name, names),
                  names.empty() ? "; the configuration has none"
                                : fmt::format("; there are {}", fmt::join(names, ", "))));
}

// The shipped aliases and the user's own, the canonical spelling first.
std::vector<std::vector<std::string>> spellings_of(const Settings& settings) {
  auto table = load_aliases(data_directory() / "aliases.toml").value_or(AliasTable{});
  add_aliases(table, settings.aliases);
  std::vector<std::vector<std::string>> out;
  for (auto& [canonical, others] : table) {
    others.insert(others.begin(), canonical);
    out.push_back(std::move(others));
  }
  return out;
}

Result<SearchQuery> query_of(const Options& options, const Settings& settings, const Zone& zone) {
  SearchQuery query;
  query.words = fmt::format("{}", fmt::join(options.words, " "));
  // One word of the shell with spaces in it was quoted there: its words stand side by side.
  if (options.words.size() > 1) {
    query.words.clear();
    for (const auto& word : options.words) {
      const bool phrase = word.find(' ') != word.npos && word.find('"') == word.npos;
      query.words += phrase ? "\"" + word + "\" " : word + " ";
    }
  }
  query.source = options.source;
  query.category = options.category;
  query.limit = options.limit;
  query.spellings = spellings_of(settings);
  if (auto known = check_category(options.category, settings); !known) return tl::unexpected(known.error());
  if (options.since.empty()) return query;
  const auto since = since_of(options.since, zone, SystemClock().now());
  if (!since) return tl::unexpected(since.error());
  query.since = *since;
  return query;
}

std::string nothing_found(const SearchQuery& query) {
  if (query.since || !query.source.empty() || !query.category.empty())
    return "nothing found; without --since, --source and --category more is looked through";
  return query.words.find(' ') != query.words.npos
             ? "nothing found; all words have to occur, so fewer find more"
             : "nothing found; entries are there from the first \"eightbells once\" on";
}

}  // namespace

int run_search(const Options& options) {
  const auto settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  const auto zone = zone_of(*settings);
  const auto query = zone ? query_of(options, *settings, *zone) : tl::unexpected(zone.error());
  if (!query) {
    complain(query.error().message);
    return kBadUsage;
  }
  auto store = open_state(state_path(options));
  const auto hits = store ? find(**store, *query) : tl::unexpected(store.error());
  if (!hits) {
    complain(hits.error().message);
    return hits.error().kind == ErrorKind::invalid || hits.error().kind == ErrorKind::not_found ? kBadUsage
                                                                                                : kFailed;
  }
  const Paint paint = Paint::of_stdout();
  for (const auto& hit : *hits) {
    if (options.json) print_hit_json(hit);
    else print_hit(hit, *zone, paint);
  }
  if (hits->empty()) complain(nothing_found(*query));
  return kDone;
}

}  // namespace eightbells
