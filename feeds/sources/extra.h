// What this room keeps in SourceState::extra, by name. Small values only: the store keeps them with the
// source's row.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/model/source.h"

namespace eightbells::extra {

// ---- the document (health) ----
inline constexpr const char* kEntries = "entries";          // in the last document
inline constexpr const char* kHadEntries = "had_entries";   // the most it ever held
inline constexpr const char* kBuilt = "built";              // milliseconds of the document's own date
inline constexpr const char* kLongest = "longest_silence";  // milliseconds
inline constexpr const char* kHistory =
    "history";  // milliseconds between the oldest and the newest date of a document
inline constexpr const char* kIds = "ids";          // hashes of the newest ids, side by side
inline constexpr const char* kDamaged = "damaged";  // "1": the last document had to be repaired

// ---- the rhythm ----
inline constexpr const char* kPollAfter = "poll_after";  // milliseconds (ttl, sy)
inline constexpr const char* kSkipHours = "skip_hours";  // "0 1 23"
inline constexpr const char* kSkipDays = "skip_days";

// ---- where it is read ----
inline constexpr const char* kPage =
    "page";  // the web page on which the feed was found (stored_url is the feed)
inline constexpr const char* kList = "list";  // opml: what the list held last, as OPML

// ---- X ----
inline constexpr const char* kXHandle = "x_handle";       // as the account writes it
inline constexpr const char* kXGapSince = "x_gap_since";  // posts between these two ids are still to be read
inline constexpr const char* kXGapUntil = "x_gap_until";
inline constexpr const char* kXReadsDay = "x_reads_day";  // "2026-01-07" (UTC): the day of
inline constexpr const char* kXReads = "x_reads";         // the posts read for this account

inline std::string get(const SourceState& state, const char* key) {
  const auto found = state.extra.find(key);
  return found == state.extra.end() ? std::string{} : found->second;
}

// An empty value removes the name.
inline void set(SourceState& state, const char* key, std::string value) {
  if (value.empty()) state.extra.erase(key);
  else state.extra[key] = std::move(value);
}

inline std::int64_t number(const SourceState& state, const char* key) {
  const auto found = state.extra.find(key);
  std::int64_t value = 0;
  if (found != state.extra.end())
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  return value;
}

inline void set_number(SourceState& state, const char* key, std::int64_t value) {
  state.extra[key] = std::to_string(value);
}

inline std::vector<int> numbers(const SourceState& state, const char* key) {
  std::vector<int> out;
  const std::string text = get(state, key);
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    int value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc{}) break;
    out.push_back(value);
    at = next + 1;
  }
  return out;
}

inline void set_numbers(SourceState& state, const char* key, const std::vector<int>& values) {
  std::string text;
  for (const int value : values) text += (text.empty() ? "" : " ") + std::to_string(value);
  set(state, key, text);
}

}  // namespace eightbells::extra
