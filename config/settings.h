// The settings: one immutable value, read once, swapped whole on reload. Every default of the program stands
// here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "feeds/base/clock.h"
#include "feeds/model/source.h"

namespace eightbells {

inline constexpr Millis kMinute{60'000};
inline constexpr Millis kHour{3'600'000};
inline constexpr Millis kDay{86'400'000};

// The least that keep_entries may say beside max_age: a daemon that was down catches up with 14 days, and
// compares each window with what was shown in the 7 days before it.
inline constexpr Millis kKeepEntriesAtLeast = 30 * kDay;
// The least that keep_digests may say: the site lists this month and the last, and links to the one before.
inline constexpr Millis kKeepDigestsAtLeast = 100 * kDay;

enum class Backfill { window, max_age, none };  // what a new source's old entries may do (DESIGN 6.4)
enum class CatchUp { each, merge, skip };       // windows missed while the program was down (DESIGN 6.3)
enum class WhenEmpty { note, skip };            // a window without items: a digest that says so, or none

struct CollectSettings {
  int concurrency = 64;
  int per_host = 1;
  Millis gap{500};                   // between two requests to one host
  std::map<std::string, int> hosts;  // [collect.hosts]: requests at a time for hosts that allow more
  Millis timeout{30'000};            // of one request
  Millis deadline{5 *
                  kMinute};  // of a window's whole collecting: then the digest is written with what is there
  std::size_t max_bytes = 10 << 20;  // of one document, decoded
  int max_redirects = 5;
  std::size_t max_entries = 2000;  // of one document
  std::string user_agent;          // empty: "eightbells/<version> (+<contact>)"
  std::string contact = "https://github.com/eightbells/eightbells";
  std::string proxy;
  bool allow_private = false;
  bool operator==(const CollectSettings&) const = default;
};

struct XSettings {
  std::string endpoint = "https://api.x.com";
  std::filesystem::path bearer_token_file;
  int reads_per_day = 0;  // posts; 0: no limit
  bool operator==(const XSettings&) const = default;
};

// A keyword, phrase or regular expression that speaks for a category. Latin words match whole and without
// case, Han as substrings; "/.../" is an ICU regular expression.
struct Keyword {
  std::string text;
  double weight = 1.0;
  bool operator==(const Keyword&) const = default;
};

struct CategorySettings {
  std::string name;
  std::vector<Keyword> keywords;
  std::vector<std::string> any;      // at least one must match, when given
  std::vector<std::string> must;     // all must match
  std::vector<std::string> exclude;  // none may match
  double weight = 1.0;               // in the ranking
  bool always = false;               // stands in every digest's front matter
  bool operator==(const CategorySettings&) const = default;
};

// What lifts (or, below 0, lowers) a story in the ranking by the words of its headline. Words as in Keyword.
struct BoostSettings {
  std::string name;
  double value = 0;
  std::vector<std::string> any;      // one at least
  std::vector<std::string> with;     // one of these too, when given
  std::vector<std::string> exclude;  // none
  bool operator==(const BoostSettings&) const = default;
};

// How titles and summaries are cut to length, in characters.
struct LengthBand {
  int title_min = 0;
  int title_max = 0;  // 0: the language's default
  int summary_min = 0;
  int summary_max = 0;
  bool operator==(const LengthBand&) const = default;
};

struct ProfileSettings {  // [[digest]]
  std::string name = "digest";
  std::filesystem::path directory;  // empty: <state>/digests (<state>/digests/<name> beside other profiles)
  std::string file = "%Y.%m.%d.%H.md";  // strftime of the window's end in local time
  std::string title;            // empty: the language's; "{stamp}" "{span}" "{hours}" "{begin}" "{end}"
  std::string intro;            // empty: the language's
  std::string language;         // empty: the global one
  std::optional<Millis> every;  // absent: the global window
  Millis at{0};                 // a time of day on which its windows end, from midnight
  int max_items = 12;
  double min_score = 0.0;
  int per_author = 2;  // caps; 0: none
  int per_source = 3;
  int per_category = 0;
  std::vector<std::string> formats = {"markdown"};  // of markdown, html, json, atom
  std::optional<std::vector<std::string>>
      show;                // of updates, voices, language, time; absent: on the site all, else updates
  std::string site_title;  // of the site and the feed; empty: "Eight Bells" and the name
  std::string site_url;    // where people will find the site; empty: it knows no address of its own
  std::filesystem::path site_directory;      // of html; empty: site/ beside the digests
  std::filesystem::path template_directory;  // templates that replace the shipped ones, file by file
  std::vector<std::string> categories;       // names; empty: all
  std::vector<std::string> sources;          // names; empty: all
  std::vector<std::string> must;             // words that an entry has to have, all
  std::vector<std::string> any;              // one at least
  std::vector<std::string> exclude;          // none
  WhenEmpty empty = WhenEmpty::note;
  std::string front_matter = "hugo";  // preset: hugo (the golden one), obsidian, zola, jekyll, none
  bool latest = false;                // keep latest.md beside the digests
  LengthBand length;
  bool operator==(const ProfileSettings&) const = default;
};

struct EditorSettings {
  std::string endpoint;
  std::string model;
  std::filesystem::path api_key_file;
  std::filesystem::path prompt_file;
  double temperature = 0.2;
  Millis timeout{60'000};        // of one request
  Millis deadline{3 * kMinute};  // of a window's whole editing
  int concurrency = 4;
  std::int64_t tokens_per_window = 200'000;
  std::int64_t tokens_per_day = 1'000'000;
  int max_output_tokens = 1'200;
  bool operator==(const EditorSettings&) const = default;
};

// [[on_digest]]: who is told once a digest is written. One of the first three.
struct HookSettings {
  std::vector<std::string> command;    // a program and its arguments, no shell
  std::string webhook;                 // an address that gets the digest as JSON (POST) ...
  std::filesystem::path webhook_file;  // ... or the file that holds it, for addresses that are secrets
  std::filesystem::path token_file;    // sent as "Authorization: Bearer"
  std::vector<std::string> digests;    // names; empty: all
  Millis timeout{60'000};              // of one run, or of one request
  std::string user_agent;              // as [collect]'s
  std::string proxy;                   // likewise
  bool operator==(const HookSettings&) const = default;
};

// [embeddings]: refines which entries tell of one event, where their words leave it open.
struct EmbeddingsSettings {
  std::string endpoint;
  std::string model;
  std::filesystem::path api_key_file;
  Millis timeout{20'000};  // of all requests of a window together
  bool operator==(const EmbeddingsSettings&) const = default;
};

struct Settings {
  std::filesystem::path file;  // where it was read from; empty: defaults
  std::string timezone;        // IANA; empty: the system's
  Millis window{4 * kHour};
  std::string language = "zh-CN";
  Millis max_age{48 * kHour};
  Backfill backfill = Backfill::window;
  CatchUp catch_up = CatchUp::each;
  Millis keep_entries{
      0};  // after that the words of an entry are removed; 0: never. That it was seen stays known
  Millis keep_digests{0};  // after that a digest leaves the ledger; 0: never. Its files stay
  CollectSettings collect;
  XSettings x;
  std::vector<Source> sources;  // complete: FetchOptions filled in from [collect]
  std::vector<CategorySettings> categories;
  std::vector<BoostSettings> boosts;     // the configuration's own; the shipped ones stand in boosts.toml
  std::vector<ProfileSettings> digests;  // at least one
  std::optional<EditorSettings> editor;
  std::vector<HookSettings> hooks;  // [[on_digest]]
  std::optional<EmbeddingsSettings> embeddings;
  std::map<std::string, std::vector<std::string>>
      aliases;                         // [aliases]: name = other spellings, beside the shipped table
  std::filesystem::path metrics_file;  // Prometheus text format; empty: none
  bool operator==(const Settings&) const = default;
};

}  // namespace eightbells
