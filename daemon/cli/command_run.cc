// run: the daemon.
#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "daemon/cli/commands.h"
#include "daemon/cli/setting_up.h"
#include "daemon/digest/files.h"
#include "daemon/service/service.h"
#include "daemon/store/state_lock.h"

namespace eightbells {

namespace {

// SIGHUP reads the configuration again, SIGTERM and SIGINT stop.
class Signals {
 public:
  Signals(boost::asio::io_context& io, Service& service)
      : set_(io, SIGTERM, SIGINT, SIGHUP), service_(service) {
    wait();
  }

 private:
  void wait() {
    set_.async_wait([this](const boost::system::error_code& error, int signal) {
      if (error) return;
      if (signal == SIGHUP) service_.reload();
      else service_.stop();
      wait();
    });
  }

  boost::asio::signal_set set_;
  Service& service_;
};

}  // namespace

int run_daemon(const Options& options) {
  auto settings = settings_or_complain(options);
  if (!settings) return kBadUsage;
  const auto state = state_path(options);
  const auto lock = StateLock::acquire(state);
  if (!lock) {
    complain(lock.error().message);
    return kFailed;
  }
  auto store = open_state(state);
  if (!store) {
    complain(store.error().message);
    return kFailed;
  }
  boost::asio::io_context io(1);
  DiskFiles files;
  const SystemClock clock;
  const auto path = config_path(options);
  std::signal(SIGPIPE, SIG_IGN);  // a log whose reader has gone away is no reason to end
  Service service({io, **store, files, clock, state, [path] { return load_settings(path); }},
                  std::move(settings));
  Signals signals(io, service);
  if (const auto started = service.start(); !started) {
    complain(started.error().message);
    return kFailed;
  }
  io.run();
  return kDone;
}

}  // namespace eightbells
