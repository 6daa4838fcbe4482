// What is remembered: sources, entries, the ledger. An interface; the real one is SqliteStore.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/model/story.h"
#include "daemon/window/window.h"
#include "feeds/base/result.h"
#include "feeds/model/entry.h"
#include "feeds/model/source.h"

namespace eightbells {

// What saving a poll did.
struct SavedCounts {
  int fresh = 0;    // never seen before
  int changed = 0;  // known, with another title or text: kept as the newer words of the same entry
  int known = 0;
};

struct SourceRecord {
  std::string key;
  std::string name;
  SourceState state;
  std::int64_t entries = 0;  // stored
};

// A window is collecting from the moment at which it is due (nothing is claimed yet: after a crash it is due
// as before, and Bell::collecting tells of it), planned once its entries are claimed, written once its files
// are.
enum class WindowState { collecting, planned, written, skipped };

// An item as later windows remember it.
struct ShownItemRow {
  int number = 0;
  std::string story_id;
  std::string title;
  std::string link;
};

// One digest of one profile. `digest` is digest_to_json's bytes; `considered` likewise.
struct LedgerRow {
  std::string profile;
  Window window;
  WindowState state = WindowState::planned;
  Instant planned_at;
  std::optional<Instant> written_at;
  int items = 0;
  std::string digest;
  std::string considered;
  std::vector<std::string> files;   // absolute paths, the first is the main one
  std::vector<ShownItemRow> shown;  // its items, for shown_since
};

// What an entry was used for: its item's number, or 0 when it repeats something already shown.
struct Claim {
  std::int64_t entry_id = 0;
  std::string story_id;
  int number = 0;
};

// An entry, or (entry_id 0) an item of a digest.
struct SearchHit {
  std::int64_t entry_id = 0;
  std::string title;
  std::string link;
  std::string source;                // empty for an item
  std::optional<Instant> published;  // none for an item
  Instant first_seen;                // an item: its window's end
  std::string snippet;               // the match between U+0002 and U+0003
  double rank = 0;                   // larger is better
  // Where the item stands, or where the entry was reported (number 0: nowhere).
  std::string profile = {};
  Instant window_end = {};
  int number = 0;
  std::vector<std::string> categories = {};  // of that item
};

struct SearchQuery {
  std::string words;
  std::optional<Instant> since;
  std::string source;  // name; empty: all
  int limit = 20;
  std::string category =
      {};  // of the item, or of the item that the entry went into, or the entry's own; empty: all
  // Words that mean the same, in any language; the first of each is its canonical spelling (search_words.h).
  std::vector<std::vector<std::string>> spellings = {};
};

class Store {
 public:
  virtual ~Store() = default;

  // ---- collecting ----
  virtual Result<SourceState> source_state(std::string_view key) = 0;  // a fresh one when unknown
  virtual Result<std::vector<SourceRecord>> sources() = 0;
  // Whether this entry is stored and was last written like this (Entry::written, not 0): then nothing of it
  // has to be read.
  virtual Result<bool> knows(std::string_view source_key, std::string_view entry_id,
                             std::uint64_t written) = 0;
  // One transaction: the state, the new and the changed entries. Entries marked known cost nothing. An entry
  // is known by (source, id), and across sources by an X status id. Entries that come with a source's first
  // success (state before: first_success absent) are its baseline. A published time after `now` is kept but
  // not trusted (up to five minutes after: taken as `now`). An entry that comes under a new id with the same
  // title and text (without a text: title and link) as one of the same source is known. Of two entries with
  // one id in `entries` the first counts. When something is fresh, last_new_entry is set to `now`.
  virtual Result<SavedCounts> save_poll(const Source& source, const SourceState& state,
                                        const std::vector<Entry>& entries, Instant now) = 0;

  // Between these, polls are saved in one transaction (each still whole or not at all), which is several
  // times quicker for many small ones. What was saved is not durable before commit_batch, and other processes
  // wait to write: keep batches short. Writing to the ledger commits an open batch first. Error database on
  // commit: the batch was lost as a whole; its sources are as they were before.
  virtual Result<void> begin_batch() = 0;
  virtual Result<void> commit_batch() = 0;  // nothing when no batch is open

