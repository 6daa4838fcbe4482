#include "daemon/service/retention.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace eightbells {
namespace {

constexpr std::string_view kSpace = "retention";
constexpr std::string_view kReference = "reference";  // milliseconds since 1970

Result<std::optional<Instant>> last_reference(Store& store) {
  const auto kept = store.get(kSpace, kReference);
  if (!kept) return tl::unexpected(kept.error());
  if (!*kept) return std::nullopt;
  const std::string& text = **kept;
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return Instant(Millis(number));
}

}  // namespace

Result<Instant> begin_removals(Store& store, Instant now) {
  const auto last = last_reference(store);
  if (!last) return tl::unexpected(last.error());
  const Instant reference = *last ? std::min(now, **last + kRetentionStep) : now;
  const auto kept = store.put(kSpace, kReference, std::to_string(reference.time_since_epoch().count()), now);
  if (!kept) return tl::unexpected(kept.error());
  return reference;
}

Result<int> remove_old(const Settings& settings, Store& store, Instant reference, int limit) {
  int removed = 0;
  if (settings.keep_digests > Millis(0)) {
    const auto windows = store.remove_windows(reference - settings.keep_digests, limit);
    if (!windows) return windows;
    removed += *windows;
  }
  if (settings.keep_entries > Millis(0)) {
    const auto entries = store.remove_entries(reference - settings.keep_entries, limit);
    if (!entries) return entries;
    removed += *entries;
  }
  const auto considered = store.remove_considered(reference - kKeepConsidered, limit);
  if (!considered) return considered;
  removed += *considered;
  if (removed > 0) return removed;
  return store.remove_small_things("editor_cache", reference - kKeepEdits);
}

}  // namespace eightbells
