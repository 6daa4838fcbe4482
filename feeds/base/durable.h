// What stays when the power goes: a file's bytes, and the name under which a folder holds it, are on the disk
// only once each of them was synced.
#pragma once

#include <filesystem>

#include "feeds/base/result.h"

namespace eightbells {

// Waits until the file's bytes are on the disk. Error io names the file.
[[nodiscard]] Result<void> sync_file(const std::filesystem::path& file);

// The same for the names in a folder. File systems that cannot do that (EINVAL) are taken as they are.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);

// Makes the folder and those above it that are missing, each synced into the one that holds it. Error io.
[[nodiscard]] Result<void> make_folders(const std::filesystem::path& folder);

}  // namespace eightbells
