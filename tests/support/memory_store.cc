#include "tests/support/memory_store.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "daemon/store/identity.h"
#include "feeds/base/utf8.h"

namespace eightbells::testing {

Result<SourceState> MemoryStore::source_state(std::string_view key) {
  const auto found = sources_.find(key);
  return found == sources_.end() ? SourceState{} : found->second.state;
}

Result<std::vector<SourceRecord>> MemoryStore::sources() {
  std::vector<SourceRecord> records;
  for (const auto& [key, kept] : sources_) records.push_back({key, kept.name, kept.state, kept.entries});
  std::stable_sort(records.begin(), records.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  return records;
}

Result<bool> MemoryStore::knows(std::string_view source_key, std::string_view entry_id,
                                std::uint64_t written) {
  const auto found = seen_.find(id_identity(source_key, entry_id));
  return written != 0 && found != seen_.end() && found->second.written == written;
}

Result<SavedCounts> MemoryStore::save_poll(const Source& source, const SourceState& state,
                                           const std::vector<Entry>& entries, Instant now) {
  if (failing_) return tl::unexpected(*failing_);
  KeptSource& kept = sources_[source.key];
  const bool baseline = !kept.state.first_success;
  SavedCounts counts;
  std::set<std::string> ids;
  for (const Entry& entry : entries) {
    const bool first = ids.insert(entry.id).second;
    save_one(source, baseline, entry, first, now, counts);
  }
  kept.name = source.name;
  kept.state = state;
  kept.entries += counts.fresh;
  if (counts.fresh > 0) kept.state.last_new_entry = now;
  return counts;
}

void MemoryStore::save_one(const Source& source, bool baseline, const Entry& entry, bool first_of_its_id,
                           Instant now, SavedCounts& counts) {
  if (entry.known) {
    ++counts.known;
    return;
  }
  const std::uint64_t identity = id_identity(source.key, entry.id);
  const std::uint64_t words = words_hash(entry);
  const auto by_words = words_identity(source.key, entry);
  const auto known = seen_.find(identity);
  if (known != seen_.end()) {
    Candidate& kept = entries_[known->second.place];
    if (is_x_status(entry.id) && !entry.is_repost && kept.entry.is_repost) {
      kept.source_key = source.key;
      kept.source_name = source.name;
      kept.entry.author = entry.author;
      kept.entry.is_repost = false;
      kept.entry.is_reply = entry.is_reply;
    }
    const bool is_other = kept.source_key != source.key || removed_.count(kept.entry_id) > 0;
    if (known->second.words == words || !first_of_its_id || is_other) {
      if (first_of_its_id && kept.source_key == source.key) known->second.written = entry.written;
      ++counts.known;
      return;
    }
    const auto published = kept.entry.published;
    const std::string id = kept.entry.id;
    kept.entry = entry;
    kept.entry.published = published;
    kept.entry.id = id;
    known->second.words = words;
    known->second.written = entry.written;
    if (by_words) seen_.insert({*by_words, {known->second.place, words, 0}});
    ++counts.changed;
    return;
  }
  if (by_words) {
    const auto same = seen_.find(*by_words);
    if (same != seen_.end()) {
      seen_[identity] = {same->second.place, words, entry.written};
      ++counts.known;
      return;
    }
  }
  const EntryTime time = entry_time(entry.published, now);
  Candidate fresh;
  fresh.entry_id = static_cast<std::int64_t>(entries_.size()) + 1;
  fresh.entry = entry;
  fresh.entry.published = time.published;
  fresh.source_key = source.key;
  fresh.source_name = source.name;
  fresh.first_seen = now;
  fresh.baseline = baseline;
  fresh.date_trusted = time.trusted;
  seen_[identity] = {entries_.size(), words, entry.written};
  if (by_words) seen_[*by_words] = {entries_.size(), words, 0};
  entries_.push_back(std::move(fresh));
  ++counts.fresh;
}

Result<std::vector<Candidate>> MemoryStore::candidates(std::string_view profile, Instant oldest) {
  std::vector<Candidate> found;
  for (const Candidate& one : entries_) {
    if (removed_.count(one.entry_id) == 0 && one.at() >= oldest &&
        claimed_.count({std::string(profile), one.entry_id}) == 0)
      found.push_back(one);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.at() < b.at(); });
  return found;
}

Result<std::vector<ShownItem>> MemoryStore::shown_since(std::string_view profile, Instant since) {
  std::vector<ShownItem> items;
  for (const auto& [key, row] : ledger_) {
    if (key.first != profile || key.second < since) continue;
    for (const ShownItemRow& shown : row.shown) {
      ShownItem item{shown.story_id,
                     key.second,
                     shown.number,
                     shown.title,
                     shown.link,
                     row.files.empty() ? "" : row.files.front(),
                     {}};
      for (const Claim& claim : claims_[key]) {
        if (claim.number == shown.number && removed_.count(claim.entry_id) == 0)
          item.members.push_back(entries_[static_cast<std::size_t>(claim.entry_id) - 1]);
      }
      items.push_back(std::move(item));
    }
  }
  return items;
}

LedgerRow* MemoryStore::row_of(std::string_view profile, Instant window_end) {
  const auto found = ledger_.find({std::string(profile), window_end});
  return found == ledger_.end() ? nullptr : &found->second;
}

Result<std::optional<LedgerRow>> MemoryStore::ledger_row(std::string_view profile, Instant window_end) {
  const LedgerRow* row = row_of(profile, window_end);
  return row ? std::optional<LedgerRow>(*row) : std::nullopt;
}

Result<std::vector<LedgerRow>> MemoryStore::ledger(std::string_view profile, int newest) {
  std::vector<LedgerRow> rows;
  for (auto it = ledger_.rbegin(); it != ledger_.rend() && static_cast<int>(rows.size()) < newest; ++it) {
    if (it->first.first != profile) continue;
    rows.push_back(it->second);
    rows.back().digest.clear();
    rows.back().considered.clear();
    rows.back().shown.clear();
  }
  return rows;
}

Result<std::vector<LedgerRow>> MemoryStore::digests(std::string_view profile, Instant after, Instant until,
                                                    int limit) {
  std::vector<LedgerRow> rows;
  for (auto it = ledger_.rbegin(); it != ledger_.rend() && static_cast<int>(rows.size()) < limit; ++it) {
    const auto& [key, row] = *it;
    if (key.first != profile || key.second <= after || key.second > until ||
        row.state == WindowState::skipped)
      continue;
    rows.push_back(row);
    rows.back().considered.clear();
    rows.back().shown.clear();
  }
  return rows;
}

Result<std::optional<Instant>> MemoryStore::last_window_end(std::string_view profile) {
  const auto newest = ledger(profile, 1);
  if (newest->empty()) return std::nullopt;
  return newest->front().window.end;
}

Result<std::vector<LedgerRow>> MemoryStore::unfinished() {
  std::vector<LedgerRow> rows;
  for (const auto& [key, row] : ledger_) {
    if (row.state == WindowState::planned) rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.window.end < b.window.end; });
  return rows;
}

