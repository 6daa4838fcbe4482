// A window's digest from its candidates: THE PASS LIST. Values in, values out; no clock, no store, no file.
#pragma once

#include <vector>

#include "config/settings.h"
#include "daemon/digest/choose.h"
#include "daemon/editor/editor.h"
#include "daemon/model/digest.h"
#include "daemon/store/store.h"
#include "daemon/stories/boosts.h"
#include "daemon/stories/categorise.h"
#include "daemon/stories/cluster.h"
#include "daemon/stories/frequencies.h"
#include "daemon/window/zone.h"

namespace eightbells {

struct DigestInput {
  Window window;                      // to be reported
  bool latest = true;                 // no later window has closed by now
  Instant now;                        // when it is written
  std::vector<Candidate> candidates;  // all that no digest of the profile has claimed
  std::vector<ShownItem> shown;       // of the last days, for memory
  CollectReport collect;
  RollingFrequencies frequencies;  // of the words of windows past
};

struct DigestOutcome {
  Digest digest;
  std::vector<Claim> claims;           // of the shown stories' entries and of repeats
  std::vector<Considered> considered;  // every candidate, and what became of it
  RollingFrequencies frequencies;      // with the words of this window, for the next
};

// What stays the same from window to window.
struct DigestTools {
  const Settings& settings;
  const ProfileSettings& profile;
  const Zone& zone;
  const Categoriser& categoriser;
  const Aliases& aliases;
  Editor& editor;                  // blocks: see editor.h
  const Boosts* boosts = nullptr;  // what the words of headlines count; null: nothing
  SecondOpinion opinion = {};      // blocks too; empty: none is asked
};

// Never fails: a window without anything to say has a digest that says so.
[[nodiscard]] DigestOutcome make_digest(const DigestTools& tools, const DigestInput& input);

// What the editor may choose from.
[[nodiscard]] std::vector<std::string> category_names(const Settings& settings);

}  // namespace eightbells
