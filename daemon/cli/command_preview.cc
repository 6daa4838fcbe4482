// preview: what the next digest would say.
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "daemon/cli/by_hand.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/setting_up.h"
#include "daemon/render/render.h"
#include "daemon/store/sqlite_store.h"

namespace eightbells {

namespace fs = std::filesystem;

namespace {

// A folder that only we can read, and that goes away.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "eightbells-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

int run_preview(const Options& options) {
  // Polling into a copy of the state: what is shown is fresh, and nothing is recorded.
  const fs::path state = state_path(options);
  const TemporaryFolder copy;
  if (fs::exists(state / kDatabaseName)) {
    const auto store = open_state(state);
    const auto copied = store ? (*store)->backup(copy.path() / kDatabaseName) : tl::unexpected(store.error());
    if (!copied) {
      complain(copied.error().message);
      return kFailed;
    }
  }
  Hands hands;
  if (const auto failed = open_hands(options, copy.path(), hands)) return *failed;
  const ProfileSettings* profile =
      options.profile.empty() ? &hands.settings->digests.front() : hands.bell->profile(options.profile);
  if (complain_about_profile(*hands.settings, options.profile)) return kBadUsage;
  const CollectReport report = collect_all(hands);
  tell_failures(report);
  const Instant now = hands.clock->now();
  const Window window = window_at(hands.bell->zone(), grid_of(*hands.settings, *profile), now);
  const auto input = hands.bell->gather(*profile, window, true, report, now);
  if (!input) {
    complain(input.error().message);
    return kFailed;
  }
  const DigestOutcome outcome = hands.bell->make(*profile, *input, *hands.editor);
  fmt::print("{}\n", render_markdown(outcome.digest, *profile));
  return report.failed > 0 ? kSomeSourcesFailed : kDone;
}

}  // namespace eightbells
