// What is kept for how long: keep_entries and keep_digests, and what a language model once said.
#pragma once

#include "config/settings.h"
#include "daemon/store/store.h"

namespace eightbells {

// What the language model said is kept for this long, for windows that are written again.
inline constexpr Millis kKeepEdits = 30 * kDay;

// What was considered for a window and what kept it out (`explain`) is kept for this long: with 500 sources
// it is 600 KB a window, four fifths of what would stand in the database after a year.
inline constexpr Millis kKeepConsidered = 30 * kDay;

// How far the moment from which ages are measured moves on at once. A clock that is years ahead for a bell
// then costs what is two days too old at most, and not everything; after a true absence the measure catches
// up bell by bell.
inline constexpr Millis kRetentionStep = 2 * kDay;

// Begins a round of removals, one for each bell: the moment from which ages are measured. It is remembered in
// the store. Error database.
[[nodiscard]] Result<Instant> begin_removals(Store& store, Instant now);

// Removes some of what is too old at `reference`: at most `limit` entries, and as many windows of the ledger;
// how many in all, 0: nothing is left to remove. What was ever seen stays known, whatever the settings say,
// and the files of digests are left alone. Error database.
[[nodiscard]] Result<int> remove_old(const Settings& settings, Store& store, Instant reference, int limit);

}  // namespace eightbells
