// Is this source telling the truth? What a person should know of a source, and do about it: pure.
#pragma once

#include <string>
#include <string_view>

#include "feeds/model/feed.h"
#include "feeds/model/source.h"

namespace eightbells {

struct HealthReport {
  Health health = Health::unknown;
  std::string sentence;  // for a person: what is the case and what to do; no full stop at the end
};

// The state's health at `now`. It changes with time alone too (a source falls quiet), so ask again when
// showing it. The first that holds: retired (410), failing (the last poll failed), empty (no entries in the
// document), stale (see health.cc), moved (a permanent redirect is being seen or followed), quiet (nothing
// new for twice its usual interval), ok; unknown before the first poll.
[[nodiscard]] HealthReport judge_health(const Source& source, const SourceState& state, Instant now);

// Sets state.health and health_since from judge_health.
void refresh_health(const Source& source, SourceState& state, Instant now);

// Learns a document that parsed: newest_published, last_new_entry, usual_interval, and in `extra` what the
// judgement needs. `feed.entries` may be all that the source holds (a feed) or only what is new (X): `whole`
// says which.
void learn_document(SourceState& state, const Feed& feed, bool whole, Instant now);

// "ok", "quiet", "stale", "empty", "moved", "failing", "retired", "unknown".
[[nodiscard]] std::string_view name_of(Health health);

// "40 minutes", "5 hours", "3 days", "14 months": a duration as a person says it.
[[nodiscard]] std::string spoken(Millis duration);

}  // namespace eightbells