Result<void> MemoryStore::plan(const LedgerRow& row, const std::vector<Claim>& claims) {
  if (failing_) return tl::unexpected(*failing_);
  if (row_of(row.profile, row.window.end))
    return fail(ErrorKind::invalid, "the window is in the ledger already");
  std::set<std::pair<std::string, std::int64_t>> wanted;
  std::set<int> numbers;
  for (const Claim& claim : claims) {
    const bool exists = claim.entry_id > 0 && claim.entry_id <= static_cast<std::int64_t>(entries_.size()) &&
                        removed_.count(claim.entry_id) == 0;
    const std::pair<std::string, std::int64_t> key{row.profile, claim.entry_id};
    if (!exists || claimed_.count(key) > 0 || !wanted.insert(key).second) {
      return fail(ErrorKind::invalid, "the entry is claimed already, or does not exist");
    }
  }
  for (const ShownItemRow& item : row.shown) {
    if (!numbers.insert(item.number).second)
      return fail(ErrorKind::invalid, "an item stands twice in one digest");
  }
  const LedgerKey key{row.profile, row.window.end};
  LedgerRow kept = row;
  kept.state = row.state == WindowState::skipped ? WindowState::skipped : WindowState::planned;
  kept.written_at.reset();
  ledger_[key] = std::move(kept);
  claims_[key] = claims;
  claimed_.insert(wanted.begin(), wanted.end());
  return {};
}

