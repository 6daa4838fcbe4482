// Saves polls, many in one transaction: a commit for each would cost more than the polls themselves. Crash
// safety is that of single saves: a source's entries and its validators are in one savepoint of one
// transaction, so what a crash undoes is asked for again.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/collect/start_queue.h"
#include "daemon/store/store.h"
#include "feeds/sources/poll_source.h"

namespace eightbells {

// When a batch ends. Other processes that write wait for it (ten seconds at most), so it is short; and what
// it changes fits the database's cache, beyond which pages would be written twice.
inline constexpr std::size_t kBatchPolls = 256;
inline constexpr int kBatchEntries = 4000;  // new ones
inline constexpr Millis kBatchTime{500};

// A poll that was saved and then lost with its batch.
struct Lost {
  SourcePointer source;
  int fresh = 0;
  std::string why;
};

class BatchSaver {
 public:
  // `store` must outlive it.
  BatchSaver(boost::asio::io_context& io, Store& store) : timer_(io), store_(store) {}

  // Saves a poll into the open batch, which ends at one of the limits above. `lost` is called when
  // the batch cannot be committed; it must live until then.
  [[nodiscard]] Result<SavedCounts> save(SourcePointer source, const PollResult& result, Instant now,
                                         std::function<void(const Lost&)> lost);

  // Ends the batch. Nothing when none is open.
  void commit();

 private:
  struct Saved {
    SourcePointer source;
    int fresh = 0;
    std::function<void(const Lost&)> lost;
  };

  boost::asio::steady_timer timer_;
  Store& store_;
  std::vector<Saved> saved_;
  int fresh_ = 0;  // in the batch
  std::shared_ptr<bool> alive_ =
      std::make_shared<bool>(true);  // a timer's handler may be on its way when this ends
};

}  // namespace eightbells
