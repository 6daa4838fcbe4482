// Hashes for identity, not for security: XXH3 (xxHash 0.8), stable across versions and machines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace eightbells {

[[nodiscard]] std::uint64_t hash64(std::string_view bytes);

// 128 bits as 32 small hexadecimal digits.
[[nodiscard]] std::string hash128_hex(std::string_view bytes);

}  // namespace eightbells
