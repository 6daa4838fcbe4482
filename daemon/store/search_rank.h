// How well an entry matches: a function inside SQLite's full-text search.
#pragma once

#include "daemon/store/sqlite.h"

namespace eightbells {

// Makes news_rank(table, typed) known to the connection: for a row of a full-text query with the columns
// title, body and author, how well it matches; larger is better, 0 at least. `typed`: typed_phrases() of the
// query.
[[nodiscard]] Result<void> register_ranking(Connection& connection);

}  // namespace eightbells
