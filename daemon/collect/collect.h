// All due sources, concurrently, into the store.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "config/settings.h"
#include "daemon/model/digest.h"
#include "daemon/store/store.h"
#include "feeds/base/clock.h"
#include "feeds/fetch/http_client.h"

namespace eightbells {

enum class CollectWhich {
  all,   // every source that is not retired and whose server has not told us to wait
  bell,  // a window closed: what is due, and what is polled more often than that, so that the digest is fresh
  due,   // what is due
};

struct CollectProgress {
  int total = 0;
  int done = 0;
  int failed = 0;
  int new_entries = 0;
  std::string waiting_for;  // the source that has been under way longest; empty at the end
};

class Collector {
 public:
  using Progress = std::function<void(const CollectProgress&)>;
  using Done = std::function<void(CollectReport)>;

  // All of them must outlive the collector; `settings` is kept for as long as polls are under way. One
  // thread: that of `io`.
  Collector(boost::asio::io_context& io, HttpClient& http, Store& store, const Clock& clock,
            std::shared_ptr<const Settings> settings);
  ~Collector();

  // Polls the sources and calls `done` once from the loop, at the latest when settings.collect.deadline or
  // half a window has passed: sources that have not answered by then count as failed and are tried again next
  // time. One collecting at a time.
  void collect(CollectWhich which, Progress progress, Done done);

  // How many answers of the last collecting the database could not keep: it is worth while to ask again.
  [[nodiscard]] int unsaved() const;

  // Ends a collecting early; `done` is still called, soon.
  void cancel();

  // The earliest time at which a source asks to be polled before the next window's end (`every`); empty when
  // none does.
  [[nodiscard]] Result<std::vector<Instant>> due_times() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace eightbells
