#include "daemon/store/source_table.h"

#include <utility>

#include "daemon/store/rows.h"

namespace eightbells {
namespace {

// The columns of a state, in the order in which read_state takes them and kSave gives them.
#define EIGHTBELLS_STATE_COLUMNS                                                                             \
  "etag, last_modified, body_hash, next_due, first_success, last_poll, last_success, last_full, "            \
  "last_new_entry, newest_published, usual_interval, failures, last_error, health, health_since, moved_to, " \
  "moved_seen, stored_url, feed_title, feed_language, x_user_id, x_since_id, extra"

SourceState read_state(const Statement& row, int first) {
  int column = first;
  SourceState state;
  state.etag = row.string(column++);
  state.last_modified = row.string(column++);
  state.body_hash = row.string(column++);
  state.next_due = row.maybe_instant(column++);
  state.first_success = row.maybe_instant(column++);
  state.last_poll = row.maybe_instant(column++);
  state.last_success = row.maybe_instant(column++);
  state.last_full = row.maybe_instant(column++);
  state.last_new_entry = row.maybe_instant(column++);
  state.newest_published = row.maybe_instant(column++);
  state.usual_interval = Millis(row.integer(column++));
  state.failures = static_cast<int>(row.integer(column++));
  state.last_error = row.string(column++);
  state.health = health_from(row.text(column++));
  state.health_since = row.maybe_instant(column++);
  state.moved_to = row.string(column++);
  state.moved_seen = static_cast<int>(row.integer(column++));
  state.stored_url = row.string(column++);
  state.feed_title = row.string(column++);
  state.feed_language = row.string(column++);
  state.x_user_id = row.string(column++);
  state.x_since_id = row.string(column++);
  state.extra = map_from_text(row.text(column++));
  return state;
}

}  // namespace

Result<SourceState> SourceTable::state(std::string_view key) {
  auto row = connection_.query("SELECT " EIGHTBELLS_STATE_COLUMNS " FROM sources WHERE key = ?", key);
  auto found = row.step();
  if (!found) return tl::unexpected(std::move(found.error()));
  return *found ? read_state(row, 0) : SourceState{};
}

Result<std::vector<SourceRecord>> SourceTable::list() {
  std::vector<SourceRecord> records;
  auto row = connection_.query("SELECT key, name, entries, " EIGHTBELLS_STATE_COLUMNS
                               " FROM sources ORDER BY name, key");
  for (;;) {
    auto found = row.step();
    if (!found) return tl::unexpected(std::move(found.error()));
    if (!*found) return records;
    records.push_back({row.string(0), row.string(1), read_state(row, 3), row.integer(2)});
  }
}

Result<SourceTable::Before> SourceTable::find_or_add(const Source& source) {
  {
    auto row = connection_.query("SELECT id, first_success FROM sources WHERE key = ?", source.key);
    auto found = row.step();
    if (!found) return tl::unexpected(std::move(found.error()));
    if (*found) return Before{row.integer(0), !row.is_null(1)};
  }
  auto added = connection_.run("INSERT INTO sources (key, name) VALUES (?, ?)", source.key, source.name);
  if (!added) return tl::unexpected(std::move(added.error()));
  return Before{connection_.last_row_id(), false};
}

Result<void> SourceTable::save(std::int64_t id, const Source& source, const SourceState& state,
                               int new_entries) {
  return connection_.run(
      "UPDATE sources SET name = ?, entries = entries + ?, (" EIGHTBELLS_STATE_COLUMNS
      ") = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?",
      source.name, new_entries, state.etag, state.last_modified, state.body_hash, state.next_due,
      state.first_success, state.last_poll, state.last_success, state.last_full, state.last_new_entry,
      state.newest_published, state.usual_interval, state.failures, state.last_error, text_of(state.health),
      state.health_since, state.moved_to, state.moved_seen, state.stored_url, state.feed_title,
      state.feed_language, state.x_user_id, state.x_since_id, map_to_text(state.extra), id);
}

}  // namespace eightbells
