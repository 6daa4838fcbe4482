// backup: a whole copy of the state in one file.
#include <filesystem>

#include <fmt/format.h>

#include "daemon/cli/commands.h"
#include "daemon/cli/setting_up.h"
#include "daemon/store/sqlite_store.h"

namespace eightbells {

int run_backup(const Options& options) {
  const auto database = state_path(options) / kDatabaseName;
  std::error_code ignored;
  if (!std::filesystem::exists(database, ignored)) {
    complain(
        fmt::format("there is no database {}: say the state directory with --state DIR", database.string()));
    return kFailed;
  }
  const auto store = open_sqlite_store(database);
  if (!store) {
    complain(store.error().message);
    return kFailed;
  }
  if (const auto copied = (*store)->backup(std::filesystem::absolute(options.file)); !copied) {
    complain(copied.error().message);
    return kFailed;
  }
  fmt::print("{}\n", options.file);
  return kDone;
}

}  // namespace eightbells
