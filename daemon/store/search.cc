// Full text.
//
// Problem. A row with full text costs four to seven times a row without, and polls must not wait for it; the
// table must not keep every text a second time; and an index that keeps no texts can only forget words that
// it is told again.
//
// Method. A contentless FTS5 table, filled in batches when the program is idle: the row numbers of entries
// rise, so one number (search_state.indexed) says how far the index is. When the words of an indexed entry
// change, the old ones are put aside in `reindex` in the same transaction; the next batch takes them out of
// the index and puts the new ones in.
//
// The index also holds a word for each entry's source (source_word), so that a search within a source meets
// only its entries; and as entries come in the order of time, "since" is a row number, found by halving.
//
// Ranking is search_rank.h's, times an age: a match of today counts up to 1 / kOldShare as much as one of
// years ago. A word that very many entries have would make it slow, so only the newest kDepth matches
// (kFilteredDepth with a category) are ranked: of news, the newest are wanted. Items of digests are searched
// beside (item_search.h).
//
// Cost with 1,000,000 entries: tests/bench/search_bench.cc.
#include "daemon/store/search.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "daemon/store/rows.h"
#include "daemon/store/search_words.h"

namespace eightbells {
namespace {

constexpr int kDepth = 5'000;           // matches ranked
constexpr int kFilteredDepth = 20'000;  // matches looked through for a category
constexpr int kShortlist = 200;         // matches whose age is looked up, at least
constexpr int kMaxHits = 1'000;         // given, whatever the query's limit

constexpr double kOldShare = 0.75;
constexpr double kHalfLifeDays = 30;
constexpr Millis kDay{86'400'000};

#define EIGHTBELLS_NEWEST_MATCHES                                                      \
  "SELECT rowid AS entry, news_rank(entry_words, ?2) AS score FROM entry_words WHERE " \
  "entry_words MATCH ?1 AND rowid >= ?3 ORDER BY rowid DESC LIMIT ?4"
#define EIGHTBELLS_BODY "CASE WHEN content = '' THEN summary ELSE content END"
#define EIGHTBELLS_AUTHOR "author || ' ' || char(57344) || source"

// The younger, the more: against the youngest of what was found.
void weigh_age(std::vector<SearchHit>& hits) {
  Instant newest = Instant(Millis::min());
  for (const SearchHit& hit : hits) newest = std::max(newest, hit.first_seen);
  for (SearchHit& hit : hits) {
    const double days = static_cast<double>((newest - hit.first_seen) / kDay);
    hit.rank *= kOldShare + (1 - kOldShare) * std::exp2(-days / kHalfLifeDays);
  }
}

// The best `limit`, each page once: an item rather than the entries it was made of, and of an item that
// stands in several profiles' digests the first. Of two as good the newer, of a tie the item.
void keep_the_best(std::vector<SearchHit>& hits, std::size_t limit) {
  std::stable_sort(hits.begin(), hits.end(), [](const SearchHit& a, const SearchHit& b) {
    return a.rank != b.rank ? a.rank > b.rank : a.first_seen > b.first_seen;
  });
  std::map<std::string, std::string> profiles;  // by link
  for (const SearchHit& hit : hits)
    if (hit.entry_id == 0) profiles.emplace(hit.link, hit.profile);
  std::set<std::string> pages;
  const auto told = [&](const SearchHit& hit) {
    if (hit.link.empty()) return false;
    const auto item = profiles.find(hit.link);
    if (hit.entry_id == 0) return item->second != hit.profile;
    return item != profiles.end() || !pages.insert(hit.link).second;
  };
  hits.erase(std::remove_if(hits.begin(), hits.end(), told), hits.end());
  if (hits.size() > limit) hits.resize(limit);
}

std::string best_snippet(std::string_view body, std::string_view title, const std::vector<QueryPart>& parts) {
  std::string snippet = snippet_of(body, parts);
  if (snippet.empty()) snippet = snippet_of(title, parts);
  if (snippet.empty()) snippet = opening_of(body);
  return snippet;
}

}  // namespace

Result<void> Search::words_will_change(std::int64_t entry) {
  return connection_.run(
      "INSERT OR IGNORE INTO reindex (entry, title, body, author) SELECT id, title, " EIGHTBELLS_BODY
      ", " EIGHTBELLS_AUTHOR " FROM entries WHERE id = ? AND id <= (SELECT indexed FROM search_state)",
      entry);
}

Result<void> Search::put_words(std::int64_t entry, std::string_view title, std::string_view body,
                               std::string_view author) {
  return connection_.run("INSERT INTO entry_words (rowid, title, body, author) VALUES (?, ?, ?, ?)", entry,
                         index_text(title), index_text(body), index_text(author));
}

Result<void> Search::start_anew_if_rules_changed() {
  {
    auto rules = connection_.query("SELECT rules FROM search_state");
    const auto found = rules.step();
    if (!found) return tl::unexpected(found.error());
    if (*found && rules.integer(0) == kSearchRules) return {};
  }
  if (auto anew = items_.start_anew(); !anew) return anew;
  return connection_.execute(
      "INSERT INTO entry_words (entry_words) VALUES ('delete-all'); DELETE FROM reindex; "
      "UPDATE search_state SET indexed = 0, rules = " +
      std::to_string(kSearchRules));
}

Result<int> Search::index_changed(int limit) {
  int done = 0;
  auto rows = connection_.query(
      "SELECT r.entry, r.title, r.body, r.author, e.title, CASE WHEN e.content = '' THEN e.summary ELSE "
      "e.content END, "
      "e.author || ' ' || char(57344) || e.source, e.id FROM reindex r LEFT JOIN entries e ON e.id = r.entry "
      "ORDER BY r.entry LIMIT ?",
      limit);
  for (;; ++done) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return done;
    auto changed = connection_.run(
        "INSERT INTO entry_words (entry_words, rowid, title, body, author) VALUES ('delete', ?, ?, ?, ?)",
        rows.integer(0), index_text(rows.text(1)), index_text(rows.text(2)), index_text(rows.text(3)));
    if (changed && !rows.is_null(7)) {
      changed = put_words(rows.integer(0), rows.text(4), rows.text(5), rows.text(6));
    }
    if (changed) changed = connection_.run("DELETE FROM reindex WHERE entry = ?", rows.integer(0));
    if (!changed) return tl::unexpected(changed.error());
  }
}

