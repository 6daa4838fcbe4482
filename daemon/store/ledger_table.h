// The ledger: digests, their claims on entries, and the items they showed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/store/sqlite.h"
#include "daemon/store/store.h"

namespace eightbells {

// As Store says of the functions of the same names.
class LedgerTable {
 public:
  explicit LedgerTable(Connection& connection) : connection_(connection) {}

  [[nodiscard]] Result<std::optional<LedgerRow>> row(std::string_view profile, Instant window_end);
  [[nodiscard]] Result<std::vector<LedgerRow>> newest(std::string_view profile, int count);
  [[nodiscard]] Result<std::vector<LedgerRow>> digests(std::string_view profile, Instant after, Instant until,
                                                       int limit);
  [[nodiscard]] Result<std::optional<Instant>> last_window_end(std::string_view profile);
  [[nodiscard]] Result<std::vector<LedgerRow>> unfinished();
  [[nodiscard]] Result<std::vector<ShownItem>> shown_since(std::string_view profile, Instant since);

  // Inside a transaction each.
  [[nodiscard]] Result<void> plan(const LedgerRow& row, const std::vector<Claim>& claims);
  [[nodiscard]] Result<void> mark_written(std::string_view profile, Instant window_end, Instant at);
  [[nodiscard]] Result<void> replace_digest(std::string_view profile, Instant window_end,
                                            std::string_view digest);

  [[nodiscard]] Result<int> remove(Instant before, int limit);
  [[nodiscard]] Result<int> remove_considered(Instant before, int limit);

 private:
  using Key = std::pair<std::string, Instant>;  // profile, end of the window
  [[nodiscard]] static Result<std::vector<Key>> keys(Statement rows);
  [[nodiscard]] Result<void> add_row(const LedgerRow& row);
  [[nodiscard]] Result<void> add_claims(const LedgerRow& row, const std::vector<Claim>& claims);
  [[nodiscard]] Result<std::vector<ShownItemRow>> shown(std::string_view profile, Instant window_end);
  [[nodiscard]] Result<void> add_members(ShownItem& item, std::string_view profile);
  [[nodiscard]] Result<std::vector<LedgerRow>> whole_rows(Statement rows);

  Connection& connection_;
};

}  // namespace eightbells
