// The command line as a value.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace eightbells {

// Exit statuses that scripts rely on.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kBadUsage = 2;
inline constexpr int kSomeSourcesFailed = 3;

// What --limit may ask of a search.
inline constexpr int kMostHits = 1000;

struct Options {
  std::string command;  // "run", "once", ...
  std::string config;   // empty: $EIGHTBELLS_CONFIG, else /etc/eightbells/eightbells.toml
  std::string
      state;  // empty: $STATE_DIRECTORY, else $XDG_STATE_HOME/eightbells, else ~/.local/state/eightbells
  std::string log_level = "info";
  std::string at;                  // once, preview
  std::string window;              // digest, explain
  std::string profile;             // digest, explain: empty: the first
  std::string file;                // parse, stories, import, learn
  bool from_digests = false;       // learn
  std::string content_type;        // parse
  std::string base;                // parse
  std::vector<std::string> words;  // search
  std::string since;               // search
  std::string source;              // search
  std::string category;            // search, add
  int limit = 20;                  // search
  std::string language;            // init
  std::string topic = "ai";        // init
  std::string address;             // add
  std::string name;                // add
  bool dry_run = false;            // add
  std::string what;                // generate
  bool all = false;                // status
  bool json = false;
  bool verbose = false;
};

// The options, or the exit status when there is nothing more to do (--help, --version, bad usage: the words
// have been printed).
[[nodiscard]] std::variant<Options, int> parse_options(int argc, const char* const* argv);

}  // namespace eightbells
