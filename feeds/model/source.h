// A source as the user configured it, and what must be remembered of it between polls.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "feeds/base/clock.h"

namespace eightbells {

enum class SourceKind { feed, x, command, file, opml };

// How requests for a source are made. Defaults come from [collect]; a [[source]] may override each.
struct FetchOptions {
  Millis timeout{30'000};
  std::size_t max_bytes = 10 << 20;  // decoded
  int max_redirects = 5;
  std::string user_agent;
  std::string proxy;  // empty: none, and none from the environment
  std::vector<std::pair<std::string, std::string>> headers;
  std::string basic_auth;          // "user:password"; read from a file by the configuration, never logged
  std::string ca_file;             // empty: the system's
  std::string client_certificate;  // PEM file with its key
  bool allow_private = false;      // whether redirects and discovered links may reach private addresses
  bool operator==(const FetchOptions&) const = default;
};

struct Source {
  std::string key;  // identity in the store: "feed:<url>", "x:<handle in small letters>", "command:<hash>",
                    // "file:<path>", "opml:<path or url>"
  SourceKind kind = SourceKind::feed;
  std::string name;               // for people; the address where none was given
  std::string address;            // url, handle without @, path; empty for a command
  std::vector<std::string> argv;  // command only
  double weight = 1.0;
  std::string category;          // every entry's category when nothing else decides; may be empty
  std::string language;          // BCP 47; may be empty
  std::optional<Millis> every;   // absent: once a window
  bool exclude_replies = true;   // x only
  bool exclude_reposts = false;  // x only
  FetchOptions fetch;
  bool operator==(const Source&) const = default;
};

enum class Health { unknown, ok, quiet, stale, empty, moved, failing, retired };

// Everything that one poll leaves for the next. The store keeps it and does not look inside but for
// next_due and health; a field added here is added to the table by a migration.
struct SourceState {
  std::string etag;                      // byte for byte as the server sent it
  std::string last_modified;             // likewise
  std::string body_hash;                 // of the last body that parsed
  std::optional<Instant> next_due;       // absent: due
  std::optional<Instant> first_success;  // absent: the source has no baseline yet
  std::optional<Instant> last_poll;
  std::optional<Instant> last_success;    // 200 that parsed, or 304
  std::optional<Instant> last_full;       // the last unconditional 200
  std::optional<Instant> last_new_entry;  // first seen of its newest entry
  std::optional<Instant> newest_published;
  Millis usual_interval{0};  // between its entries, smoothed; 0: unknown
  int failures = 0;          // in a row
  std::string last_error;    // a sentence with what to do; empty after a success
  Health health = Health::unknown;
  std::optional<Instant> health_since;
  std::string moved_to;  // target of a permanent redirect seen, and how often in a row
  int moved_seen = 0;
  std::string stored_url;  // set after three sightings: asked instead of the configured one
  std::string feed_title;
  std::string feed_language;
  std::string x_user_id;                     // x only
  std::string x_since_id;                    // x only
  std::map<std::string, std::string> extra;  // whatever else a kind of source needs
};

}  // namespace eightbells
