#include "daemon/store/migrations.h"

#include <fmt/format.h>

#include <system_error>

#include "feeds/base/durable.h"

namespace eightbells {
namespace {

// Times are milliseconds since 1970 UTC. Lists are JSON. Hashes are XXH3 of 64 bits as signed integers.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE sources (
  id               INTEGER PRIMARY KEY,
  key              TEXT    NOT NULL UNIQUE,
  name             TEXT    NOT NULL,
  entries          INTEGER NOT NULL DEFAULT 0,   -- stored; kept by every insert and delete
  etag             TEXT    NOT NULL DEFAULT '',
  last_modified    TEXT    NOT NULL DEFAULT '',
  body_hash        TEXT    NOT NULL DEFAULT '',
  next_due         INTEGER,
  first_success    INTEGER,
  last_poll        INTEGER,
  last_success     INTEGER,
  last_full        INTEGER,
  last_new_entry   INTEGER,
  newest_published INTEGER,
  usual_interval   INTEGER NOT NULL DEFAULT 0,   -- milliseconds
  failures         INTEGER NOT NULL DEFAULT 0,
  last_error       TEXT    NOT NULL DEFAULT '',
  health           TEXT    NOT NULL DEFAULT 'unknown',
  health_since     INTEGER,
  moved_to         TEXT    NOT NULL DEFAULT '',
  moved_seen       INTEGER NOT NULL DEFAULT 0,
  stored_url       TEXT    NOT NULL DEFAULT '',
  feed_title       TEXT    NOT NULL DEFAULT '',
  feed_language    TEXT    NOT NULL DEFAULT '',
  x_user_id        TEXT    NOT NULL DEFAULT '',
  x_since_id       TEXT    NOT NULL DEFAULT '',
  extra            TEXT    NOT NULL DEFAULT ''   -- JSON object, or empty
) STRICT;

CREATE TABLE entries (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used again: digests name entries by it
  source       INTEGER NOT NULL REFERENCES sources(id),
  at           INTEGER NOT NULL,                    -- published where trusted, else first_seen
  first_seen   INTEGER NOT NULL,
  changed_at   INTEGER,                             -- when its words last changed
  published    INTEGER,
  updated      INTEGER,
  date_trusted INTEGER NOT NULL,
  baseline     INTEGER NOT NULL,
  is_repost    INTEGER NOT NULL,
  is_reply     INTEGER NOT NULL,
  entry_id     TEXT    NOT NULL,                    -- the source's own
  link         TEXT    NOT NULL,
  title        TEXT    NOT NULL,
  author       TEXT    NOT NULL,
  language     TEXT    NOT NULL,
  categories   TEXT    NOT NULL,                    -- JSON array, or empty
  refs         TEXT    NOT NULL,                    -- likewise
  summary      TEXT    NOT NULL,
  content      TEXT    NOT NULL
) STRICT;
CREATE INDEX entries_by_at ON entries(at);

-- What was ever seen. Outlives the entries: no reference to them.
CREATE TABLE seen (
  identity INTEGER PRIMARY KEY,   -- of an id in its source, or of the words of an entry in its source
  entry    INTEGER NOT NULL,
  words    INTEGER NOT NULL,      -- of title and text as this id last said them
  at       INTEGER NOT NULL       -- when first seen
) STRICT;

CREATE TABLE ledger (
  profile      TEXT    NOT NULL,
  window_end   INTEGER NOT NULL,
  window_begin INTEGER NOT NULL,
  state        TEXT    NOT NULL CHECK (state IN ('planned', 'written', 'skipped')),
  planned_at   INTEGER NOT NULL,
  written_at   INTEGER,
  items        INTEGER NOT NULL,
  files        TEXT    NOT NULL,   -- JSON array
  digest       TEXT    NOT NULL,   -- JSON
  considered   TEXT    NOT NULL,   -- JSON
  UNIQUE (profile, window_end)
) STRICT;
CREATE INDEX ledger_unfinished ON ledger(window_end) WHERE state = 'planned';

CREATE TABLE claims (
  profile    TEXT    NOT NULL,
  entry      INTEGER NOT NULL REFERENCES entries(id) ON DELETE CASCADE,
  window_end INTEGER NOT NULL,
  number     INTEGER NOT NULL,   -- of its item; 0: it repeats what was shown
  place      INTEGER NOT NULL,   -- among the claims of its digest: an item's lead comes first
  story_id   TEXT    NOT NULL,
  PRIMARY KEY (profile, entry),
  FOREIGN KEY (profile, window_end) REFERENCES ledger(profile, window_end)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_by_window ON claims(profile, window_end);
CREATE INDEX claims_by_entry ON claims(entry);

CREATE TABLE shown (
  profile    TEXT    NOT NULL,
  window_end INTEGER NOT NULL,
  number     INTEGER NOT NULL,
  story_id   TEXT    NOT NULL,
  title      TEXT    NOT NULL,
  link       TEXT    NOT NULL,
  PRIMARY KEY (profile, window_end, number),
  FOREIGN KEY (profile, window_end) REFERENCES ledger(profile, window_end)
) STRICT, WITHOUT ROWID;

CREATE TABLE small_things (
  space TEXT    NOT NULL,
  key   TEXT    NOT NULL,
  value TEXT    NOT NULL,
  at    INTEGER NOT NULL,
  UNIQUE (space, key)
) STRICT;
)sql";

// Full text. The words of an entry are indexed some time after it is stored (search.cc says why and how).
constexpr std::string_view kSearch = R"sql(
CREATE VIRTUAL TABLE entry_words USING fts5(title, body, author, content='', tokenize='porter unicode61 remove_diacritics 2');

-- Entries whose words changed after they were indexed, with the words that the index still holds.
CREATE TABLE reindex (
  entry  INTEGER PRIMARY KEY,
  title  TEXT NOT NULL,
  body   TEXT NOT NULL,
  author TEXT NOT NULL
) STRICT;

-- One row: the last entry that is in the index, and the version of the rules that turned text into words.
CREATE TABLE search_state (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  indexed  INTEGER NOT NULL,
  rules    INTEGER NOT NULL
) STRICT;
INSERT INTO search_state VALUES (1, 0, 0);
)sql";

