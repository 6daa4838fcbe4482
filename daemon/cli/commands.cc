#include "daemon/cli/commands.h"

#include <exception>
#include <variant>

#include "daemon/cli/command_table.h"
#include "daemon/cli/setting_up.h"
#include "daemon/service/log.h"

namespace eightbells {

int run_command_line(int argc, const char* const* argv) {
  const auto parsed = parse_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const Options& options = std::get<Options>(parsed);
  if (const auto ready = set_up_log(options.log_level); !ready) {
    complain(ready.error().message);
    return kBadUsage;
  }
  try {
    return find_command(options.command)->run(options);
  } catch (const std::exception& error) {
    // Nothing of ours throws: this is a library's, or memory ran out.
    complain(std::string("failed: ") + error.what());
    return kFailed;
  }
}

}  // namespace eightbells
