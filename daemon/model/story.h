// Candidates and stories: what the passes of a digest hand on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "feeds/base/clock.h"
#include "feeds/model/entry.h"

namespace eightbells {

// A stored entry with what the digest needs to know of its source.
struct Candidate {
  std::int64_t entry_id = 0;  // in the store
  Entry entry;
  std::string canonical;  // canonical_url(entry.link); empty without a link
  std::string source_key;
  std::string source_name;
  double source_weight = 1.0;
  std::string source_category;  // the configured default; may be empty
  Instant first_seen;
  bool baseline = false;     // came with the source's first poll
  bool date_trusted = true;  // false: published was missing or in the future (then first_seen stands in)

  // When it happened as far as we know: published, else first seen.
  [[nodiscard]] Instant at() const { return entry.published && date_trusted ? *entry.published : first_seen; }
};

// One part of a score, by the name that explain prints.
struct ScorePart {
  std::string name;
  double value = 0;
};

enum class StoryNews { fresh, update, repeat };  // against what was shown before

struct Story {
  std::string id;                       // of its first entry on; stable across windows
  std::vector<std::size_t> members;     // indices into the candidates; the lead first
  std::vector<std::string> categories;  // by weight
  std::string categories_by;            // "keywords", "learned", "source", "neighbours", "editor"
  StoryNews news = StoryNews::fresh;
  std::size_t bearers = 0;  // of an update: so many members, the first, bear the new fact
  std::vector<std::size_t>
      copies;  // of an update: entries that were shown before under another link; claimed, not shown
  std::vector<std::size_t>
      also;             // entries of stories that a reader would take for this one: listed with it, not told
  std::string earlier;  // for updates and repeats: link of the item shown before
  std::vector<ScorePart> parts;
  double score = 0;
};

// An item as shown in an earlier digest: what memory compares with.
struct ShownItem {
  std::string story_id;
  Instant window_end;
  int number = 0;
  std::string title;
  std::string link;
  std::string digest_file;
  std::vector<Candidate> members;  // with their texts
};

}  // namespace eightbells
