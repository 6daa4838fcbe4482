// Knowing an entry again.
//
// Problem. Feeds give out the same twenty to fifty entries at every poll. Nearly all that is saved is known,
// and must cost nothing; but an entry whose words changed must be kept in its new words, and one that was
// given a new id or date must not pass for new.
//
// Method. `seen` maps a 64-bit identity to the entry's row and the hash of its words. A known entry costs one
// descent of a small tree, and no write. Each entry has two identities: its id within its source (an X status
// id: alone, so that it is one entry across all sources), and its words within its source, which finds it
// again under another id; that id is then remembered as one more name of the same entry. `seen` has no
// reference to `entries` and outlives it: what was removed for its age does not come back as new.
//
// The tree is ordered by source before identity. Identities are hashes, of random place: ordered by them
// alone, each new entry would touch two pages of its own, and a database larger than its cache would write
// all of them to the log again and again; beside the others of their source they fall on a page or two.
//
// Before a document's texts are even read, knows() compares the hash of what the document holds (markup and
// all, Entry::written) with the last one: the same bytes under the same id need no look at the words. Markup
// that changed around the same words costs one write. An X status keeps what its first source wrote: two
// hosts that show it differently would take turns.
//
// Two entries of one document with the same id and different words (broken feeds) would change each other at
// every poll: within one document the first has the id. A post that two sources show in different words
// belongs to the source that had it first.
//
// Chance of two identities falling together among 10 million: 3 in a million (2^-64 n^2 / 2).
#include "daemon/store/entry_table.h"

#include <algorithm>
#include <utility>

#include "daemon/store/identity.h"
#include "daemon/store/rows.h"
#include "feeds/text/url.h"

namespace eightbells {
namespace {

std::int64_t as_signed(std::uint64_t hash) { return static_cast<std::int64_t>(hash); }

// Of no source: an X status, and what was known before places had sources and has no entry any more.
constexpr std::int64_t kNoSource = 0;

bool stood_before(const std::vector<Entry>& entries, std::size_t index) {
  const auto end = entries.begin() + static_cast<std::ptrdiff_t>(index);
  return std::any_of(entries.begin(), end, [&](const Entry& one) { return one.id == entries[index].id; });
}

}  // namespace

// Of an X status alone, else within its source.
EntryTable::Place EntryTable::place_of_id(std::int64_t source, std::string_view source_key,
                                          std::string_view entry_id) {
  return {is_x_status(entry_id) ? kNoSource : source, as_signed(id_identity(source_key, entry_id))};
}

Result<SavedCounts> EntryTable::save(const Origin& origin, const std::vector<Entry>& entries) {
  SavedCounts counts;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto outcome = save_one(origin, entries, i);
    if (!outcome) return tl::unexpected(outcome.error());
    ++(*outcome == Outcome::fresh     ? counts.fresh
       : *outcome == Outcome::changed ? counts.changed
                                      : counts.known);
  }
  return counts;
}

Result<EntryTable::Outcome> EntryTable::save_one(const Origin& origin, const std::vector<Entry>& entries,
                                                 std::size_t index) {
  const Entry& entry = entries[index];
  if (entry.known) return Outcome::known;
  const Place identity = place_of_id(origin.source, origin.key, entry.id);
  const std::int64_t words = as_signed(words_hash(entry));
  const auto by_id = seen(identity);
  if (!by_id) return tl::unexpected(by_id.error());
  if (by_id->entry != 0) {
    if (auto done = own_before_repost(origin, entry, by_id->entry); !done)
      return tl::unexpected(done.error());
    const Seen now_seen{by_id->entry, words, as_signed(entry.written)};
    if (by_id->words == words) return rewritten(entries, index, identity, *by_id, now_seen);
    if (stood_before(entries, index)) return Outcome::known;
    return change(origin, entry, identity, now_seen);
  }
  const auto by_words_identity = words_identity(origin.key, entry);
  if (by_words_identity) {
    const auto by_words = seen({origin.source, as_signed(*by_words_identity)});
    if (!by_words) return tl::unexpected(by_words.error());
    if (by_words->entry != 0) {
      const Seen same{by_words->entry, words, as_signed(entry.written)};
      if (auto done = remember(identity, same, origin.now); !done) return tl::unexpected(done.error());
      return Outcome::known;
    }
  }
  const auto row = add(origin, entry);
  if (!row) return tl::unexpected(row.error());
  const Seen fresh{*row, words, as_signed(entry.written)};
  if (auto done = remember(identity, fresh, origin.now); !done) return tl::unexpected(done.error());
  if (by_words_identity) {
    if (auto done = remember({origin.source, as_signed(*by_words_identity)}, fresh, origin.now); !done) {
      return tl::unexpected(done.error());
    }
  }
  return Outcome::fresh;
}

