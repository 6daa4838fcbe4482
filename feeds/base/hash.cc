#include "feeds/base/hash.h"

#include <xxhash.h>

namespace eightbells {

std::uint64_t hash64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::uint64_t combine_hashes(std::uint64_t first, std::uint64_t second) {
  const std::uint64_t both[] = {first, second};
  return XXH3_64bits(both, sizeof both);
}

std::string hash128_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  std::string out;
  out.reserve(32);
  for (const unsigned char byte : canonical.digest) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

}  // namespace eightbells
