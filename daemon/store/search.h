// Full text over the entries: FTS5, filled some time after the entries are stored.
#pragma once

#include <cstdint>
#include <vector>

#include "daemon/store/sqlite.h"
#include "daemon/store/store.h"

namespace eightbells {

class Search {
 public:
  explicit Search(Connection& connection) : connection_(connection) {}

  // Before an entry's words are replaced or the entry is removed: keeps those that the index holds. Inside a
  // transaction.
  [[nodiscard]] Result<void> words_will_change(std::int64_t entry);

  // Brings at most `limit` entries into the index, in a transaction; how many it were. 0: all are in.
  [[nodiscard]] Result<int> index_pending(int limit);

  [[nodiscard]] Result<std::vector<SearchHit>> find(const SearchQuery& query);

 private:
  [[nodiscard]] Result<void> start_anew_if_rules_changed();
  [[nodiscard]] Result<int> index_changed(int limit);
  [[nodiscard]] Result<int> index_new(int limit);
  [[nodiscard]] Result<void> put_words(std::int64_t entry, std::string_view title, std::string_view body,
                                       std::string_view author);

  Connection& connection_;
};

}  // namespace eightbells
