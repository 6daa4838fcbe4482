// Hashes for identity, not for security: XXH3 (xxHash 0.8), stable across versions and machines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace eightbells {

[[nodiscard]] std::uint64_t hash64(std::string_view bytes);

// One hash from two, in this order.
[[nodiscard]] std::uint64_t combine_hashes(std::uint64_t first, std::uint64_t second);

// 128 bits as 32 small hexadecimal digits.
[[nodiscard]] std::string hash128_hex(std::string_view bytes);

}  // namespace eightbells
