#include "daemon/cli/commands.h"

#include <exception>
#include <map>
#include <variant>

#include "daemon/cli/setting_up.h"
#include "daemon/service/log.h"

namespace eightbells {

int run_command_line(int argc, const char* const* argv) {
  static const std::map<std::string, int (*)(const Options&)> kCommands = {
      {"run", run_daemon}, {"once", run_once},     {"preview", run_preview}, {"digest", run_digest},
      {"check", run_check}, {"status", run_status}, {"explain", run_explain}, {"parse", run_parse},
      {"stories", run_stories}, {"search", run_search}, {"import", run_import}, {"export", run_export},
      {"learn", run_learn},
  };
  const auto parsed = parse_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const Options& options = std::get<Options>(parsed);
  if (const auto ready = set_up_log(options.log_level); !ready) {
    complain(ready.error().message);
    return kBadUsage;
  }
  try {
    return kCommands.at(options.command)(options);
  } catch (const std::exception& error) {
    // Nothing of ours throws: this is a library's, or memory ran out.
    complain(std::string("failed: ") + error.what());
    return kFailed;
  }
}

}  // namespace eightbells
