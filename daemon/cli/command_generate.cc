// generate (hidden): what the build and the tests make from the program's own tables.
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "config/reference.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/completions.h"
#include "daemon/cli/manual.h"
#include "daemon/cli/setting_up.h"

namespace eightbells {

namespace {

// The day of SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch), else today: in UTC.
std::string manual_date() {
  constexpr std::int64_t kLastSecondOf9999 = 253'402'300'799;
  const char* variable = std::getenv("SOURCE_DATE_EPOCH");
  const std::string_view set = variable ? variable : "";
  std::int64_t seconds = 0;
  const auto read = std::from_chars(set.data(), set.data() + set.size(), seconds);
  const bool good = read.ec == std::errc() && read.ptr == set.data() + set.size() && seconds >= 0 &&
                    seconds <= kLastSecondOf9999;
  const std::time_t at = good ? static_cast<std::time_t>(seconds) : std::time(nullptr);
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(at));
}

}  // namespace

int run_generate(const Options& options) {
  static const std::map<std::string, std::function<std::string()>> kMakers = {
      {"bash", bash_completion},
      {"zsh", zsh_completion},
      {"fish", fish_completion},
      {"configuration", reference_markdown},
      {"eightbells.1", [] { return program_manual(manual_date()); }},
      {"eightbells.toml.5", [] { return reference_manual(manual_date()); }},
  };
  fmt::print("{}", kMakers.at(options.what)());
  return kDone;
}

}  // namespace eightbells
