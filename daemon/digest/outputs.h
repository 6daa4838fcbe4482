// Which files a digest is: one function from the value (and the digests before it) to paths and bytes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/settings.h"
#include "daemon/digest/files.h"
#include "daemon/model/digest.h"
#include "daemon/render/template.h"
#include "daemon/store/store.h"
#include "daemon/window/zone.h"

namespace eightbells {

struct PublishPlace {
  const ProfileSettings& profile;
  const Zone& zone;
  std::filesystem::path directory;
  const Templates* templates = nullptr;      // of the site; null: the shipped ones
  std::vector<std::string> categories = {};  // in the configured order
};

struct OutputFile {
  std::filesystem::path path;
  std::string bytes;
  bool shared = false;  // made of several digests (feed, archive): written only where its bytes change
  bool told = true;     // printed, and named in the ledger
};

// In the order of the settings' formats, but Markdown first: it is the main one. Reads the ledger for what
// shows several digests: those of `digest`'s time and the newest. Error database.
[[nodiscard]] Result<std::vector<OutputFile>> outputs_of(const Digest& digest, const PublishPlace& place,
                                                         Store& store, Files& files);

}  // namespace eightbells
