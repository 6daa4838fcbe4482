// The daemon: owns the loop's work from start to stop. It sleeps until a window closes or a source is due,
// polls, writes what is due, and sleeps again.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "config/load.h"
#include "daemon/digest/files.h"
#include "daemon/store/store.h"
#include "feeds/base/clock.h"

namespace eightbells {

struct ServiceParts {
  boost::asio::io_context& io;
  Store& store;
  Files& files;
  const Clock& clock;
  std::filesystem::path state;
  std::function<LoadResult()> load;  // reads the configuration again (SIGHUP)
};

class Service {
 public:
  Service(ServiceParts parts, std::shared_ptr<const Settings> settings);
  ~Service();

  // Finishes half-done windows, tells systemd READY, writes what was missed, and arms the next wake. Error:
  // the zone, a category, the database or the disk is not usable: the sentence says what to do. Then run the
  // io_context; it ends after stop().
  [[nodiscard]] Result<void> start();

  // Ends polls at once and a digest that is being made within four seconds; what is not written is written at
  // the next start.
  void stop();

  // Swaps the configuration whole, between polls; keeps the old one and logs every error when the new one is
  // wrong.
  void reload();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace eightbells
