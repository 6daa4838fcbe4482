// The digest as data: what every renderer reads, and what the ledger keeps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/model/story.h"
#include "daemon/window/window.h"

namespace eightbells {

struct ItemSource {  // a member of the item's story, for those who want to know
  std::int64_t entry_id = 0;
  std::string source;
  std::string author;
  std::string title;
  std::string link;
  std::optional<Instant> published;
};

struct Item {
  int number = 0;  // from 1
  std::string story_id;
  std::string title;
  std::string link;
  std::string summary;  // one paragraph
  std::vector<std::string> categories;
  double score = 0;
  std::vector<ScorePart> parts;
  std::string edited_by = "extractive";  // or the model's name
  std::string language;                  // of the original; may be empty
  bool update = false;
  std::string earlier;              // link of the earlier item of the same story
  std::vector<ItemSource> members;  // the lead first
};

// One poll, as it was measured; not kept in the ledger.
struct PollTime {
  Millis took{0};
  bool failed = false;
};

// How collecting went: what tells "quiet" from "broken".
struct CollectReport {
  int sources = 0;  // configured
  int polled = 0;
  int failed = 0;
  int stale = 0;  // answer, but say nothing true (frozen, emptied, a login page)
  int new_entries = 0;
  std::vector<std::string> failures;  // "name: sentence"
  std::vector<std::string>
      notes;  // "name: sentence", to be told once (moved, retired); not kept in the ledger
  std::vector<PollTime> polls = {};
};

struct Digest {
  std::string profile;
  Window window;     // the true span
  Instant written;   // when; never in the future
  std::string zone;  // IANA
  std::string language;
  std::string title;
  std::string intro;
  std::vector<std::string>
      notes;  // honest words about an empty or half-blind window, in the digest's language
  std::vector<std::string> categories;  // for the front matter: configured order
  std::vector<Item> items;
  CollectReport collect;
};

// What became of one candidate, for `explain`.
struct Considered {
  std::int64_t entry_id = 0;
  std::string title;
  std::string source;
  std::string link;
  std::string story_id;
  std::vector<std::string> categories;
  std::string categories_by;
  std::vector<ScorePart> parts;
  double score = 0;
  int number = 0;        // of its item; 0: not shown
  std::string kept_out;  // why it is not shown: "too old", "repeat of 2026.01.07.04 #3", "cap per author" ...
};

}  // namespace eightbells
