// One bell: what every command that writes or shows a digest shares. It opens the state directory, tells
// which windows are due, gathers what a digest needs from the store, and publishes. It knows nothing of loops
// and signals.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.h"
#include "daemon/digest/files.h"
#include "daemon/digest/make_digest.h"
#include "daemon/digest/publish.h"
#include "daemon/store/store.h"
#include "daemon/window/schedule.h"
#include "daemon/window/zone.h"

namespace eightbells {

// A digest that has to be written.
struct DueDigest {
  const ProfileSettings* profile = nullptr;  // in the bell's settings
  DueWindow due;
  bool latest = true;
};

class Bell {
 public:
  // Error config: the zone or a category's pattern is wrong. `store` and `files` must outlive it.
  [[nodiscard]] static Result<std::unique_ptr<Bell>> open(std::shared_ptr<const Settings> settings,
                                                          std::filesystem::path state, Store& store,
                                                          Files& files);

  // Called once for every digest that is published or finished from here on, with its paths. It must not
  // throw nor wait.
  using Written = std::function<void(const Digest&, const std::vector<std::filesystem::path>&)>;
  void on_written(Written written) { written_ = std::move(written); }

  // Finishes what a crash or a failing disk left planned, in every profile, and removes temporary files.
  // Returns the paths.
  [[nodiscard]] Result<std::vector<std::filesystem::path>> finish_planned_windows(Instant now);

  // Whether finish_planned_windows has a window to finish: cheap, for every turn.
  [[nodiscard]] Result<bool> has_planned_windows() const;

  // The end of the newest window in the ledger when it lies more than a window after `now`: the clock was
  // ahead when it was written, or is behind now. Nothing is due until the clock gets there, so that no window
  // is doubled.
  [[nodiscard]] Result<std::optional<Instant>> ledger_ahead_of(Instant now) const;

  // What has closed by `now` and is not in the ledger, oldest first.
  [[nodiscard]] Result<std::vector<DueDigest>> due(Instant now) const;

  // Notes that the entries of what is due are being collected, for whoever looks meanwhile.
  [[nodiscard]] Result<void> begin_collecting(const std::vector<DueDigest>& due, Instant now);

  // The window of a profile whose collecting has begun and which is not in the ledger: a row of state
  // collecting, planned_at when that began.
  [[nodiscard]] static Result<std::optional<LedgerRow>> collecting(Store& store, const std::string& profile);

  // Everything that make_digest needs, as values.
  [[nodiscard]] Result<DigestInput> gather(const ProfileSettings& profile, const Window& window, bool latest,
                                           const CollectReport& report, Instant now) const;

  // The passes: pure but for the editor, so it may run on a worker thread while the loop turns.
  [[nodiscard]] DigestOutcome make(const ProfileSettings& profile, const DigestInput& input,
                                   Editor& editor) const;

  // Files, then the ledger; for a span that catch_up skips, only the ledger. No paths when another process
  // has written the window meanwhile.
  [[nodiscard]] Result<std::vector<std::filesystem::path>> publish_outcome(const DueDigest& due,
                                                                           const DigestOutcome& outcome,
                                                                           Instant now);
  [[nodiscard]] Result<void> skip(const DueDigest& due, Instant now);

  // Lets the editor try again on the items of a written window that were left extractive (a model that was
  // down, a spent budget), and keeps the better words in the ledger: the same items, the same numbers. How
  // many items changed.
  [[nodiscard]] Result<int> edit_again(const ProfileSettings& profile, LedgerRow& row, Editor& editor,
                                       Instant now);

  // gather, make and publish for every due window, oldest first. Paths in order.
  [[nodiscard]] Result<std::vector<std::filesystem::path>> write_due(const CollectReport& report,
                                                                     Editor& editor, Instant now);

  [[nodiscard]] const Settings& settings() const { return *settings_; }
  [[nodiscard]] const Zone& zone() const { return zone_; }
  [[nodiscard]] Store& store() const { return store_; }
  [[nodiscard]] Files& files() const { return files_; }
  [[nodiscard]] PublishPlace place_of(const ProfileSettings& profile) const;
  [[nodiscard]] const ProfileSettings* profile(std::string_view name) const;  // null: none of that name

 private:
  Bell(std::shared_ptr<const Settings> settings, std::filesystem::path state, Store& store, Files& files,
       Zone zone, Categoriser categoriser, Aliases aliases, Boosts boosts);

  std::shared_ptr<const Settings> settings_;
  std::filesystem::path state_;
  Store& store_;
  Files& files_;
  Zone zone_;
  Categoriser categoriser_;
  Aliases aliases_;
  Boosts boosts_;
  std::map<std::string, Templates, std::less<>> templates_;  // by profile, of those that have their own
  Written written_;
};

// The zone of the settings; the error names the setting.
[[nodiscard]] Result<Zone> zone_of(const Settings& settings);

}  // namespace eightbells