  // ---- choosing ----
  // Entries that no digest of `profile` has claimed, whose at() >= `oldest`, by at() and id. What settings
  // say of a source (weight, category) is not stored.
  virtual Result<std::vector<Candidate>> candidates(std::string_view profile, Instant oldest) = 0;
  // The items of digests whose window ended at `since` or later, by window and number; their members lead
  // first.
  virtual Result<std::vector<ShownItem>> shown_since(std::string_view profile, Instant since) = 0;

  // ---- the ledger ----
  virtual Result<std::optional<LedgerRow>> ledger_row(std::string_view profile, Instant window_end) = 0;
  virtual Result<std::vector<LedgerRow>> ledger(std::string_view profile,
                                                int newest) = 0;  // newest first, texts left empty
  // Rows with a digest whose window ended after `after` and at `until` or before, newest first, at most
  // `limit`; of their texts only `digest` is filled.
  virtual Result<std::vector<LedgerRow>> digests(std::string_view profile, Instant after, Instant until,
                                                 int limit) = 0;
  virtual Result<std::optional<Instant>> last_window_end(std::string_view profile) = 0;
  virtual Result<std::vector<LedgerRow>> unfinished() = 0;  // state planned, all profiles, whole
  // One transaction: the row (state planned) and the claims of its entries. Error invalid when the window or
  // an entry is claimed already in this profile: then nothing changes. Durable on return, also against a loss
  // of power. A row of state skipped has no claims and is never unfinished.
  virtual Result<void> plan(const LedgerRow& row, const std::vector<Claim>& claims) = 0;
  // Again is no error and keeps the first time. Error not_found: no such row.
  virtual Result<void> mark_written(std::string_view profile, Instant window_end, Instant at) = 0;
  // Replaces the digest of a row that exists (edited later, same items, same numbers).
  virtual Result<void> replace_digest(std::string_view profile, Instant window_end,
                                      std::string_view digest) = 0;

  // ---- retention ----
  // Removes at most `limit` entries that are older than `before`, by at() as by when they were first seen,
  // with their claims, oldest first; how many, 0: none are left. What was seen stays known: what a feed still
  // lists does not come back as new. `before` must lie before everything that candidates and shown_since are
  // asked for.
  virtual Result<int> remove_entries(Instant before, int limit) = 0;
  // Removes at most `limit` windows that ended before `before`, with their claims, oldest first; how many.
  // Left alone: planned windows, the newest of each profile, and those with a claim on an entry that is not
  // as old.
  virtual Result<int> remove_windows(Instant before, int limit) = 0;
  // Empties `considered` of at most `limit` finished windows that ended before `before`, oldest first; how
  // many.
  virtual Result<int> remove_considered(Instant before, int limit) = 0;
  // Removes the small things of `space` that were put before `before`; how many.
  virtual Result<int> remove_small_things(std::string_view space, Instant before) = 0;

  // ---- finding ----
  // Entries and digests become findable by index_pending: at most `limit` at a time, when there is time for
  // it; how many it were, 0: all are in.
  virtual Result<int> index_pending(int limit) = 0;
  // The best first. One page is given once: of an item and an entry with its link, the item. Error invalid:
  // no word in the query; not_found: no source of that name.
  virtual Result<std::vector<SearchHit>> search(const SearchQuery& query) = 0;

  // ---- small things by name (rolling frequencies, the model's cache, budgets) ----
  virtual Result<std::optional<std::string>> get(std::string_view space, std::string_view key) = 0;
  virtual Result<void> put(std::string_view space, std::string_view key, std::string_view value,
                           Instant at) = 0;
  // Adds to whole numbers kept as small things, in one transaction, whatever other processes add meanwhile;
  // what is not there, or is no number, counts as 0.
  virtual Result<void> add(std::string_view space,
                           const std::vector<std::pair<std::string, std::int64_t>>& amounts, Instant at) = 0;

  // A whole copy of everything in one file, while the program goes on. Error invalid: the file exists.
  virtual Result<void> backup(const std::filesystem::path& file) = 0;
};

}  // namespace eightbells
