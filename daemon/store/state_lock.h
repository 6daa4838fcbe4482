// One daemon on one state directory, and one publisher at a time.
#pragma once

#include <filesystem>
#include <string>

#include "feeds/base/result.h"

namespace eightbells {

// The lock on <directory>/lock, held as long as this lives and let go by the system when the process ends,
// however it ends. The file stays; it holds the process number of the last holder, for people.
class StateLock {
 public:
  // Makes the directory when there is none. Error refused: another process holds the lock (the sentence names
  // it). Error io: the directory or the file cannot be made.
  [[nodiscard]] static Result<StateLock> acquire(const std::filesystem::path& directory);

  // The lock on <directory>/publish.lock, waiting for whoever holds it: held for moments, while a window is
  // staged, planned and renamed, so that `once` beside a daemon never mixes its files with the daemon's.
  // Error io.
  [[nodiscard]] static Result<StateLock> wait_to_publish(const std::filesystem::path& directory);

  StateLock(StateLock&& other) noexcept;
  StateLock& operator=(StateLock&& other) noexcept;
  ~StateLock();

 private:
  explicit StateLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;  // -1: moved from
};

}  // namespace eightbells
