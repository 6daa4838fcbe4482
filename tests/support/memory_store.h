// A Store in memory: small, working, and it remembers. One suite (tests/contract/store_contract.h) runs on it
// and on the real one.
#pragma once

#include <map>
#include <set>

#include "daemon/store/store.h"

namespace eightbells::testing {

class MemoryStore final : public Store {
 public:
  Result<SourceState> source_state(std::string_view key) override;
  Result<std::vector<SourceRecord>> sources() override;
  Result<bool> knows(std::string_view source_key, std::string_view entry_id, std::uint64_t written) override;
  Result<SavedCounts> save_poll(const Source& source, const SourceState& state,
                                const std::vector<Entry>& entries, Instant now) override;
  Result<void> begin_batch() override { return {}; }
  Result<void> commit_batch() override {
    ++commits_;
    if (failing_commit_) return tl::unexpected(*failing_commit_);
    return {};
  }
  Result<std::vector<Candidate>> candidates(std::string_view profile, Instant oldest) override;
  Result<std::vector<ShownItem>> shown_since(std::string_view profile, Instant since) override;
  Result<std::optional<LedgerRow>> ledger_row(std::string_view profile, Instant window_end) override;
  Result<std::vector<LedgerRow>> ledger(std::string_view profile, int newest) override;
  Result<std::vector<LedgerRow>> digests(std::string_view profile, Instant after, Instant until,
                                         int limit) override;
  Result<std::optional<Instant>> last_window_end(std::string_view profile) override;
  Result<std::vector<LedgerRow>> unfinished() override;
  Result<void> plan(const LedgerRow& row, const std::vector<Claim>& claims) override;
  Result<void> mark_written(std::string_view profile, Instant window_end, Instant at) override;
  Result<void> replace_digest(std::string_view profile, Instant window_end, std::string_view digest) override;
  Result<int> remove_entries(Instant before, int limit) override;
  Result<int> remove_windows(Instant before, int limit) override;
  Result<int> remove_considered(Instant before, int limit) override;
  Result<int> remove_small_things(std::string_view space, Instant before) override;
  Result<int> index_pending(int limit) override;
  // Substrings without case, newest first: enough for tests that are not about search.
  Result<std::vector<SearchHit>> search(const SearchQuery& query) override;
  Result<std::optional<std::string>> get(std::string_view space, std::string_view key) override;
  Result<void> put(std::string_view space, std::string_view key, std::string_view value, Instant at) override;
  Result<void> add(std::string_view space, const std::vector<std::pair<std::string, std::int64_t>>& amounts,
                   Instant at) override;
  // Writes the number of entries: there is nothing else to copy to a file.
  Result<void> backup(const std::filesystem::path& file) override;

  // From now on every call that writes fails with this error, until it is taken back.
  void fail_writes(std::optional<Error> error) { failing_ = std::move(error); }
  // From now on every commit of a batch fails with this error (what was saved stays all the same).
  void fail_commits(Error error) { failing_commit_ = std::move(error); }
  [[nodiscard]] int commits() const { return commits_; }

 private:
  struct KeptSource {
    std::string name;
    SourceState state;
    std::int64_t entries = 0;
  };
  struct Known {
    std::size_t place = 0;  // in entries_
    std::uint64_t words = 0;
    std::uint64_t written = 0;
  };
  struct SmallThing {
    std::string value;
    Instant at;
  };
  using LedgerKey = std::pair<std::string, Instant>;

  void save_one(const Source& source, bool baseline, const Entry& entry, bool first_of_its_id, Instant now,
                SavedCounts& counts);
  LedgerRow* row_of(std::string_view profile, Instant window_end);

  std::optional<Error> failing_commit_;
  int commits_ = 0;
  std::map<std::string, KeptSource, std::less<>> sources_;
  std::vector<Candidate> entries_;  // row id: place + 1
  std::map<std::uint64_t, Known> seen_;
  std::map<LedgerKey, LedgerRow> ledger_;
  std::map<LedgerKey, std::vector<Claim>> claims_;
  std::set<std::pair<std::string, std::int64_t>> claimed_;
  std::set<std::int64_t> removed_;  // row ids
  std::map<std::pair<std::string, std::string>, SmallThing> small_things_;
  std::size_t indexed_ = 0;
  std::optional<Error> failing_;
};

}  // namespace eightbells::testing
