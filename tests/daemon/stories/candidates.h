// Candidates for the tests of this folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "config/aliases.h"
#include "daemon/model/story.h"
#include "feeds/text/url.h"
#include "tests/support/paths.h"

namespace eightbells::testing {

inline constexpr Instant kNoon = Instant(std::chrono::hours(24 * 20'000 + 12));

inline Candidate candidate(const std::string& source, const std::string& title, const std::string& link = {},
                           const std::string& text = {}, Instant published = kNoon) {
  static std::int64_t next = 0;
  Candidate out;
  out.entry_id = ++next;
  out.entry.id = link.empty() ? source + "/" + title + "/" + text : link;
  out.entry.title = title;
  out.entry.link = link;
  out.entry.content = text;
  out.entry.published = published;
  out.canonical = link.empty() ? std::string{} : canonical_url(link);
  out.source_key = "feed:" + source;
  out.source_name = source;
  out.first_seen = published;
  return out;
}

inline std::vector<const Candidate*> pointers(const std::vector<Candidate>& candidates) {
  std::vector<const Candidate*> out;
  for (const Candidate& each : candidates) out.push_back(&each);
  return out;
}

inline const AliasTable& shipped_aliases() {
  static const AliasTable table = load_aliases(source_directory() / "config/aliases.toml").value();
  return table;
}

}  // namespace eightbells::testing
