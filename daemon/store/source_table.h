// The table of sources: their state between polls.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "daemon/store/sqlite.h"
#include "daemon/store/store.h"

namespace eightbells {

class SourceTable {
 public:
  // What was known of a source before a poll is saved.
  struct Before {
    std::int64_t id = 0;
    bool had_success = false;
  };

  explicit SourceTable(Connection& connection) : connection_(connection) {}

  [[nodiscard]] Result<SourceState> state(std::string_view key);
  [[nodiscard]] Result<std::vector<SourceRecord>> list();

  // The source's row, made when there is none.
  [[nodiscard]] Result<Before> find_or_add(const Source& source);
  [[nodiscard]] Result<void> save(std::int64_t id, const Source& source, const SourceState& state,
                                  int new_entries);

 private:
  Connection& connection_;
};

}  // namespace eightbells
