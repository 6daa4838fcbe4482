// How the database is opened, and why so:
// - WAL: readers (`status`, `search`) never wait for the writer, and a commit appends to one file.
// - synchronous NORMAL for collecting: a loss of power may undo the last polls as a whole, which are then
// made again; nothing is
//   torn. FULL for the ledger: its commit syncs the log, and with it all that was committed before, so that a
//   claim is on the disk before a file is renamed.
// - page_size 8192: two or three entries of usual length fill a page with little left over (of a page of 4096
// one entry leaves a quarter), and each page is two writes to the log: a database of new entries is 15 %
// smaller and takes 15 % less time. A database that was made with other pages keeps them.
// - wal_autocheckpoint 8192 pages (64 MiB): a checkpoint waits for the disk, and writes a page once that the
// log holds several times: 35,000 new entries take two thirds of the time that the default of 1000 takes.
// - The cache is bounded to 16 MiB: an idle daemon is to stay under 30.
#include "daemon/store/sqlite_store.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "daemon/store/entry_table.h"
#include "daemon/store/ledger_table.h"
#include "daemon/store/migrations.h"
#include "daemon/store/search.h"
#include "daemon/store/search_rank.h"
#include "daemon/store/source_table.h"
#include "daemon/store/sqlite.h"
#include "feeds/base/utf8.h"

namespace eightbells {
namespace {

constexpr char kPragmas[] =
    "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = "
    "ON; "
    "PRAGMA wal_autocheckpoint = 8192; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384; "
    "PRAGMA temp_store = MEMORY";

// A database up to this size is checked whole when it is opened: that takes some 50 ms at most.
constexpr std::uintmax_t kCheckedBytes = 16 << 20;

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)),
        sources_(*connection_),
        search_(*connection_),
        entries_(*connection_, search_),
        ledger_(*connection_) {}

  Result<SourceState> source_state(std::string_view key) override { return sources_.state(key); }
  Result<std::vector<SourceRecord>> sources() override { return sources_.list(); }
  Result<bool> knows(std::string_view source_key, std::string_view entry_id, std::uint64_t written) override {
    return entries_.knows(source_key, entry_id, written);
  }
  Result<SavedCounts> save_poll(const Source& source, const SourceState& state,
                                const std::vector<Entry>& entries, Instant now) override;
  Result<void> begin_batch() override;
  Result<void> commit_batch() override;

  Result<std::vector<Candidate>> candidates(std::string_view profile, Instant oldest) override {
    return entries_.candidates(profile, oldest);
  }
  Result<std::vector<ShownItem>> shown_since(std::string_view profile, Instant since) override {
    return ledger_.shown_since(profile, since);
  }

  Result<std::optional<LedgerRow>> ledger_row(std::string_view profile, Instant window_end) override {
    return ledger_.row(profile, window_end);
  }
  Result<std::vector<LedgerRow>> ledger(std::string_view profile, int newest) override {
    return ledger_.newest(profile, newest);
  }
  Result<std::vector<LedgerRow>> digests(std::string_view profile, Instant after, Instant until,
                                         int limit) override {
    return ledger_.digests(profile, after, until, limit);
  }
  Result<std::optional<Instant>> last_window_end(std::string_view profile) override {
    return ledger_.last_window_end(profile);
  }
  Result<std::vector<LedgerRow>> unfinished() override { return ledger_.unfinished(); }
  Result<void> plan(const LedgerRow& row, const std::vector<Claim>& claims) override {
    return durably([&] { return ledger_.plan(row, claims); });
  }
  Result<void> mark_written(std::string_view profile, Instant window_end, Instant at) override {
    return durably([&] { return ledger_.mark_written(profile, window_end, at); });
  }
  Result<void> replace_digest(std::string_view profile, Instant window_end,
                              std::string_view digest) override {
    return durably([&] { return ledger_.replace_digest(profile, window_end, digest); });
  }

  Result<int> remove_entries(Instant before, int limit) override {
    return counted([&] { return entries_.remove(before, limit); });
  }
  Result<int> remove_windows(Instant before, int limit) override {
    return counted([&] { return ledger_.remove(before, limit); });
  }
  Result<int> remove_considered(Instant before, int limit) override {
    return counted([&] { return ledger_.remove_considered(before, limit); });
  }
  Result<int> remove_small_things(std::string_view space, Instant before) override {
    return counted([&]() -> Result<int> {
      auto done = connection_->run("DELETE FROM small_things WHERE space = ? AND at < ?", space, before);
      if (!done) return tl::unexpected(done.error());
      return static_cast<int>(connection_->changes());
    });
  }

  Result<int> index_pending(int limit) override;
  Result<std::vector<SearchHit>> search(const SearchQuery& query) override { return search_.find(query); }

  Result<std::optional<std::string>> get(std::string_view space, std::string_view key) override;
  Result<void> put(std::string_view space, std::string_view key, std::string_view value, Instant at) override;
  Result<void> add(std::string_view space, const std::vector<std::pair<std::string, std::int64_t>>& amounts,
                   Instant at) override;
  Result<void> backup(const std::filesystem::path& file) override;

 private:
  // Runs `change`, which counts what it did, in a transaction.
  template <typename Change>
  Result<int> counted(Change change) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    auto count = change();
    if (!count) return count;
    if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
    return count;
  }

  // Runs `change` in a transaction whose commit is on the disk when this returns.
  template <typename Change>
  Result<void> durably(Change change);

  std::unique_ptr<Connection> connection_;
  SourceTable sources_;
  Search search_;
  EntryTable entries_;
  LedgerTable ledger_;
  bool in_batch_ = false;
};

