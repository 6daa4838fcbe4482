#include "daemon/store/item_search.h"

#include <algorithm>
#include <utility>

#include "daemon/model/digest_json.h"
#include "daemon/store/rows.h"
#include "daemon/store/search_words.h"

namespace eightbells {
namespace {

constexpr int kItemDepth = 2'000;  // matches ranked, the newest

std::vector<std::string> sources_of(const Item& item) {
  std::vector<std::string> names;
  for (const ItemSource& member : item.members)
    if (std::find(names.begin(), names.end(), member.source) == names.end()) names.push_back(member.source);
  return names;
}

}  // namespace

std::string in_list(const std::string& name) {
  const std::string list = list_to_text({name});
  return list.size() > 2 ? list.substr(1, list.size() - 2) : list;
}

Result<int> ItemSearch::index_changed(int limit) {
  std::vector<std::pair<std::string, Instant>> changed;
  {
    auto rows = connection_.query(
        "SELECT profile, window_end FROM reindex_digests ORDER BY window_end, profile LIMIT ?", limit);
    for (;;) {
      const auto found = rows.step();
      if (!found) return tl::unexpected(found.error());
      if (!*found) break;
      changed.emplace_back(rows.string(0), rows.instant(1));
    }
  }
  for (const auto& [profile, window_end] : changed) {
    if (auto done = forget(profile, window_end); !done) return tl::unexpected(done.error());
    std::string digest;
    {
      auto row = connection_.query(
          "SELECT digest FROM ledger WHERE profile = ? AND window_end = ? AND state <> 'skipped'", profile,
          window_end);
      const auto found = row.step();
      if (!found) return tl::unexpected(found.error());
      if (*found) digest = row.string(0);
    }
    if (auto done = add(profile, window_end, digest); !done) return tl::unexpected(done.error());
    auto done = connection_.run("DELETE FROM reindex_digests WHERE profile = ? AND window_end = ?", profile,
                                window_end);
    if (!done) return tl::unexpected(done.error());
  }
  return static_cast<int>(changed.size());
}

Result<void> ItemSearch::start_anew() {
  return connection_.execute(
      "INSERT INTO item_words (item_words) VALUES ('delete-all'); DELETE FROM items; DELETE FROM "
      "reindex_digests; "
      "INSERT INTO reindex_digests SELECT profile, window_end FROM ledger");
}

Result<void> ItemSearch::forget(std::string_view profile, Instant window_end) {
  auto rows = connection_.query("SELECT id, title, summary FROM items WHERE profile = ? AND window_end = ?",
                                profile, window_end);
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) break;
    auto done =
        connection_.run("INSERT INTO item_words (item_words, rowid, title, body) VALUES ('delete', ?, ?, ?)",
                        rows.integer(0), index_text(rows.text(1)), index_text(rows.text(2)));
    if (!done) return done;
  }
  return connection_.run("DELETE FROM items WHERE profile = ? AND window_end = ?", profile, window_end);
}

Result<void> ItemSearch::add(std::string_view profile, Instant window_end, std::string_view digest) {
  if (digest.empty()) return {};
  const auto read = digest_from_json(digest);
  if (!read) return {};  // of another hand: nothing to find in it, and no reason to stop
  for (const Item& item : read->items) {
    auto done = connection_.run(
        "INSERT INTO items (profile, window_end, number, title, link, summary, categories, sources) VALUES "
        "(?, ?, ?, ?, ?, ?, ?, ?)",
        profile, window_end, item.number, item.title, item.link, item.summary, list_to_text(item.categories),
        list_to_text(sources_of(item)));
    if (!done) return done;
    done = connection_.run("INSERT INTO item_words (rowid, title, body) VALUES (?, ?, ?)",
                           connection_.last_row_id(), index_text(item.title), index_text(item.summary));
    if (!done) return done;
  }
  return {};
}

Result<std::vector<SearchHit>> ItemSearch::find(const std::string& expression, const std::string& typed,
                                                const SearchQuery& query, int limit) {
  auto rows = connection_.query(
      "SELECT i.title, i.link, i.summary, i.categories, i.profile, i.window_end, i.number, f.score FROM "
      "(SELECT rowid AS item, news_rank(item_words, ?2) AS score FROM item_words WHERE item_words MATCH ?1 "
      "ORDER BY rowid DESC LIMIT ?3) f JOIN items i ON i.id = f.item "
      "WHERE i.window_end >= ?4 AND (?5 = '' OR instr(i.categories, ?6)) AND (?7 = '' OR instr(i.sources, "
      "?8)) "
      "ORDER BY f.score DESC, i.window_end DESC, i.id LIMIT ?9",
      expression, typed, kItemDepth, query.since.value_or(Instant(Millis::min())), query.category,
      in_list(query.category), query.source, in_list(query.source), limit);
  std::vector<SearchHit> hits;
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return hits;
    SearchHit hit;
    hit.title = rows.string(0);
    hit.link = rows.string(1);
    hit.snippet = rows.string(2);
    hit.categories = list_from_text(rows.text(3));
    hit.profile = rows.string(4);
    hit.window_end = rows.instant(5);
    hit.first_seen = rows.instant(5);
    hit.number = static_cast<int>(rows.integer(6));
    hit.rank = rows.real(7);
    hits.push_back(std::move(hit));
  }
}

}  // namespace eightbells
