#include "daemon/store/ledger_table.h"

#include <fmt/format.h>

#include <utility>

#include "daemon/store/entry_table.h"
#include "daemon/store/rows.h"

namespace eightbells {
namespace {

#define EIGHTBELLS_LEDGER_COLUMNS \
  "profile, window_begin, window_end, state, planned_at, written_at, items, files"

LedgerRow read_short(const Statement& row) {
  LedgerRow ledger;
  ledger.profile = row.string(0);
  ledger.window = {row.instant(1), row.instant(2)};
  ledger.state = window_state_from(row.text(3));
  ledger.planned_at = row.instant(4);
  ledger.written_at = row.maybe_instant(5);
  ledger.items = static_cast<int>(row.integer(6));
  ledger.files = list_from_text(row.text(7));
  return ledger;
}

std::string in_words(Instant at) {
  const auto utc = Zone::find("UTC");
  return utc ? utc->format("%Y-%m-%d %H:%M:%S UTC", at) : std::to_string(at.time_since_epoch().count());
}

}  // namespace

Result<std::vector<LedgerRow>> LedgerTable::whole_rows(Statement rows) {
  std::vector<LedgerRow> ledger;
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return ledger;
    LedgerRow one = read_short(rows);
    one.digest = rows.string(8);
    one.considered = rows.string(9);
    auto items = shown(one.profile, one.window.end);
    if (!items) return tl::unexpected(std::move(items.error()));
    one.shown = std::move(*items);
    ledger.push_back(std::move(one));
  }
}

Result<std::optional<LedgerRow>> LedgerTable::row(std::string_view profile, Instant window_end) {
  auto rows =
      whole_rows(connection_.query("SELECT " EIGHTBELLS_LEDGER_COLUMNS
                                   ", digest, considered FROM ledger WHERE profile = ? AND window_end = ?",
                                   profile, window_end));
  if (!rows) return tl::unexpected(std::move(rows.error()));
  if (rows->empty()) return std::nullopt;
  return std::move(rows->front());
}

Result<std::vector<LedgerRow>> LedgerTable::unfinished() {
  return whole_rows(connection_.query("SELECT " EIGHTBELLS_LEDGER_COLUMNS
                                      ", digest, considered FROM ledger WHERE state = 'planned' "
                                      "ORDER BY window_end, profile"));
}

Result<std::vector<LedgerRow>> LedgerTable::newest(std::string_view profile, int count) {
  std::vector<LedgerRow> ledger;
  auto rows = connection_.query("SELECT " EIGHTBELLS_LEDGER_COLUMNS
                                " FROM ledger WHERE profile = ? ORDER BY window_end DESC LIMIT ?",
                                profile, count < 0 ? 0 : count);
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return ledger;
    ledger.push_back(read_short(rows));
  }
}

Result<std::vector<LedgerRow>> LedgerTable::digests(std::string_view profile, Instant after, Instant until,
                                                    int limit) {
  std::vector<LedgerRow> ledger;
  auto rows =
      connection_.query("SELECT " EIGHTBELLS_LEDGER_COLUMNS
                        ", digest FROM ledger WHERE profile = ? AND window_end > ? AND window_end <= ? "
                        "AND state <> 'skipped' ORDER BY window_end DESC LIMIT ?",
                        profile, after, until, limit < 0 ? 0 : limit);
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return ledger;
    ledger.push_back(read_short(rows));
    ledger.back().digest = rows.string(8);
  }
}

Result<std::vector<LedgerTable::Key>> LedgerTable::keys(Statement rows) {
  std::vector<Key> found_keys;
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return found_keys;
    found_keys.emplace_back(rows.string(0), rows.instant(1));
  }
}

Result<int> LedgerTable::remove_considered(Instant before, int limit) {
  const auto old =
      keys(connection_.query("SELECT profile, window_end FROM ledger WHERE window_end < ? AND state <> "
                             "'planned' AND considered <> '' "
                             "ORDER BY window_end, profile LIMIT ?",
                             before, limit < 0 ? 0 : limit));
  if (!old) return tl::unexpected(old.error());
  for (const auto& [profile, window_end] : *old) {
    auto done = connection_.run("UPDATE ledger SET considered = '' WHERE profile = ? AND window_end = ?",
                                profile, window_end);
    if (!done) return tl::unexpected(done.error());
  }
  return static_cast<int>(old->size());
}

// The items go from the search index by the ledger's trigger.
Result<int> LedgerTable::remove(Instant before, int limit) {
  const auto old = keys(connection_.query(
      "SELECT profile, window_end FROM ledger l WHERE window_end < ?1 AND state <> 'planned' "
      "AND window_end < (SELECT max(n.window_end) FROM ledger n WHERE n.profile = l.profile) "
      "AND NOT EXISTS (SELECT 1 FROM claims c JOIN entries e ON e.id = c.entry WHERE c.profile = l.profile "
      "AND c.window_end = l.window_end AND e.at >= ?1) ORDER BY window_end, profile LIMIT ?2",
      before, limit < 0 ? 0 : limit));
  if (!old) return tl::unexpected(old.error());
  for (const auto& [profile, window_end] : *old) {
    for (const char* sql : {"DELETE FROM claims WHERE profile = ? AND window_end = ?",
                            "DELETE FROM shown WHERE profile = ? AND window_end = ?",
                            "DELETE FROM ledger WHERE profile = ? AND window_end = ?"})
      if (auto done = connection_.run(sql, profile, window_end); !done) return tl::unexpected(done.error());
  }
  return static_cast<int>(old->size());
}