Result<EntryTable::Seen> EntryTable::seen(const Place& place) {
  for (const std::int64_t source : {place.source, kNoSource}) {
    auto row = connection_.query("SELECT entry, words, written FROM seen WHERE source = ? AND identity = ?",
                                 source, place.identity);
    const auto found = row.step();
    if (!found) return tl::unexpected(found.error());
    if (*found) return Seen{row.integer(0), row.integer(1), row.integer(2)};
    if (source == kNoSource) break;
  }
  return Seen{};
}

// A document's entries are asked for one after the other: their source is looked up once. Its row is never
// removed, and an identity is of no use under another source's.
Result<std::int64_t> EntryTable::row_of(std::string_view source_key) {
  if (asked_.second != kNoSource && asked_.first == source_key) return asked_.second;
  auto row = connection_.query("SELECT id FROM sources WHERE key = ?", source_key);
  const auto found = row.step();
  if (!found) return tl::unexpected(found.error());
  asked_ = {std::string(source_key), *found ? row.integer(0) : kNoSource};
  return asked_.second;
}

Result<bool> EntryTable::knows(std::string_view source_key, std::string_view entry_id,
                               std::uint64_t written) {
  if (written == 0) return false;
  const auto source = row_of(source_key);
  if (!source) return tl::unexpected(source.error());
  const auto by_id = seen(place_of_id(*source, source_key, entry_id));
  if (!by_id) return tl::unexpected(by_id.error());
  return by_id->entry != 0 && by_id->written == as_signed(written);
}

Result<EntryTable::Outcome> EntryTable::rewritten(const std::vector<Entry>& entries, std::size_t index,
                                                  const Place& identity, const Seen& before,
                                                  const Seen& now_seen) {
  if (before.written == now_seen.written || is_x_status(entries[index].id) || stood_before(entries, index))
    return Outcome::known;
  const auto done = connection_.run("UPDATE seen SET written = ? WHERE source IN (0, ?) AND identity = ?",
                                    now_seen.written, identity.source, identity.identity);
  if (!done) return tl::unexpected(done.error());
  return Outcome::known;
}

Result<void> EntryTable::own_before_repost(const Origin& origin, const Entry& entry, std::int64_t row) {
  if (!is_x_status(entry.id) || entry.is_repost) return {};
  {
    auto kept = connection_.query("SELECT is_repost FROM entries WHERE id = ?", row);
    const auto found = kept.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found || kept.integer(0) == 0) return {};
  }
  if (auto done = search_.words_will_change(row); !done) return done;
  return connection_.run(
      "UPDATE entries SET source = ?, author = ?, is_repost = 0, is_reply = ? WHERE id = ?", origin.source,
      entry.author, entry.is_reply, row);
}

Result<void> EntryTable::remember(const Place& place, const Seen& seen, Instant now) {
  return connection_.run(
      "INSERT INTO seen (source, identity, entry, words, written, at) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT DO NOTHING",
      place.source, place.identity, seen.entry, seen.words, seen.written, now);
}

Result<EntryTable::Outcome> EntryTable::change(const Origin& origin, const Entry& entry,
                                               const Place& identity, const Seen& now_seen) {
  const std::int64_t row = now_seen.entry;
  {
    auto owner = connection_.query("SELECT source FROM entries WHERE id = ?", row);
    const auto found = owner.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found || owner.integer(0) != origin.source)
      return Outcome::known;  // removed for its age, or another's
  }
  if (auto done = search_.words_will_change(row); !done) return tl::unexpected(done.error());
  auto done = connection_.run(
      "UPDATE entries SET changed_at = ?, updated = ?, link = ?, title = ?, author = ?, language = ?, "
      "categories = ?, "
      "refs = ?, summary = ?, content = ? WHERE id = ?",
      origin.now, entry.updated, entry.link, entry.title, entry.author, entry.language,
      list_to_text(entry.categories), list_to_text(entry.references), entry.summary, entry.content, row);
  if (!done) return tl::unexpected(done.error());
  done = connection_.run("UPDATE seen SET words = ?, written = ? WHERE source IN (0, ?) AND identity = ?",
                         now_seen.words, now_seen.written, identity.source, identity.identity);
  if (!done) return tl::unexpected(done.error());
  if (const auto by_words = words_identity(origin.key, entry)) {
    done = remember({origin.source, as_signed(*by_words)}, now_seen, origin.now);
    if (!done) return tl::unexpected(done.error());
  }
  return Outcome::changed;
}