Result<int> Search::index_new(int limit) {
  int done = 0;
  std::int64_t last = 0;
  {
    auto rows =
        connection_.query("SELECT id, title, " EIGHTBELLS_BODY ", " EIGHTBELLS_AUTHOR
                          " FROM entries WHERE id > (SELECT indexed FROM search_state) ORDER BY id LIMIT ?",
                          limit);
    for (;; ++done) {
      const auto found = rows.step();
      if (!found) return tl::unexpected(found.error());
      if (!*found) break;
      last = rows.integer(0);
      if (auto put = put_words(last, rows.text(1), rows.text(2), rows.text(3)); !put)
        return tl::unexpected(put.error());
    }
  }
  if (done == 0) return 0;
  if (auto kept = connection_.run("UPDATE search_state SET indexed = ?", last); !kept)
    return tl::unexpected(kept.error());
  return done;
}

Result<int> Search::index_pending(int limit) {
  if (limit <= 0) return 0;
  auto transaction = Transaction::begin(connection_);
  if (!transaction) return tl::unexpected(transaction.error());
  if (auto ready = start_anew_if_rules_changed(); !ready) return tl::unexpected(ready.error());
  const auto changed = index_changed(limit);
  if (!changed) return changed;
  const auto added = index_new(limit - *changed);
  if (!added) return added;
  const auto digests = items_.index_changed(limit - *changed - *added);
  if (!digests) return digests;
  if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
  return *changed + *added + *digests;
}

Result<std::string> Search::source_expression(const std::string& name) {
  std::string words;
  auto rows = connection_.query("SELECT id FROM sources WHERE name = ?", name);
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) break;
    words += (words.empty() ? "" : " OR ") + ('"' + source_word(rows.integer(0)) + '"');
  }
  if (words.empty()) return fail(ErrorKind::not_found, "there is no source called \"" + name + "\"");
  return " AND (" + words + ")";
}

Result<std::int64_t> Search::first_entry_since(Instant since) {
  // What was published since was first seen since; a day's grace for clocks that were set.
  const Instant seen = since - kDay;
  std::int64_t low = 0;
  auto highest = connection_.number("SELECT max(id) FROM entries");
  if (!highest) return highest;
  for (std::int64_t high = *highest + 1; low < high;) {
    const std::int64_t middle = low + (high - low) / 2;
    auto row = connection_.query("SELECT first_seen FROM entries WHERE id >= ? ORDER BY id LIMIT 1", middle);
    const auto found = row.step();
    if (!found) return tl::unexpected(found.error());
    if (*found && row.instant(0) < seen) low = middle + 1;
    else high = middle;
  }
  return low;
}

