// What makes an entry known: pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "feeds/model/entry.h"

namespace eightbells {

// A published time up to this much later than now is a clock that is a little fast: taken as now. Later ones
// are not trusted.
inline constexpr Millis kClockSkew{5 * 60'000};
// Nothing on the web is older; an earlier date (often 1970) is an unreadable one.
inline constexpr Instant kEarliestPublished{Millis(631'152'000'000)};  // 1990-01-01

// "x:<status id>": the same post whatever source shows it.
[[nodiscard]] bool is_x_status(std::string_view entry_id);

// By its id: of an X status alone, else within its source.
[[nodiscard]] std::uint64_t id_identity(std::string_view source_key, std::string_view entry_id);

// Of title and text: another value means that the words changed.
[[nodiscard]] std::uint64_t words_hash(const Entry& entry);

// By its words within its source, so that an entry given out again under another id is known; an entry
// without a text needs the same link too. Absent where words say nothing: X posts (their ids are never given
// anew) and entries without a title.
[[nodiscard]] std::optional<std::uint64_t> words_identity(std::string_view source_key, const Entry& entry);

struct EntryTime {
  std::optional<Instant> published;  // as kept
  bool trusted = false;
  Instant at;  // published where trusted, else now
};

// What is believed of `published` when the entry is first seen at `now`.
[[nodiscard]] EntryTime entry_time(std::optional<Instant> published, Instant now);

}  // namespace eightbells
