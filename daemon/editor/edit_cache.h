// What an editor wants remembered between windows and restarts, as an interface: the caller keeps it in the
// store.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace eightbells {

// Keys are at most 64 bytes, values at most some KiB. Both functions are called on the thread that called
// edit(), never after it has returned. A cache that fails may forget: find() says nothing, put() does
// nothing.
//
// Two kinds of keys: "edit:<hash>" holds a checked answer (good for as long as anybody likes to keep it),
// "tokens:<YYYY-MM-DD>" the tokens spent on that day in UTC (of use for two days).
class EditCache {
 public:
  virtual ~EditCache() = default;
  [[nodiscard]] virtual std::optional<std::string> find(std::string_view key) = 0;
  virtual void put(std::string_view key, std::string_view value) = 0;
};

}  // namespace eightbells