Result<std::vector<SearchHit>> Search::shortlist(const std::string& expression, const std::string& typed,
                                                 const SearchQuery& query, int limit) {
  std::int64_t first = 0;
  if (query.since) {
    const auto since = first_entry_since(*query.since);
    if (!since) return tl::unexpected(since.error());
    first = *since;
  }
  const Instant oldest = query.since.value_or(Instant(Millis::min()));
  // Without a category only the best are looked up among the entries, which are large.
  auto rows = query.category.empty()
                  ? connection_.query(
                        "SELECT f.entry, f.score, e.at, e.link FROM (SELECT entry, score FROM "
                        "(" EIGHTBELLS_NEWEST_MATCHES
                        ") ORDER BY score DESC, entry DESC LIMIT ?5) f JOIN entries e ON e.id = f.entry "
                        "WHERE e.at >= "
                        "?6",
                        expression, typed, first, kDepth, limit, oldest)
                  : connection_.query(
                        "SELECT f.entry, f.score, e.at, e.link FROM (" EIGHTBELLS_NEWEST_MATCHES
                        ") f JOIN entries e ON e.id = f.entry WHERE e.at >= ?5 AND "
                        "(instr(e.categories, ?6) OR EXISTS "
                        "(SELECT 1 FROM claims c JOIN items i ON i.profile = c.profile AND "
                        "i.window_end = c.window_end "
                        "AND i.number = c.number WHERE c.entry = f.entry AND instr(i.categories, ?6))) "
                        "ORDER BY f.score DESC, f.entry DESC LIMIT ?7",
                        expression, typed, first, kFilteredDepth, oldest, in_list(query.category), limit);
  std::vector<SearchHit> hits;
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return hits;
    SearchHit hit;
    hit.entry_id = rows.integer(0);
    hit.rank = rows.real(1);
    hit.first_seen = rows.instant(2);
    hit.link = rows.string(3);
    hits.push_back(std::move(hit));
  }
}

Result<void> Search::fill_in(SearchHit& hit, const std::vector<QueryPart>& parts) {
  {
    auto row = connection_.query("SELECT e.title, s.name, e.published, e.first_seen, " EIGHTBELLS_BODY
                                 " FROM entries e JOIN sources s ON s.id = e.source WHERE e.id = ?",
                                 hit.entry_id);
    const auto found = row.step();
    if (!found) return tl::unexpected(found.error());
    hit.title = row.string(0);
    hit.source = row.string(1);
    hit.published = row.maybe_instant(2);
    hit.first_seen = row.instant(3);
    hit.snippet = best_snippet(row.text(4), row.text(0), parts);
  }
  auto row = connection_.query(
      "SELECT c.profile, c.window_end, c.number, i.categories FROM claims c LEFT JOIN items i ON i.profile = "
      "c.profile "
      "AND i.window_end = c.window_end AND i.number = c.number WHERE c.entry = ? AND c.number > 0 ORDER BY "
      "c.window_end LIMIT 1",
      hit.entry_id);
  const auto found = row.step();
  if (!found) return tl::unexpected(found.error());
  if (!*found) return {};
  hit.profile = row.string(0);
  hit.window_end = row.instant(1);
  hit.number = static_cast<int>(row.integer(2));
  hit.categories = list_from_text(row.text(3));
  return {};
}

Result<std::vector<SearchHit>> Search::find(const SearchQuery& query) {
  std::vector<QueryPart> parts = query_parts(query.words);
  if (parts.empty()) return fail(ErrorKind::invalid, "there is no word to search for");
  add_spellings(parts, query.spellings);
  const std::string expression = match_expression(parts);
  const int limit = std::clamp(query.limit, 0, kMaxHits);
  std::string of_source;
  if (!query.source.empty()) {
    auto source = source_expression(query.source);
    if (!source) return tl::unexpected(source.error());
    of_source = std::move(*source);
  }
  const int candidates = std::max(2 * limit, kShortlist);
  auto hits = shortlist(expression + of_source, typed_phrases(parts), query, candidates);
  if (!hits) return hits;
  auto items = items_.find(expression, typed_phrases(parts), query, candidates);
  if (!items) return items;
  hits->insert(hits->begin(), std::make_move_iterator(items->begin()), std::make_move_iterator(items->end()));
  weigh_age(*hits);
  keep_the_best(*hits, static_cast<std::size_t>(limit));
  for (SearchHit& hit : *hits) {
    if (hit.entry_id == 0) hit.snippet = best_snippet(hit.snippet, hit.title, parts);
    else if (auto done = fill_in(hit, parts); !done) return tl::unexpected(done.error());
  }
  return hits;
}

}  // namespace eightbells