Result<void> MemoryStore::mark_written(std::string_view profile, Instant window_end, Instant at) {
  if (failing_) return tl::unexpected(*failing_);
  LedgerRow* row = row_of(profile, window_end);
  if (!row || row->state == WindowState::skipped)
    return fail(ErrorKind::not_found, "no such digest is planned");
  row->state = WindowState::written;
  if (!row->written_at) row->written_at = at;
  return {};
}

Result<void> MemoryStore::replace_digest(std::string_view profile, Instant window_end,
                                         std::string_view digest) {
  if (failing_) return tl::unexpected(*failing_);
  LedgerRow* row = row_of(profile, window_end);
  if (!row || row->state == WindowState::skipped)
    return fail(ErrorKind::not_found, "there is no such digest");
  row->digest = digest;
  return {};
}

Result<int> MemoryStore::remove_entries(Instant before, int limit) {
  if (failing_) return tl::unexpected(*failing_);
  std::vector<const Candidate*> old;
  for (const Candidate& one : entries_)
    if (one.at() < before && one.first_seen < before && removed_.count(one.entry_id) == 0)
      old.push_back(&one);
  std::stable_sort(old.begin(), old.end(), [](const auto* a, const auto* b) { return a->at() < b->at(); });
  if (old.size() > static_cast<std::size_t>(std::max(limit, 0)))
    old.resize(static_cast<std::size_t>(std::max(limit, 0)));
  for (const Candidate* one : old) {
    removed_.insert(one->entry_id);
    --sources_[one->source_key].entries;
  }
  return static_cast<int>(old.size());
}

