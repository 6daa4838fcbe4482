// templates: what the site is made of, to be changed.
#include <filesystem>

#include <fmt/format.h>

#include "daemon/cli/commands.h"
#include "daemon/cli/setting_up.h"
#include "daemon/digest/files.h"
#include "daemon/render/template.h"

namespace eightbells {

namespace fs = std::filesystem;

int run_templates(const Options& options) {
  const fs::path folder = fs::absolute(options.file);
  DiskFiles files;
  for (const auto& [name, bytes] : shipped_template_files()) {
    const fs::path path = folder / name;
    if (files.exists(path)) {
      complain(fmt::format("{} is there already and stays as it is", path.string()));
      continue;
    }
    auto written = files.stage(path, bytes);
    if (written) written = files.commit(path);
    if (!written) {
      complain(written.error().message);
      return kFailed;
    }
    fmt::print("{}\n", path.string());
  }
  complain(fmt::format("name the folder in a [[digest]]: template_directory = \"{}\"", folder.string()));
  return kDone;
}

}  // namespace eightbells