Result<std::int64_t> EntryTable::add(const Origin& origin, const Entry& entry) {
  const EntryTime time = entry_time(entry.published, origin.now);
  auto done = connection_.run(
      "INSERT INTO entries (source, at, first_seen, published, updated, date_trusted, baseline, is_repost, "
      "is_reply, "
      "entry_id, link, title, author, language, categories, refs, summary, content) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      origin.source, time.at, origin.now, time.published, entry.updated, time.trusted, origin.baseline,
      entry.is_repost, entry.is_reply, entry.id, entry.link, entry.title, entry.author, entry.language,
      list_to_text(entry.categories), list_to_text(entry.references), entry.summary, entry.content);
  if (!done) return tl::unexpected(done.error());
  return connection_.last_row_id();
}

Result<std::vector<Candidate>> EntryTable::candidates(std::string_view profile, Instant oldest) {
  std::vector<Candidate> candidates;
  auto row = connection_.query("SELECT " EIGHTBELLS_CANDIDATE_COLUMNS
                               " FROM entries e JOIN sources s ON s.id = e.source "
                               "WHERE e.at >= ? AND NOT EXISTS "
                               "(SELECT 1 FROM claims c WHERE c.profile = ? AND c.entry = e.id) "
                               "ORDER BY e.at, e.id",
                               oldest, profile);
  for (;;) {
    const auto found = row.step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return candidates;
    candidates.push_back(read_candidate(row, 0));
  }
}

// By at(), for which there is an index; an old post that a new source brought is as young as its first sight.
Result<int> EntryTable::remove(Instant before, int limit) {
  struct Old {
    std::int64_t id = 0;
    std::int64_t source = 0;
  };
  std::vector<Old> old;
  {
    auto rows = connection_.query(
        "SELECT id, source FROM entries WHERE at < ?1 AND first_seen < ?1 ORDER BY at LIMIT ?2", before,
        limit < 0 ? 0 : limit);
    for (;;) {
      const auto found = rows.step();
      if (!found) return tl::unexpected(found.error());
      if (!*found) break;
      old.push_back({rows.integer(0), rows.integer(1)});
    }
  }
  for (const Old& one : old) {
    // The index forgets the words with its next batch; claims go with their entry.
    auto done = search_.words_will_change(one.id);
    if (done) done = connection_.run("DELETE FROM entries WHERE id = ?", one.id);
    if (done) done = connection_.run("UPDATE sources SET entries = entries - 1 WHERE id = ?", one.source);
    if (!done) return tl::unexpected(done.error());
  }
  return static_cast<int>(old.size());
}

Candidate read_candidate(const Statement& row, int first) {
  int column = first;
  Candidate candidate;
  candidate.entry_id = row.integer(column++);
  candidate.source_key = row.string(column++);
  candidate.source_name = row.string(column++);
  candidate.first_seen = row.instant(column++);
  candidate.baseline = row.integer(column++) != 0;
  candidate.date_trusted = row.integer(column++) != 0;
  Entry& entry = candidate.entry;
  entry.id = row.string(column++);
  entry.link = row.string(column++);
  entry.title = row.string(column++);
  entry.summary = row.string(column++);
  entry.content = row.string(column++);
  entry.author = row.string(column++);
  entry.categories = list_from_text(row.text(column++));
  entry.published = row.maybe_instant(column++);
  entry.updated = row.maybe_instant(column++);
  entry.language = row.string(column++);
  entry.references = list_from_text(row.text(column++));
  entry.is_repost = row.integer(column++) != 0;
  entry.is_reply = row.integer(column++) != 0;
  candidate.canonical = canonical_url(entry.link);
  return candidate;
}

}  // namespace eightbells
