// The tables of entries and of what was ever seen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/store/search.h"
#include "daemon/store/sqlite.h"
#include "daemon/store/store.h"

namespace eightbells {

class EntryTable {
 public:
  // The source whose poll is saved.
  struct Origin {
    std::int64_t source = 0;
    std::string_view key;
    bool baseline = false;
    Instant now;
  };

  EntryTable(Connection& connection, Search& search) : connection_(connection), search_(search) {}

  [[nodiscard]] Result<bool> knows(std::string_view source_key, std::string_view entry_id,
                                   std::uint64_t written);
  // Inside a transaction.
  [[nodiscard]] Result<SavedCounts> save(const Origin& origin, const std::vector<Entry>& entries);

  [[nodiscard]] Result<std::vector<Candidate>> candidates(std::string_view profile, Instant oldest);

  // Inside a transaction, as Store says.
  [[nodiscard]] Result<int> remove(Instant before, int limit);

 private:
  enum class Outcome { fresh, changed, known };
  // Where something stands in `seen`.
  struct Place {
    std::int64_t source = 0;  // its row; 0: of no source
    std::int64_t identity = 0;
  };
  struct Seen {
    std::int64_t entry = 0;  // 0: not seen
    std::int64_t words = 0;
    std::int64_t written = 0;
  };

  [[nodiscard]] Result<Outcome> save_one(const Origin& origin, const std::vector<Entry>& entries,
                                         std::size_t index);
  [[nodiscard]] static Place place_of_id(std::int64_t source, std::string_view source_key,
                                         std::string_view entry_id);
  [[nodiscard]] Result<Seen> seen(const Place& place);
  [[nodiscard]] Result<std::int64_t> row_of(std::string_view source_key);
  // Known by id and words; what the document writes may have changed around them.
  [[nodiscard]] Result<Outcome> rewritten(const std::vector<Entry>& entries, std::size_t index,
                                          const Place& identity, const Seen& before, const Seen& now_seen);
  // Which of two sources told of a post first is chance: its author's own telling takes the place of a
  // repost.
  [[nodiscard]] Result<void> own_before_repost(const Origin& origin, const Entry& entry, std::int64_t row);
  [[nodiscard]] Result<void> remember(const Place& place, const Seen& seen, Instant now);
  [[nodiscard]] Result<Outcome> change(const Origin& origin, const Entry& entry, const Place& identity,
                                       const Seen& now_seen);
  [[nodiscard]] Result<std::int64_t> add(const Origin& origin, const Entry& entry);

  Connection& connection_;
  Search& search_;
  std::pair<std::string, std::int64_t> asked_;  // of knows(): the last source's key and row
};

// The columns that read_candidate takes, of entries as e joined with sources as s.
#define EIGHTBELLS_CANDIDATE_COLUMNS                                                             \
  "e.id, s.key, s.name, e.first_seen, e.baseline, e.date_trusted, e.entry_id, e.link, e.title, " \
  "e.summary, e.content, e.author, e.categories, e.published, e.updated, e.language, e.refs, "   \
  "e.is_repost, e.is_reply"
[[nodiscard]] Candidate read_candidate(const Statement& row, int first);

}  // namespace eightbells
