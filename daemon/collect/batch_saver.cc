#include "daemon/collect/batch_saver.h"

#include <utility>

namespace eightbells {

Result<SavedCounts> BatchSaver::save(SourcePointer source, const PollResult& result, Instant now,
                                     std::function<void(const Lost&)> lost) {
  if (saved_.empty()) {
    if (const auto begun = store_.begin_batch(); !begun) return tl::unexpected(begun.error());
    timer_.expires_after(kBatchTime);
    timer_.async_wait([this, alive = std::weak_ptr<bool>(alive_)](const boost::system::error_code& error) {
      if (!error && !alive.expired()) commit();
    });
  }
  auto counts = store_.save_poll(*source, result.state, result.entries, now);
  // A poll that was not saved stays in the list as well: it holds the batch open.
  saved_.push_back({std::move(source), counts ? counts->fresh : 0, counts ? std::move(lost) : nullptr});
  if (counts) fresh_ += counts->fresh;
  if (saved_.size() >= kBatchPolls || fresh_ >= kBatchEntries) commit();
  return counts;
}

void BatchSaver::commit() {
  if (saved_.empty()) return;
  timer_.cancel();
  fresh_ = 0;
  const auto polls = std::exchange(saved_, {});
  const auto committed = store_.commit_batch();
  if (committed) return;
  for (const auto& poll : polls)
    if (poll.lost) poll.lost({poll.source, poll.fresh, committed.error().message});
}

}  // namespace eightbells
