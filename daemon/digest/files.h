// The files of digests as an interface: staged under temporary names, then renamed, so that a reader never
// sees half a file and a crash leaves either the old or the new one.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "feeds/base/result.h"

namespace eightbells {

class Files {
 public:
  virtual ~Files() = default;

  // Writes `bytes` under a temporary name beside `path` and makes them durable (fsync). Makes missing
  // folders. An older staged file of the same path is replaced. Error io.
  virtual Result<void> stage(const std::filesystem::path& path, std::string_view bytes) = 0;

  // Renames what stage() wrote to `path` and makes the folder durable. Error io when nothing is staged.
  virtual Result<void> commit(const std::filesystem::path& path) = 0;

  // Makes `link` a symbolic link to `target` (relative to the link's folder), replacing it in one step.
  virtual Result<void> point(const std::filesystem::path& link, const std::filesystem::path& target) = 0;

  virtual Result<std::string> read(const std::filesystem::path& path) = 0;

  // Removes what stage() and point() left in `folder` and below when the program was killed; how many. Only
  // while nobody stages there. A folder that is not there or cannot be read has nothing to remove.
  virtual std::size_t sweep(const std::filesystem::path& folder) = 0;
  [[nodiscard]] virtual bool exists(const std::filesystem::path& path) { return read(path).has_value(); }
};

// The real ones. Files are made with mode 0644 less the umask.
class DiskFiles final : public Files {
 public:
  Result<void> stage(const std::filesystem::path& path, std::string_view bytes) override;
  Result<void> commit(const std::filesystem::path& path) override;
  Result<void> point(const std::filesystem::path& link, const std::filesystem::path& target) override;
  Result<std::string> read(const std::filesystem::path& path) override;
  std::size_t sweep(const std::filesystem::path& folder) override;
  [[nodiscard]] bool exists(const std::filesystem::path& path) override;
};

// How deep and how far a sweep looks: a pattern such as %Y/%m/%d.md makes folders, and a digest directory may
// lie in a large site.
inline constexpr int kSweepDepth = 6;
inline constexpr std::size_t kSweepNames = 200'000;

// Where stage() writes: ".<name>.staged" in the same folder, so that the rename never crosses a file system.
[[nodiscard]] std::filesystem::path staged_path(const std::filesystem::path& path);

}  // namespace eightbells
