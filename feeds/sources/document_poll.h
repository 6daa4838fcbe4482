// One poll of a source that is a document (a feed, a file, a command's output, a list of sources), as pure
// functions: what to ask, and what an answer means for the state. The poller does the fetching between them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "feeds/fetch/http_client.h"
#include "feeds/sources/poll_source.h"

namespace eightbells {

inline constexpr int kFailuresToReturn = 3;  // of a stored address, until the configured one is asked again
inline constexpr std::size_t kMaxFeedLinks = 3;  // of a page that are tried

// What a poll is about. Everything outlives the call.
struct PollContext {
  const Source& source;
  const PollSettings& settings;
  Instant now;
};

// What to ask. The source's headers, password and certificate go to its configured host only. Validators go
// along byte for byte, but for the daily full request of a source whose 304s are suspicious.
[[nodiscard]] HttpRequest document_request(const PollContext& poll, const SourceState& state);

// What an answer means. A page that names feeds comes back as a failure with those feeds in `feed_links`: try
// them, and give what they answer to read_discovered.
struct DocumentStep {
  PollResult result;
  std::vector<std::string> feed_links;
};
[[nodiscard]] DocumentStep read_document(const PollContext& poll, SourceState state, const HttpRequest& asked,
                                         const HttpResponse& response);

// The answer of a feed that the page at `page` named. A feed in it makes the poll a success, told once, and
// is asked directly from then on; nothing when there is none.
[[nodiscard]] HttpRequest discovered_request(const PollContext& poll, const std::string& link);
[[nodiscard]] std::optional<PollResult> read_discovered(const PollContext& poll, SourceState state,
                                                        const std::string& page, const std::string& link,
                                                        const HttpResponse& response);

// No answer.
[[nodiscard]] PollResult read_failure(const PollContext& poll, SourceState state, Error error);

}  // namespace eightbells