Result<std::optional<Instant>> LedgerTable::last_window_end(std::string_view profile) {
  auto row = connection_.query("SELECT max(window_end) FROM ledger WHERE profile = ?", profile);
  const auto found = row.step();
  if (!found) return tl::unexpected(found.error());
  return row.maybe_instant(0);
}

Result<std::vector<ShownItemRow>> LedgerTable::shown(std::string_view profile, Instant window_end) {
  std::vector<ShownItemRow> items;
  auto rows = connection_.query(
      "SELECT number, story_id, title, link FROM shown WHERE profile = ? AND window_end = ? ORDER BY number",
      profile, window_end);
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return items;
    items.push_back({static_cast<int>(rows.integer(0)), rows.string(1), rows.string(2), rows.string(3)});
  }
}

Result<std::vector<ShownItem>> LedgerTable::shown_since(std::string_view profile, Instant since) {
  std::vector<ShownItem> items;
  auto rows = connection_.query(
      "SELECT i.story_id, i.window_end, i.number, i.title, i.link, l.files FROM shown i "
      "JOIN ledger l ON l.profile = i.profile AND l.window_end = i.window_end "
      "WHERE i.profile = ? AND i.window_end >= ? ORDER BY i.window_end, i.number",
      profile, since);
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return items;
    ShownItem item{rows.string(0),
                   rows.instant(1),
                   static_cast<int>(rows.integer(2)),
                   rows.string(3),
                   rows.string(4),
                   {},
                   {}};
    const auto files = list_from_text(rows.text(5));
    if (!files.empty()) item.digest_file = files.front();
    if (auto done = add_members(item, profile); !done) return tl::unexpected(done.error());
    items.push_back(std::move(item));
  }
}

Result<void> LedgerTable::add_members(ShownItem& item, std::string_view profile) {
  auto rows =
      connection_.query("SELECT " EIGHTBELLS_CANDIDATE_COLUMNS
                        " FROM claims c JOIN entries e ON e.id = c.entry JOIN sources s ON s.id = e.source "
                        "WHERE c.profile = ? AND c.window_end = ? AND c.number = ? ORDER BY c.place",
                        profile, item.window_end, item.number);
  for (;;) {
    const auto found = rows.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return {};
    item.members.push_back(read_candidate(rows, 0));
  }
}

Result<void> LedgerTable::plan(const LedgerRow& row, const std::vector<Claim>& claims) {
  if (auto done = add_row(row); !done) return done;
  if (auto done = add_claims(row, claims); !done) return done;
  for (const ShownItemRow& item : row.shown) {
    auto done = connection_.run(
        "INSERT INTO shown (profile, window_end, number, story_id, title, link) VALUES (?, ?, ?, ?, ?, ?)",
        row.profile, row.window.end, item.number, item.story_id, item.title, item.link);
    if (!done && connection_.broke_a_constraint()) {
      return fail(ErrorKind::invalid, fmt::format("item {} stands twice in one digest", item.number));
    }
    if (!done) return done;
  }
  return {};
}

Result<void> LedgerTable::add_row(const LedgerRow& row) {
  const WindowState state = row.state == WindowState::skipped ? WindowState::skipped : WindowState::planned;
  auto done = connection_.run(
      "INSERT INTO ledger (profile, window_end, window_begin, state, planned_at, items, files, digest, "
      "considered) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      row.profile, row.window.end, row.window.begin, text_of(state), row.planned_at, row.items,
      list_to_text(row.files), row.digest, row.considered);
  if (!done && connection_.broke_a_constraint()) {
    return fail(ErrorKind::invalid, fmt::format("the window that ended {} is in the ledger of \"{}\" already",
                                                in_words(row.window.end), row.profile));
  }
  return done;
}

Result<void> LedgerTable::add_claims(const LedgerRow& row, const std::vector<Claim>& claims) {
  int place = 0;
  for (const Claim& claim : claims) {
    auto done = connection_.run(
        "INSERT INTO claims (profile, entry, window_end, number, place, story_id) VALUES (?, ?, ?, ?, ?, ?)",
        row.profile, claim.entry_id, row.window.end, claim.number, place++, claim.story_id);
    if (!done && connection_.broke_a_constraint()) {
      return fail(ErrorKind::invalid,
                  fmt::format("entry {} is claimed by a digest of \"{}\" already, or does not exist",
                              claim.entry_id, row.profile));
    }
    if (!done) return done;
  }
  return {};
}

Result<void> LedgerTable::mark_written(std::string_view profile, Instant window_end, Instant at) {
  auto done = connection_.run(
      "UPDATE ledger SET state = 'written', written_at = coalesce(written_at, ?) "
      "WHERE profile = ? AND window_end = ? AND state <> 'skipped'",
      at, profile, window_end);
  if (!done) return done;
  if (connection_.changes() == 1) return {};
  return fail(ErrorKind::not_found, fmt::format("no digest of \"{}\" is planned for the window that ended {}",
                                                profile, in_words(window_end)));
}

Result<void> LedgerTable::replace_digest(std::string_view profile, Instant window_end,
                                         std::string_view digest) {
  auto done = connection_.run(
      "UPDATE ledger SET digest = ? WHERE profile = ? AND window_end = ? AND state <> 'skipped'", digest,
      profile, window_end);
  if (!done) return done;
  if (connection_.changes() == 1) return {};
  return fail(ErrorKind::not_found,
              fmt::format("the ledger of \"{}\" has no digest for the window that ended {}", profile,
                          in_words(window_end)));
}

}  // namespace eightbells
