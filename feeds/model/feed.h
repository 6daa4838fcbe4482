// A whole document as read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "feeds/base/clock.h"
#include "feeds/model/entry.h"

namespace eightbells {

struct Feed {
  std::string title;  // plain text
  std::string link;   // of the site
  std::string language;
  std::string format;          // "rss 2.0", "rss 0.91", "atom 1.0", "rdf 1.0", "json 1.1", "cdf" ...
  std::vector<Entry> entries;  // in the document's order
  bool damaged = false;        // it had to be repaired or was cut short

  // When the document asks to be polled again (ttl, sy:updatePeriod); absent: it does not say.
  std::optional<Millis> poll_after;
  std::vector<int> skip_hours;   // 0 to 23, UTC
  std::vector<int> skip_days;    // 0 Sunday to 6 Saturday, UTC
  std::optional<Instant> built;  // lastBuildDate, updated
};

}  // namespace eightbells