// What a document wrote under an identity, so that the same bytes need not be read again.
constexpr std::string_view kWritten = R"sql(
ALTER TABLE seen ADD COLUMN written INTEGER NOT NULL DEFAULT 0;   -- hash of the texts with their markup; 0: not kept
)sql";

// Full text over the items of digests. Whoever changes the ledger, triggers note it; item_search.cc reads the
// digest anew.
constexpr std::string_view kItems = R"sql(
CREATE TABLE items (
  id         INTEGER PRIMARY KEY,
  profile    TEXT    NOT NULL,
  window_end INTEGER NOT NULL,
  number     INTEGER NOT NULL,
  title      TEXT    NOT NULL,
  link       TEXT    NOT NULL,
  summary    TEXT    NOT NULL,
  categories TEXT    NOT NULL,   -- JSON array, or empty
  sources    TEXT    NOT NULL,   -- likewise: names
  UNIQUE (profile, window_end, number)
) STRICT;
CREATE VIRTUAL TABLE item_words USING fts5(title, body, content='', tokenize='porter unicode61 remove_diacritics 2');
CREATE TABLE reindex_digests (
  profile    TEXT    NOT NULL,
  window_end INTEGER NOT NULL,
  PRIMARY KEY (profile, window_end)
) STRICT, WITHOUT ROWID;
INSERT INTO reindex_digests SELECT profile, window_end FROM ledger WHERE state <> 'skipped';
CREATE TRIGGER digest_added AFTER INSERT ON ledger WHEN NEW.state <> 'skipped' BEGIN
  INSERT OR IGNORE INTO reindex_digests VALUES (NEW.profile, NEW.window_end);
END;
CREATE TRIGGER digest_changed AFTER UPDATE OF digest ON ledger BEGIN
  INSERT OR IGNORE INTO reindex_digests VALUES (NEW.profile, NEW.window_end);
END;
CREATE TRIGGER digest_removed AFTER DELETE ON ledger BEGIN
  INSERT OR IGNORE INTO reindex_digests VALUES (OLD.profile, OLD.window_end);
END;
)sql";

