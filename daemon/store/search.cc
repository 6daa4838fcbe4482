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
// Ranking is BM25, a word in the title counting four times one in the text. A word that very many entries
// have would make it slow, so only the newest kDepth matches (kFilteredDepth with a filter) are ranked: of
// news, the newest are wanted.
#include "daemon/store/search.h"

#include <algorithm>
#include <string>
#include <utility>

#include "daemon/store/search_words.h"

namespace eightbells {
namespace {

constexpr int kDepth = 5'000;           // matches ranked
constexpr int kFilteredDepth = 20'000;  // matches looked through for a source or a time
constexpr int kMaxHits = 1'000;         // given, whatever the query's limit

#define EIGHTBELLS_NEWEST_MATCHES                                                            \
  "SELECT rowid AS entry, bm25(entry_words, 4.0, 1.0, 2.0) AS score FROM entry_words WHERE " \
  "entry_words MATCH ? ORDER BY rowid DESC LIMIT ?"
#define EIGHTBELLS_HIT_COLUMNS \
  "e.id, e.title, e.link, s.name, e.published, e.first_seen, " EIGHTBELLS_BODY ", f.score"
#define EIGHTBELLS_BODY "CASE WHEN content = '' THEN summary ELSE content END"

SearchHit read_hit(const Statement& row, const std::vector<QueryPart>& parts) {
  SearchHit hit;
  hit.entry_id = row.integer(0);
  hit.title = row.string(1);
  hit.link = row.string(2);
  hit.source = row.string(3);
  hit.published = row.maybe_instant(4);
  hit.first_seen = row.instant(5);
  hit.snippet = snippet_of(row.text(6), parts);
  if (hit.snippet.empty()) hit.snippet = snippet_of(row.text(1), parts);
  if (hit.snippet.empty()) hit.snippet = opening_of(row.text(6));
  hit.rank = row.real(7);
  return hit;
}

}  // namespace

Result<void> Search::words_will_change(std::int64_t entry) {
  return connection_.run(
      "INSERT OR IGNORE INTO reindex (entry, title, body, author) SELECT id, title, " EIGHTBELLS_BODY
      ", author FROM entries WHERE id = ? AND id <= (SELECT indexed FROM search_state)",
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
      "e.author, e.id FROM reindex r LEFT JOIN entries e ON e.id = r.entry ORDER BY r.entry LIMIT ?",
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
    auto rows = connection_.query(
        "SELECT id, title, " EIGHTBELLS_BODY
        ", author FROM entries WHERE id > (SELECT indexed FROM search_state) ORDER BY id LIMIT ?",
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
  if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
  return *changed + *added;
}

Result<std::vector<SearchHit>> Search::find(const SearchQuery& query) {
  const std::vector<QueryPart> parts = query_parts(query.words);
  if (parts.empty()) return fail(ErrorKind::invalid, "there is no word to search for");
  const std::string expression = match_expression(parts);
  const int limit = std::clamp(query.limit, 0, kMaxHits);
  const bool filtered = query.since || !query.source.empty();
  std::vector<SearchHit> hits;
  // Without a filter only the best are looked up among the entries, which are large.
  auto rows =
      filtered ? connection_.query(
                     "SELECT " EIGHTBELLS_HIT_COLUMNS " FROM (" EIGHTBELLS_NEWEST_MATCHES
                     ") f JOIN entries e ON e.id = f.entry JOIN sources s ON s.id = e.source "
                     "WHERE e.at >= ? AND (? = '' OR s.name = ?) ORDER BY f.score, e.id DESC LIMIT ?",
                     expression, kFilteredDepth, query.since.value_or(Instant(Millis::min())), query.source,
                     query.source, limit)
               : connection_.query("SELECT " EIGHTBELLS_HIT_COLUMNS
                                   " FROM (SELECT entry, score FROM (" EIGHTBELLS_NEWEST_MATCHES
                                   ") ORDER BY score, entry DESC LIMIT ?) f JOIN entries e ON e.id = f.entry "
                                   "JOIN sources s ON s.id = e.source ORDER BY f.score, e.id DESC",
                                   expression, kDepth, limit);
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return hits;
    hits.push_back(read_hit(rows, parts));
  }
}

}  // namespace eightbells