Result<SavedCounts> SqliteStore::save_poll(const Source& source, const SourceState& state,
                                           const std::vector<Entry>& entries, Instant now) {
  auto transaction = Transaction::begin(*connection_);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto before = sources_.find_or_add(source);
  if (!before) return tl::unexpected(before.error());
  const auto counts = entries_.save({before->id, source.key, !before->had_success, now}, entries);
  if (!counts) return counts;
  Result<void> saved;
  if (counts->fresh > 0) {
    SourceState with_news = state;
    with_news.last_new_entry = now;
    saved = sources_.save(before->id, source, with_news, counts->fresh);
  } else {
    saved = sources_.save(before->id, source, state, 0);
  }
  if (saved) saved = transaction->commit();
  if (!saved) return tl::unexpected(saved.error());
  return counts;
}

// When nothing is left to index, nothing is going on for a while: the pages kept for speed are given back.
Result<int> SqliteStore::index_pending(int limit) {
  auto indexed = search_.index_pending(limit);
  if (!indexed || *indexed != 0) return indexed;
  if (auto done = connection_->execute("PRAGMA shrink_memory"); !done) return tl::unexpected(done.error());
  return indexed;
}

Result<void> SqliteStore::begin_batch() {
  if (in_batch_) return {};
  auto begun = connection_->run("BEGIN IMMEDIATE");
  in_batch_ = begun.has_value();
  return begun;
}

Result<void> SqliteStore::commit_batch() {
  if (!std::exchange(in_batch_, false)) return {};
  if (!connection_->in_transaction()) {
    return fail(ErrorKind::database,
                "the polls saved last were undone by an earlier failure of the database");
  }
  auto done = connection_->run("COMMIT");
  if (!done && connection_->in_transaction()) (void)connection_->run("ROLLBACK");
  return done;
}

template <typename Change>
Result<void> SqliteStore::durably(Change change) {
  if (auto done = commit_batch(); !done) return done;
  if (auto done = connection_->execute("PRAGMA synchronous = FULL"); !done) return done;
  Result<void> outcome;
  {
    auto transaction = Transaction::begin(*connection_);
    if (transaction) outcome = change();
    else outcome = tl::unexpected(transaction.error());
    if (outcome) outcome = transaction->commit();
  }
  (void)connection_->execute("PRAGMA synchronous = NORMAL");
  return outcome;
}

Result<std::optional<std::string>> SqliteStore::get(std::string_view space, std::string_view key) {
  auto row = connection_->query("SELECT value FROM small_things WHERE space = ? AND key = ?", space, key);
  const auto found = row.step();
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::nullopt;
  return row.string(0);
}

Result<void> SqliteStore::put(std::string_view space, std::string_view key, std::string_view value,
                              Instant at) {
  return connection_->run(
      "INSERT INTO small_things (space, key, value, at) VALUES (?, ?, ?, ?) "
      "ON CONFLICT (space, key) DO UPDATE SET value = excluded.value, at = excluded.at",
      space, key, value, at);
}

Result<void> SqliteStore::add(std::string_view space,
                              const std::vector<std::pair<std::string, std::int64_t>>& amounts, Instant at) {
  auto transaction = Transaction::begin(*connection_);
  if (!transaction) return tl::unexpected(transaction.error());
  for (const auto& [key, amount] : amounts) {
    auto done = connection_->run(
        "INSERT INTO small_things (space, key, value, at) VALUES (?1, ?2, CAST(?3 AS TEXT), ?4) "
        "ON CONFLICT (space, key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + ?3 AS TEXT), at = ?4",
        space, key, amount, at);
    if (!done) return done;
  }
  return transaction->commit();
}

Result<void> SqliteStore::backup(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    return fail(ErrorKind::invalid, fmt::format("{} exists already: choose another name", file.string()));
  }
  if (auto done = commit_batch(); !done) return done;
  return copy_database(*connection_, file);
}

Result<void> check_small(Connection& connection) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(connection.file(), failed);
  if (failed || size > kCheckedBytes) return {};
  const auto verdict = connection.word("PRAGMA quick_check(1)");
  if (!verdict) return tl::unexpected(verdict.error());
  if (*verdict == "ok") return {};
  const std::string what = collapse_white_space(*verdict);
  return fail(ErrorKind::database,
              fmt::format("the database {} is damaged: move it away and put the latest backup in its "
                          "place, or start anew without it ({})",
                          connection.file().string(), what));
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& file) {
  auto connection = Connection::open(file);
  if (!connection) return tl::unexpected(connection.error());
  // First: nothing is changed in a database that is not ours.
  if (auto ours = check_ours(**connection); !ours) return tl::unexpected(ours.error());
  if (auto done = (*connection)->execute(kPragmas); !done) return tl::unexpected(done.error());
  if (auto done = check_small(**connection); !done) return tl::unexpected(done.error());
  if (auto done = migrate(**connection); !done) return tl::unexpected(done.error());
  if (auto done = register_ranking(**connection); !done) return tl::unexpected(done.error());
  return std::make_unique<SqliteStore>(std::move(*connection));
}

}  // namespace eightbells