Result<int> MemoryStore::remove_windows(Instant before, int limit) {
  if (failing_) return tl::unexpected(*failing_);
  std::vector<LedgerKey> old;
  for (const auto& [key, row] : ledger_) {
    const auto is_young = [&](const Claim& claim) {
      return removed_.count(claim.entry_id) == 0 &&
             entries_[static_cast<std::size_t>(claim.entry_id) - 1].at() >= before;
    };
    const auto& claims = claims_[key];
    if (key.second < before && row.state != WindowState::planned &&
        key.second != **last_window_end(key.first) && std::none_of(claims.begin(), claims.end(), is_young))
      old.push_back(key);
  }
  std::stable_sort(old.begin(), old.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (old.size() > static_cast<std::size_t>(std::max(limit, 0)))
    old.resize(static_cast<std::size_t>(std::max(limit, 0)));
  for (const LedgerKey& key : old) {
    for (const Claim& claim : claims_[key]) claimed_.erase({key.first, claim.entry_id});
    claims_.erase(key);
    ledger_.erase(key);
  }
  return static_cast<int>(old.size());
}

Result<int> MemoryStore::remove_considered(Instant before, int limit) {
  if (failing_) return tl::unexpected(*failing_);
  std::vector<LedgerRow*> old;
  for (auto& [key, row] : ledger_)
    if (key.second < before && row.state != WindowState::planned && !row.considered.empty())
      old.push_back(&row);
  std::stable_sort(old.begin(), old.end(),
                   [](const auto* a, const auto* b) { return a->window.end < b->window.end; });
  if (old.size() > static_cast<std::size_t>(std::max(limit, 0)))
    old.resize(static_cast<std::size_t>(std::max(limit, 0)));
  for (LedgerRow* row : old) row->considered.clear();
  return static_cast<int>(old.size());
}

Result<int> MemoryStore::remove_small_things(std::string_view space, Instant before) {
  if (failing_) return tl::unexpected(*failing_);
  return static_cast<int>(std::erase_if(
      small_things_, [&](const auto& one) { return one.first.first == space && one.second.at < before; }));
}

Result<int> MemoryStore::index_pending(int limit) {
  if (failing_) return tl::unexpected(*failing_);
  const std::size_t count =
      std::min(entries_.size() - indexed_, static_cast<std::size_t>(std::max(limit, 0)));
  indexed_ += count;
  return static_cast<int>(count);
}

Result<std::vector<SearchHit>> MemoryStore::search(const SearchQuery& query) {
  const std::string wanted = ascii_lower(trim(query.words));
  if (wanted.empty()) return fail(ErrorKind::invalid, "there is no word to search for");
  const auto is_it = [&](const auto& known) { return known.second.name == query.source; };
  if (!query.source.empty() && std::none_of(sources_.begin(), sources_.end(), is_it))
    return fail(ErrorKind::not_found, "there is no source called \"" + query.source + "\"");
  std::vector<SearchHit> hits;
  for (std::size_t i = indexed_; i-- > 0 && static_cast<int>(hits.size()) < query.limit;) {
    const Candidate& one = entries_[i];
    const std::string all = ascii_lower(one.entry.title + "\n" + one.entry.text() + "\n" + one.entry.author);
    if (removed_.count(one.entry_id) > 0 || all.find(wanted) == std::string::npos) continue;
    if (query.since && one.at() < *query.since) continue;
    if (!query.source.empty() && one.source_name != query.source) continue;
    const std::string& text = one.entry.text().empty() ? one.entry.title : one.entry.text();
    const std::size_t at = ascii_lower(text).find(wanted);
    std::string snippet = text;
    if (at != std::string::npos) {
      snippet = text.substr(0, at) + '\x02' + text.substr(at, wanted.size()) + '\x03' +
                text.substr(at + wanted.size());
    }
    hits.push_back({one.entry_id, one.entry.title, one.entry.link, one.source_name, one.entry.published,
                    one.first_seen, snippet, static_cast<double>(hits.size())});
  }
  return hits;
}

Result<std::optional<std::string>> MemoryStore::get(std::string_view space, std::string_view key) {
  const auto found = small_things_.find({std::string(space), std::string(key)});
  return found == small_things_.end() ? std::nullopt : std::optional<std::string>(found->second.value);
}

Result<void> MemoryStore::put(std::string_view space, std::string_view key, std::string_view value,
                              Instant at) {
  if (failing_) return tl::unexpected(*failing_);
  small_things_[{std::string(space), std::string(key)}] = {std::string(value), at};
  return {};
}

Result<void> MemoryStore::add(std::string_view space,
                              const std::vector<std::pair<std::string, std::int64_t>>& amounts, Instant at) {
  if (failing_) return tl::unexpected(*failing_);
  for (const auto& [key, amount] : amounts) {
    SmallThing& thing = small_things_[{std::string(space), key}];
    thing = {std::to_string(std::strtoll(thing.value.c_str(), nullptr, 10) + amount), at};
  }
  return {};
}

Result<void> MemoryStore::backup(const std::filesystem::path& file) {
  if (std::filesystem::exists(file)) return fail(ErrorKind::invalid, file.string() + " exists already");
  std::ofstream out(file);
  out << entries_.size() << '\n';
  if (!out) return fail(ErrorKind::io, "cannot write " + file.string());
  return {};
}

}  // namespace eightbells::testing
