// The schema, as the list of all steps that ever led to it.
#pragma once

#include <string_view>
#include <vector>

#include "daemon/store/sqlite.h"

namespace eightbells {

// "8bel": what tells our databases from others (PRAGMA application_id).
inline constexpr std::int64_t kApplicationId = 0x3862656c;

// Step n leads from schema n to n + 1. Append only: a step that was ever released is never changed.
[[nodiscard]] const std::vector<std::string_view>& migrations();

// Error database: another program's database, or of a newer schema; the sentence says what to do. Changes
// nothing.
[[nodiscard]] Result<void> check_ours(Connection& connection);

// Brings the database to `target` (default: the newest), each step in a transaction of its own. A database
// that holds something is first copied to <file>.v<its schema>.bak. Errors as check_ours.
[[nodiscard]] Result<void> migrate(Connection& connection, std::size_t target = migrations().size());

// A whole and compact copy (VACUUM INTO), written beside `file` and renamed onto it.
[[nodiscard]] Result<void> copy_database(Connection& connection, const std::filesystem::path& file);

}  // namespace eightbells
