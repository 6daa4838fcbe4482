#include "daemon/store/identity.h"

#include <algorithm>
#include <string>

#include "feeds/base/hash.h"

namespace eightbells {
namespace {

constexpr std::string_view kXPrefix = "x:";

// Parts are divided by a zero byte, which none of them holds, after a letter that keeps the kinds apart.
std::uint64_t hash_parts(char kind, std::string_view a, std::string_view b, std::string_view c = {}) {
  thread_local std::string bytes;
  bytes.assign(1, kind);
  bytes.append(a).push_back('\0');
  bytes.append(b).push_back('\0');
  bytes.append(c);
  return hash64(bytes);
}

}  // namespace

bool is_x_status(std::string_view entry_id) {
  return entry_id.size() > kXPrefix.size() && entry_id.substr(0, kXPrefix.size()) == kXPrefix &&
         std::all_of(entry_id.begin() + kXPrefix.size(), entry_id.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

std::uint64_t id_identity(std::string_view source_key, std::string_view entry_id) {
  return is_x_status(entry_id) ? hash_parts('x', {}, entry_id) : hash_parts('i', source_key, entry_id);
}

std::uint64_t words_hash(const Entry& entry) { return hash_parts('t', entry.title, entry.text()); }

std::optional<std::uint64_t> words_identity(std::string_view source_key, const Entry& entry) {
  if (entry.title.empty() || is_x_status(entry.id)) return std::nullopt;
  if (entry.text().empty()) {
    if (entry.link.empty()) return std::nullopt;
    return hash_parts('l', source_key, entry.title, entry.link);
  }
  return hash_parts('w', source_key, entry.title, entry.text());
}

EntryTime entry_time(std::optional<Instant> published, Instant now) {
  if (!published || *published < kEarliestPublished || *published > now + kClockSkew)
    return {published, false, now};
  const Instant at = std::min(*published, now);
  return {at, true, at};
}

}  // namespace eightbells
