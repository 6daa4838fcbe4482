// X accounts through the X API v2: who they are, and what they posted since the last poll.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "feeds/sources/poll_source.h"

namespace eightbells {

inline constexpr std::size_t kMaxXHandles = 100;  // of one look-up
inline constexpr int kMaxXPages = 32;  // of one account in one poll: what lies behind is read by the next

class XAccounts {
 public:
  // `io` and `http` must outlive it. Polls under way are dropped with it.
  XAccounts(boost::asio::io_context& io, HttpClient& http, const PollSettings& settings);
  ~XAccounts();

  // As SourcePoller::poll.
  void poll(const Source& source, SourceState state, Instant now, SourcePoller::Handler done);

  void set_budget(XBudget budget);
  [[nodiscard]] XBudget budget() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace eightbells
