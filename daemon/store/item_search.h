// Full text over the items of digests. Triggers note which digests changed (migrations.cc); this reads them
// anew.
#pragma once

#include <string>
#include <vector>

#include "daemon/store/sqlite.h"
#include "daemon/store/store.h"

namespace eightbells {

class ItemSearch {
 public:
  explicit ItemSearch(Connection& connection) : connection_(connection) {}

  // Inside a transaction: brings the items of at most `limit` digests that changed into the index; how many
  // digests it were.
  [[nodiscard]] Result<int> index_changed(int limit);

  // Inside a transaction: forgets all and notes every digest as changed.
  [[nodiscard]] Result<void> start_anew();

  // The best for FTS5's `expression`, and for the query's filters. Snippets are left to the caller: they
  // stand in `snippet` whole.
  [[nodiscard]] Result<std::vector<SearchHit>> find(const std::string& expression, const std::string& typed,
                                                    const SearchQuery& query, int limit);

 private:
  [[nodiscard]] Result<void> forget(std::string_view profile, Instant window_end);
  [[nodiscard]] Result<void> add(std::string_view profile, Instant window_end, std::string_view digest);

  Connection& connection_;
};

// `name` as it stands in a list of texts in a column, to be looked for there.
[[nodiscard]] std::string in_list(const std::string& name);

}  // namespace eightbells
