// From a digest value to files on disk and a row in the ledger, exactly once.
#pragma once

#include <filesystem>
#include <vector>

#include "config/settings.h"
#include "daemon/digest/files.h"
#include "daemon/digest/make_digest.h"
#include "daemon/digest/outputs.h"
#include "daemon/store/store.h"

namespace eightbells {

// Where the digests of a profile lie: its directory, else <state>/digests, else (beside other profiles)
// <state>/digests/<name>.
[[nodiscard]] std::filesystem::path digest_directory(const Settings& settings, const ProfileSettings& profile,
                                                     const std::filesystem::path& state);

// The order that makes a crash at any instant harmless:
//   1. every file is staged (temporary name, durable): a crash leaves rubbish that the next attempt
//   overwrites;
//   2. one transaction writes the ledger row, with the digest as data, and claims the entries: from here on
//   the window is ours;
//   3. the files are renamed; 4. the row is marked written. A crash between 2 and 4 is mended by
//   finish_planned(), which
//      renders the same value again: the same bytes.
// A file that several digests share (the feed, the site's archive) goes the same way, and is left alone where
// nothing changes in it. Returns the paths of its files, the main one first; none for an empty window with
// empty = "skip". Error io or database: nothing is claimed, or the window is finished at the next start.
[[nodiscard]] Result<std::vector<std::filesystem::path>> publish(const DigestOutcome& outcome,
                                                                 const PublishPlace& place, Store& store,
                                                                 Files& files, Instant now);

// Finishes a row that a crash left planned. Returns the paths.
[[nodiscard]] Result<std::vector<std::filesystem::path>> finish_planned(const LedgerRow& row,
                                                                        const PublishPlace& place,
                                                                        Store& store, Files& files,
                                                                        Instant now);

// Writes the files of a row again, and changes nothing in the ledger.
[[nodiscard]] Result<std::vector<std::filesystem::path>> write_again(const LedgerRow& row,
                                                                     const PublishPlace& place, Store& store,
                                                                     Files& files);

}  // namespace eightbells
