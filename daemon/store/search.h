// Full text over the entries and the items of digests: FTS5, filled some time after they are stored.
#pragma once

#include <cstdint>
#include <vector>

#include "daemon/store/item_search.h"
#include "daemon/store/search_words.h"
#include "daemon/store/sqlite.h"
#include "daemon/store/store.h"

namespace eightbells {

class Search {
 public:
  explicit Search(Connection& connection) : connection_(connection), items_(connection) {}

  // Before an entry's words are replaced or the entry is removed: keeps those that the index holds. Inside a
  // transaction.
  [[nodiscard]] Result<void> words_will_change(std::int64_t entry);

  // Brings at most `limit` entries and digests into the index, in a transaction; how many it were. 0: all are
  // in.
  [[nodiscard]] Result<int> index_pending(int limit);

  [[nodiscard]] Result<std::vector<SearchHit>> find(const SearchQuery& query);

 private:
  [[nodiscard]] Result<void> start_anew_if_rules_changed();
  [[nodiscard]] Result<int> index_changed(int limit);
  [[nodiscard]] Result<int> index_new(int limit);
  [[nodiscard]] Result<void> put_words(std::int64_t entry, std::string_view title, std::string_view body,
                                       std::string_view author);

  // " AND (...)" for the sources of that name.
  [[nodiscard]] Result<std::string> source_expression(const std::string& name);
  // The row from which on entries are that were published since then.
  [[nodiscard]] Result<std::int64_t> first_entry_since(Instant since);
  // Number, score, time and link of the best entries.
  [[nodiscard]] Result<std::vector<SearchHit>> shortlist(const std::string& expression,
                                                         const std::string& typed, const SearchQuery& query,
                                                         int limit);
  [[nodiscard]] Result<void> fill_in(SearchHit& hit, const std::vector<QueryPart>& parts);

  Connection& connection_;
  ItemSearch items_;
};

}  // namespace eightbells
