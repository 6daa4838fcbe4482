// Hashes for identity, not for security: XXH3 (xxHash 0.8), stable across versions and machines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace eightbells {

[[nodiscard]] std::uint64_t hash64(std::string_view bytes);

// For tables with text for keys, which can be asked with any form of it.
struct TextHash {
  using is_transparent = void;
  using is_avalanching = void;  // boost: all its bits are as good as any
  std::size_t operator()(std::string_view text) const { return static_cast<std::size_t>(hash64(text)); }
};

// One hash from two, in this order.
[[nodiscard]] std::uint64_t combine_hashes(std::uint64_t first, std::uint64_t second);

// 128 bits as 32 small hexadecimal digits.
[[nodiscard]] std::string hash128_hex(std::string_view bytes);

}  // namespace eightbells
