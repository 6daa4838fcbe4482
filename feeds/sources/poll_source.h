// One source, from its state to its entries and its next state.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "feeds/base/result.h"
#include "feeds/fetch/http_client.h"
#include "feeds/model/entry.h"
#include "feeds/model/source.h"

namespace eightbells {

enum class PollOutcome { fetched, not_modified, failed };

struct PollResult {
  PollOutcome outcome = PollOutcome::failed;
  SourceState state;            // to be kept for the next poll, also after a failure
  std::vector<Entry> entries;   // all the entries of the document: the store knows which are new
  std::optional<Error> error;   // with `failed`
  std::vector<Source> found;    // opml: the sources that the list holds now
};

// What every poll needs beside the source.
struct PollSettings {
  Millis window{4 * 3600 * 1000};     // the rhythm: a source without `every` is due once a window
  std::string x_endpoint = "https://api.x.com";
  std::string x_bearer_token;         // never logged
  int x_reads_per_day = 0;            // posts; 0: no limit
  std::size_t max_entries = 2000;     // of one document
};

class SourcePoller {
 public:
  using Handler = std::function<void(PollResult)>;

  // `io` and `http` must outlive the poller.
  SourcePoller(boost::asio::io_context& io, HttpClient& http, PollSettings settings);
  ~SourcePoller();

  // Polls at `now`; `done` is called once from the loop. A failure is a PollResult too. What the poll finds about the
  // source's health is in the state.
  void poll(const Source& source, SourceState state, Instant now, Handler done);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

// Whether the source is to be polled at `now`: its next_due has come and it is not retired.
[[nodiscard]] bool is_due(const Source& source, const SourceState& state, Instant now);

}  // namespace eightbells
