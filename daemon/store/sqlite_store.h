// Store on SQLite: WAL, STRICT tables, foreign keys, append-only migrations.
#pragma once

#include <filesystem>
#include <memory>

#include "daemon/store/store.h"

namespace eightbells {

// The database in the state directory.
inline constexpr const char* kDatabaseName = "eightbells.db";

// Opens or creates the database and migrates it. Errors database: corrupt, of a newer schema, not writable;
// the sentence says what to do. Use it on one thread.
[[nodiscard]] Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& file);

}  // namespace eightbells