// What was seen, ordered by source: entry_table.cc says why. An identity whose entry is gone says nothing of
// its source any more; it stands with the posts on X, which are of no source alone.
constexpr std::string_view kSeenBySource = R"sql(
CREATE TABLE seen_by_source (
  source   INTEGER NOT NULL,   -- 0: of none
  identity INTEGER NOT NULL,   -- of an id in its source, or of the words of an entry in its source
  entry    INTEGER NOT NULL,
  words    INTEGER NOT NULL,   -- of title and text as this id last said them
  written  INTEGER NOT NULL,   -- hash of the texts with their markup; 0: not kept
  at       INTEGER NOT NULL,   -- when first seen
  PRIMARY KEY (source, identity)
) STRICT, WITHOUT ROWID;
INSERT INTO seen_by_source
  SELECT CASE WHEN e.entry_id GLOB 'x:[0-9]*' AND e.entry_id NOT GLOB 'x:*[^0-9]*' THEN 0 ELSE coalesce(e.source, 0) END,
         s.identity, s.entry, s.words, s.written, s.at
  FROM seen s LEFT JOIN entries e ON e.id = s.entry ORDER BY 1, 2;
DROP TABLE seen;
ALTER TABLE seen_by_source RENAME TO seen;
)sql";

Result<void> apply(Connection& connection, std::size_t step) {
  auto transaction = Transaction::begin(connection);
  if (!transaction) return tl::unexpected(transaction.error());
  // Another process may have come first.
  const auto version = connection.number("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  if (*version != static_cast<std::int64_t>(step)) return {};
  if (auto done = connection.execute(std::string(migrations()[step])); !done) return done;
  const auto pragmas =
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, step + 1);
  if (auto done = connection.execute(pragmas); !done) return done;
  return transaction->commit();
}

}  // namespace

const std::vector<std::string_view>& migrations() {
  static const std::vector<std::string_view> kSteps = {kFirst, kSearch, kWritten, kItems, kSeenBySource};
  return kSteps;
}

Result<void> check_ours(Connection& connection) {
  const auto version = connection.number("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  const auto application = connection.number("PRAGMA application_id");
  if (!application) return tl::unexpected(application.error());
  const auto tables = connection.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tl::unexpected(tables.error());
  const std::string file = connection.file().string();
  if (*application != kApplicationId && (*application != 0 || *tables != 0)) {
    return fail(ErrorKind::database,
                fmt::format("{} is the database of another program: choose another state directory", file));
  }
  if (*version > static_cast<std::int64_t>(migrations().size())) {
    return fail(
        ErrorKind::database,
        fmt::format(
            "the database {} was written by a newer eightbells (schema {}, this one knows {}): install that "
            "version again, or put back the backup {}.v{}.bak",
            file, *version, migrations().size(), file, migrations().size()));
  }
  return {};
}

Result<void> migrate(Connection& connection, std::size_t target) {
  if (auto ours = check_ours(connection); !ours) return ours;
  const auto version = connection.number("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  const auto from = static_cast<std::size_t>(*version);
  if (from > 0 && from < target) {
    const std::string backup = fmt::format("{}.v{}.bak", connection.file().string(), from);
    if (auto done = copy_database(connection, backup); !done) {
      return fail(done.error(), "cannot back up the database before its migration");
    }
  }
  for (std::size_t step = from; step < target; ++step) {
    if (auto done = apply(connection, step); !done) {
      return fail(done.error(), fmt::format("cannot bring the database to schema {}", step + 1));
    }
  }
  return {};
}

Result<void> copy_database(Connection& connection, const std::filesystem::path& file) {
  std::filesystem::path temporary = file;
  temporary += ".tmp";
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);
  if (auto done = connection.run("VACUUM INTO ?", temporary.string()); !done) {
    std::filesystem::remove(temporary, ignored);
    return done;
  }
  // VACUUM INTO leaves the bytes with the system (sqlite.org/lang_vacuum.html); a migration goes on from
  // here.
  if (auto synced = sync_file(temporary); !synced) {
    std::filesystem::remove(temporary, ignored);
    return synced;
  }
  std::error_code failed;
  std::filesystem::rename(temporary, file, failed);
  if (failed) {
    std::filesystem::remove(temporary, ignored);
    return fail(ErrorKind::io, fmt::format("cannot write {}: {}", file.string(), failed.message()));
  }
  return sync_folder(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
}

}  // namespace eightbells
