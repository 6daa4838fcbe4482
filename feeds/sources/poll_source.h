// One source, from its state to its entries and its next state.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/base/result.h"
#include "feeds/fetch/http_client.h"
#include "feeds/model/entry.h"
#include "feeds/model/source.h"

namespace eightbells {

enum class PollOutcome { fetched, not_modified, failed };

struct PollResult {
  PollOutcome outcome = PollOutcome::failed;
  SourceState state;           // to be kept for the next poll, also after a failure
  std::vector<Entry> entries;  // all the entries of the document: the store knows which are new
  std::optional<Error> error;  // with `failed`
  std::vector<Source>
      found;  // opml: the sources that the list holds, also when it was not modified or could not be read
  std::vector<std::string>
      notes;  // what a person should be told once (moved, retired, found on a page): sentences
};

// What every poll needs beside the source.
struct PollSettings {
  Millis window{4 * 3600 * 1000};  // the rhythm: a source without `every` is due once a window
  // The end of the window that holds a moment; a source is due then. Empty: a window after the poll, a little
  // less.
  std::function<Instant(Instant)> next_window;
  std::string x_endpoint = "https://api.x.com";
  std::string x_bearer_token;  // never logged
  int x_reads_per_day = 0;     // posts; 0: no limit
  Millis x_reach{48 * 3600 *
                 1000};  // how far back a first poll of an X account, or one after a long pause, reads
  std::size_t max_entries = 2000;  // of one document
  // Whether the source's entry with this id is stored already with its texts written like this (see
  // Entry::written): then they are not read, and Entry::known is set. Empty: nothing is known. It must not
  // throw.
  std::function<bool(const Source& source, std::string_view id, std::uint64_t written)> is_known;
};

// How many X posts were read on a day (UTC), all accounts together.
struct XBudget {
  std::string day;  // "2026-01-07"; empty: nothing read yet
  int used = 0;
};

class SourcePoller {
 public:
  using Handler = std::function<void(PollResult)>;

  // `io` and `http` must outlive the poller.
  SourcePoller(boost::asio::io_context& io, HttpClient& http, PollSettings settings);
  // Polls under way are dropped: their handlers are not called.
  ~SourcePoller();

  // Polls at `now`; `done` is called once from the loop. A failure is a PollResult too. What the poll finds
  // about the source's health is in the state. X accounts polled in one turn of the loop are looked up
  // together.
  void poll(const Source& source, SourceState state, Instant now, Handler done);

  // The reads budget. Every account's state holds what was read for it, so that it is saved in one
  // transaction with the entries: after a start, give the poller x_budget_of the stored states.
  void set_x_budget(XBudget budget);
  [[nodiscard]] XBudget x_budget() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

// What the accounts with these states read on the day of `now`.
[[nodiscard]] XBudget x_budget_of(const std::vector<SourceState>& states, Instant now);

// When the source is to be polled next: its next_due; `now` when it was never polled, or when its last poll
// lies more than kClockSlack after `now`: the clock was set back, and what was reckoned with it may be years
// away.
inline constexpr Millis kClockSlack{5 * 60'000};
[[nodiscard]] Instant due_at(const SourceState& state, Instant now);

// Whether the source is to be polled at `now`: due_at has come and it is not retired.
[[nodiscard]] bool is_due(const Source& source, const SourceState& state, Instant now);

}  // namespace eightbells
