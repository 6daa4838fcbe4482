-- A database as the program of schema 4 left it. Never changed: databases like this are in use.
PRAGMA application_id = 945972588;
PRAGMA user_version = 4;

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

ALTER TABLE seen ADD COLUMN written INTEGER NOT NULL DEFAULT 0;   -- hash of the texts with their markup; 0: not kept

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

INSERT INTO sources (id, key, name, entries, first_success, etag) VALUES (1, 'feed:https://a.example/', 'A', 1, 1000, '"e"');
INSERT INTO entries (id, source, at, first_seen, published, date_trusted, baseline, is_repost, is_reply, entry_id, link, title,
  author, language, categories, refs, summary, content)
  VALUES (7, 1, 900, 1000, 900, 1, 1, 0, 0, 'one', 'https://a.example/one', 'Robots', '', 'en', '["AI"]', '', 'They walk.', '');
INSERT INTO ledger (profile, window_end, window_begin, state, planned_at, items, files, digest, considered)
  VALUES ('ai', 2000, 1000, 'planned', 2001, 1, '["/one.md"]', '{}', '[]');
INSERT INTO claims (profile, entry, window_end, number, place, story_id) VALUES ('ai', 7, 2000, 1, 0, 's1');
INSERT INTO shown (profile, window_end, number, story_id, title, link) VALUES ('ai', 2000, 1, 's1', 'Robots', '');
